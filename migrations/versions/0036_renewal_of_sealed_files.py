"""Renewal of sealed files."""

import sqlalchemy as sa
from alembic import op


revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('retired_algorithms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.String(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['users.id'], name=op.f('fk_retired_algorithms_added_by_id_users')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['users.id'], name=op.f('fk_retired_algorithms_confirmed_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retired_algorithms')),
    sa.UniqueConstraint('public_id', name=op.f('uq_retired_algorithms_public_id'))
    )
    with op.batch_alter_table('retired_algorithms', schema=None) as batch_op:
        batch_op.create_index('uq_retired_algorithms_holding', ['name'], unique=True, sqlite_where=sa.text("status = 'holding'"), postgresql_where=sa.text("status = 'holding'"))
        batch_op.create_index('uq_retired_algorithms_proposed', ['name'], unique=True, sqlite_where=sa.text("status = 'proposed'"), postgresql_where=sa.text("status = 'proposed'"))

    op.create_table('file_proofs',
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('good', sa.Boolean(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('algorithms', sa.String(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(length=32), nullable=True),
    sa.Column('failure', sa.String(), nullable=False),
    sa.Column('failing_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_files.id'], name=op.f('fk_file_proofs_file_id_stored_files')),
    sa.ForeignKeyConstraint(['paper_id'], ['papers.id'], name=op.f('fk_file_proofs_paper_id_papers')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['users.id'], name=op.f('fk_file_proofs_settled_by_id_users')),
    sa.PrimaryKeyConstraint('paper_id', name=op.f('pk_file_proofs'))
    )
    with op.batch_alter_table('file_proofs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_file_proofs_until'), ['until'], unique=False)

    op.create_table('file_renewals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=False),
    sa.Column('after_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=32), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['after_id'], ['stored_files.id'], name=op.f('fk_file_renewals_after_id_stored_files')),
    sa.ForeignKeyConstraint(['before_id'], ['stored_files.id'], name=op.f('fk_file_renewals_before_id_stored_files')),
    sa.ForeignKeyConstraint(['paper_id'], ['papers.id'], name=op.f('fk_file_renewals_paper_id_papers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_renewals')),
    sa.UniqueConstraint('after_id', name=op.f('uq_file_renewals_after_id')),
    sa.UniqueConstraint('paper_id', 'before_id', name=op.f('uq_file_renewals_paper_id_before_id'))
    )
    with op.batch_alter_table('signing_terms', schema=None) as batch_op:
        batch_op.add_column(sa.Column('renew_days', sa.Integer(), nullable=False, server_default='365'))



def downgrade() -> None:
    # The release before does not know the role; the sealed files it knows are all still there.
    op.execute("DELETE FROM document_links WHERE role = 'renewed'")
    with op.batch_alter_table('signing_terms', schema=None) as batch_op:
        batch_op.drop_column('renew_days')

    op.drop_table('file_renewals')
    with op.batch_alter_table('file_proofs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_file_proofs_until'))

    op.drop_table('file_proofs')
    with op.batch_alter_table('retired_algorithms', schema=None) as batch_op:
        batch_op.drop_index('uq_retired_algorithms_proposed', sqlite_where=sa.text("status = 'proposed'"), postgresql_where=sa.text("status = 'proposed'"))
        batch_op.drop_index('uq_retired_algorithms_holding', sqlite_where=sa.text("status = 'holding'"), postgresql_where=sa.text("status = 'holding'"))

    op.drop_table('retired_algorithms')
