"""Whether the date of a received decision can be right. It is judged, never corrected."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Neighbour:
    """Another decision of the same book: its running number and its date."""

    number: int
    dated: date


@dataclass(frozen=True)
class Sheet:
    """What the sheet says and what we know around it; empty means unknown."""

    dated: date | None
    date_text: str
    intake: date  # the day it arrived or was entered, whichever is earlier
    number: int | None = None
    period_end: date | None = None  # of an annual award: the decision usually follows it
    neighbours: tuple[Neighbour, ...] = ()


def number_of(number_text: str) -> int | None:
    """Return the running number of “4861/QĐ-UBND”."""
    found = re.match(r"\s*0*(\d{1,6})", number_text)
    return int(found.group(1)) if found else None


def read_date(text: str) -> date | None:
    """Return the date written as 26/4/2027, or None when it is no date at all."""
    found = re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*", text)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def doubt(sheet: Sheet) -> str:
    """Return why the date is doubtful, in one sentence, or an empty text."""
    if sheet.dated is None:
        return f"“{sheet.date_text}” không phải là ngày có thật; giữ nguyên như văn bản ghi."
    shown = sheet.date_text or f"{sheet.dated:%d/%m/%Y}"
    if sheet.dated > sheet.intake:
        return (
            f"Ngày {shown} sau ngày văn bản được tiếp nhận ({sheet.intake:%d/%m/%Y}); "
            "giữ nguyên như văn bản ghi, cần đối chiếu bản gốc."
        )
    if sheet.period_end is not None and sheet.dated < sheet.period_end:
        return (
            f"Ngày {shown} trước khi hết thời gian xét khen ({sheet.period_end:%d/%m/%Y}); "
            "cần đối chiếu bản gốc."
        )
    return _against(sheet, shown, sheet.neighbours)


def _against(sheet: Sheet, shown: str, neighbours: Iterable[Neighbour]) -> str:
    if sheet.number is None or sheet.dated is None:
        return ""
    for other in sorted(neighbours, key=lambda near: near.number):
        lower = other.number < sheet.number and other.dated > sheet.dated
        higher = other.number > sheet.number and other.dated < sheet.dated
        if other.dated.year == sheet.dated.year and (lower or higher):
            return (
                f"Số {sheet.number} mang ngày {shown}, nhưng số {other.number} cùng sổ mang ngày "
                f"{other.dated:%d/%m/%Y}; số và ngày không cùng thứ tự, cần đối chiếu bản gốc."
            )
    return ""
