"""Trusted roots are confirmed by a second person; a certificate is registered once."""

import sqlalchemy as sa
from alembic import op


revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('trusted_roots', schema=None) as batch_op:
        batch_op.add_column(sa.Column('status', sa.String(length=32), nullable=False, server_default='proposed'))
        batch_op.add_column(sa.Column('source', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('confirmed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_trusted_roots_confirmed_by_id_users'), 'users', ['confirmed_by_id'], ['id'])
        batch_op.drop_constraint(batch_op.f('uq_trusted_roots_fingerprint'), type_='unique')
    for status in ('proposed', 'trusted'):
        where = sa.text(f"status = '{status}'")
        op.create_index(f'uq_trusted_roots_{status}', 'trusted_roots', ['fingerprint'], unique=True, sqlite_where=where, postgresql_where=where)
    used = sa.text('ended_at IS NULL')
    op.create_index('uq_signing_certificates_used', 'signing_certificates', ['organisation_id', 'fingerprint'], unique=True, sqlite_where=used, postgresql_where=used)


def downgrade() -> None:
    op.drop_index('uq_signing_certificates_used', 'signing_certificates')
    for status in ('trusted', 'proposed'):
        op.drop_index(f'uq_trusted_roots_{status}', 'trusted_roots')
    # Only what was confirmed by two is trusted where nothing says so any more.
    op.execute("DELETE FROM trusted_roots WHERE status <> 'trusted'")
    with op.batch_alter_table('trusted_roots', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_trusted_roots_fingerprint'), ['fingerprint'])
        batch_op.drop_constraint(batch_op.f('fk_trusted_roots_confirmed_by_id_users'), type_='foreignkey')
        batch_op.drop_column('confirmed_at')
        batch_op.drop_column('confirmed_by_id')
        batch_op.drop_column('source')
        batch_op.drop_column('status')
