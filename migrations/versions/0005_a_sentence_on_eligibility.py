"""a nomination keeps the unit's sentence on its eligibility."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in place: copying the table would lose that its ids never come back."""
    column = sa.Column("eligibility_note", sa.String(), server_default="", nullable=False)
    op.add_column("nominations", column)


def downgrade() -> None:
    op.drop_column("nominations", "eligibility_note")
