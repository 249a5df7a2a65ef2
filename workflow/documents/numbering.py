"""A paper's hold on its number: taken once for each act, kept, or given up with a reason."""

from datetime import date
from typing import Any

from workflow.core import inserting, numbers
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.core.numbers import EntryState, NumberEntry
from workflow.documents import queries
from workflow.documents.filling import filled
from workflow.documents.models import Paper
from workflow.organisations import schemes


def take_for(paper: Paper, dated: date, state: EntryState) -> str:
    """Take a number under a key only this paper's act has; nothing slow may follow."""
    key = _settle_book(paper, dated)
    entry = numbers.take(
        paper.organisation_id, paper.series, dated=dated, holder=("paper", paper.id),
        act_key=key, state=state,
    )  # fmt: skip
    return _hold(paper, entry)


def insert_for(paper: Paper, dated: date, state: EntryState, *, note: str) -> str:
    """Take a number with a letter, as somebody permitted: `note` says who, when and why."""
    key = _settle_book(paper, dated)
    entry = inserting.insert(
        paper.organisation_id, paper.series, dated=dated, holder=("paper", paper.id),
        act_key=key, note=note, state=state,
    )  # fmt: skip
    return _hold(paper, entry)


def series_of(paper: Paper, dated: date) -> str:
    """Return the book the paper is numbered in on that day, by its office's scheme then."""
    if paper.number_entry_id is not None or paper.owner_kind == "session":
        return paper.series
    return schemes.series_on(paper.organisation_id, paper.series, paper.kind.value, dated)


def _settle_book(paper: Paper, dated: date) -> str:
    """Choose the book by the day, with the scheme held still; return the act's key."""
    schemes.hold(paper.organisation_id)
    paper.series = series_of(paper, dated)
    return f"paper:{paper.id}:number:{queries.voids_of(paper.id)}"


def _hold(paper: Paper, entry: NumberEntry) -> str:
    text = numbers.written(entry.number, entry.suffix, paper.symbol)
    _refuse_doubled(paper, text, entry.dated.year)
    paper.number_entry, paper.dated = entry, entry.dated
    paper.number_text, paper.number_year = text, entry.dated.year
    return text


def _refuse_doubled(paper: Paper, text: str, year: int) -> None:
    """Say in words what the table's own constraint would refuse."""
    if queries.holder_of(paper.organisation_id, text, year, besides=paper.id) is not None:
        raise InvalidStep(
            _("Số %(number)s năm %(year)s đã có ở sổ khác của cơ quan. Hãy nhờ quản trị viên xem "
              "lại cách chia sổ trước khi cấp số.", number=text, year=year)
        )  # fmt: skip


def give_up_number(paper: Paper, reason: str) -> None:
    """Let a reserved number become void, so that the next act takes another."""
    if paper.number_entry is not None:
        numbers.void(paper.number_entry, reason=reason)
        paper.number_entry, paper.number_text, paper.dated = None, None, None
        paper.number_year = None
        db.session.flush()


def context_with_number(paper: Paper) -> dict[str, Any]:
    """Return the paper's context with the number and date it holds filled in."""
    entry = paper.number_entry
    if entry is None:
        raise ValueError("the paper has no number")
    number = numbers.written(entry.number, entry.suffix, "").rstrip("/")
    return filled(paper.context, number=number, dated=entry.dated, place=paper.organisation.place)
