"""Number books after a restore, held against papers and files: what fits, what is lost, what to do.

A backup knows less than the paper that left the house. PDFs no row names may carry numbers
given since; they keep a book shut until somebody enters those numbers (promise P4).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.number_doubts import Numbered, doubts_in
from workflow.core.numbers import BookState, EntryState, NumberBook, NumberEntry
from workflow.core.storage.port import Store
from workflow.documents.issued_since import Found, Reading, Stray, read_strays, strays_of
from workflow.documents.models import Document, DocumentLink, Paper, StoredFile
from workflow.documents.states import OUT, FileRole, PaperStatus
from workflow.organisations.models import Organisation

SEALED = (PaperStatus.SEALED, *OUT)
MOST_NAMED = 10


@dataclass
class Report:
    """One book: what does not fit, and the numbers found in the store that it does not know."""

    book: NumberBook
    organisation: Organisation
    faults: list[str] = field(default_factory=list)
    lost: list[Found] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        return not self.faults and not self.lost

    @property
    def is_open(self) -> bool:
        return self.book.state is BookState.OPEN

    @property
    def up_to(self) -> int:
        """The number to enter as given outside; 0 where only letters or earlier ones are lost."""
        return max((one.printed.number for one in self.lost if one.above(self.book)), default=0)

    @property
    def single(self) -> list[Found]:
        """The lost ones entered one by one: letters, and numbers below the book's last."""
        return [one for one in self.lost if one.printed.suffix or not one.above(self.book)]


@dataclass(frozen=True)
class Reconciled:
    """Every shut book and what the store says besides."""

    reports: tuple[Report, ...]
    strays: tuple[Stray, ...]  # numbers of ours in no book there is
    unreadable: tuple[str, ...]  # digests of PDFs without text: scans


def reconcile(store: Store) -> Reconciled:
    """Compare every shut book with papers and files. Writes nothing."""
    reading: Reading = read_strays(store)
    books = _books()
    reports = {book.id: Report(book, organisation) for book, organisation in books}
    strays = strays_of(reading, books)
    for found in strays.found:
        reports[found.book_id].lost.append(found)
    shut = [one for one in reports.values() if not one.is_open]
    for report in shut:
        for check in CHECKS:
            report.faults += check(report.book, store)
    told = [one for one in reports.values() if not one.is_open or one.lost]
    return Reconciled(tuple(told), strays.unknown, reading.unreadable)


def _books() -> Sequence[tuple[NumberBook, Organisation]]:
    rows = db.session.execute(
        select(NumberBook, Organisation)
        .join(Organisation, Organisation.id == NumberBook.organisation_id)
        .order_by(Organisation.id, NumberBook.year, NumberBook.series)
    )
    return [(row[0], row[1]) for row in rows]


def _named(values: Sequence[object]) -> str:
    shown = ", ".join(str(one) for one in values[:MOST_NAMED])
    return shown if len(values) <= MOST_NAMED else f"{shown} …"


def _gaps(book: NumberBook, _store: Store) -> list[str]:
    missing = numbers.gaps(book)
    return [_("Thiếu dòng cho số %(named)s.", named=_named(missing))] if missing else []


def _shown(entry: NumberEntry) -> str:
    return f"{entry.number:02d}{entry.suffix}"


def _holders(book: NumberBook, _store: Store) -> list[str]:
    held = [one for one in numbers.list_entries(book.id) if one.state is not EntryState.VOID]
    of_papers = [one for one in held if one.holder_kind == "paper"]
    times = Counter(one.holder_id for one in of_papers)
    twice = [_shown(one) for one in of_papers if times[one.holder_id] > 1]
    holding = dict(
        db.session.execute(select(Paper.id, Paper.number_entry_id).where(Paper.id.in_(times))).all()
    )
    lone = [_shown(one) for one in of_papers if holding.get(one.holder_id) != one.id]
    found = []
    if twice:
        found.append(_("Một văn bản giữ nhiều số: %(named)s.", named=_named(twice)))
    if lone and not _is_arrivals(book):
        found.append(_("Số ghi là đã dùng nhưng không văn bản nào mang: %(named)s.",
                       named=_named(lone)))  # fmt: skip
    return found


