"""imports of long tables, identity numbers."""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('table_digest', sa.String(length=64), nullable=False),
    sa.Column('source_digest', sa.String(length=64), nullable=False),
    sa.Column('faults_digest', sa.String(length=64), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('mend', sa.Boolean(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('phase', sa.String(length=32), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('next_row', sa.Integer(), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('written', sa.JSON(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['jobs.id'], name=op.f('fk_import_runs_job_id_jobs')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_import_runs_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['unit_id'], ['organisations.id'], name=op.f('fk_import_runs_unit_id_organisations')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_import_runs_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_runs')),
    sa.UniqueConstraint('public_id', name=op.f('uq_import_runs_public_id'))
    )
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_runs_organisation_id'), ['organisation_id'], unique=False)

    # In place: copying the table would lose that its ids never come back.
    op.add_column('recipients', sa.Column('citizen_id', sa.String(), server_default='', nullable=False))
    op.create_index(op.f('ix_recipients_citizen_id'), 'recipients', ['citizen_id'], unique=False)



def downgrade() -> None:
    op.drop_index(op.f('ix_recipients_citizen_id'), table_name='recipients')
    op.drop_column('recipients', 'citizen_id')

    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_runs_organisation_id'))

    op.drop_table('import_runs')
