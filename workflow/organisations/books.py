"""Number books as an administrator keeps them: opened, shut, compared with paper, reopened."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from workflow.core import audit, clock, inserting, numbers
from workflow.core.actors import SYSTEM, Actor
from workflow.core.bindings import last_binding
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.i18n import _
from workflow.core.numbering_text import read
from workflow.core.numbers import BookState, NumberBook, find_book, lock_book, open_book
from workflow.core.series import COMMON, KINDS, is_administrative
from workflow.core.text import one_line
from workflow.core.working_days import is_working, special_days
from workflow.organisations import schemes
from workflow.organisations.models import Organisation
from workflow.organisations.queries import get_for_change, get_visible

COPIES, ARRIVALS = "SAO", "ĐẾN"
MOST = 100
MANY = 30  # numbers given outside; more at once may be a slip of the hand


def books_of(organisation: Organisation, year: int) -> Sequence[NumberBook]:
    """Return the organisation's books of a year, by series."""
    return db.session.scalars(
        select(NumberBook)
        .where(NumberBook.organisation_id == organisation.id, NumberBook.year == year)
        .order_by(NumberBook.series)
        .limit(MOST)
    ).all()


def holds_papers(book: NumberBook) -> bool:
    """Whether the book is of papers or copies: dossier codes and golden books are neither."""
    return book.series != "HS" and not book.series.startswith("golden:")


def open_new(public_id: str, series: str, year: int, *, first: int, actor: Actor) -> NumberBook:
    """Open a book whose next number is `first`. Raises BadInput once it has given numbers."""
    organisation = get_for_change(public_id, actor)
    if not organisation.symbol:
        raise BadInput(
            _("Đơn vị này không có ký hiệu nên không cấp số riêng. Hãy ghi ký hiệu cho đơn vị."),
            field="organisation",
        )
    name = one_line(series)
    _refuse_unused(organisation, name, year)
    book = open_book(organisation.id, name, year, first=first)
    audit.record(
        "book.open", stream=("book", book.id), actor=actor,
        detail={"series": book.series, "year": year, "first": first},
    )  # fmt: skip
    return book


def _refuse_unused(organisation: Organisation, series: str, year: int) -> None:
    """Refuse a book nothing would ever be numbered in: its start would be lost unseen."""
    used = schemes.scheme_on(organisation.id, date(year, 12, 31)).series
    known = {kind.casefold(): kind for kind in (*used, COMMON, COPIES, ARRIVALS, *KINDS)}
    if series in (*used, COPIES, ARRIVALS) or series.casefold() not in known:
        return
    if is_administrative(series):
        told = _("Năm %(year)s cơ quan không có sổ “%(series)s”: văn bản hành chính vào sổ "
                 "%(used)s. Hãy mở đúng sổ đó, hoặc chia lại sổ trước.", year=year, series=series,
                 used=", ".join(f"“{one}”" for one in used))  # fmt: skip
    else:
        told = _("Hãy ghi “%(known)s” đúng chữ hoa, chữ thường.", known=known[series.casefold()])
    raise BadInput(told, field="series")


def shut(public_id: str, series: str, year: int, *, actor: Actor) -> NumberBook:
    """Give no more numbers from the book until it is opened again."""
    return _turn(public_id, series, year, (BookState.OPEN, BookState.SHUT), actor)


def reopen(public_id: str, series: str, year: int, *, actor: Actor) -> NumberBook:
    return _turn(public_id, series, year, (BookState.SHUT, BookState.OPEN), actor)


def skip(
    public_id: str, series: str, year: int, up_to: int, *, dated: date, reason: str, actor: Actor,
    known: bool = False,
) -> NumberBook:  # fmt: skip
    """Enter what was given outside this database: after a restore, or on paper meanwhile.

    What looks like a slip of the hand has to be `known`; the journal says that it was.
    """
    book = _locked(public_id, series, year, actor)
    before, doubts = book.last, doubts_of_skip(book, up_to, dated)
    numbers.skip(book, up_to, dated=dated, reason=one_line(reason))
    _refuse_unknown(doubts, known=known)
    audit.record(
        "book.skip", stream=("book", book.id), actor=actor,
        detail={"from": before + 1, "to": up_to, "reason": one_line(reason), "doubts": doubts},
    )  # fmt: skip
    return book


def doubts_of_skip(book: NumberBook, up_to: int, dated: date) -> list[str]:
    """Return what is odd about numbers given outside: so many, a day nobody works, a bound book."""
    found = []
    if up_to - book.last > MANY:
        found.append(_("Ghi một lần %(n)s số, từ %(first)s đến %(last)s.",
                       n=up_to - book.last, first=book.last + 1, last=up_to))  # fmt: skip
    if not is_working(dated, special_days(dated, dated)):
        found.append(_("Ngày %(day)s là ngày nghỉ.", day=f"{dated:%d/%m/%Y}"))
    return found + _bound_words(book)


