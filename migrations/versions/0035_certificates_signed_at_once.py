"""Certificates signed and sealed many at once."""

import sqlalchemy as sa
from alembic import op


revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signing_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('by_certificate_id', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('started_by_id', sa.Integer(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('heard_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refusal', sa.String(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_signing_runs_decision_id_decisions')),
    sa.ForeignKeyConstraint(['by_certificate_id'], ['signing_certificates.id'], name=op.f('fk_signing_runs_by_certificate_id_signing_certificates')),
    sa.ForeignKeyConstraint(['started_by_id'], ['users.id'], name=op.f('fk_signing_runs_started_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_runs')),
    sa.UniqueConstraint('public_id', name=op.f('uq_signing_runs_public_id'))
    )
    with op.batch_alter_table('signing_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signing_runs_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index('uq_signing_runs_under_way', ['decision_id', 'part'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('signed_certificates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('context_digest', sa.String(length=64), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('by_certificate_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_signed_certificates_certificate_id_certificates')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_signed_certificates_document_id_documents')),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_signed_certificates_made_by_id_users')),
    sa.ForeignKeyConstraint(['run_id'], ['signing_runs.id'], name=op.f('fk_signed_certificates_run_id_signing_runs')),
    sa.ForeignKeyConstraint(['by_certificate_id'], ['signing_certificates.id'], name=op.f('fk_signed_certificates_by_certificate_id_signing_certificates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_certificates'))
    )
    with op.batch_alter_table('signed_certificates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signed_certificates_run_id'), ['run_id'], unique=False)
        batch_op.create_index('uq_signed_certificates_counts', ['certificate_id', 'part'], unique=True, sqlite_where=sa.text('voided_at IS NULL'), postgresql_where=sa.text('voided_at IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('signed_certificates', schema=None) as batch_op:
        batch_op.drop_index('uq_signed_certificates_counts', sqlite_where=sa.text('voided_at IS NULL'), postgresql_where=sa.text('voided_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_signed_certificates_run_id'))

    op.drop_table('signed_certificates')
    with op.batch_alter_table('signing_runs', schema=None) as batch_op:
        batch_op.drop_index('uq_signing_runs_under_way', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_signing_runs_decision_id'))

    op.drop_table('signing_runs')
