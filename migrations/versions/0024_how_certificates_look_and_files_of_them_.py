"""How certificates look and files of them to print."""

import sqlalchemy as sa
from alembic import op


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certificate_styles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('family', sa.String(length=32), nullable=False),
    sa.Column('layout', sa.String(length=32), nullable=False),
    sa.Column('on_stock', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_certificate_styles_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_styles')),
    sa.UniqueConstraint('organisation_id', 'family', name=op.f('uq_certificate_styles_organisation_id_family'))
    )
    op.create_table('stock_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('style_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_stock_versions_made_by_id_users')),
    sa.ForeignKeyConstraint(['style_id'], ['certificate_styles.id'], name=op.f('fk_stock_versions_style_id_certificate_styles')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_versions')),
    sa.UniqueConstraint('style_id', 'number', name=op.f('uq_stock_versions_style_id_number'))
    )
    op.create_table('certificate_printings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('stock_version_id', sa.Integer(), nullable=True),
    sa.Column('certificates', sa.JSON(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_certificate_printings_asked_by_id_users')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_certificate_printings_decision_id_decisions')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_certificate_printings_document_id_documents')),
    sa.ForeignKeyConstraint(['job_id'], ['jobs.id'], name=op.f('fk_certificate_printings_job_id_jobs')),
    sa.ForeignKeyConstraint(['stock_version_id'], ['stock_versions.id'], name=op.f('fk_certificate_printings_stock_version_id_stock_versions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_printings'))
    )
    with op.batch_alter_table('certificate_printings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_printings_decision_id'), ['decision_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('certificate_printings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_printings_decision_id'))

    op.drop_table('certificate_printings')
    op.drop_table('stock_versions')
    op.drop_table('certificate_styles')
