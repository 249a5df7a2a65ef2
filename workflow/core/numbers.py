"""Number books: gap-free numbers, at most one a act, never a later number with an earlier date."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core import clock
from workflow.core.bindings import late_note
from workflow.core.db import Base, Versioned, db, enum_type
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _

MOST_SKIPPED = 2000  # more at once is a slip of the hand


class BookState(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class EntryState(StrEnum):
    USED = "used"
    RESERVED = "reserved"
    VOID = "void"  # nobody holds it, with the reason
    OUTSIDE = "outside"  # given, but this database knows nothing of the paper


class NumberBook(Versioned, Base):
    """The numbers of one series of one organisation in one year.

    `series` is a word like "QĐ", "VB", "HĐTĐKT" or "golden:…"; councils have their own.
    """

    __tablename__ = "number_books"
    __table_args__ = (UniqueConstraint("organisation_id", "series", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    series: Mapped[str]
    year: Mapped[int]
    first: Mapped[int] = mapped_column(default=1)
    last: Mapped[int] = mapped_column(default=0)
    last_date: Mapped[date | None]
    state: Mapped[BookState] = mapped_column(enum_type(BookState), default=BookState.OPEN)


class NumberEntry(Base):
    """One number of a book: who holds it, or why nobody does. Rows are never deleted."""

    __tablename__ = "number_entries"
    __table_args__ = (UniqueConstraint("book_id", "number", "suffix"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey(NumberBook.id))
    number: Mapped[int]
    suffix: Mapped[str] = mapped_column(default="")
    dated: Mapped[date]
    state: Mapped[EntryState] = mapped_column(enum_type(EntryState), default=EntryState.USED)
    holder_kind: Mapped[str]
    holder_id: Mapped[int]
    act_key: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")  # who permitted it and why; that it came late


def written(number: int, suffix: str, symbol: str) -> str:
    """Return the number as printed, at least two digits: `05/QĐ-CQLTT` (Decree 30, PL I II.3)."""
    return f"{number:02d}{suffix}/{symbol}"


def find_book(organisation_id: int, series: str, year: int) -> NumberBook | None:
    return db.session.scalars(
        select(NumberBook).where(
            NumberBook.organisation_id == organisation_id,
            NumberBook.series == series, NumberBook.year == year,
        )
    ).one_or_none()  # fmt: skip


def lock_book(organisation_id: int, series: str, year: int) -> NumberBook | None:
    """Return the book as it is stored now, its row locked until the transaction ends."""
    return db.session.scalars(
        select(NumberBook)
        .where(
            NumberBook.organisation_id == organisation_id,
            NumberBook.series == series, NumberBook.year == year,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip


def next_number(organisation_id: int, series: str, year: int) -> int:
    """Return the number the next act would get, for showing; only `take` gives it."""
    book = find_book(organisation_id, series, year)
    return 1 if book is None else book.last + 1


def open_book(organisation_id: int, series: str, year: int, *, first: int = 1) -> NumberBook:
    """Open a book that starts at `first`: the year an office adopts the product in mid-year.

    Raises BadInput when the book has already given numbers or `first` is below one.
    """
    if first < 1:
        raise BadInput(_("Số đầu tiên của sổ phải từ 1 trở lên."), field="first")
    book = find_book(organisation_id, series, year)
    if book is None:
        book = NumberBook(organisation_id=organisation_id, series=series, year=year)
        db.session.add(book)
    elif book.last >= book.first:
        raise BadInput(
            _(
                "Sổ “%(series)s” năm %(year)s đã cấp đến số %(last)s; "
                "không đổi số đầu tiên được nữa.",
                series=series,
                year=year,
                last=book.last,
            ),
            field="first",
        )
    book.first, book.last = first, first - 1
    db.session.flush()
    return book


def take(
    organisation_id: int, series: str, *, dated: date, holder: tuple[str, int], act_key: str,
    state: EntryState = EntryState.USED,
) -> NumberEntry:  # fmt: skip
    """Give `holder` the next number of the year of `dated`, or the one `act_key` got before.

    The book's row stays locked until the caller's transaction ends, so call it last and
    do nothing slow after it. Raises InvalidStep when the book is shut, BadInput when the
    date is in the future or before the book's last date (promises P1, P2, P3).
    """
    earlier = db.session.scalars(
        select(NumberEntry).where(NumberEntry.act_key == act_key)
    ).one_or_none()
    if earlier is not None:
        return earlier
    if dated > clock.today():
        told = _("Ngày %(day)s chưa đến. Hãy lấy ngày hôm nay.", day=f"{dated:%d/%m/%Y}")
        raise BadInput(told, field="dated")
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    first = insert(NumberBook).values(
        organisation_id=organisation_id, series=series, year=dated.year,
        first=1, last=1, last_date=dated, state=BookState.OPEN, version=1,
    )  # fmt: skip
    upsert = first.on_conflict_do_update(
        index_elements=["organisation_id", "series", "year"],
        set_={"last": NumberBook.last + 1, "last_date": dated},
        where=(NumberBook.state == BookState.OPEN)
        & ((NumberBook.last_date.is_(None)) | (NumberBook.last_date <= dated)),
    )
    row = db.session.execute(upsert.returning(NumberBook.id, NumberBook.last)).one_or_none()
    if row is None:
        raise _why_refused(organisation_id, series, dated)
    entry = NumberEntry(
        book_id=row.id, number=row.last, dated=dated, state=state,
        holder_kind=holder[0], holder_id=holder[1], act_key=act_key,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    return entry


def _why_refused(organisation_id: int, series: str, dated: date) -> Exception:
    book = find_book(organisation_id, series, dated.year)
    if book is None or book.state is BookState.SHUT:
        return InvalidStep(
            _(
                "Sổ “%(series)s” năm %(year)s đang khóa để đối chiếu. "
                "Hãy nhờ quản trị viên mở sổ trước khi cấp số.",
                series=series,
                year=dated.year,
            )
        )
    return BadInput(
        _(
            "Số %(last)s của sổ này mang ngày %(last_day)s; "
            "số sau không thể mang ngày %(day)s sớm hơn.",
            last=book.last,
            last_day=f"{book.last_date:%d/%m/%Y}",
            day=f"{dated:%d/%m/%Y}",
        ),
        field="dated",
    )


def void(entry: NumberEntry, *, reason: str) -> None:
    """Record that nobody holds the number; the row and the reason stay. Needs a reason."""
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do bỏ trống số này."), field="reason")
    entry.state, entry.reason = EntryState.VOID, reason


def skip(book: NumberBook, up_to: int, *, dated: date, reason: str) -> None:
    """Enter the numbers up to `up_to` as given where this database knows nothing of it.

    For a book restored from a backup: what left the house since is never given again, and
    every number has its row (promises P1, P4). The caller holds the book's row. Raises
    InvalidStep while the book is open, BadInput for a number or day that cannot be.
    """
    if book.state is not BookState.SHUT:
        raise InvalidStep(_("Sổ đang mở. Hãy khóa sổ trước khi ghi các số đã cấp bên ngoài."))
    _check_skipped(book, up_to, dated)
    if not reason.strip():
        raise BadInput(_("Hãy ghi vì sao số này được cấp bên ngoài."), field="reason")
    note = late_note(book.id)
    db.session.add_all(
        NumberEntry(
            book_id=book.id, number=number, dated=dated, state=EntryState.OUTSIDE,
            holder_kind="book", holder_id=book.id, act_key=f"skip:{book.id}:{number}",
            reason=reason, note=note,
        )
        for number in range(book.last + 1, up_to + 1)
    )  # fmt: skip
    book.last, book.last_date = up_to, dated
    db.session.flush()


def _check_skipped(book: NumberBook, up_to: int, dated: date) -> None:
    if not book.last < up_to <= book.last + MOST_SKIPPED:
        raise BadInput(
            _(
                "Sổ này đã đến số %(last)s. Hãy ghi một số từ %(from)s đến %(to)s.",
                **{"last": book.last, "from": book.last + 1, "to": book.last + MOST_SKIPPED},
            ),
            field="up_to",
        )
    if dated.year != book.year or dated > clock.today():
        raise BadInput(
            _("Ngày phải thuộc năm %(year)s và không sau hôm nay.", year=book.year), field="dated"
        )
    if book.last_date is not None and dated < book.last_date:
        raise BadInput(
            _("Số %(last)s của sổ này mang ngày %(day)s; số sau không thể mang ngày sớm hơn.",
              last=book.last, day=f"{book.last_date:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip


def list_entries(book_id: int) -> Sequence[NumberEntry]:
    return db.session.scalars(
        select(NumberEntry)
        .where(NumberEntry.book_id == book_id)
        .order_by(NumberEntry.number, NumberEntry.suffix)
    ).all()


def gaps(book: NumberBook) -> list[int]:
    """Return the numbers from the book's start to its last that have no row; none, if P1 holds."""
    held = {entry.number for entry in list_entries(book.id)}
    return [number for number in range(book.first, book.last + 1) if number not in held]
