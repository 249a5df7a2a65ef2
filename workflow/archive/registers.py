"""The registers of outgoing and incoming papers of one organisation in one year (Decree 30, PL IV).

Every number of a book has its line: a void one with its reason, a reserved one as such.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from workflow.archive.incoming.facts import Handled, handled_of, signature_marks
from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _, lazy
from workflow.core.numbers import EntryState, NumberBook, NumberEntry
from workflow.core.series import is_administrative
from workflow.core.written_dates import long_date
from workflow.documents.copies.services import SERIES as COPIES
from workflow.documents.headings import heading_of
from workflow.documents.models import Paper
from workflow.documents.queries import kind_name
from workflow.organisations.models import Organisation
from workflow.proposals.codes import SERIES as DOSSIER_CODES

INCOMING = "ĐẾN"
PAGE = 100
LETTERS = 26  # so many numbers may stand between two


def written_day(value: date | datetime | None) -> str:
    """Return 29/12/2020, as registers write dates."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return f"{value:%d/%m/%Y}" if value else ""


def unheld_note(entry: NumberEntry) -> str:
    """Return what a register says of a number no paper or copy of ours holds."""
    if entry.state is EntryState.VOID:
        told = _("Số không sử dụng: %(reason)s", reason=entry.reason)
    else:
        told = _("Số đã cấp ngoài hệ thống: %(reason)s", reason=entry.reason)
    return f"{told}; {entry.note}" if entry.note else told


@dataclass(frozen=True)
class Line:
    """One line of a register: the number, and the paper that holds it or why none does."""

    entry: NumberEntry
    paper: Paper | None
    handled: Handled | None = None  # of what arrived
    mark: str = ""  # what the register says of its signatures

    @property
    def is_void(self) -> bool:
        return self.entry.state is EntryState.VOID

    @property
    def is_outside(self) -> bool:
        return self.entry.state is EntryState.OUTSIDE

    @property
    def code(self) -> str:
        if self.paper is None:
            return f"{self.entry.number:02d}{self.entry.suffix}"
        return numbers.written(self.entry.number, self.entry.suffix, self.paper.symbol)

    @property
    def subject(self) -> str:
        if self.paper is None:
            return ""
        kind, title = kind_name(self.paper.kind), self.paper.title
        if self.handled is not None:
            kind = self.handled.kind_text
        return title if title.casefold().startswith(kind.casefold()) else f"{kind}: {title}"

    @property
    def note(self) -> str:
        if self.is_void or self.is_outside:
            return unheld_note(self.entry)
        if self.entry.state is EntryState.RESERVED:
            held = _("Số đang giữ, văn bản chưa ký")
            return f"{held}; {self.entry.note}" if self.entry.note else held
        doubt = self.paper.date_doubt if self.paper is not None else ""
        followed = self.handled.note if self.handled is not None else ""
        return " ".join(text for text in (self.entry.note, doubt, self.mark, followed) if text)


def books_of(organisation_id: int | None, year: int, *, incoming: bool) -> Sequence[NumberBook]:
    """Return the organisation's books of papers for the year; those of its councils come last."""
    query = select(NumberBook).where(
        NumberBook.organisation_id == organisation_id, NumberBook.year == year, _holds(incoming)
    )
    books = db.session.scalars(query.order_by(NumberBook.series))
    return sorted(books, key=lambda book: not is_administrative(book.series))


def _holds(incoming: bool) -> ColumnElement[bool]:
    """Select the books of papers of one direction; copies, dossier codes, golden books are none."""
    if incoming:
        return NumberBook.series == INCOMING
    papers = NumberBook.series.not_in((INCOMING, DOSSIER_CODES, COPIES))
    return papers & ~NumberBook.series.startswith("golden:")


def get_book(organisation_id: int | None, year: int, series: str, *, incoming: bool) -> NumberBook:
    """Return one of the organisation's books. Raises NotVisible for any other."""
    books = books_of(organisation_id, year, incoming=incoming)
    for book in books:
        if book.series == series:
            return book
    raise NotVisible(_("Đơn vị bạn không có sổ này trong năm %(year)s.", year=year))


