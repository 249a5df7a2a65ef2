"""Migrations make exactly the tables the models describe, on an empty and on a used database."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
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


LANDED = "0021"  # the last revision offices may have run before
PLAIN = {
    sa.Date: date(2020, 12, 18), sa.DateTime: datetime(2020, 12, 18, tzinfo=UTC), sa.Boolean: False,
    sa.Integer: 1, sa.Numeric: 1, sa.LargeBinary: b"x", sa.JSON: [], sa.String: "x",
}  # fmt: skip


def fill(connection):
    """Put one row into every table, whatever its columns: what refers to a row refers to it."""
    tables = sa.MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name != "alembic_version" and not table.name.startswith("record_words"):
            connection.execute(table.insert().values({
                column.name: next(v for kind, v in PLAIN.items() if isinstance(column.type, kind))
                for column in table.columns if column.primary_key or not column.nullable
            }))  # fmt: skip


def rows_of(connection):
    tables = sa.MetaData()
    tables.reflect(connection)
    return {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
        for table in tables.sorted_tables if not table.name.startswith("record_words")
    }  # fmt: skip


def test_a_database_full_of_rows_is_brought_up_to_date_and_loses_none(fresh_app):
    upgrade(directory=str(ROOT / "migrations"), revision=LANDED)
    with db.engine.begin() as connection:
        fill(connection)
        before = rows_of(connection)

    upgrade(directory=str(ROOT / "migrations"))

    with db.engine.connect() as connection:
        after = rows_of(connection)
    assert {name: after.get(name) for name in before} == before
    assert min(before.values()) == 1


def test_deputies_who_sign_today_keep_signing_for_their_head(fresh_app):
    upgrade(directory=str(ROOT / "migrations"), revision="0031")
    with db.engine.begin() as connection:
        fill(connection)
        tables = sa.MetaData()
        tables.reflect(connection)
        users, grants = tables.tables["users"], tables.tables["role_grants"]
        connection.execute(tables.tables["organisations"].update().values(head_post="Cục trưởng"))
        grant = dict(connection.execute(sa.select(grants)).mappings().one()) | {
            "role": "head", "valid_to": None,
        }  # fmt: skip
        user = dict(connection.execute(sa.select(users)).mappings().one())
        connection.execute(users.update().values(title="Cục trưởng"))
        connection.execute(users.insert().values(user | {
            "id": 2, "login": "pho", "public_id": "pho", "title": "Phó Cục trưởng",
        }))  # fmt: skip
        connection.execute(grants.update().values(role="head"))
        connection.execute(grants.insert().values(grant | {"id": 2, "user_id": 2}))

    upgrade(directory=str(ROOT / "migrations"), revision="0032")

    with db.engine.connect() as connection:
        made = connection.execute(sa.text(
            "SELECT holder_id, giver_id, way, post, valid_to FROM delegations"
        )).all()  # fmt: skip
    assert made == [(2, 1, "KT", "Phó Cục trưởng", None)]
