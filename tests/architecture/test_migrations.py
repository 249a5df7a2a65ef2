"""Migrations make exactly the tables the models describe, on an empty and on a used database."""

import dataclasses

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from workflow.app import create_app
from workflow.core.db import db
from workflow.settings import ROOT


@pytest.fixture
def fresh_app(settings, engine_name, tmp_path):
    """The application on a database no table has been made in."""
    if engine_name == "sqlite":
        url = f"sqlite:///{tmp_path}/fresh.db"
    else:
        server = create_engine(settings.database_url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS fresh"))
            connection.execute(text("CREATE DATABASE fresh"))
        server.dispose()
        url = make_url(settings.database_url).set(database="fresh").render_as_string(False)
    app = create_app(dataclasses.replace(settings, database_url=url), TESTING=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_there_is_one_head():
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_migrations_equal_the_models(fresh_app):
    upgrade(directory=str(ROOT / "migrations"))

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_: (
                    not (kind == "table" and name.startswith("record_words"))
                )
            },
        )
        assert compare_metadata(context, db.metadata) == []


def test_every_migration_goes_down_again(fresh_app):
    upgrade(directory=str(ROOT / "migrations"))
    downgrade(directory=str(ROOT / "migrations"), revision="base")

    left = {name for name in inspect(db.engine).get_table_names() if "sqlite" not in name}
    assert left == {"alembic_version"}
