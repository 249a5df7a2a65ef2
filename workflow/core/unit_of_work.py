"""The one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core import clock
from workflow.core.db import Base, db

_QUEUE = "after_commit"
_WRITER = {"bangvang_begin": "IMMEDIATE"}


class DoneAct(Base):
    """An act that must happen once, by the key its form carried, and the page it led to."""

    __tablename__ = "done_acts"

    key: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class AlreadyDone(Exception):
    """The act with this key was done before; `location` is the page it led to."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


@dataclass
class Work:
    """The work under way. `location` is remembered with its key, for a repeated click."""

    location: str = ""


def after_commit(action: Callable[[], None]) -> None:
    """Do `action` only once the transaction is stored. It must be safe to lose or repeat."""
    db.session.info[_QUEUE].append(action)


def _claim(key: str) -> None:
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    claimed = db.session.execute(
        insert(DoneAct)
        .values(key=key, location="", at=clock.real_now())
        .on_conflict_do_nothing()
        .returning(DoneAct.key)
    ).scalar_one_or_none()
    if claimed is None:
        done = db.session.get_one(DoneAct, key)
        raise AlreadyDone(done.location)


@contextmanager
def unit_of_work(once: str = "") -> Iterator[Work]:
    """Commit what the block did, or undo all of it. For views, commands and jobs only.

    Ends the read transaction before it, so that the block locks and reads the newest
    rows (SQLite: BEGIN IMMEDIATE, so two writers queue instead of failing). With `once`,
    a second call with the same key raises AlreadyDone and does nothing.
    """
    if _QUEUE in db.session.info:
        raise RuntimeError("units of work do not nest: a service must not open one")
    db.session.rollback()
    db.session.info[_QUEUE] = []
    work = Work()
    try:
        db.session.connection(execution_options=_WRITER)
        if once:
            _claim(once)
        yield work
        if once:
            done = update(DoneAct).where(DoneAct.key == once)
            db.session.execute(done.values(location=work.location))
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        actions = db.session.info.pop(_QUEUE)
        db.session.info.pop("clock_offset", None)
    for action in actions:
        action()
