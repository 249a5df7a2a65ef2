"""A sum to be got back may come back in parts."""

import sqlalchemy as sa
from alembic import op


revision = "0032"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recovery_payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("paid_by", sa.String(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recoveries.id"],
            name=op.f("fk_recovery_payments_recovery_id_recoveries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_payments")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_recovery_payments_recovery_id"), "recovery_payments", ["recovery_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_recovery_payments_recovery_id"), table_name="recovery_payments")
    op.drop_table("recovery_payments")
