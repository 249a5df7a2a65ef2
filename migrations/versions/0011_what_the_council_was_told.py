"""the council keeps what it was told of eligibility, a nomination what a person said against it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = (("nominations", "override"), ("ballot_items", "eligibility"),
           ("tally_lines", "eligibility"))  # fmt: skip


def upgrade() -> None:
    """Add the columns in place: copying nominations would lose that their ids never come back."""
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
