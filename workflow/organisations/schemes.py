"""How an office divides its papers over number books: kept by year, changed only between years."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.numbers import NumberBook
from workflow.core.series import (
    KINDS,
    MOST_GROUPS,
    USUAL,
    Scheme,
    Way,
    faults_of,
    is_administrative,
    touched,
)
from workflow.organisations.models import NumberScheme, Organisation
from workflow.organisations.queries import get_for_change


def _row_on(organisation_id: int, day: date) -> NumberScheme | None:
    return db.session.scalars(
        select(NumberScheme)
        .where(NumberScheme.organisation_id == organisation_id, NumberScheme.valid_from <= day)
        .order_by(NumberScheme.valid_from.desc())
        .limit(1)
    ).one_or_none()


def _read(row: NumberScheme | None) -> Scheme:
    if row is None:
        return USUAL
    return Scheme(row.way, tuple(tuple(group) for group in row.groups))


def scheme_on(organisation_id: int, day: date) -> Scheme:
    """Return the books of the office as they are divided on `day`."""
    return _read(_row_on(organisation_id, day))


def series_on(organisation_id: int, drafted: str, kind: str, day: date) -> str:
    """Return the book a paper drafted for `drafted` is numbered in on `day`.

    A council's book, and that of copies, is its own whatever the office's scheme says.
    """
    if not is_administrative(drafted) or kind not in KINDS:
        return drafted
    return scheme_on(organisation_id, day).series_of(kind)


def hold(organisation_id: int) -> None:
    """Keep the scheme as it is until the caller's transaction ends; taken before the book."""
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(read=True)
    )


def schemes_of(organisation_id: int) -> Sequence[NumberScheme]:
    """Return what was ever laid down, the latest first."""
    return db.session.scalars(
        select(NumberScheme)
        .where(NumberScheme.organisation_id == organisation_id)
        .order_by(NumberScheme.valid_from.desc())
    ).all()


def begun(organisation_id: int, series: Sequence[str], year: int) -> Sequence[NumberBook]:
    """Return those books that have given a number in the year, or are to begin at one."""
    return db.session.scalars(
        select(NumberBook)
        .where(
            NumberBook.organisation_id == organisation_id, NumberBook.year == year,
            NumberBook.series.in_(series), NumberBook.last > 0,
        )
        .order_by(NumberBook.series)
    ).all()  # fmt: skip


def change(
    public_id: str, way: Way, groups: Sequence[Sequence[str]], *, at_once: bool, actor: Actor
) -> NumberScheme:
    """Lay down the books from 1 January next; at once only while no touched book is in use.

    So number and symbol never repeat within a year. Raises BadInput otherwise, and for kinds
    nobody knows or named twice.
    """
    organisation = get_for_change(public_id, actor)
    _refuse_without_symbol(organisation)
    wanted = Scheme(way, _ordered(groups) if way is Way.GROUPS else ())
    today = clock.today()
    starts = date(today.year + (0 if at_once else 1), 1, 1)
    before = scheme_on(organisation.id, starts)
    if wanted == before:
        raise BadInput(_("Sổ đang được chia đúng như vậy. Chưa có gì thay đổi."), field="way")
    if at_once:
        _refuse_begun(organisation, before, wanted, today.year)
    row = _row_from(organisation.id, starts)
    row.way, row.groups = wanted.way, [list(group) for group in wanted.groups]
    db.session.flush()
    audit.record(
        "books.divide", stream=("organisation", organisation.id), actor=actor,
        detail={"from": f"{starts:%d/%m/%Y}", "way": way.value, "groups": row.groups},
        before=[before.way.value, before.groups], after=[wanted.way.value, wanted.groups],
    )  # fmt: skip
    return row


def _row_from(organisation_id: int, starts: date) -> NumberScheme:
    row = db.session.scalars(
        select(NumberScheme).where(
            NumberScheme.organisation_id == organisation_id, NumberScheme.valid_from == starts
        )
    ).one_or_none()
    if row is None:
        row = NumberScheme(organisation_id=organisation_id, valid_from=starts)
        db.session.add(row)
    return row


def _refuse_without_symbol(organisation: Organisation) -> None:
    if not organisation.symbol:
        raise BadInput(
            _("Đơn vị này không có ký hiệu nên không cấp số riêng. Hãy ghi ký hiệu cho đơn vị."),
            field="way",
        )


def _ordered(groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    unknown, twice = faults_of(groups)
    if unknown:
        raise BadInput(
            _("Không có loại văn bản %(kinds)s. Hãy dùng chữ viết tắt trong bảng bên dưới.",
              kinds=", ".join(f"“{kind}”" for kind in unknown)),
            field="groups",
        )  # fmt: skip
    if twice:
        raise BadInput(
            _("Loại %(kinds)s được ghi ở hai sổ. Mỗi loại chỉ vào một sổ.", kinds=", ".join(twice)),
            field="groups",
        )
    if not 0 < len(groups) <= MOST_GROUPS:
        raise BadInput(
            _("Hãy ghi từ 1 đến %(most)s nhóm, mỗi nhóm một dòng.", most=MOST_GROUPS),
            field="groups",
        )
    order = list(KINDS)
    return tuple(tuple(sorted(group, key=order.index)) for group in groups)


def _refuse_begun(organisation: Organisation, before: Scheme, wanted: Scheme, year: int) -> None:
    used = begun(organisation.id, touched(before, wanted), year)
    if used:
        raise BadInput(
            _("Năm %(year)s sổ %(books)s đã cấp số, nên đổi ngay thì số và ký hiệu có thể trùng. "
              "Hãy chọn áp dụng từ ngày 01/01/%(next)s.",
              year=year, books=", ".join(f"“{book.series}” ({book.last})" for book in used),
              next=year + 1),
            field="starts",
        )  # fmt: skip
