"""How number and date are written into a paper's context; nothing else of it changes."""

import re
from datetime import date
from typing import Any

from workflow.core.written_dates import long_date

HARD = "\u00a0"
# Room for the hand that numbers the signed sheet. Hard spaces keep it where a line breaks.
_ROOM = HARD * 10
BLANK_NUMBER = _ROOM
_BLANK_DAY = re.compile(f"ngày{_ROOM}tháng{_ROOM}năm \\d{{4}}")
# A space is a quarter of the size, a digit half of it: two digits between two spaces are six.
_FIELDS = f"ngày{HARD * 6}tháng{HARD * 6}năm{HARD * 9}"


def blank_day(year: int) -> str:
    """Return “ngày … tháng … năm 2020” with room for the day and the month."""
    return f"ngày{_ROOM}tháng{_ROOM}năm {year}"


def with_fields(context: dict[str, Any]) -> dict[str, Any]:
    """Return an unnumbered context with room as wide as what is filled into the form's fields.

    Day, month and year are filled in after the signature, so the year is left out as well: who
    signs on 31 December may be numbered in January.
    """
    return {
        key: _BLANK_DAY.sub(_FIELDS, value) if isinstance(value, str) else value
        for key, value in context.items()
    }


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
