"""Numbers with a day that is past: 12a after 12, or the book's next one where nothing is later.

For a paper that has to carry an earlier day. Who may is not asked here.
After a restore a lost one is entered as given outside, like any other number.
"""

from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase

from sqlalchemy import select

from workflow.core import clock, numbers
from workflow.core.bindings import late_note
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.core.number_doubts import FIRST_YEAR
from workflow.core.numbers import BookState, EntryState, NumberBook, NumberEntry, find_book


@dataclass(frozen=True)
class Place:
    """Where a paper of a day would stand: its number and letter, the days of its neighbours.

    Without a letter it is the next number of the book; `after` is then the last one's day.
    """

    number: int
    suffix: str
    after: date | None
    before: date | None


def place_for(organisation_id: int, series: str, dated: date) -> Place:
    """Return the place a paper of that day has in its book, for showing.

    Raises BadInput where the day needs no insertion or has no place.
    """
    return _place(find_book(organisation_id, series, dated.year), dated)


def insert(
    organisation_id: int, series: str, *, dated: date, holder: tuple[str, int], act_key: str,
    note: str, state: EntryState = EntryState.USED,
) -> NumberEntry:  # fmt: skip
    """Give `holder` the next letter after the last number of or before that day.

    Where nothing in the book is later, its next number. The book's row stays locked until the
    transaction ends. The act's key gets its number once (P2); the number is dated no earlier
    than what stands before it, and earlier than what follows (P3). `note` says who permitted
    it and why; the register shows it.
    """
    earlier = db.session.scalars(
        select(NumberEntry).where(NumberEntry.act_key == act_key)
    ).one_or_none()
    if earlier is not None:
        return earlier
    book = _locked(organisation_id, series, dated.year)
    place = _place(book, dated)
    if book is None or not place.suffix:
        entry = numbers.take(
            organisation_id, series, dated=dated, holder=holder, act_key=act_key, state=state
        )
        entry.note = note
        return entry
    entry = NumberEntry(
        book_id=book.id, number=place.number, suffix=place.suffix, dated=dated, state=state,
        holder_kind=holder[0], holder_id=holder[1], act_key=act_key, note=note,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    return entry


def enter_lost(book: NumberBook, number: int, suffix: str, *, dated: date, reason: str) -> None:
    """Enter one number at or below the book's last as given outside: 12a, or a missing 12.

    The caller holds the row of the book, which is shut. Raises BadInput for a number that is
    there already or cannot be.
    """
    if book.state is not BookState.SHUT:
        raise InvalidStep(_("Sổ đang mở. Hãy khóa sổ trước khi ghi các số đã cấp bên ngoài."))
    _check_lost(book, number, suffix)
    if dated.year != book.year or dated > clock.today():
        raise BadInput(
            _("Ngày phải thuộc năm %(year)s và không sau hôm nay.", year=book.year), field="dated"
        )
    if not reason.strip():
        raise BadInput(_("Hãy ghi vì sao số này được cấp bên ngoài."), field="reason")
    db.session.add(
        NumberEntry(
            book_id=book.id, number=number, suffix=suffix, dated=dated, state=EntryState.OUTSIDE,
            holder_kind="book", holder_id=book.id, act_key=f"skip:{book.id}:{number}{suffix}",
            reason=reason, note=late_note(book.id),
        )
    )  # fmt: skip
    db.session.flush()


def _check_lost(book: NumberBook, number: int, suffix: str) -> None:
    if not book.first <= number <= book.last:
        raise BadInput(
            _("Sổ này có từ số %(first)s đến số %(last)s. Số lớn hơn được ghi ở trang “Ghi số đã "
              "cấp bên ngoài”.", first=book.first, last=book.last),
            field="number",
        )  # fmt: skip
    there = select(NumberEntry.id).where(
        NumberEntry.book_id == book.id, NumberEntry.number == number, NumberEntry.suffix == suffix
    )
    if db.session.scalar(there) is not None:
        raise BadInput(
            _("Số %(number)s đã có trong sổ.", number=f"{number:02d}{suffix}"), field="number"
        )


def is_out_of_order(book: NumberBook, number: int, suffix: str, dated: date) -> bool:
    """Whether a number before this one has a later day, or one after it an earlier day."""
    of_book = select(NumberEntry.id).where(NumberEntry.book_id == book.id)
    at, letter = NumberEntry.number, NumberEntry.suffix
    before = (at < number) | ((at == number) & (letter < suffix))
    after = (at > number) | ((at == number) & (letter > suffix))
    wrong = (before & (NumberEntry.dated > dated)) | (after & (NumberEntry.dated < dated))
    return db.session.scalar(of_book.where(wrong).limit(1)) is not None


def _locked(organisation_id: int, series: str, year: int) -> NumberBook | None:
    book = numbers.lock_book(organisation_id, series, year)
    if book is not None and book.state is BookState.SHUT:
        raise InvalidStep(
            _("Sổ “%(series)s” năm %(year)s đang khóa để đối chiếu. Hãy nhờ quản trị viên mở sổ "
              "trước khi cấp số.", series=series, year=year)
        )  # fmt: skip
    return book


def _place(book: NumberBook | None, dated: date) -> Place:
    if dated > clock.today():
        told = _("Ngày %(day)s chưa đến. Hãy lấy ngày hôm nay.", day=f"{dated:%d/%m/%Y}")
        raise BadInput(told, field="dated")
    if dated.year < FIRST_YEAR:
        raise BadInput(_("Ngày %(day)s không thể có.", day=f"{dated:%d/%m/%Y}"), field="dated")
    if dated == clock.today():
        raise BadInput(
            _("Ngày %(day)s là hôm nay: hãy cấp số tiếp theo như thường, không cần số chèn.",
              day=f"{dated:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip
    if book is None:
        return Place(1, "", None, None)
    of_book = select(NumberEntry).where(NumberEntry.book_id == book.id)
    upwards = (NumberEntry.number, NumberEntry.suffix)
    following = db.session.scalars(
        of_book.where(NumberEntry.suffix == "", NumberEntry.dated > dated)
        .order_by(*upwards).limit(1)
    ).one_or_none()  # fmt: skip
    if following is None:
        return Place(book.last + 1, "", book.last_date, None)
    standing = db.session.scalars(
        of_book.where(NumberEntry.number == following.number - 1)
        .order_by(NumberEntry.suffix.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    if standing is None:
        raise BadInput(
            _("Số đầu tiên của sổ mang ngày %(day)s; không có số nào đứng trước để chèn sau.",
              day=f"{following.dated:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip
    return Place(following.number - 1, _letter(standing, dated), standing.dated, following.dated)


def _letter(standing: NumberEntry, dated: date) -> str:
    shown = f"{standing.number:02d}{standing.suffix}"
    if dated < standing.dated:
        raise BadInput(
            _("Số %(number)s đã mang ngày %(day)s; số chèn đứng sau không thể mang ngày sớm hơn.",
              number=shown, day=f"{standing.dated:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip
    if standing.suffix == ascii_lowercase[-1]:
        raise BadInput(_("Sau số %(number)s không còn chữ để chèn.", number=shown), field="dated")
    return ascii_lowercase[ascii_lowercase.index(standing.suffix) + 1] if standing.suffix else "a"
