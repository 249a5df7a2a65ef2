"""Renewal of every sealed file."""

import sqlalchemy as sa
from alembic import op


revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

# A paper's own sealed file, until now the only one that was renewed.
OWN = """(SELECT min(document_links.document_id) FROM document_links
          WHERE document_links.owner_kind = 'paper' AND document_links.role = 'signed'
          AND document_links.removed_at IS NULL AND document_links.owner_id = {table}.paper_id)"""
COLUMNS = (
    "paper_id, file_id, good, until, algorithms, seen_at, next_at, trouble, failure, "
    "failing_since, settled_by_id, settled_at, settled_reason"
)


def _proofs(name: str, *, by_document: bool) -> None:
    """Make the table with names of keys that follow from its final name."""
    key = [sa.Column("document_id", sa.Integer(), nullable=False)] if by_document else []
    links = (
        [sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f(f"fk_{name}_document_id_documents"))]
        if by_document else []
    )
    op.create_table(name, *key,
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
    *links,
    sa.ForeignKeyConstraint(['file_id'], ['stored_files.id'], name=op.f(f'fk_{name}_file_id_stored_files')),
    sa.ForeignKeyConstraint(['paper_id'], ['papers.id'], name=op.f(f'fk_{name}_paper_id_papers')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['users.id'], name=op.f(f'fk_{name}_settled_by_id_users')),
    sa.PrimaryKeyConstraint('document_id' if by_document else 'paper_id', name=op.f(f'pk_{name}'))
    )


def _put_aside() -> None:
    """Keep the rows while the table is made anew; a change of key is more than SQLite can do."""
    op.execute("CREATE TABLE file_proofs_aside AS SELECT * FROM file_proofs")
    with op.batch_alter_table('file_proofs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_file_proofs_until'))
    op.drop_table('file_proofs')


def upgrade() -> None:
    _put_aside()
    _proofs('file_proofs', by_document=True)
    own = OWN.format(table="file_proofs_aside")
    op.execute(
        f"INSERT INTO file_proofs (document_id, {COLUMNS}) SELECT {own}, {COLUMNS} "
        f"FROM file_proofs_aside WHERE {own} IS NOT NULL"
    )
    op.drop_table('file_proofs_aside')
    with op.batch_alter_table('file_proofs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_file_proofs_until'), ['until'], unique=False)
        batch_op.create_index(batch_op.f('ix_file_proofs_paper_id'), ['paper_id'], unique=False)

    with op.batch_alter_table('file_renewals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('document_id', sa.Integer(), nullable=True))
    op.execute("UPDATE file_renewals SET document_id = " + OWN.format(table="file_renewals"))
    with op.batch_alter_table('file_renewals', schema=None) as batch_op:
        batch_op.alter_column('document_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_constraint(op.f('uq_file_renewals_paper_id_before_id'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_file_renewals_document_id_before_id'), ['document_id', 'before_id'])
        batch_op.create_foreign_key(op.f('fk_file_renewals_document_id_documents'), 'documents', ['document_id'], ['id'])

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_source_id'), ['source_id'], unique=False)
    op.execute(
        "UPDATE documents SET source_id = (SELECT min(file_renewals.document_id) FROM file_renewals "
        "WHERE file_renewals.after_id = documents.file_id) WHERE source_id IS NULL "
        "AND file_id IN (SELECT after_id FROM file_renewals)"
    )


def downgrade() -> None:
    # The release before knows only a paper's own file; the sealed files are all still there.
    op.execute("DELETE FROM document_links WHERE role IN ('renewed_copy', 'renewed_annex') "
               "OR (role = 'renewed' AND owner_kind <> 'paper')")
    op.execute("DELETE FROM file_renewals WHERE document_id <> " + OWN.format(table="file_renewals"))
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_documents_source_id'))

    with op.batch_alter_table('file_renewals', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_file_renewals_document_id_documents'), type_='foreignkey')
        batch_op.drop_constraint(op.f('uq_file_renewals_document_id_before_id'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_file_renewals_paper_id_before_id'), ['paper_id', 'before_id'])
        batch_op.drop_column('document_id')

    with op.batch_alter_table('file_proofs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_file_proofs_paper_id'))
    op.execute("DELETE FROM file_proofs WHERE document_id <> " + OWN.format(table="file_proofs"))
    _put_aside()
    _proofs('file_proofs', by_document=False)
    op.execute(f"INSERT INTO file_proofs ({COLUMNS}) SELECT {COLUMNS} FROM file_proofs_aside")
    op.drop_table('file_proofs_aside')
    with op.batch_alter_table('file_proofs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_file_proofs_until'), ['until'], unique=False)
