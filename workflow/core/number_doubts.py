"""What looks wrong in a list of numbered papers: doubles, dates out of order, dates that cannot be.

Pure rules for any register: nothing is refused here, somebody is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.numbering_text import read, squeeze
from workflow.core.text import fold

FIRST_YEAR = 1945


@dataclass(frozen=True)
class Numbered:
    """A line of a register, as far as the rules look at it.

    `place` is its place in one book; two lines with a place are held to the order of their
    dates. `issuer` tells agencies apart. `signed_on` and `arrived_on` bound the date.
    """

    key: int
    text: str
    dated: date | None
    place: tuple[int, str] | None = None
    issuer: str = ""
    signed_on: date | None = None
    arrived_on: date | None = None
    year: int | None = None  # of the book, where it has one


@dataclass(frozen=True)
class Doubt:
    """One thing to look at: a name for tests and styles, and the sentence for people."""

    kind: str  # double | order | date
    said: str


def refuse_arrival(day: date, today: date) -> None:
    """Refuse a day of arrival nobody can mean: it would open the book of a year there never was."""
    if day > today:
        raise BadInput(_("Ngày đến chưa tới. Hãy kiểm tra lại."), field="arrived_on")
    if day.year < FIRST_YEAR:
        told = _("Ngày đến %(day)s không thể có. Hãy kiểm tra lại năm.", day=f"{day:%d/%m/%Y}")
        raise BadInput(told, field="arrived_on")


def doubts_in(rows: Sequence[Numbered], today: date) -> dict[int, list[Doubt]]:
    """Return what is doubtful about each line; lines without a doubt are left out."""
    found: dict[int, list[Doubt]] = {}
    for key, doubt in (*_doubles(rows), *_out_of_order(rows), *_impossible(rows, today)):
        found.setdefault(key, []).append(doubt)
    return found


def same_number(row: Numbered) -> tuple[str, str, int | None] | None:
    """Return what two lines must not share: number with symbol, agency and year."""
    written = read(row.text)
    if written.number is None or not written.symbol:
        return None
    year = written.year or row.year or (row.dated.year if row.dated else None)
    code = f"{written.number}{written.suffix}/{written.symbol}"
    return code, squeeze(fold(row.issuer)), year


def _doubles(rows: Sequence[Numbered]) -> Iterable[tuple[int, Doubt]]:
    holders: dict[tuple[str, str, int | None], list[Numbered]] = {}
    for row in rows:
        code = same_number(row)
        if code is not None:
            holders.setdefault(code, []).append(row)
    for same in holders.values():
        if len(same) > 1:
            told = _("Trùng số, ký hiệu: %(text)s có %(n)s văn bản trong cùng năm.",
                     text=same[0].text, n=len(same))  # fmt: skip
            yield from ((row.key, Doubt("double", told)) for row in same)


def _out_of_order(rows: Sequence[Numbered]) -> Iterable[tuple[int, Doubt]]:
    placed = [(row.place, row.dated, row) for row in rows if row.place and row.dated]
    latest: tuple[date, str] | None = None
    for _place, dated, row in sorted(placed, key=lambda one: one[0]):
        if latest is not None and dated < latest[0]:
            told = _("Mang ngày %(day)s, sớm hơn số đứng trước (%(before)s, ngày %(day_before)s).",
                     day=f"{dated:%d/%m/%Y}", before=latest[1],
                     day_before=f"{latest[0]:%d/%m/%Y}")  # fmt: skip
            yield row.key, Doubt("order", told)
        else:
            latest = dated, row.text


def _impossible(rows: Sequence[Numbered], today: date) -> Iterable[tuple[int, Doubt]]:
    for row in rows:
        told = _why_impossible(row, today) if row.dated else ""
        if told:
            yield row.key, Doubt("date", told)


def _why_impossible(row: Numbered, today: date) -> str:
    dated = row.dated
    if dated is None:
        return ""
    return next((told for wrong, told in _wrongs(row, dated, today) if wrong), "")


def _wrongs(row: Numbered, dated: date, today: date) -> Iterable[tuple[bool, str]]:
    """Give each rule about a single date with its sentence, the plainest first."""
    day, in_number = f"{dated:%d/%m/%Y}", read(row.text).year
    yield dated > today, _("Ngày %(day)s chưa đến.", day=day)
    yield dated.year < FIRST_YEAR, _("Ngày %(day)s không thể có.", day=day)
    if row.year is not None:
        told = _("Ngày %(day)s không thuộc năm %(year)s của sổ.", day=day, year=row.year)
        yield dated.year != row.year, told
    if in_number is not None:
        told = _("Số ghi năm %(year)s nhưng văn bản mang ngày %(day)s.", year=in_number, day=day)
        yield in_number != dated.year, told
    if row.signed_on is not None:
        signed = f"{row.signed_on:%d/%m/%Y}"
        told = _("Mang ngày %(day)s nhưng được ký ngày %(signed)s.", day=day, signed=signed)
        yield dated < row.signed_on, told
    if row.arrived_on is not None:
        arrived = f"{row.arrived_on:%d/%m/%Y}"
        told = _("Đến ngày %(arrived)s, trước ngày %(day)s ghi trên văn bản.", arrived=arrived,
                 day=day)  # fmt: skip
        yield row.arrived_on < dated, told
