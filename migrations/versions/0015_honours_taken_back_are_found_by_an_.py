"""Honours taken back are found by an index of their own."""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.create_index(
            "ix_honours_awaiting_review",
            ["id"],
            unique=False,
            sqlite_where=sa.text("struck_on IS NOT NULL AND reviewed_on IS NULL"),
            postgresql_where=sa.text("struck_on IS NOT NULL AND reviewed_on IS NULL"),
        )


def downgrade() -> None:

    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_honours_awaiting_review",
            sqlite_where=sa.text("struck_on IS NOT NULL AND reviewed_on IS NULL"),
            postgresql_where=sa.text("struck_on IS NOT NULL AND reviewed_on IS NULL"),
        )
