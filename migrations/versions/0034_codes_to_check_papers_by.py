"""Codes to check papers by."""

import sqlalchemy as sa
from alembic import op


revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('check_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=27), nullable=False),
    sa.Column('owner_kind', sa.String(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_codes')),
    sa.UniqueConstraint('code', name=op.f('uq_check_codes_code')),
    sa.UniqueConstraint('owner_kind', 'owner_id', name=op.f('uq_check_codes_owner_kind_owner_id'))
    )
    op.create_table('file_verdicts',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_file_verdicts'))
    )


def downgrade() -> None:
    op.drop_table('file_verdicts')
    op.drop_table('check_codes')
