"""Award ceremonies: their turns on the stage, and what is handed over to whom."""

import sqlalchemy as sa
from alembic import op


revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ceremonies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("per_turn", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_ceremonies_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_ceremonies_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremonies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ceremonies_public_id")),
    )
    with op.batch_alter_table("ceremonies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ceremonies_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "stage_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("presenter_name", sa.String(), nullable=False),
        sa.Column("presenter_post", sa.String(), nullable=False),
        sa.Column("call", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["ceremony_id"], ["ceremonies.id"], name=op.f("fk_stage_turns_ceremony_id_ceremonies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_turns")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stage_turns_public_id")),
    )
    with op.batch_alter_table("stage_turns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stage_turns_ceremony_id"), ["ceremony_id"], unique=False
        )

    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("has_frame", sa.Boolean(), nullable=False),
        sa.Column("has_flag", sa.Boolean(), nullable=False),
        sa.Column("has_envelope", sa.Boolean(), nullable=False),
        sa.Column("has_flowers", sa.Boolean(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=True),
        sa.Column("stand_in", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["ceremony_id"], ["ceremonies.id"], name=op.f("fk_handovers_ceremony_id_ceremonies")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["decision_items.id"], name=op.f("fk_handovers_item_id_decision_items")
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["stage_turns.id"], name=op.f("fk_handovers_turn_id_stage_turns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_handovers_public_id")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_ceremony_id"), ["ceremony_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_turn_id"), ["turn_id"], unique=False)
        batch_op.create_index(
            "uq_handovers_live_item",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("status != 'released'"),
            postgresql_where=sa.text("status != 'released'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handovers_live_item",
            sqlite_where=sa.text("status != 'released'"),
            postgresql_where=sa.text("status != 'released'"),
        )
        batch_op.drop_index(batch_op.f("ix_handovers_turn_id"))
        batch_op.drop_index(batch_op.f("ix_handovers_item_id"))
        batch_op.drop_index(batch_op.f("ix_handovers_ceremony_id"))

    op.drop_table("handovers")
    with op.batch_alter_table("stage_turns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_turns_ceremony_id"))

    op.drop_table("stage_turns")
    with op.batch_alter_table("ceremonies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ceremonies_organisation_id"))

    op.drop_table("ceremonies")
