"""Work that comes back every day by itself: a job a day, however many workers there are."""

import time

from sqlalchemy import select

from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.unit_of_work import unit_of_work

_LOOK_EVERY = 600.0  # seconds between two looks of one worker at the calendar
_daily: list[str] = []
_looked: list[float] = []


def daily(kind: str) -> None:
    """Have a job of that kind run once on every day a worker is alive; twice changes nothing."""
    if kind not in _daily:
        _daily.append(kind)


def enqueue_due() -> None:
    """Write today's jobs, unless they are there; one that failed for good waits for tomorrow."""
    keys = {kind: f"{kind}:{clock.today().isoformat()}" for kind in _daily}
    known = set(db.session.scalars(select(Job.key).where(Job.key.in_(keys.values()))))
    with unit_of_work():
        for kind, key in keys.items():
            if key not in known:
                jobs.enqueue(kind, key, {})


def look() -> None:
    """Do so now and then; called by a worker between two jobs."""
    now = time.monotonic()
    if _looked and now - _looked[0] < _LOOK_EVERY:
        return
    _looked[:] = [now]
    enqueue_due()
