"""The table of holidays and worked Saturdays, kept by the top organisation for everybody."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.core.working_days import SATURDAY, DayKind, SpecialDay
from workflow.organisations.policies import keeps_holidays

STREAM = ("holidays", 0)


def days_of(year: int) -> Sequence[SpecialDay]:
    """Return the special days of a year, in order: a few dozen at most."""
    return db.session.scalars(
        select(SpecialDay)
        .where(SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(SpecialDay.day)
    ).all()


def add(day: date, kind: DayKind, name: str, *, actor: Actor) -> SpecialDay:
    """Enter a day that is not what the week says. Raises BadInput when it changes nothing."""
    _must_keep(actor)
    if (kind is DayKind.OFF) != (day.weekday() < SATURDAY):
        raise BadInput(
            _("Ngày này vốn đã là ngày nghỉ.") if kind is DayKind.OFF
            else _("Ngày này vốn đã là ngày làm việc."),
            field="day",
        )  # fmt: skip
    if db.session.get(SpecialDay, day) is not None:
        raise BadInput(_("Ngày này đã có trong bảng. Hãy bỏ dòng cũ trước."), field="day")
    special = SpecialDay(day=day, kind=kind, name=name)
    db.session.add(special)
    detail = {"day": f"{day:%d/%m/%Y}", "kind": kind.value, "name": name}
    audit.record("holiday.add", stream=STREAM, actor=actor, detail=detail)
    return special


def remove(day: date, *, actor: Actor) -> None:
    """Take a day out of the table; deadlines computed from now on follow the week again."""
    _must_keep(actor)
    special = db.session.get(SpecialDay, day)
    if special is None:
        raise NotVisible(_("Ngày này không còn trong bảng."))
    detail = {"day": f"{day:%d/%m/%Y}", "kind": special.kind.value, "name": special.name}
    db.session.delete(special)
    audit.record("holiday.remove", stream=STREAM, actor=actor, detail=detail)


def _must_keep(actor: Actor) -> None:
    if not keeps_holidays(actor):
        raise NotAllowed(
            _("Bảng ngày nghỉ dùng chung, do quản trị viên của cơ quan cấp cao nhất giữ.")
        )
