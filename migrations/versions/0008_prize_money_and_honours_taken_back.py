"""prize money of decisions, and honours taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), server_default="", nullable=False)


def _columns() -> list[tuple[str, sa.Column[object]]]:
    """Return every new column with its table; fresh ones, as each belongs to one statement."""
    return [
        ("decisions", sa.Column("prize_base", sa.Integer(), nullable=True)),
        ("decisions", _text("prize_person")),
        ("decisions", _text("prize_collective")),
        ("decisions", _text("prize_source")),
        ("decision_items", sa.Column("prize_amount", sa.BigInteger(), nullable=True)),
        ("honours", sa.Column("struck_on", sa.Date(), nullable=True)),
        ("honours", _text("struck_reason")),
        ("honours", sa.Column("reviewed_on", sa.Date(), nullable=True)),
        ("honours", _text("review_note")),
    ]


def upgrade() -> None:
    """Add the columns in place: no table is copied for them."""
    for table, column in _columns():
        op.add_column(table, column)


def downgrade() -> None:
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)
