"""The register that follows what arrived until it is answered (Decree 30, PL IV): seven columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from workflow.archive.incoming.facts import Handled, day, handled_of, signature_marks
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.states import OPEN
from workflow.core import clock
from workflow.core.db import db
from workflow.core.i18n import lazy
from workflow.core.numbers import EntryState, NumberBook, NumberEntry
from workflow.core.text import fold
from workflow.core.written_dates import long_date
from workflow.documents.headings import heading_of
from workflow.documents.models import Paper
from workflow.documents.queries import kind_name
from workflow.exchange.models import Transmittal
from workflow.exchange.states import TransmittalStatus
from workflow.organisations.models import Organisation

PAGE = 50
BATCH = 200
ALL, OPEN_ONES, LATE, MINE = "all", "open", "late", "mine"
HEADS = (
    ("arrival_number", lazy("Số đến")),
    ("paper", lazy("Tên loại, số và ký hiệu, ngày tháng, tác giả văn bản")),
    ("handler", lazy("Đơn vị hoặc người nhận")), ("due", lazy("Thời hạn giải quyết")),
    ("progress", lazy("Tiến độ giải quyết")), ("answer", lazy("Số, ký hiệu văn bản trả lời")),
    ("note", lazy("Ghi chú")),
)  # fmt: skip


@dataclass(frozen=True)
class Followed:
    """One line: the number, the paper, and its handling where somebody follows it."""

    entry: NumberEntry
    paper: Paper
    handled: Handled | None
    mark: str = ""

    @property
    def described(self) -> str:
        """Return type, number, date and author in the order of the column."""
        paper = self.paper
        kind = self.handled.kind_text if self.handled else kind_name(paper.kind)
        when = paper.date_text or day(paper.dated)
        parts = [f"{kind} {paper.number_text or ''}".strip(), when, paper.issuer_text]
        return ", ".join(part for part in parts if part)

    def cells(self) -> dict[str, str]:
        known = self.handled or Handled("")
        return {
            "arrival_number": f"{self.entry.number:02d}{self.entry.suffix}",
            "paper": f"{self.described}: {self.paper.title}", "handler": known.handler,
            "due": day(known.due_on), "progress": known.progress, "answer": known.answer,
            "note": " ".join(one for one in (self.mark, known.note) if one),
        }  # fmt: skip


def _rows(book_id: int) -> Select[NumberEntry, Paper]:
    holder = (NumberEntry.holder_kind == "paper") & (NumberEntry.holder_id == Paper.id)
    return (
        select(NumberEntry, Paper)
        .join(Paper, holder)
        .outerjoin(Arrival, Arrival.paper_id == Paper.id)
        .outerjoin(
            Transmittal,
            and_(Paper.owner_kind == "transmittal", Paper.owner_id == Transmittal.id),
        )
        .where(NumberEntry.book_id == book_id, NumberEntry.state == EntryState.USED)
        .order_by(NumberEntry.number, NumberEntry.suffix, NumberEntry.id)
    )


def _is_open() -> ColumnElement[bool]:
    return or_(
        Arrival.status.in_(sorted(OPEN)), Transmittal.status != TransmittalStatus.DECIDED
    )  # fmt: skip


def _wanted(rows: Select[NumberEntry, Paper], show: str, user_id: int | None) -> Any:
    if show == OPEN_ONES:
        return rows.where(_is_open())
    if show == LATE:
        today: date = clock.today()
        return rows.where(_is_open(), or_(Arrival.due_on < today, Transmittal.due_on < today))
    if show == MINE:
        return rows.where(Arrival.handler_id == user_id, Arrival.sent_on.is_not(None))
    return rows


def _found(rows: Any, text: str) -> Any:
    """Narrow by number, author or subject; without marks, where the paper is followed here."""
    if not text:
        return rows
    wanted = [Paper.number_text, Paper.issuer_text, Paper.title]
    plain = [one.icontains(text, autoescape=True) for one in wanted]
    return rows.where(or_(Arrival.search_fold.contains(fold(text), autoescape=True), *plain))


def page_of(
    book: NumberBook, *, show: str, text: str, user_id: int | None, page: int
) -> tuple[list[Followed], bool]:
    """Return a page of lines and whether more follow. The number of queries is constant."""
    rows = _found(_wanted(_rows(book.id), show, user_id), text)
    found = db.session.execute(rows.offset(page * PAGE).limit(PAGE + 1)).all()
    return _followed(found[:PAGE]), len(found) > PAGE


def all_lines(book: NumberBook) -> Iterator[Followed]:
    """Return every line of the book, for printing."""
    found = db.session.execute(_rows(book.id)).all()
    for start in range(0, len(found), BATCH):
        yield from _followed(found[start : start + BATCH])


def _followed(rows: Sequence[Any]) -> list[Followed]:
    known = handled_of(paper for _entry, paper in rows)
    marks = signature_marks(paper.id for _entry, paper in rows)
    return [
        Followed(entry, paper, known.get(paper.id), marks.get(paper.id, ""))
        for entry, paper in rows
    ]


def count_open(book: NumberBook) -> tuple[int, int]:
    """Return how many papers of the book are open, and how many of them are late."""
    return _count(book, OPEN_ONES), _count(book, LATE)


def _count(book: NumberBook, show: str) -> int:
    rows = _wanted(_rows(book.id), show, None).with_only_columns(NumberEntry.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def context(book: NumberBook, organisation: Organisation, *, keeper: str) -> dict[str, Any]:
    """Return what archive/followup_register.docx needs: the whole year."""
    lines = list(all_lines(book))
    place = organisation.place or "…"
    return {
        "organisation": heading_of(organisation), "year": str(book.year),
        "rows": [line.cells() | {"late": bool(line.handled and line.handled.late)}
                 for line in lines],
        "counts": {
            "total": len(lines),
            "late": sum(bool(line.handled and line.handled.late) for line in lines),
        },
        "date_line": f"{place}, {long_date(clock.today())}",
        "signature": {"prefix": "", "post_caps": "NGƯỜI LẬP SỔ", "name": keeper},
    }  # fmt: skip
