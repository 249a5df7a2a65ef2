"""A ballot called off, members reminded of it; a vote that waits for the appraisal."""

import sqlalchemy as sa
from alembic import op


revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("appraisal_rules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("holds_ballot", sa.Boolean(), server_default="0", nullable=False)
        )
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("void_reason", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("appraisal_rules", schema=None) as batch_op:
        batch_op.drop_column("holds_ballot")
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.drop_column("void_reason")
        batch_op.drop_column("reminded_at")
