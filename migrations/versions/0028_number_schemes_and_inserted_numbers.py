"""Number books divided by office, inserted numbers, and number with symbol once in a year."""

from collections import Counter

import sqlalchemy as sa
from alembic import op


revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

papers = sa.table(
    "papers", sa.column("id"), sa.column("organisation_id"), sa.column("direction"),
    sa.column("number_text"), sa.column("dated", sa.Date()), sa.column("number_year"),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "number_schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"],
            name=op.f("fk_number_schemes_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_schemes")),
        sa.UniqueConstraint(
            "organisation_id", "valid_from",
            name=op.f("uq_number_schemes_organisation_id_valid_from"),
        ),
    )  # fmt: skip
    op.create_table(
        "insertions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("number_text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_insertions_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_insertions_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_insertions_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertions")),
    )
    op.create_index(op.f("ix_insertions_paper_id"), "insertions", ["paper_id"])
    op.add_column(
        "number_entries", sa.Column("note", sa.String(), server_default="", nullable=False)
    )
    op.add_column("papers", sa.Column("number_year", sa.Integer(), nullable=True))
    _fill_years()
    op.create_index(
        op.f("ix_papers_organisation_id_number_year_number_text"), "papers",
        ["organisation_id", "number_year", "number_text"], unique=True,
    )  # fmt: skip


def _fill_years() -> None:
    """Give every number of ours its year; what was doubled before is left for people to see."""
    bind = op.get_bind()
    rows = bind.execute(
        sa.select(papers).where(
            papers.c.direction == "outgoing", papers.c.number_text.is_not(None),
            papers.c.dated.is_not(None),
        )
    ).all()  # fmt: skip
    codes = {row.id: (row.organisation_id, row.dated.year, row.number_text) for row in rows}
    times = Counter(codes.values())
    for paper_id, code in codes.items():
        if times[code] == 1:
            bind.execute(papers.update().where(papers.c.id == paper_id).values(number_year=code[1]))


def downgrade() -> None:
    op.drop_index(op.f("ix_papers_organisation_id_number_year_number_text"), "papers")
    op.drop_column("papers", "number_year")
    op.drop_column("number_entries", "note")
    op.drop_index(op.f("ix_insertions_paper_id"), table_name="insertions")
    op.drop_table("insertions")
    op.drop_table("number_schemes")
