"""How number and date are written into a paper's context; nothing else of it changes."""

from datetime import date
from typing import Any

from workflow.core.written_dates import long_date

# Room for the hand that numbers the signed sheet. Hard spaces keep it where a line breaks.
_ROOM = "\u00a0" * 10
BLANK_NUMBER = _ROOM


def blank_day(year: int) -> str:
    """Return “ngày … tháng … năm 2020” with room for the day and the month."""
    return f"ngày{_ROOM}tháng{_ROOM}năm {year}"


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
