"""Inserted numbers, 12a after 12: dated between its neighbours, the last of its book unmoved.

For a paper that has to carry a day before the book's last one. Who may is not asked here.
"""

from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase

from sqlalchemy import select

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.core.numbers import BookState, EntryState, NumberBook, NumberEntry, find_book


@dataclass(frozen=True)
class Place:
    """Where a paper of a day would stand: after this number, with this letter, before that one."""

    number: int
    suffix: str
    after: date
    before: date


def place_for(organisation_id: int, series: str, dated: date) -> Place:
    """Return the place a paper of that day has in its book, for showing.

    Raises BadInput where the day needs no insertion or has no place.
    """
    book = find_book(organisation_id, series, dated.year)
    if book is None:
        raise BadInput(_("Sổ năm %(year)s chưa cấp số nào.", year=dated.year), field="dated")
    return _place(book, dated)


def insert(
    organisation_id: int, series: str, *, dated: date, holder: tuple[str, int], act_key: str,
    note: str, state: EntryState = EntryState.USED,
) -> NumberEntry:  # fmt: skip
    """Give `holder` the next letter after the last number of or before that day.

    The book's row stays locked until the transaction ends. The act's key gets its number once
    (P2); the letter is dated no earlier than what stands before it, and earlier than what
    follows (P3). `note` says who permitted it and why; the register shows it.
    """
    earlier = db.session.scalars(
        select(NumberEntry).where(NumberEntry.act_key == act_key)
    ).one_or_none()
    if earlier is not None:
        return earlier
    book = _locked(organisation_id, series, dated.year)
    place = _place(book, dated)
    entry = NumberEntry(
        book_id=book.id, number=place.number, suffix=place.suffix, dated=dated, state=state,
        holder_kind=holder[0], holder_id=holder[1], act_key=act_key, note=note,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    return entry


def _locked(organisation_id: int, series: str, year: int) -> NumberBook:
    book = db.session.scalars(
        select(NumberBook)
        .where(
            NumberBook.organisation_id == organisation_id, NumberBook.series == series,
            NumberBook.year == year,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip
    if book is None:
        raise BadInput(_("Sổ năm %(year)s chưa cấp số nào.", year=year), field="dated")
    if book.state is BookState.SHUT:
        raise InvalidStep(
            _("Sổ “%(series)s” năm %(year)s đang khóa để đối chiếu. Hãy nhờ quản trị viên mở sổ "
              "trước khi cấp số.", series=series, year=year)
        )  # fmt: skip
    return book


def _place(book: NumberBook, dated: date) -> Place:
    if dated > clock.today():
        told = _("Ngày %(day)s chưa đến. Hãy lấy ngày hôm nay.", day=f"{dated:%d/%m/%Y}")
        raise BadInput(told, field="dated")
    of_book = select(NumberEntry).where(NumberEntry.book_id == book.id)
    upwards = (NumberEntry.number, NumberEntry.suffix)
    following = db.session.scalars(
        of_book.where(NumberEntry.suffix == "", NumberEntry.dated > dated)
        .order_by(*upwards).limit(1)
    ).one_or_none()  # fmt: skip
    if following is None:
        raise BadInput(
            _("Ngày %(day)s không sớm hơn số gần nhất của sổ: hãy cấp số tiếp theo như thường, "
              "không cần số chèn.", day=f"{dated:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip
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
