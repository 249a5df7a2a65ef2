"""A paper's hold on its number: taken once for each act, kept, or given up with a reason."""

from datetime import date
from typing import Any

from workflow.core import clock, inserting, numbers
from workflow.core.bindings import late_note
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.core.numbers import EntryState, NumberEntry
from workflow.documents import queries
from workflow.documents.filling import filled
from workflow.documents.inserting.lapsing import lapse
from workflow.documents.models import Paper
from workflow.documents.states import Direction
from workflow.organisations import schemes


def take_for(paper: Paper, dated: date, state: EntryState) -> str:
    """Take today's next number under a key only this paper's act has; nothing slow may follow.

    An earlier day is given by permission alone (`insert_for`).
    """
    _refuse_earlier(dated)
    lapse(paper.id)
    key = _settle_book(paper, dated)
    entry = numbers.take(
        paper.organisation_id, paper.series, dated=dated, holder=("paper", paper.id),
        act_key=key, state=state,
    )  # fmt: skip
    return _hold(paper, entry)


def insert_for(paper: Paper, dated: date, state: EntryState, *, note: str) -> str:
    """Take a number with an earlier day, as somebody permitted: `note` says who, when and why."""
    key = _settle_book(paper, dated)
    entry = inserting.insert(
        paper.organisation_id, paper.series, dated=dated, holder=("paper", paper.id),
        act_key=key, note=note, state=state,
    )  # fmt: skip
    said = f"{'Số chèn' if entry.suffix else 'Số ghi lùi ngày'}, {note}"
    entry.note = "; ".join(one for one in (said, late_note(entry.book_id)) if one)
    return _hold(paper, entry)


def _refuse_earlier(dated: date) -> None:
    """Number and date are given at the act; whoever needs an earlier day asks for it."""
    if dated < clock.today():
        raise BadInput(
            _("Số và ngày được cấp trong ngày hôm nay (%(today)s). Văn bản buộc phải mang ngày "
              "%(day)s thì xin phép người đứng đầu ở trang “Số chèn, số ghi lùi ngày” của "
              "văn bản.", today=f"{clock.today():%d/%m/%Y}", day=f"{dated:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip


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


def stands_in_file(paper: Paper) -> bool:
    """Whether its number came before the signature, and so stands in the file that is signed.

    Told by the paper: its office may number before or after the signature by now.
    """
    ours = paper.direction is Direction.OUTGOING
    return ours and paper.number_entry_id is not None and paper.numbered_by_id is None


def holds_last_years(paper: Paper) -> bool:
    """Whether a number is held for it from a year that is over, and nobody permitted that day."""
    if paper.number_year is None or paper.number_year >= clock.today().year:
        return False
    entry = paper.number_entry
    return entry is not None and entry.state is EntryState.RESERVED and not entry.note


def refuse_last_years(paper: Paper) -> None:
    """Number and date are of the year the paper is signed in: a held one ends with its book."""
    if holds_last_years(paper):
        raise InvalidStep(
            _("Văn bản giữ số %(number)s từ năm %(year)s, năm ấy đã hết: số và ngày phải thuộc "
              "năm ký. Văn thư bỏ số này kèm lý do ở trang “Tình hình sổ” năm %(year)s; văn bản "
              "trở lại bản thảo và lấy số của năm nay.",
              number=paper.number_text, year=paper.number_year)
        )  # fmt: skip


def give_up_number(paper: Paper, reason: str) -> None:
    """Let a reserved number become void, so that the next act takes another."""
    lapse(paper.id)
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
