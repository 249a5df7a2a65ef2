"""honours taken back and not looked at yet are found without reading all honours

Revision ID: 0019
Revises: 0014
"""

from alembic import op
import sqlalchemy as sa


revision = "0019"
down_revision = "0014"
branch_labels = None
depends_on = None

_WHERE = sa.text("struck_on IS NOT NULL AND reviewed_on IS NULL")


def upgrade():
    op.create_index(
        "ix_honours_to_review", "honours", ["recipient_id"], unique=False,
        sqlite_where=_WHERE, postgresql_where=_WHERE,
    )


def downgrade():
    op.drop_index("ix_honours_to_review", table_name="honours")
