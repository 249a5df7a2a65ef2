"""What sets an issued decision right: annulments, corrections, replacements, what comes back."""

import sqlalchemy as sa
from alembic import op


revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_LIVE = "uq_decision_items_live_nomination"


def _index_live(where: str) -> None:
    op.create_index(
        _LIVE,
        "decision_items",
        ["nomination_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def upgrade() -> None:
    op.create_table(
        "amending_rules",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("recovery_days", sa.Integer(), nullable=False),
        sa.Column("exchange_days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_amending_rules_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_amending_rules")),
    )
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("ground_basis", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("addressees", sa.String(), nullable=False),
        sa.Column("bases", sa.String(), nullable=False),
        sa.Column("articles", sa.String(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_amendments_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_amendments_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_amendments_paper_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_amendments_public_id")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_amendments_decision_id"), ["decision_id"], unique=False
        )

    op.create_table(
        "amendment_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=32), nullable=True),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("reads", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"],
            ["amendments.id"],
            name=op.f("fk_amendment_lines_amendment_id_amendments"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["decision_items.id"],
            name=op.f("fk_amendment_lines_item_id_decision_items"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_lines")),
    )
    with op.batch_alter_table("amendment_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_amendment_lines_amendment_id"), ["amendment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_amendment_lines_item_id"), ["item_id"], unique=False)

    op.create_table(
        "recoveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("honour_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("by_text", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["honour_id"], ["honours.id"], name=op.f("fk_recoveries_honour_id_honours")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["decision_items.id"], name=op.f("fk_recoveries_item_id_decision_items")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_recoveries_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
        sa.UniqueConstraint("item_id", "what", name=op.f("uq_recoveries_item_id_what")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recoveries_public_id")),
    )
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recoveries_honour_id"), ["honour_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_recoveries_organisation_id_status"),
            ["organisation_id", "status"],
            unique=False,
        )

    op.create_table(
        "reissues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("request_text", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("confirmed_text", sa.String(), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("printed_note", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("handed_to", sa.String(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_reissues_certificate_id_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_reissues_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reissues")),
        sa.UniqueConstraint(
            "organisation_id",
            "year",
            "number",
            name=op.f("uq_reissues_organisation_id_year_number"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_reissues_public_id")),
    )
    with op.batch_alter_table("reissues", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reissues_certificate_id"), ["certificate_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reissues_organisation_id_asked_on"),
            ["organisation_id", "asked_on"],
            unique=False,
        )

    op.drop_index(_LIVE, table_name="decision_items")
    with op.batch_alter_table("decision_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("note", sa.String(), server_default="", nullable=False))
        batch_op.create_index(
            batch_op.f("ix_decision_items_replaces_id"), ["replaces_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_items_replaces_id_decision_items"),
            "decision_items",
            ["replaces_id"],
            ["id"],
        )
    _index_live("status = 'awarded' OR (status = 'proposed' AND replaces_id IS NULL)")

    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_decisions_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_decisions_replaces_id_decisions"), "decisions", ["replaces_id"], ["id"]
        )

    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.drop_column("note")

    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_decisions_replaces_id_decisions"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_decisions_replaces_id"))
        batch_op.drop_column("replaces_id")

    # a draft that was to replace a decision named its nominations a second time
    op.execute(
        "UPDATE decision_items SET nomination_id = NULL "
        "WHERE status = 'proposed' AND replaces_id IS NOT NULL"
    )
    op.drop_index(_LIVE, table_name="decision_items")
    with op.batch_alter_table("decision_items", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_decision_items_replaces_id_decision_items"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_decision_items_replaces_id"))
        batch_op.drop_column("note")
        batch_op.drop_column("replaces_id")
    _index_live("status IN ('proposed', 'awarded')")

    with op.batch_alter_table("reissues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reissues_organisation_id_asked_on"))
        batch_op.drop_index(batch_op.f("ix_reissues_certificate_id"))

    op.drop_table("reissues")
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recoveries_organisation_id_status"))
        batch_op.drop_index(batch_op.f("ix_recoveries_honour_id"))

    op.drop_table("recoveries")
    with op.batch_alter_table("amendment_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_lines_item_id"))
        batch_op.drop_index(batch_op.f("ix_amendment_lines_amendment_id"))

    op.drop_table("amendment_lines")
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendments_decision_id"))

    op.drop_table("amendments")
    op.drop_table("amending_rules")
