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


def keep_references(connection, wanted):
    """Have SQLite watch foreign keys, or not: it changes a table by dropping it for its copy.

    Outside any transaction, where alone it heeds it.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={wanted}")


def refuse_broken_references(connection):
    """Let no migration end with a row that refers to nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows that refer to nothing: {broken[:10]}")


def noted(ctx, **_about):
    refuse_broken_references(ctx.connection)


with database.engine.connect() as connection:
    keep_references(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        process_revision_directives=keep,
        include_object=include,
        compare_type=False,
        render_item=plain,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        on_version_apply=noted,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        keep_references(connection, "ON")
