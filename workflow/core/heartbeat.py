"""Which worker processes are alive: each says so in a row of its own, several times a minute."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core import clock
from workflow.core.db import Base, db

EVERY = timedelta(seconds=15)
SILENT_AFTER = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=1)


class WorkerBeat(Base):
    """One worker process and when it was last heard of, by the machine's time."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    seen_at: Mapped[datetime]


def beat(name: str) -> None:
    """Note that the worker is alive; rows of workers long gone are removed on the way."""
    moment = clock.real_now()
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    noted = insert(WorkerBeat).values(name=name, seen_at=moment)
    db.session.execute(
        noted.on_conflict_do_update(index_elements=["name"], set_={"seen_at": moment})
    )
    db.session.execute(delete(WorkerBeat).where(WorkerBeat.seen_at < moment - FORGOTTEN_AFTER))


def leave(name: str) -> None:
    """Forget a worker that stops as it was told to."""
    db.session.execute(delete(WorkerBeat).where(WorkerBeat.name == name))


def is_any_alive() -> bool:
    """Return whether some worker was heard of within the last minute."""
    since = clock.real_now() - SILENT_AFTER
    heard = select(WorkerBeat.name).where(WorkerBeat.seen_at >= since).limit(1)
    return db.session.scalar(heard) is not None
