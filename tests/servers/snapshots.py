"""All a test's database holds, kept aside to be put back: its pages, or the database itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import create_engine, text

from workflow.core.db import db

KEPT = "kept_for_tests"


class Snapshot:
    """What the database held when this was made."""

    def __init__(self) -> None:
        self.url = db.engine.url
        self.pages: sqlite3.Connection | None = None
        if self.url.get_backend_name() == "sqlite":
            self.pages = sqlite3.connect(":memory:")
            with _closed_to_all(), closing(sqlite3.connect(str(self.url.database))) as now:
                now.backup(self.pages)
        else:
            self._copy(str(self.url.database), KEPT)

    def put_back(self) -> None:
        if self.pages is None:
            self._copy(KEPT, str(self.url.database))
        else:
            with _closed_to_all(), closing(sqlite3.connect(str(self.url.database))) as now:
                self.pages.backup(now)

    def _copy(self, source: str, target: str) -> None:
        beside = create_engine(self.url.set(database="template1"), isolation_level="AUTOCOMMIT")
        with _closed_to_all(), beside.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{target}"'))
            connection.execute(text(f'CREATE DATABASE "{target}" TEMPLATE "{source}"'))
        beside.dispose()


@contextmanager
def _closed_to_all() -> Iterator[None]:
    db.session.rollback()
    db.session.remove()
    db.engine.dispose()
    yield
