"""The one business clock: UTC inside, Asia/Ho_Chi_Minh for dates, years and deadlines."""

import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core.db import Base, db

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Installation(Base):
    """The single row that says what this database is; only a demo's clock may be moved."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    kind: Mapped[str]  # real | demo | test
    clock_offset_seconds: Mapped[int] = mapped_column(default=0)


def _offset() -> timedelta:
    key = "clock_offset"
    if key not in db.session.info:
        row = db.session.execute(
            select(Installation.kind, Installation.clock_offset_seconds)
        ).one_or_none()
        seconds = 0 if row is None or row.kind == "real" else row.clock_offset_seconds
        db.session.info[key] = timedelta(seconds=seconds)
    offset: timedelta = db.session.info[key]
    return offset


def now() -> datetime:
    """Return the business time, in UTC, with its zone."""
    return datetime.now(UTC) + _offset()


def real_now() -> datetime:
    """Return the machine's time, for sessions, leases and limits that no demo may move."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """Return `moment` as the office's wall clock shows it."""
    return moment.astimezone(OFFICE_ZONE)


def today() -> date:
    """Return the office's date: numbers restart at its New Year, not at UTC's."""
    return local(now()).date()


def start_of(day: date) -> datetime:
    """Return the first moment of the office's `day`, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE_ZONE).astimezone(UTC)


def move_to(moment: datetime) -> None:
    """Set the business clock of a demo or test database to `moment`.

    Raises ValueError in a real installation.
    """
    row = db.session.execute(select(Installation)).scalar_one()
    if row.kind == "real":
        raise ValueError("the clock of a real installation cannot be moved")
    row.clock_offset_seconds = math.ceil((moment - real_now()).total_seconds())
    db.session.flush()
    db.session.info.pop("clock_offset", None)
