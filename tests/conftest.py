"""The application on each database, an empty one for every test, and people to act in it."""

import gc
import os
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

import pytest

from tests.servers.memory import in_memory
from tests.servers.postgres import postgres_server
from workflow.app import create_app
from workflow.core import clock
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.settings import read_settings

pytest_plugins = [
    "tests.asked",
    "tests.factories.people",
    "tests.factories.proposals",
    "tests.factories.accounts",
    "tests.factories.administration",
    "tests.factories.story",
    "tests.factories.documents",
    "tests.factories.decisions",
    "tests.factories.exchange",
    "tests.factories.councils",
    "tests.factories.archive",
    "tests.factories.signing",
]
ENGINES = ("sqlite", "postgresql")
# Files that take long begin first: at the end one process would be at such a one alone.
LONGEST = (
    "tests/journeys/test_long_an", "tests/architecture/test_matrix", "tests/documents/test_generation",
    "tests/awards/importing/", "tests/documents/engine/test_office", "tests/councils/sealed/",
    "tests/architecture/test_hostile_names", "tests/archive/test_search",
    "tests/documents/engine/", "tests/documents/test_numbering_under_fire", "tests/decisions/",
    "tests/documents/", "tests/journeys/test_before_the_vote", "tests/journeys/test_secret_ballot",
)  # fmt: skip
START = datetime(2020, 12, 18, 1, 0, tzinfo=UTC)  # 08:00 on the day the demo starts


def pytest_addoption(parser):
    parser.addoption("--db", default=",".join(ENGINES), help="databases to run on, by commas")
    parser.addoption("--only-db", action="store_true", help="leave out tests without a database")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--only-db"):
        kept = [i for i in items if "engine_name" in getattr(i, "fixturenames", ())]
        config.hook.pytest_deselected(items=[i for i in items if i not in set(kept)])
        items[:] = kept
    items.sort(key=lambda item: _place(item.nodeid))  # each process the same way


def _place(nodeid):
    return next((n for n, one in enumerate(LONGEST) if nodeid.startswith(one)), len(LONGEST))


def pytest_collection_finish():
    """Let the garbage collector pass over what stays: modules, and thousands of collected tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_generate_tests(metafunc):
    if "engine_name" in metafunc.fixturenames:
        names = metafunc.config.getoption("--db").split(",")
        metafunc.parametrize("engine_name", names, scope="session")


@pytest.fixture(scope="session")
def database_url(engine_name):
    if engine_name == "sqlite":
        with TemporaryDirectory(dir=in_memory()) as folder:
            yield f"sqlite:///{folder}/test.db"
    else:
        with postgres_server() as url:
            yield url


@pytest.fixture(scope="session")
def settings(database_url):
    with TemporaryDirectory(dir=in_memory()) as instance:
        environ = {
            "BANGVANG_MODE": "test", "BANGVANG_INSTANCE": instance,
            "BANGVANG_DATABASE_URL": database_url,
            "BANGVANG_INNER_AUTHORITIES": "127.0.0.1",  # where the authorities of tests answer
        }  # fmt: skip
        yield read_settings(environ)


@pytest.fixture(scope="session")
def app(settings):
    os.environ["BANGVANG_FAST_HASH"] = "1"
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def another_app():
    """Make applications beside the usual one; their connections are closed afterwards."""
    made = []

    def make(settings, **overrides):
        made.append(create_app(settings, **overrides))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _empty_all_tables():
    """Ask for all of it at once: some eighty round trips a test are most of a short one."""
    emptied = "; ".join(
        f"DELETE FROM {table.name}" for table in reversed(db.metadata.sorted_tables)
    )
    connection = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            connection.executescript(emptied)
        else:
            connection.cursor().execute(emptied)
        connection.commit()
    finally:
        connection.close()


@pytest.fixture
def database(app):
    """An application context over an empty database whose clock stands at the demo's start."""
    with app.app_context():
        db.session.add(Installation(kind="test"))
        db.session.commit()
        clock.move_to(START)
        db.session.commit()
        yield db
        db.session.rollback()
        db.session.remove()
        _empty_all_tables()


@pytest.fixture
def client(app, database):
    return app.test_client()
