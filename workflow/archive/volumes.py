"""Registers closed and bound for good once their year is over: one PDF an edition, kept.

Any book can be bound: `Volume` names its template, what its rows are and their heads.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflow.archive import copy_register, registers
from workflow.archive.bookkeeping import Account, account_of
from workflow.core import audit, bindings, clock, numbers
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.core.jobs import JobState
from workflow.core.numbers import BookState, NumberBook
from workflow.core.workbooks import workbook
from workflow.documents import generation
from workflow.documents.copies.services import SERIES
from workflow.documents.models import DocumentLink, Drawing
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.organisations.models import Organisation

PURPOSE = "bound."
MOST_NAMED = 5
MOST_TOLD = 20
Context = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Volume:
    """How one register looks when bound: its template, its name, what its rows hold."""

    template: str
    name: str
    context: Context
    heads: Sequence[tuple[str, Any]]


OUTGOING = Volume(
    "archive/bound_outgoing", "Sổ đăng ký văn bản đi", registers.outgoing_context,
    registers.OUTGOING_HEADS,
)  # fmt: skip
INCOMING = Volume(
    "archive/bound_incoming", "Sổ đăng ký văn bản đến", registers.incoming_context,
    registers.INCOMING_HEADS,
)  # fmt: skip
COPIES = Volume(
    "archive/bound_copies", "Sổ đăng ký bản sao", copy_register.context, copy_register.HEADS
)


@dataclass(frozen=True)
class Edition:
    """A binding that was asked for: its drawing, and its files once they are there."""

    number: int
    drawing: Drawing
    links: Sequence[DocumentLink]

    @property
    def pdf(self) -> DocumentLink | None:
        return next((one for one in self.links if one.role is FileRole.OFFERED), None)

    @property
    def is_stuck(self) -> bool:
        """Whether its drawing failed for good and has to be asked for again."""
        job = self.drawing.job
        return self.pdf is None and job is not None and job.state is JobState.FAILED


def volume_of(book: NumberBook) -> Volume:
    return {registers.INCOMING: INCOMING, SERIES: COPIES}.get(book.series, OUTGOING)


def editions_of(book: NumberBook) -> list[Edition]:
    """Return the book's bindings, the first one first; none is ever taken away."""
    drawings = db.session.scalars(
        select(Drawing)
        .where(
            Drawing.owner_kind == "number_book", Drawing.owner_id == book.id,
            Drawing.purpose.startswith(PURPOSE),
        )
        .order_by(Drawing.id)
    ).all()  # fmt: skip
    links: dict[str, list[DocumentLink]] = {}
    for link in documents_of("number_book", book.id) if drawings else []:
        links.setdefault(link.purpose, []).append(link)
    return [
        Edition(number, drawing, links.get(drawing.purpose, []))
        for number, drawing in enumerate(drawings, start=1)
    ]


def workbook_of(book: NumberBook, edition: Edition | None) -> tuple[str, bytes]:
    """Return name and bytes of a sheet with the very lines that were bound; else those of now."""
    volume = volume_of(book)
    if edition is None:
        organisation = registers.organisation_of(book.organisation_id)
        title, lines = _named(volume, book), volume.context(book, organisation, keeper="")["rows"]
    else:
        title, lines = edition.drawing.title, edition.drawing.context["rows"]
    heads = [(key, str(label)) for key, label in volume.heads]
    return title, workbook(title, heads, lines)


def _named(volume: Volume, book: NumberBook) -> str:
    return f"{volume.name} {book.series} {book.year}"


def is_changed(book: NumberBook, editions: Sequence[Edition]) -> bool:
    """Whether the register says something else than its last binding."""
    if not editions:
        return True
    context = volume_of(book).context(book, registers.organisation_of(book.organisation_id),
                                      keeper="")  # fmt: skip
    return editions[-1].drawing.context.get("content") != _content(context)