def _is_arrivals(book: NumberBook) -> bool:
    """Whether its numbers are those of arrival: such papers keep the number of their sender."""
    return book.series == "ĐẾN"


def _papers(book: NumberBook, _store: Store) -> list[str]:
    known = select(NumberEntry.id).where(NumberEntry.book_id == book.id)
    without = db.session.scalars(
        select(Paper.number_text)
        .where(
            Paper.organisation_id == book.organisation_id, Paper.number_year == book.year,
            Paper.series == book.series,
            Paper.number_entry_id.is_(None) | Paper.number_entry_id.not_in(known),
        )
        .order_by(Paper.id)
    ).all()  # fmt: skip
    told = _("Văn bản mang số mà sổ không có dòng: %(named)s.", named=_named(without))
    return [told] if without else []


def _dates(book: NumberBook, _store: Store) -> list[str]:
    rows = [
        Numbered(
            one.id, _shown(one), one.dated, year=book.year,
            # the days of what was given outside are known roughly
            place=None if one.holder_kind == "book" else (one.number, one.suffix),
        )
        for one in numbers.list_entries(book.id)
    ]  # fmt: skip
    found = doubts_in(rows, clock.today())
    said = [f"{row.text}: {doubt.said}" for row in rows for doubt in found.get(row.key, ())]
    return said[:MOST_NAMED]


def _files(book: NumberBook, store: Store) -> list[str]:
    """Return what files are missing: sealed papers must have one, what arrived may have none."""
    return _received(book, store) if _is_arrivals(book) else _signed(book, store)


def _received(book: NumberBook, store: Store) -> list[str]:
    rows = db.session.execute(
        select(NumberEntry.number, StoredFile.digest)
        .join(DocumentLink, DocumentLink.owner_id == NumberEntry.holder_id)
        .join(Document, Document.id == DocumentLink.document_id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(
            NumberEntry.book_id == book.id, NumberEntry.holder_kind == "paper",
            DocumentLink.owner_kind == "paper", DocumentLink.role == FileRole.RECEIVED,
        )
        .order_by(NumberEntry.number)
    ).all()  # fmt: skip
    lost = dict.fromkeys(f"{number:02d}" for number, digest in rows if not store.exists(digest))
    told = _("Tệp nhận được không còn trong kho, số đến: %(named)s.", named=_named(list(lost)))
    return [told] if lost else []


def _signed(book: NumberBook, store: Store) -> list[str]:
    sealed = db.session.scalars(
        select(Paper)
        .join(NumberEntry, NumberEntry.id == Paper.number_entry_id)
        .where(NumberEntry.book_id == book.id, Paper.status.in_(SEALED))
        .options(joinedload(Paper.number_entry))
        .order_by(NumberEntry.number)
    ).all()
    rows = db.session.execute(
        select(DocumentLink.owner_id, StoredFile.digest)
        .join(Document, Document.id == DocumentLink.document_id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(
            DocumentLink.owner_kind == "paper", DocumentLink.role == FileRole.SIGNED,
            DocumentLink.owner_id.in_([paper.id for paper in sealed]),
        )
    ).all()  # fmt: skip
    there = {owner_id for owner_id, digest in rows if store.exists(digest)}
    lacking = [paper.number_text for paper in sealed if paper.id not in there]
    told = _("Văn bản đã đóng dấu nhưng kho không có bản đã ký: %(named)s.", named=_named(lacking))
    return [told] if lacking else []


CHECKS: tuple[Callable[[NumberBook, Store], list[str]], ...] = (
    _gaps, _holders, _papers, _dates, _files,
)  # fmt: skip
