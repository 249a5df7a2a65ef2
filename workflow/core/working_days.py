"""Working days: weekends and holidays out, made-up Saturdays in."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core.db import Base, db, enum_type

SATURDAY = 5
LONGEST_BREAK = timedelta(days=60)  # more than any holidays in a row


class DayKind(StrEnum):
    OFF = "off"
    WORKED = "worked"


class SpecialDay(Base):
    """A day that is not what the week says: a holiday, or a Saturday worked in its place."""

    __tablename__ = "special_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(enum_type(DayKind))
    name: Mapped[str]


def special_days(start: date, end: date) -> dict[date, DayKind]:
    rows = select(SpecialDay.day, SpecialDay.kind).where(SpecialDay.day.between(start, end))
    return {day: kind for day, kind in db.session.execute(rows)}  # noqa: C416


def is_working(day: date, special: Mapping[date, DayKind]) -> bool:
    kind = special.get(day)
    return day.weekday() < SATURDAY if kind is None else kind is DayKind.WORKED


def add(start: date, days: int, special: Mapping[date, DayKind]) -> date:
    """Return the last day of a limit of `days` working days; day 1 is the day after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working(day, special)
    return day


def end_of_term(start: date, days: int) -> date:
    """Return when a term of calendar days ends: on a day off, at the end of the next working day.

    So the Civil Code (Article 148) has it.
    """
    day = start + timedelta(days=days)
    special = special_days(day, day + LONGEST_BREAK)
    while not is_working(day, special):
        day += timedelta(days=1)
    return day


def between(start: date, end: date, special: Mapping[date, DayKind]) -> int:
    """Return how many working days lie after `start` up to and including `end`."""
    span = range(1, (end - start).days + 1)
    return sum(is_working(start + timedelta(days=offset), special) for offset in span)