def hindrances(book: NumberBook, account: Account) -> list[str]:
    """Return why the book cannot be closed yet, each as a sentence with the way out."""
    if book.year >= clock.today().year:
        return [_("Năm %(year)s chưa hết, sổ còn cấp số. Đóng sổ từ ngày 01/01/%(next)s.",
                  year=book.year, next=book.year + 1)]  # fmt: skip
    found = []
    if book.state is BookState.SHUT:
        found.append(_("Sổ đang khóa để đối chiếu. Quản trị viên đối chiếu và mở sổ trước."))
    if not account.total:
        found.append(_("Sổ không có số nào để đóng."))
    if account.reserved:
        named = ", ".join(line.code for line in account.reserved[:MOST_NAMED])
        found.append(_("Còn %(n)s số đang giữ chưa dùng (%(named)s). Văn thư ghi lý do bỏ trống "
                       "từng số trước.", n=len(account.reserved), named=named))  # fmt: skip
    missing = numbers.gaps(book)
    if missing:
        found.append(_("Sổ thiếu số %(named)s. Hãy báo quản trị viên đối chiếu sổ.",
                       named=", ".join(str(one) for one in missing[:MOST_NAMED])))  # fmt: skip
    return found


def bind(book_id: int, *, actor: Actor) -> None:
    """Have the closed register drawn as one PDF, kept beside those bound before.

    Raises InvalidStep while the year runs, while a number is held, or when nothing changed
    since the last binding; one whose drawing failed is drawn again.
    """
    book = db.session.get_one(NumberBook, book_id, with_for_update=True, populate_existing=True)
    account = account_of(book)
    hindered = hindrances(book, account)
    if hindered:
        raise InvalidStep(" ".join(hindered))
    editions, volume = editions_of(book), volume_of(book)
    organisation = registers.organisation_of(book.organisation_id)
    context = volume.context(book, organisation, keeper=actor.name)
    content = _content(context)
    if editions and editions[-1].drawing.context.get("content") == content:
        if editions[-1].is_stuck:
            generation.try_again(editions[-1].drawing)
            return
        raise InvalidStep(_("Sổ không thay đổi từ lần đóng trước; bản đã đóng vẫn dùng được."))
    number = len(editions) + 1
    whole = context | _closing(book, organisation, account, number) | {"content": content}
    whole["since"] = _since(context["rows"], editions[-1], book) if editions else ""
    title = f"{_named(volume, book)}, bản đóng lần {number}"
    generation.request(
        volume.template, whole, title=title, owner=("number_book", book.id),
        purpose=f"{PURPOSE}{number}", organisation_id=organisation.id, actor=actor,
    )  # fmt: skip
    audit.record(
        bindings.ACT, stream=(bindings.STREAM, book.id), actor=actor,
        detail={"series": book.series, "year": book.year, "edition": number, "content": content},
    )  # fmt: skip


def _content(context: dict[str, Any]) -> str:
    return audit.digest_of([context["rows"], context["from_number"], context["to_number"]])


def _since(rows: Sequence[dict[str, Any]], last: Edition, book: NumberBook) -> str:
    """Say what this binding has that the one before had not, in the words of the paper."""
    before = {_number_of(row): row for row in last.drawing.context["rows"]}
    added = [_number_of(row) for row in rows if _number_of(row) not in before]
    other = [key for row in rows if (key := _number_of(row)) in before and before[key] != row]
    bound = bindings.last_binding(book.id)
    when = f" ngày {bound.on:%d/%m/%Y}" if bound else ""
    told = [f"Bản này thay bản đóng lần {last.number}{when}"]
    told += [f"thêm số {_named_numbers(added)}"] if added else []
    told += [f"đổi dòng của số {_named_numbers(other)}"] if other else []
    return ", ".join(told) + "."


def _number_of(row: dict[str, Any]) -> str:
    """Return the number of a line without its symbol, by which it is the same line later."""
    return str(row.get("arrival_number") or row["code"]).partition("/")[0]


def _named_numbers(found: Sequence[str]) -> str:
    shown = ", ".join(found[:MOST_TOLD])
    return shown if len(found) <= MOST_TOLD else f"{shown} và {len(found) - MOST_TOLD} số khác"


def _closing(
    book: NumberBook, organisation: Organisation, account: Account, number: int
) -> dict[str, Any]:
    counts = {
        "total": account.total, "used": account.used, "inserted": len(account.inserted),
        "voided": len(account.voids), "outside": len(account.skipped),
    }  # fmt: skip
    head = (organisation.head_post or "Người đứng đầu").upper()
    return {
        "counts": counts, "edition": str(number), "book": f"Sổ {book.series}",
        "bound_on": f"{clock.today():%d/%m/%Y}",
        "to_date": f"31/12/{book.year}",
        "confirmation": {"prefix": "", "post_caps": head, "name": ""},
    }  # fmt: skip
