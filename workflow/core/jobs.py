"""Slow work as rows: written in the business transaction, run by workers, never lost."""

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core import clock
from workflow.core.db import Base, Public, db, enum_type, new_public_id
from workflow.core.errors import WorkflowError
from workflow.core.unit_of_work import unit_of_work

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=15)

log = logging.getLogger(__name__)


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Public, Base):
    """One piece of slow work. `key` makes it happen once; `fence` refuses a late worker."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(enum_type(JobState), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    done_units: Mapped[int] = mapped_column(default=0)
    total_units: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")

    @property
    def quiet_minutes(self) -> int:
        """How long whoever runs it has said nothing of it, in whole minutes."""
        if self.state is not JobState.RUNNING or self.lease_until is None:
            return 0
        return int((clock.real_now() - (self.lease_until - LEASE)).total_seconds() // 60)

    @property
    def minutes_to_take_over(self) -> int:
        """After how long another worker takes it up if this one is dead; at least one."""
        rest = (self.lease_until or clock.real_now()) - clock.real_now()
        return max(-int(-rest.total_seconds() // 60), 1)


@dataclass(frozen=True)
class Run:
    """What a handler gets: the payload, and a way to say how far it is."""

    job_id: int
    fence: int
    payload: dict[str, Any]

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is and prolong the lease. Call outside a unit of work."""
        with unit_of_work():
            job = _own(self)
            job.done_units, job.total_units = done, total
            job.lease_until = clock.real_now() + LEASE


handlers: dict[str, Callable[[Run], None]] = {}


def handles(kind: str) -> Callable[[Callable[[Run], None]], Callable[[Run], None]]:
    """Register a handler. It opens its own units of work and must be safe to repeat."""

    def register(handler: Callable[[Run], None]) -> Callable[[Run], None]:
        handlers[kind] = handler
        return handler

    return register


def enqueue(kind: str, key: str, payload: dict[str, Any]) -> Job:
    """Write the job in the caller's transaction, or return the one with the same key.

    `payload` holds ids and plain values only. A job that failed for good is tried anew.
    """
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    db.session.execute(
        insert(Job)
        .values(
            kind=kind, key=key, payload=payload, due_at=clock.real_now(), public_id=new_public_id(),
            state=JobState.WAITING, attempts=0, fence=0, done_units=0, total_units=0, error="",
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )  # fmt: skip
    job = db.session.scalars(select(Job).where(Job.key == key)).one()
    if job.state is JobState.FAILED:
        job.state, job.attempts, job.due_at, job.error = JobState.WAITING, 0, clock.real_now(), ""
    return job


def _own(run: Run) -> Job:
    """Return the job if this run still owns it; a worker that lost its lease must stop."""
    job = db.session.get_one(Job, run.job_id, with_for_update=True, populate_existing=True)
    if job.fence != run.fence or job.state is not JobState.RUNNING:
        raise LostLease(job.key)
    return job


class LostLease(Exception):
    """Another worker took the job over."""


def _claim() -> Run | None:
    now = clock.real_now()
    with unit_of_work():
        job = db.session.scalars(
            select(Job)
            .where(
                ((Job.state == JobState.WAITING) & (Job.due_at <= now))
                | ((Job.state == JobState.RUNNING) & (Job.lease_until < now))
            )
            .order_by(Job.due_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if job is None:
            return None
        job.state, job.lease_until = JobState.RUNNING, now + LEASE
        job.attempts += 1
        job.fence += 1
        return Run(job.id, job.fence, dict(job.payload))


def run_one() -> bool:
    """Run the next due job; return whether there was one."""
    run = _claim()
    if run is None:
        return False
    job = db.session.get_one(Job, run.job_id)
    name, began = f"job {job.id} {job.kind}", time.monotonic()
    log.info("%s taken, attempt %d", name, job.attempts)
    kind = job.kind
    db.session.rollback()
    try:
        handlers[kind](run)
        with unit_of_work():
            _own(run).state = JobState.DONE
        log.info("%s done in %.1f s", name, time.monotonic() - began)
    except LostLease:
        log.warning("%s was taken over by another worker", name)
    except Exception as error:
        log.error("%s failed in %.1f s: %s", name, time.monotonic() - began, _cause(error))
        db.session.rollback()
        _put_back(run, error)
    return True


def _cause(error: Exception) -> str:
    """Return the kind of error and where it arose; its words may name a person."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def _put_back(run: Run, error: Exception) -> None:
    """Give the job another try later, or leave it as failed with the reason on the page."""
    told = str(error) if isinstance(error, WorkflowError) else type(error).__name__
    with unit_of_work():
        job = db.session.get_one(Job, run.job_id, with_for_update=True)
        if job.fence != run.fence:
            return
        job.error = told
        job.state = JobState.FAILED if job.attempts >= MAX_ATTEMPTS else JobState.WAITING
        job.due_at = clock.real_now() + RETRY_AFTER * job.attempts


def run_all(limit: int = 1000) -> int:
    """Run every job that is due, up to `limit`; return how many ran."""
    ran = 0
    while ran < limit and run_one():
        ran += 1
    return ran