def _bound_words(book: NumberBook) -> list[str]:
    binding = last_binding(book.id)
    if binding is None:
        return []
    told = _("Sổ này đã đóng lần %(n)s ngày %(day)s; số ghi thêm được ghi rõ là sau khi đóng, và "
             "sổ phải đóng lại.", n=binding.edition, day=f"{binding.on:%d/%m/%Y}")  # fmt: skip
    return [told]


def enter_lost(
    public_id: str, series: str, year: int, typed: str, *, dated: date, reason: str,
    actor: Actor, known: bool = False,
) -> str:  # fmt: skip
    """Enter one lost number, 12a or a missing 12, as given outside; return it as it is shown."""
    book, written = _locked(public_id, series, year, actor), read(typed)
    if written.number is None:
        raise BadInput(_("Hãy ghi số như trên văn bản, ví dụ 12a."), field="number")
    number, suffix = written.number, written.suffix
    inserting.enter_lost(book, number, suffix, dated=dated, reason=one_line(reason))
    doubts = _bound_words(book)
    if inserting.is_out_of_order(book, number, suffix, dated):
        doubts.append(_("Ngày %(day)s không nằm giữa ngày của số trước và số sau.",
                        day=f"{dated:%d/%m/%Y}"))  # fmt: skip
    _refuse_unknown(doubts, known=known)
    shown = f"{number:02d}{suffix}"
    audit.record(
        "book.enter_lost", stream=("book", book.id), actor=actor,
        detail={"number": shown, "dated": f"{dated:%d/%m/%Y}", "reason": one_line(reason),
                "doubts": doubts},
    )  # fmt: skip
    return shown


def _refuse_unknown(doubts: Sequence[str], *, known: bool) -> None:
    if doubts and not known:
        raise BadInput(
            " ".join([*doubts, _("Nếu đúng, hãy đánh dấu xác nhận rồi ghi lại.")]), field="known"
        )


def shut_all() -> int:
    """Shut every book, as the operator does after a restore; return how many were open.

    A series whose book of this year is not there may have been opened since the backup: it
    would begin at 1 again, so it gets its book now, shut.
    """
    opened = db.session.scalars(
        select(NumberBook).where(NumberBook.state == BookState.OPEN).with_for_update()
    ).all()
    for book in opened:
        book.state = BookState.SHUT
    missing = [
        NumberBook(organisation_id=where, series=series, year=clock.today().year,
                   state=BookState.SHUT)
        for where, series in _series_without_a_book(clock.today().year)
    ]  # fmt: skip
    db.session.add_all(missing)
    db.session.flush()
    for book in (*opened, *missing):
        audit.record("book.shut", stream=("book", book.id), actor=SYSTEM)
    return len(opened) + len(missing)


def open_reconciled(book_id: int) -> None:
    """Open a shut book that was found to fit papers and files, as the operator asked."""
    book = db.session.get_one(NumberBook, book_id, with_for_update=True, populate_existing=True)
    if book.state is BookState.SHUT:
        book.state = BookState.OPEN
        audit.record(
            "book.open", stream=("book", book.id), actor=SYSTEM, detail={"reconciled": True}
        )


def _series_without_a_book(year: int) -> Sequence[tuple[int, str]]:
    of = (NumberBook.organisation_id, NumberBook.series)
    has_one = select(*of).where(NumberBook.year == year)
    earlier = select(*of).where(NumberBook.year < year)
    return [(row[0], row[1]) for row in db.session.execute(earlier.except_(has_one))]


def get_book(public_id: str, series: str, year: int, actor: Actor) -> NumberBook:
    """Return a book of an organisation the actor administers, to be shown."""
    organisation = get_visible(public_id, actor)
    book = find_book(organisation.id, series, year)
    if book is None:
        raise NotVisible(_("Không tìm thấy sổ này."))
    return book


def _turn(
    public_id: str, series: str, year: int, states: tuple[BookState, BookState], actor: Actor
) -> NumberBook:
    present, target = states
    book = _locked(public_id, series, year, actor)
    if book.state is not present:
        raise InvalidStep(_("Sổ đã được đổi trạng thái trước đó. Hãy tải lại trang."))
    book.state = target
    audit.record(f"book.{target.value}", stream=("book", book.id), actor=actor)
    return book


def _locked(public_id: str, series: str, year: int, actor: Actor) -> NumberBook:
    organisation = get_visible(public_id, actor)
    book = lock_book(organisation.id, series, year)
    if book is None:
        raise NotVisible(_("Không tìm thấy sổ này."))
    return book
