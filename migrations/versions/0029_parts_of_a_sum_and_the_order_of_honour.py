"""A sum may come back in parts; an office says its own order of honour."""

import sqlalchemy as sa
from alembic import op


revision = "0029"
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
    op.create_index(op.f("ix_recovery_payments_recovery_id"), "recovery_payments", ["recovery_id"])
    op.create_table(
        "honour_orders",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("awards", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"],
            name=op.f("fk_honour_orders_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_honour_orders")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("honour_orders")
    op.drop_index(op.f("ix_recovery_payments_recovery_id"), table_name="recovery_payments")
    op.drop_table("recovery_payments")
