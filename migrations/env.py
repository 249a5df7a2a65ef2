"""How migrations run: the application's database, one transaction for each migration."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
config = context.config


def keep(_directive_context, _revision, directives):
    """Write no migration when nothing changed."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def include(_object, name, kind, _reflected, _compared):
    """Leave out the tables the full-text search keeps for itself."""
    return not (kind == "table" and name is not None and name.startswith("record_words"))


def plain(kind, item, _context):
    """Write columns with SQLAlchemy's own types: a migration never imports the models."""
    if kind != "type":
        return False
    name = type(item).__name__
    if name == "VietnameseText":
        return "sa.String()"
    if name == "Moment":
        return "sa.DateTime(timezone=True)"
    if name == "Enum":
        return f"sa.String(length={item.length})"
    return False


with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        process_revision_directives=keep,
        include_object=include,
        compare_type=False,
        render_item=plain,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
