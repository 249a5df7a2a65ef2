"""How long a superior has: working days from receipt, stopped while it waits for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.core import clock, working_days
from workflow.core.working_days import DayKind
from workflow.exchange.models import MoreRequest, Transmittal

DEFAULT_TERM = 20
_MARGIN = timedelta(days=60)


@dataclass(frozen=True)
class Clock:
    """Day `day` of `term`; `stopped` while the sender is asked for more."""

    day: int
    term: int
    due_on: date
    stopped: bool

    @property
    def late(self) -> bool:
        return not self.stopped and self.day > self.term


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def _pauses(requests: Sequence[MoreRequest], until: date) -> list[tuple[date, date]]:
    ends = [_day(one.answered_at) if one.answered_at else until for one in requests]
    return [(_day(one.asked_at), end) for one, end in zip(requests, ends, strict=True)]


def due_after(start: date, term: int, special: Mapping[date, DayKind]) -> date:
    """Return the last day of the term; the day of receipt is not counted."""
    return working_days.add(start, term, special)


def paused_days(request: MoreRequest, special: Mapping[date, DayKind]) -> int:
    """Return the working days the clock stood still for one answered request."""
    if request.answered_at is None:
        return 0
    return working_days.between(_day(request.asked_at), _day(request.answered_at), special)


def reading(
    transmittal: Transmittal, requests: Sequence[MoreRequest], special: Mapping[date, DayKind],
    until: date,
) -> Clock | None:  # fmt: skip
    """Return what the superior's clock shows on `until`; None before receipt."""
    if transmittal.received_at is None or transmittal.due_on is None:
        return None
    start = _day(transmittal.received_at)
    spent = working_days.between(start, until, special)
    spent -= sum(working_days.between(a, b, special) for a, b in _pauses(requests, until))
    stopped = any(one.answered_at is None for one in requests)
    term = transmittal.term_days or DEFAULT_TERM
    return Clock(max(spent, 0) or 1, term, transmittal.due_on, stopped)


def special_days_near(start: date, end: date) -> dict[date, DayKind]:
    """Return the special days of a stretch and some weeks after it, in one query."""
    return working_days.special_days(start, end + _MARGIN)


def longest(term: int) -> timedelta:
    """Return a stretch of days that surely holds a term, for reading the special days."""
    return timedelta(days=term * 2)
