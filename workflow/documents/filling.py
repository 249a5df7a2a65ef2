"""How number and date are written into a paper's context; nothing else of it changes."""

from datetime import date
from typing import Any

_TWO_DIGIT_MONTHS = 2  # Decree 30/2020, PL I II.4: a zero before months 1 and 2 only


def long_date(day: date) -> str:
    """Return “ngày 05 tháng 01 năm 2021”."""
    month = f"{day.month:02d}" if day.month <= _TWO_DIGIT_MONTHS else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def empty_date(year: int) -> str:
    """Return the date as it stands before the clerk fills it in."""
    return f"ngày      tháng      năm {year}"


def filled(context: dict[str, Any], *, number: str, dated: date, place: str) -> dict[str, Any]:
    """Return the context with its number and date filled in, where it has places for them.

    The place before the date is kept as the draft wrote it.
    """
    written = place
    if ", ngày" in str(context.get("date_line", "")):
        written = context["date_line"].partition(", ngày")[0]
    values = {
        "number": number,
        "date_line": f"{written}, {long_date(dated)}" if written else long_date(dated),
        "date_text": long_date(dated),
    }
    return context | {key: value for key, value in values.items() if key in context}