def years_of(organisation_id: int | None, *, incoming: bool) -> Sequence[int]:
    """Return the years in which a number was given, newest first."""
    return db.session.scalars(
        select(NumberBook.year)
        .where(
            NumberBook.organisation_id == organisation_id,
            _holds(incoming),
            NumberBook.last >= NumberBook.first,
        )
        .distinct()
        .order_by(NumberBook.year.desc())
        .limit(30)
    ).all()


def _entries(book: NumberBook) -> Select[NumberEntry, Paper]:
    holder = (NumberEntry.holder_kind == "paper") & (NumberEntry.holder_id == Paper.id)
    return (
        select(NumberEntry, Paper)
        .outerjoin(Paper, holder)
        .where(NumberEntry.book_id == book.id)
        .order_by(NumberEntry.number, NumberEntry.suffix, NumberEntry.id)
    )


class Registered(Protocol):
    """A line of any register: its number, and whether nothing of ours was issued under it."""

    @property
    def entry(self) -> NumberEntry: ...

    @property
    def is_void(self) -> bool: ...

    @property
    def is_outside(self) -> bool: ...


AnyLine = TypeVar("AnyLine", bound=Registered)


def cut_page(rows: list[AnyLine]) -> tuple[list[AnyLine], int]:
    """Return a page of more lines than one has, and the number the next page begins after."""
    cut = min(PAGE, len(rows))
    while cut < len(rows) and rows[cut].entry.number == rows[cut - 1].entry.number:
        cut += 1  # 12a stays on the page of 12
    return rows[:cut], rows[cut - 1].entry.number if len(rows) > cut else 0


def page_of(book: NumberBook, *, after: int = 0) -> tuple[list[Line], int]:
    """Return a page of lines and the number the next page begins after, 0 at the end."""
    query = _entries(book).where(NumberEntry.number > after).limit(PAGE + LETTERS + 1)
    rows = [Line(entry, paper) for entry, paper in db.session.execute(query)]
    lines, following = cut_page(rows)
    return _followed(book, lines), following


def all_lines(book: NumberBook) -> Iterator[Line]:
    """Return every line of the book, for printing; a year has a few thousand at most."""
    lines = [Line(entry, paper) for entry, paper in db.session.execute(_entries(book))]
    yield from _followed(book, lines)


def _followed(book: NumberBook, lines: list[Line]) -> list[Line]:
    """Add to the lines of the incoming book who handles each paper, and a signature not valid."""
    if book.series != INCOMING:
        return lines
    known = handled_of(line.paper for line in lines if line.paper is not None)
    marks = signature_marks(line.paper.id for line in lines if line.paper is not None)
    return [
        replace(line, handled=known.get(line.paper.id), mark=marks.get(line.paper.id, ""))
        if line.paper else line for line in lines
    ]  # fmt: skip


def any_book(organisation_id: int, year: int, series: str) -> NumberBook:
    """Return one of the organisation's registers: of what went out, what came, of copies."""
    if series == COPIES:
        book = numbers.find_book(organisation_id, series, year)
        if book is None:
            raise NotVisible(_("Đơn vị bạn không có sổ này trong năm %(year)s.", year=year))
        return book
    return get_book(organisation_id, year, series, incoming=series == INCOMING)


class Counts(NamedTuple):
    """How many numbers a book holds; how many of them nobody holds, or were given outside."""

    total: int
    voided: int
    outside: int


def count_lines(book: NumberBook) -> Counts:
    rows = db.session.execute(
        select(NumberEntry.state, func.count())
        .where(NumberEntry.book_id == book.id)
        .group_by(NumberEntry.state)
    )
    counts: dict[EntryState, int] = {row[0]: row[1] for row in rows}
    void, outside = (counts.get(state, 0) for state in (EntryState.VOID, EntryState.OUTSIDE))
    return Counts(sum(counts.values()), void, outside)


def outgoing_cells(line: Line) -> dict[str, str]:
    """Return the ten columns of the outgoing register (PL IV, I)."""
    paper = line.paper
    shown = paper is not None and not line.is_void
    return {
        "code": line.code, "date": written_day(line.entry.dated), "subject": line.subject,
        "signer": paper.signer_name if paper and shown else "",
        "destinations": "; ".join(paper.destinations) if paper and shown else "",
        "keeper": "VT" if shown else "", "copies": "",
        "sent_on": written_day(paper.issued_at) if paper and shown else "",
        "received_by": "", "note": line.note,
    }  # fmt: skip


