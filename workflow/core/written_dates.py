"""Dates as documents write them (Decree 30/2020, PL I II.4)."""

from datetime import date, datetime

from workflow.core import clock

LAST_TWO_DIGIT_MONTH = 2  # a zero stands before months 1 and 2 only


def long_date(day: date) -> str:
    """Return “ngày 05 tháng 01 năm 2021”."""
    month = f"{day.month:02d}" if day.month <= LAST_TWO_DIGIT_MONTH else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def long_moment(at: datetime) -> str:
    """Return “08 giờ 00 phút, ngày 28 tháng 12 năm 2020”, in Vietnam's time."""
    local = clock.local(at)
    return f"{long_time(at)}, {long_date(local.date())}"


def long_time(at: datetime) -> str:
    """Return “08 giờ 00 phút”, in Vietnam's time."""
    return f"{clock.local(at):%H giờ %M phút}"


def blank_date(year: int) -> str:
    """Return the date as it stands before the clerk fills it in."""
    return f"ngày      tháng      năm {year}"
