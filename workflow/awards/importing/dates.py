"""Dates and years as offices write them in lists: 29/12/2020, 29-12-20, tháng 12 năm 2020."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from workflow.core.text import fold

_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]\d.*)?")
_WORDS = re.compile(r"(?:.*,)?\s*ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_MONTH = re.compile(r"(?:thang\s+)?(\d{1,2})\s*(?:nam|/|-|\.)\s*(\d{4})")
_YEAR = re.compile(r"(?:nam\s+)?(\d{4})(?:\.0+)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
_CENTURY = 100
_TURN = 70  # 29-12-69 is 2069, 29-12-70 is 1970
_SERIALS = range(18264, 73051)  # 1950-01-01 … 2099-12-31
FIRST_YEAR, LAST_YEAR = 1945, 2099


@dataclass(frozen=True)
class WrittenDate:
    """What a cell says: the day where it is told, and at least the year."""

    year: int
    day: date | None = None


def from_serial(serial: float, *, since_1904: bool = False) -> date | None:
    """Return the day a spreadsheet counts as `serial`; None outside of its calendar."""
    whole = int(serial) + (1462 if since_1904 else 0)
    if not 1 <= whole <= 2958465:  # noqa: PLR2004  31/12/9999
        return None
    return _EPOCH + timedelta(days=whole + (whole < 60))  # noqa: PLR2004  its 29/02/1900


def _day(year: str, month: str, day: str) -> WrittenDate | None:
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004
        number += 2000 if number < _TURN else 1900
    try:
        return WrittenDate(number, date(number, int(month), int(day)))
    except ValueError:
        return None


@lru_cache(maxsize=1 << 12)
def read_date(text: str) -> WrittenDate | None:
    """Return the date the text tells, or None where it tells none."""
    plain = fold(text)
    if found := _NUMERIC.fullmatch(plain):
        return _day(found[3], found[2], found[1])
    if found := _ISO.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := _WORDS.fullmatch(plain):
        return _day(found[3], found[2], found[1])
    if _SERIAL.fullmatch(plain) and int(float(plain)) in _SERIALS:
        day = from_serial(float(plain))
        return WrittenDate(day.year, day) if day else None
    if (found := _MONTH.fullmatch(plain)) and 1 <= int(found[1]) <= 12:  # noqa: PLR2004
        return WrittenDate(int(found[2]))
    return _of_year(plain)


def _of_year(plain: str) -> WrittenDate | None:
    found = _YEAR.fullmatch(plain)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return WrittenDate(int(found[1]))
    return None


def read_year(text: str) -> int | None:
    """Return the year the text tells, alone or within a date."""
    told = read_date(text)
    return told.year if told and FIRST_YEAR <= told.year <= LAST_YEAR else None
