"""What arrives is handled by somebody until a day."""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("kind_text", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("instructed_on", sa.Date(), nullable=True),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("handler_name", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("handed_back", sa.String(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=False),
        sa.Column("sent_back_to", sa.String(), nullable=False),
        sa.Column("search_fold", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["papers.id"], name=op.f("fk_arrivals_answer_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["users.id"], name=op.f("fk_arrivals_handler_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_arrivals_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_arrivals_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrivals")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_arrivals_paper_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_arrivals_public_id")),
    )
    with op.batch_alter_table("arrivals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_arrivals_handler_id_status"), ["handler_id", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_arrivals_organisation_id_status"),
            ["organisation_id", "status"],
            unique=False,
        )

    op.create_table(
        "arrival_opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrival_id"], ["arrivals.id"], name=op.f("fk_arrival_opinions_arrival_id_arrivals")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_arrival_opinions_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_opinions")),
    )
    with op.batch_alter_table("arrival_opinions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_arrival_opinions_arrival_id"), ["arrival_id"], unique=False
        )



def downgrade() -> None:
    with op.batch_alter_table("arrival_opinions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrival_opinions_arrival_id"))

    op.drop_table("arrival_opinions")
    with op.batch_alter_table("arrivals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrivals_organisation_id_status"))
        batch_op.drop_index(batch_op.f("ix_arrivals_handler_id_status"))

    op.drop_table("arrivals")
