"""How each database is opened: durable, strict, and with writers that queue."""

import logging
from typing import Any

from sqlalchemy import Connection, Engine, event

from workflow.core.db import db

log = logging.getLogger(__name__)

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL may lose the last commits at a power cut (P32)
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=20000",
    "PRAGMA secure_delete=ON",
)


def engine_options(database_url: str) -> dict[str, Any]:
    """Return the options for `create_engine`."""
    quiet = {"hide_parameters": True}  # what people typed never reaches a log with an error
    if database_url.startswith("sqlite"):
        return quiet | {"connect_args": {"timeout": 20}}
    return quiet | {
        "pool_pre_ping": True,
        "connect_args": {
            "connect_timeout": 5,
            "options": "-c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000",
        },
    }


def prepare(engine: Engine) -> None:
    """Set SQLite up for concurrent writers; PostgreSQL needs nothing."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        for pragma in _SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer that reads first and upgrades later fails under load: it says so at once.
        mode = connection.get_execution_options().get("bangvang_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


def forget_deleted() -> None:
    """Empty SQLite's log of writes, which still holds deleted text; PostgreSQL needs nothing.

    Call it after the commit. A reader that stays open keeps the log until the next time.
    """
    if db.engine.dialect.name != "sqlite":
        return
    # Not through a Connection: it would begin a transaction, and no checkpoint runs in one.
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    finally:
        connection.close()
    if busy:
        log.warning("the log of writes could not be emptied: the database is being read")
