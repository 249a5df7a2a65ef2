"""The register of copies of one organisation in one year: every number, void ones with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from workflow.archive.registers import (
    LETTERS,
    PAGE,
    context_of,
    cut_page,
    unheld_note,
    written_day,
)
from workflow.core.db import db
from workflow.core.i18n import lazy
from workflow.core.numbers import EntryState, NumberBook, NumberEntry, find_book
from workflow.documents.copies.models import Copy
from workflow.documents.copies.queries import form_name
from workflow.documents.copies.services import SERIES
from workflow.organisations.models import Organisation

HEADS = (
    ("code", lazy("Số, ký hiệu bản sao")), ("date", lazy("Ngày sao")),
    ("form", lazy("Hình thức")), ("subject", lazy("Văn bản được sao")),
    ("signer", lazy("Người ký bản sao")), ("destinations", lazy("Nơi nhận")),
    ("copies", lazy("Số lượng bản")), ("asked_by", lazy("Theo đề nghị của")),
    ("received_by", lazy("Ký nhận")), ("note", lazy("Ghi chú")),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One number of the book of copies and the copy that holds it, if any does."""

    entry: NumberEntry
    copy: Copy | None

    @property
    def is_void(self) -> bool:
        return self.entry.state is EntryState.VOID

    @property
    def is_outside(self) -> bool:
        return self.entry.state is EntryState.OUTSIDE

    @property
    def paper(self) -> None:
        """A copy's number is its own: no paper holds it."""

    @property
    def code(self) -> str:
        if self.copy is None:
            return f"{self.entry.number:02d}{self.entry.suffix}"
        return self.copy.number_text

    @property
    def subject(self) -> str:
        return cells(self)["subject"]


def years_of(organisation_id: int | None) -> Sequence[int]:
    """Return the years with copies, newest first."""
    return db.session.scalars(
        select(NumberBook.year)
        .where(
            NumberBook.organisation_id == organisation_id, NumberBook.series == SERIES,
            NumberBook.last >= NumberBook.first,
        )
        .order_by(NumberBook.year.desc())
        .limit(30)
    ).all()  # fmt: skip


def book_of(organisation_id: int | None, year: int) -> NumberBook | None:
    return find_book(organisation_id or 0, SERIES, year)


def _entries(book: NumberBook) -> Select[NumberEntry, Copy]:
    return (
        select(NumberEntry, Copy)
        .outerjoin(Copy, Copy.number_entry_id == NumberEntry.id)
        .options(joinedload(Copy.run), joinedload(Copy.paper))
        .where(NumberEntry.book_id == book.id)
        .order_by(NumberEntry.number, NumberEntry.suffix, NumberEntry.id)
    )


def page_of(book: NumberBook, *, after: int = 0) -> tuple[list[Line], int]:
    """Return a page of lines and the number the next page begins after, 0 at the end."""
    query = _entries(book).where(NumberEntry.number > after).limit(PAGE + LETTERS + 1)
    return cut_page([Line(entry, copy) for entry, copy in db.session.execute(query)])


def all_lines(book: NumberBook) -> Iterator[Line]:
    """Return every line of the book, for printing."""
    for entry, copy in db.session.execute(_entries(book)):
        yield Line(entry, copy)


def cells(line: Line) -> dict[str, str]:
    """Return the columns of one line."""
    copy = line.copy
    if copy is None:
        return dict.fromkeys(dict(HEADS), "") | {
            "code": line.code, "date": written_day(line.entry.dated), "note": _note(line),
        }  # fmt: skip
    run, paper = copy.run, copy.paper
    on = paper.date_text or written_day(paper.dated)
    return {
        "code": line.code, "date": written_day(copy.dated), "form": form_name(run.form),
        "subject": ", ".join(part for part in (paper.number_text, on, paper.title) if part),
        "signer": run.signature["name"], "destinations": "; ".join(copy.destinations),
        "copies": str(copy.quantity), "asked_by": run.asked_by, "received_by": "",
        "note": _note(line) or run.mark,
    }  # fmt: skip


def _note(line: Line) -> str:
    return unheld_note(line.entry) if line.is_void or line.is_outside else line.entry.note


def context(book: NumberBook, organisation: Organisation, *, keeper: str) -> dict[str, Any]:
    """Return what archive/copy_register.docx needs."""
    return context_of(book, organisation, keeper, list(all_lines(book)), cells)
