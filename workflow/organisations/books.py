"""Number books as an administrator keeps them: opened with a first number, shut, opened again."""

from collections.abc import Sequence

from sqlalchemy import select

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.i18n import _
from workflow.core.numbers import BookState, NumberBook, open_book
from workflow.core.text import one_line
from workflow.organisations.models import Organisation
from workflow.organisations.queries import get_for_change, get_visible

MOST = 100


def books_of(organisation: Organisation, year: int) -> Sequence[NumberBook]:
    """Return the organisation's books of a year, by series."""
    return db.session.scalars(
        select(NumberBook)
        .where(NumberBook.organisation_id == organisation.id, NumberBook.year == year)
        .order_by(NumberBook.series)
        .limit(MOST)
    ).all()


def open_new(public_id: str, series: str, year: int, *, first: int, actor: Actor) -> NumberBook:
    """Open a book whose next number is `first`. Raises BadInput once it has given numbers."""
    organisation = get_for_change(public_id, actor)
    if not organisation.symbol:
        raise BadInput(
            _("Đơn vị này không có ký hiệu nên không cấp số riêng. Hãy ghi ký hiệu cho đơn vị."),
            field="organisation",
        )
    book = open_book(organisation.id, one_line(series), year, first=first)
    audit.record(
        "book.open", stream=("book", book.id), actor=actor,
        detail={"series": book.series, "year": year, "first": first},
    )  # fmt: skip
    return book


def shut(public_id: str, series: str, year: int, *, actor: Actor) -> NumberBook:
    """Give no more numbers from the book until it is opened again."""
    return _turn(public_id, series, year, (BookState.OPEN, BookState.SHUT), actor)


def reopen(public_id: str, series: str, year: int, *, actor: Actor) -> NumberBook:
    return _turn(public_id, series, year, (BookState.SHUT, BookState.OPEN), actor)


def _turn(
    public_id: str, series: str, year: int, states: tuple[BookState, BookState], actor: Actor
) -> NumberBook:
    organisation = get_visible(public_id, actor)
    present, target = states
    book = db.session.scalars(
        select(NumberBook)
        .where(
            NumberBook.organisation_id == organisation.id,
            NumberBook.series == series,
            NumberBook.year == year,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if book is None:
        raise NotVisible(_("Không tìm thấy sổ này."))
    if book.state is not present:
        raise InvalidStep(_("Sổ đã được đổi trạng thái trước đó. Hãy tải lại trang."))
    book.state = target
    audit.record(f"book.{target.value}", stream=("book", book.id), actor=actor)
    return book
