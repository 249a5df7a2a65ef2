"""Templates that belong to an organisation, proposed by one and approved by another."""

import secrets

import sqlalchemy as sa
from alembic import op


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "document_templates"
SHIPPED = sa.text("organisation_id IS NULL")
REFERENCES = {
    "organisation_id": "organisations", "uploaded_by_id": "users", "settled_by_id": "users",
    "based_on_id": TABLE, "shipped_id": TABLE,
}  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(length=22), nullable=True))
        batch_op.add_column(
            sa.Column("status", sa.String(length=32), server_default="approved", nullable=False)
        )
        for name in REFERENCES:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("valid_to", sa.Date(), nullable=True))
        for name in ("note", "decline_reason"):
            batch_op.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
        for name in ("uploaded_at", "settled_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in ("findings", "fields", "difference"):
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
    _name_every_row()
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(length=22), nullable=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_document_templates_public_id"), ["public_id"]
        )
        batch_op.drop_constraint("uq_document_templates_name_version", type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_document_templates_organisation_id_name_version"),
            ["organisation_id", "name", "version"],
        )
        for name, table in REFERENCES.items():
            batch_op.create_foreign_key(
                batch_op.f(f"fk_document_templates_{name}_{table}"), table, [name], ["id"]
            )
        batch_op.create_index(
            "uq_document_templates_shipped", ["name", "version"], unique=True,
            sqlite_where=SHIPPED, postgresql_where=SHIPPED,
        )  # fmt: skip


def _name_every_row() -> None:
    """What came with the product gets an address of its own, as everything with a page has."""
    table = sa.table(TABLE, sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id)).all():
        connection.execute(
            sa.update(table).where(table.c.id == row.id).values(public_id=secrets.token_urlsafe(16))
        )


def downgrade() -> None:
    """What organisations made their own cannot be kept; their papers keep the file they got."""
    connection = op.get_bind()
    for table in ("documents", "drawings"):
        connection.execute(
            sa.text(
                f"UPDATE {table} SET template_id = NULL WHERE template_id IN "
                "(SELECT id FROM document_templates WHERE organisation_id IS NOT NULL)"
            )
        )
    connection.execute(sa.text("DELETE FROM document_templates WHERE organisation_id IS NOT NULL"))
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_index("uq_document_templates_shipped")
        batch_op.drop_constraint(
            "uq_document_templates_organisation_id_name_version", type_="unique"
        )
        batch_op.drop_constraint("uq_document_templates_public_id", type_="unique")
        for name, table in REFERENCES.items():
            batch_op.drop_constraint(f"fk_document_templates_{name}_{table}", type_="foreignkey")
        batch_op.create_unique_constraint(
            batch_op.f("uq_document_templates_name_version"), ["name", "version"]
        )
        for name in (
            "difference", "fields", "findings", "settled_at", "uploaded_at", "decline_reason",
            "note", "valid_to", *REFERENCES, "status", "public_id",
        ):  # fmt: skip
            batch_op.drop_column(name)
