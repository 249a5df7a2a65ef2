"""Digital signatures: certificates, roots, requests, signatures made."""

import sqlalchemy as sa
from alembic import op


revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signing_certificates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('der', sa.LargeBinary(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('issuer', sa.String(), nullable=False),
    sa.Column('serial', sa.String(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('trust_class', sa.String(length=32), nullable=False),
    sa.Column('key_id', sa.String(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=True),
    sa.Column('registered_by_id', sa.Integer(), nullable=True),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.String(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['ended_by_id'], ['users.id'], name=op.f('fk_signing_certificates_ended_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_signing_certificates_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['picture_id'], ['stored_files.id'], name=op.f('fk_signing_certificates_picture_id_stored_files')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['users.id'], name=op.f('fk_signing_certificates_registered_by_id_users')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_signing_certificates_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_certificates')),
    sa.UniqueConstraint('public_id', name=op.f('uq_signing_certificates_public_id'))
    )
    with op.batch_alter_table('signing_certificates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signing_certificates_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index(batch_op.f('ix_signing_certificates_organisation_id_part'), ['organisation_id', 'part'], unique=False)
        batch_op.create_index(batch_op.f('ix_signing_certificates_user_id'), ['user_id'], unique=False)

    op.create_table('signing_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('stamp_url', sa.String(), nullable=False),
    sa.Column('seal_mm', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_signing_terms_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_terms')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_signing_terms_organisation_id'))
    )
    op.create_table('trusted_roots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trust_class', sa.String(length=32), nullable=False),
    sa.Column('der', sa.LargeBinary(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('intermediates', sa.JSON(), nullable=False),
    sa.Column('crl_urls', sa.JSON(), nullable=False),
    sa.Column('ocsp_urls', sa.JSON(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.String(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['users.id'], name=op.f('fk_trusted_roots_added_by_id_users')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['users.id'], name=op.f('fk_trusted_roots_ended_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trusted_roots')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_trusted_roots_fingerprint')),
    sa.UniqueConstraint('public_id', name=op.f('uq_trusted_roots_public_id'))
    )
    op.create_table('made_signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=32), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['signing_certificates.id'], name=op.f('fk_made_signatures_certificate_id_signing_certificates')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_files.id'], name=op.f('fk_made_signatures_file_id_stored_files')),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_made_signatures_made_by_id_users')),
    sa.ForeignKeyConstraint(['paper_id'], ['papers.id'], name=op.f('fk_made_signatures_paper_id_papers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_made_signatures')),
    sa.UniqueConstraint('file_id', 'part', 'ordinal', name=op.f('uq_made_signatures_file_id_part_ordinal'))
    )
    with op.batch_alter_table('made_signatures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_made_signatures_paper_id'), ['paper_id'], unique=False)

    op.create_table('signing_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refusal', sa.String(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['signing_certificates.id'], name=op.f('fk_signing_requests_certificate_id_signing_certificates')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_files.id'], name=op.f('fk_signing_requests_file_id_stored_files')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['users.id'], name=op.f('fk_signing_requests_opened_by_id_users')),
    sa.ForeignKeyConstraint(['paper_id'], ['papers.id'], name=op.f('fk_signing_requests_paper_id_papers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_requests')),
    sa.UniqueConstraint('public_id', name=op.f('uq_signing_requests_public_id'))
    )
    with op.batch_alter_table('signing_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signing_requests_paper_id'), ['paper_id'], unique=False)
        batch_op.create_index('uq_signing_requests_open', ['paper_id', 'part', 'ordinal'], unique=True, sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signs_digitally', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('medium', sa.String(length=32), nullable=False, server_default='sheet'))



def downgrade() -> None:
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.drop_column('medium')

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_column('signs_digitally')

    with op.batch_alter_table('signing_requests', schema=None) as batch_op:
        batch_op.drop_index('uq_signing_requests_open', sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
        batch_op.drop_index(batch_op.f('ix_signing_requests_paper_id'))

    op.drop_table('signing_requests')
    with op.batch_alter_table('made_signatures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_made_signatures_paper_id'))

    op.drop_table('made_signatures')
    op.drop_table('trusted_roots')
    op.drop_table('signing_terms')
    with op.batch_alter_table('signing_certificates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signing_certificates_user_id'))
        batch_op.drop_index(batch_op.f('ix_signing_certificates_organisation_id_part'))
        batch_op.drop_index(batch_op.f('ix_signing_certificates_fingerprint'))

    op.drop_table('signing_certificates')
