"""What a number book has to account for: held, void, inserted and skipped numbers, and doubts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from workflow.archive import copy_register
from workflow.archive.registers import Line, all_lines
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _, ngettext
from workflow.core.number_doubts import Doubt, Numbered, doubts_in
from workflow.core.numbers import EntryState, NumberBook, NumberEntry
from workflow.core.tasks import Task
from workflow.documents.copies.services import SERIES as COPIES
from workflow.documents.models import Paper
from workflow.documents.states import Direction
from workflow.organisations.models import Organisation

AnyLine = Line | copy_register.Line
SHOWN = 200
TASKS = 10


@dataclass
class Account:
    """One book: how many numbers it gave, and each of them that is no ordinary one."""

    total: int = 0
    used: int = 0
    reserved: list[AnyLine] = field(default_factory=list)
    voids: list[AnyLine] = field(default_factory=list)
    inserted: list[AnyLine] = field(default_factory=list)
    noted: list[AnyLine] = field(default_factory=list)  # an earlier day, or after a binding
    skipped: list[AnyLine] = field(default_factory=list)


def _lines_of(book: NumberBook) -> Iterable[AnyLine]:
    return copy_register.all_lines(book) if book.series == COPIES else all_lines(book)


def account_of(book: NumberBook) -> Account:
    """Read the book's numbers once and sort out those somebody may ask about."""
    account = Account()
    for line in _lines_of(book):
        entry = line.entry
        account.total += 1
        account.used += entry.state is EntryState.USED
        if entry.state is EntryState.OUTSIDE:
            account.skipped.append(line)
        elif entry.state is EntryState.VOID:
            account.voids.append(line)
        elif entry.state is EntryState.RESERVED:
            account.reserved.append(line)
        if entry.suffix:
            account.inserted.append(line)
        elif entry.note and entry.state in (EntryState.USED, EntryState.RESERVED):
            account.noted.append(line)
    return account


def _place(line: Line) -> tuple[int, str]:
    return line.entry.number, line.entry.suffix


def doubts_of(book: NumberBook, lines: Sequence[Line]) -> list[tuple[Line, list[Doubt]]]:
    """Return the lines of a page somebody should look at, each with what is doubtful."""
    rows = [_numbered(book, line) for line in lines]
    texts = [line.code for line in lines if line.paper is not None and not line.is_void]
    shown = [line.paper.id for line in lines if line.paper is not None]
    elsewhere = db.session.scalars(
        select(Paper).where(
            Paper.organisation_id == book.organisation_id, Paper.number_text.in_(texts),
            Paper.direction == Direction.OUTGOING, Paper.id.not_in(shown),
            func.coalesce(Paper.number_year, book.year) == book.year,
        )
    ).all()  # fmt: skip
    rows += [
        Numbered(-paper.id, paper.number_text or "", paper.dated, year=book.year)
        for paper in elsewhere
        if paper.dated is not None and paper.dated.year == book.year
    ]
    found = doubts_in(rows, clock.today())
    return [(line, found[line.entry.id]) for line in lines if line.entry.id in found]


def _numbered(book: NumberBook, line: Line) -> Numbered:
    paper = line.paper if not line.is_void else None
    signed = clock.local(paper.signed_at).date() if paper and paper.signed_at else None
    reserved = line.entry.state is EntryState.RESERVED
    return Numbered(
        line.entry.id, line.code, line.entry.dated, place=_place(line),
        signed_on=None if reserved or (paper and paper.organisation.numbers_first) else signed,
        year=book.year,
    )  # fmt: skip


def tasks_for(actor: Actor) -> list[Task]:
    """Return the books of past years in which numbers are still held, for the clerk."""
    if not actor.has("clerk"):
        return []
    rows = db.session.execute(
        select(NumberBook, Organisation.public_id, func.count())
        .join(NumberEntry, NumberEntry.book_id == NumberBook.id)
        .join(Organisation, Organisation.id == NumberBook.organisation_id)
        .where(
            NumberBook.organisation_id == actor.organisation_id,
            NumberBook.year < clock.today().year, NumberEntry.state == EntryState.RESERVED,
        )
        .group_by(NumberBook.id, Organisation.public_id)
        .order_by(NumberBook.year, NumberBook.series)
        .limit(TASKS)
    )  # fmt: skip
    return [
        Task(
            title=_("Sổ %(series)s năm %(year)s còn số đang giữ", series=book.series,
                    year=book.year),
            endpoint="archive.books.detail",
            values={"public_id": public_id, "year": str(book.year), "series": book.series},
            kind="number", status="reserved", verb=_("Giải trình"),
            note=ngettext("%(num)s số giữ từ năm trước chưa dùng",
                          "%(num)s số giữ từ năm trước chưa dùng", number),
        )
        for book, public_id, number in rows
    ]  # fmt: skip
