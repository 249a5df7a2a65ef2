"""Enter and take back the rows of a recipient's ledgers; each act is written to the journal."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import Base, db
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.recipients.models import (
    Absence,
    Coverage,
    Discipline,
    Hold,
    Lineage,
    Recipient,
    RecipientKind,
    Strength,
    YearlyGrade,
)
from workflow.recipients.policies import ledger_keeper
from workflow.recipients.queries import get_for_change
from workflow.recipients.states import DisciplineLevel, Grade, Ledger

FIRST_YEAR = 1945
MOST_MEMBERS = 1_000_000
_UNSAID = frozenset({"id", "public_id", "recipient_id", "entered_by_id"})
BOOKS: dict[str, Any] = {
    "grades": YearlyGrade, "strengths": Strength, "disciplines": Discipline, "holds": Hold,
    "coverages": Coverage, "lineages": Lineage, "absences": Absence,
}  # fmt: skip


def open_ledger(public_id: str, actor: Actor) -> Recipient:
    """Return the recipient, locked, for somebody who may write into the ledgers."""
    recipient = get_for_change(public_id, actor)
    if not ledger_keeper(actor, recipient.id):
        raise NotAllowed(
            _("Chỉ cán bộ thi đua, thư ký của đơn vị quản lý hoặc cấp trên được ghi sổ này.")
        )
    return recipient


def checked_year(year: int, field: str = "year") -> int:
    """Return the year of something that has happened."""
    this_year = clock.today().year
    if not FIRST_YEAR <= year <= this_year:
        raise BadInput(
            _(
                "Năm %(year)s không thể có. Ghi năm từ %(first)s đến %(last)s.",
                year=str(year), first=str(FIRST_YEAR), last=str(this_year),
            ),
            field=field,
        )  # fmt: skip
    return year


def checked_text(text: str, field: str) -> str:
    clean = one_line(text)
    if not clean:
        raise BadInput(_("Hãy điền ô này."), field=field)
    return clean


def checked_days(starts_on: date, ends_on: date | None) -> None:
    """Refuse days that cannot be; an end may lie ahead, a beginning may not."""
    checked_year(starts_on.year, "starts_on")
    if starts_on > clock.today():
        raise BadInput(_("Ngày này chưa đến. Hãy kiểm tra lại."), field="starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise BadInput(_("Ngày kết thúc sớm hơn ngày bắt đầu."), field="ends_on")


def need_collective(recipient: Recipient) -> None:
    if recipient.kind is not RecipientKind.COLLECTIVE:
        raise BadInput(_("Mục này chỉ ghi cho tập thể."))


def content_of(row: Base) -> dict[str, Any]:
    """Return what the row says as plain values, so that the journal can give it back."""
    found = {}
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        if column.key in _UNSAID or value is None or value == "":
            continue
        plain = value.value if isinstance(value, StrEnum) else value
        found[column.key] = plain.isoformat() if isinstance(plain, date) else plain
    return found


def enter(row: Any, actor: Actor) -> None:
    """Store a new row of a ledger and write who entered what."""
    db.session.add(row)
    db.session.flush()
    audit.record(
        "ledger.add", stream=("recipient", row.recipient_id), actor=actor,
        subject=(row.__tablename__, row.id), detail=content_of(row),
    )  # fmt: skip


def take_back(model: Any, row_id: int, recipient: Recipient, actor: Actor) -> None:
    """Delete a row that was entered wrongly; the journal keeps what it said."""
    row = find_row(model, row_id, recipient)
    audit.record(
        "ledger.remove", stream=("recipient", recipient.id), actor=actor,
        subject=(row.__tablename__, row.id), detail=content_of(row),
    )  # fmt: skip
    db.session.delete(row)
    db.session.flush()


def find_row(model: Any, row_id: int, recipient: Recipient) -> Any:
    row = db.session.scalars(
        select(model).where(model.id == row_id, model.recipient_id == recipient.id)
    ).one_or_none()
    if row is None:
        raise BadInput(_("Dòng này không còn trong sổ. Hãy tải lại trang."))
    return row


def exists(model: Any, recipient: Recipient, **values: object) -> bool:
    asked = select(model.id).filter_by(recipient_id=recipient.id, **values)
    return db.session.scalars(asked.limit(1)).first() is not None


def enter_grade(
    public_id: str, *, year: int, grade: Grade, source: str, actor: Actor
) -> YearlyGrade:
    """Enter a yearly grade; another one for the same year stays beside it for people to see."""
    recipient = open_ledger(public_id, actor)
    checked_year(year)
    if exists(YearlyGrade, recipient, year=year, grade=grade):
        raise BadInput(_("Kết quả này của năm %(year)s đã ghi rồi.", year=str(year)), field="grade")
    row = YearlyGrade(recipient_id=recipient.id, year=year, grade=grade, source=one_line(source))
    enter(row, actor)
    return row


def enter_strength(public_id: str, *, year: int, members: int, actor: Actor) -> Strength:
    recipient = open_ledger(public_id, actor)
    need_collective(recipient)
    checked_year(year)
    if not 1 <= members <= MOST_MEMBERS:
        raise BadInput(_("Số người phải từ 1 đến 1.000.000."), field="members")
    if exists(Strength, recipient, year=year):
        raise BadInput(
            _("Số người năm %(year)s đã ghi rồi. Xóa dòng cũ nếu sai.", year=str(year)),
            field="year",
        )
    row = Strength(recipient_id=recipient.id, year=year, members=members)
    enter(row, actor)
    return row


def enter_discipline(
    public_id: str, *, level: DisciplineLevel, starts_on: date, ends_on: date, source: str,
    actor: Actor,
) -> Discipline:  # fmt: skip
    recipient = open_ledger(public_id, actor)
    checked_days(starts_on, ends_on)
    row = Discipline(
        recipient_id=recipient.id, level=level, starts_on=starts_on, ends_on=ends_on,
        source=one_line(source),
    )  # fmt: skip
    enter(row, actor)
    return row


def enter_hold(
    public_id: str, *, reason: str, starts_on: date, ends_on: date | None, actor: Actor
) -> Hold:
    """Enter an inspection or investigation; without an end it still lasts."""
    recipient = open_ledger(public_id, actor)
    clean = checked_text(reason, "reason")
    checked_days(starts_on, ends_on)
    row = Hold(
        recipient_id=recipient.id, reason=clean, starts_on=starts_on, ends_on=ends_on,
        entered_by_id=actor.user_id or 0,
    )  # fmt: skip
    enter(row, actor)
    return row


def end_hold(public_id: str, *, hold_id: int, ends_on: date, actor: Actor) -> Hold:
    """Write the day an inspection was concluded."""
    recipient = open_ledger(public_id, actor)
    hold: Hold = find_row(Hold, hold_id, recipient)
    if hold.ends_on is not None:
        raise BadInput(_("Việc này đã kết thúc trước đó."), field="hold_id")
    checked_days(hold.starts_on, ends_on)
    if ends_on > clock.today():
        raise BadInput(_("Ngày này chưa đến. Hãy kiểm tra lại."), field="ends_on")
    hold.ends_on = ends_on
    audit.record(
        "hold.end", stream=("recipient", recipient.id), actor=actor, subject=("holds", hold.id),
        detail=content_of(hold),
    )  # fmt: skip
    return hold


def enter_coverage(
    public_id: str, *, ledger: Ledger, first_year: int, last_year: int, from_the_start: bool,
    source: str, actor: Actor,
) -> Coverage:  # fmt: skip
    """Say for which years a ledger is complete, so that silence in them means “none”."""
    recipient = open_ledger(public_id, actor)
    checked_year(first_year, "first_year")
    checked_year(last_year, "last_year")
    if last_year < first_year:
        raise BadInput(_("Năm cuối sớm hơn năm đầu."), field="last_year")
    said = {"ledger": ledger, "first_year": first_year, "last_year": last_year}
    if exists(Coverage, recipient, from_the_start=from_the_start, **said):
        raise BadInput(_("Khoảng năm này đã ghi rồi."), field="first_year")
    row = Coverage(
        recipient_id=recipient.id, from_the_start=from_the_start, source=one_line(source), **said
    )
    enter(row, actor)
    return row


def remove(public_id: str, *, book: str, row_id: int, actor: Actor) -> None:
    """Take back a row of one of the ledgers kept here."""
    recipient = open_ledger(public_id, actor)
    if book not in BOOKS:
        raise BadInput(_("Không có sổ này. Hãy mở lại trang."))
    take_back(BOOKS[book], row_id, recipient, actor)