def incoming_cells(line: Line) -> dict[str, str]:
    """Return the ten columns of the incoming register (PL IV, II)."""
    paper, known = line.paper, line.handled
    came = paper.arrived_on if paper and paper.arrived_on else line.entry.dated
    return {
        "arrived_on": written_day(came),
        "arrival_number": f"{line.entry.number:02d}{line.entry.suffix}",
        "issuer": paper.issuer_text if paper else "",
        "code": (paper.number_text or "") if paper else "",
        "date": (paper.date_text or written_day(paper.dated)) if paper else "",
        "subject": line.subject, "handler": known.handler if known else "",
        "sent_on": written_day(known.sent_on) if known else "",
        "received_by": known.received_by if known else "", "note": line.note,
    }  # fmt: skip


OUTGOING_HEADS = (
    ("code", lazy("Số, ký hiệu văn bản")), ("date", lazy("Ngày tháng văn bản")),
    ("subject", lazy("Tên loại và trích yếu nội dung")), ("signer", lazy("Người ký")),
    ("destinations", lazy("Nơi nhận văn bản")), ("keeper", lazy("Đơn vị, người nhận bản lưu")),
    ("copies", lazy("Số lượng bản")), ("sent_on", lazy("Ngày chuyển")),
    ("received_by", lazy("Ký nhận")), ("note", lazy("Ghi chú")),
)  # fmt: skip
INCOMING_HEADS = (
    ("arrived_on", lazy("Ngày đến")), ("arrival_number", lazy("Số đến")),
    ("issuer", lazy("Tác giả")), ("code", lazy("Số, ký hiệu văn bản")),
    ("date", lazy("Ngày tháng văn bản")), ("subject", lazy("Tên loại và trích yếu nội dung")),
    ("handler", lazy("Đơn vị hoặc người nhận")), ("sent_on", lazy("Ngày chuyển")),
    ("received_by", lazy("Ký nhận")), ("note", lazy("Ghi chú")),
)  # fmt: skip


def outgoing_context(
    book: NumberBook, organisation: Organisation, *, keeper: str
) -> dict[str, Any]:
    """Return what archive/outgoing_register.docx needs: one book of what went out."""
    printed = context_of(book, organisation, keeper, list(all_lines(book)), outgoing_cells)
    return printed | {"book": f"Sổ {book.series}"}


def incoming_context(
    book: NumberBook, organisation: Organisation, *, keeper: str
) -> dict[str, Any]:
    """Return what archive/incoming_register.docx needs: everything that arrived in the year."""
    return context_of(book, organisation, keeper, list(all_lines(book)), incoming_cells)


def context_of(
    book: NumberBook, organisation: Organisation, keeper: str, lines: Sequence[AnyLine],
    cells: Callable[[AnyLine], dict[str, str]],
) -> dict[str, Any]:  # fmt: skip
    """Return what every register prints: office, year, lines, counts and who keeps it."""
    numbered = [line.entry.number for line in lines]
    ends = clock.today() if clock.today().year == book.year else date(book.year, 12, 31)
    place = organisation.place or "…"
    return {
        "organisation": heading_of(organisation), "year": str(book.year),
        "from_date": f"01/01/{book.year}", "to_date": written_day(ends),
        "from_number": f"{min(numbered, default=book.first):02d}",
        "to_number": f"{max(numbered, default=book.last):02d}", "volume": "01",
        "rows": [cells(line) | {"voided": line.is_void} for line in lines],
        "counts": {
            "total": len(lines), "voided": sum(line.is_void for line in lines),
            "outside": sum(line.is_outside for line in lines),
        },
        "date_line": f"{place}, {long_date(clock.today())}",
        "signature": {"prefix": "", "post_caps": "NGƯỜI LẬP SỔ", "name": keeper},
    }  # fmt: skip


def organisation_of(organisation_id: int | None) -> Organisation:
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(joinedload(Organisation.parent))
    ).one()
