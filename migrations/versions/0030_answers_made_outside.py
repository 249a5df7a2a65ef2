"""Answers made outside this system; numbers given outside are no longer called void."""

import sqlalchemy as sa
from alembic import op


revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

entries = sa.table("number_entries", sa.column("state"), sa.column("holder_kind"))


def upgrade() -> None:
    with op.batch_alter_table("arrivals", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("answer_text", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("answer_dated", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("answer_sender", sa.String(), nullable=False, server_default="")
        )
    _turn("void", "outside")


def downgrade() -> None:
    _turn("outside", "void")
    with op.batch_alter_table("arrivals", schema=None) as batch_op:
        batch_op.drop_column("answer_sender")
        batch_op.drop_column("answer_dated")
        batch_op.drop_column("answer_text")


def _turn(before: str, after: str) -> None:
    """Numbers held by the book itself are those entered as given outside."""
    op.execute(
        entries.update()
        .where(entries.c.holder_kind == "book", entries.c.state == before)
        .values(state=after)
    )
