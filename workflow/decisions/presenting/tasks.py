"""What a ceremony still asks of its office: what has no outcome, and what nobody has fetched."""

from sqlalchemy import exists, or_, select

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.presenting.models import Ceremony, Handover
from workflow.decisions.presenting.queries import Standing, standings
from workflow.decisions.presenting.states import CeremonyStatus as C
from workflow.decisions.presenting.states import HandoverStatus as H

MOST = 20


def tasks_for(actor: Actor) -> list[Task]:
    """Return the ceremonies to hold, to finish and to empty of what was not collected."""
    if actor.organisation_id is None or not actor.has("secretary"):
        return []
    left = exists().where(
        Handover.ceremony_id == Ceremony.id, Handover.status == H.UNCOLLECTED,
        DecisionItem.id == Handover.item_id, DecisionItem.status == ItemStatus.AWARDED,
    )  # fmt: skip
    rows = db.session.scalars(
        select(Ceremony)
        .where(
            Ceremony.organisation_id == actor.organisation_id,
            or_(Ceremony.status.in_((C.PLANNED, C.HELD)), (Ceremony.status == C.CLOSED) & left),
        )
        .order_by(Ceremony.starts_at, Ceremony.id)
        .limit(MOST)
    ).all()
    numbers = standings([one.id for one in rows]) if rows else {}
    return [_task(one, numbers.get(one.id, Standing())) for one in rows]


def _task(ceremony: Ceremony, now: Standing) -> Task:
    values = {"public_id": ceremony.public_id}
    if ceremony.status is C.PLANNED:
        return Task(
            ceremony.title, "ceremonies.detail", values, "ceremony", "planned",
            verb=_prepare(ceremony), due_at=ceremony.starts_at,
            note=_("%(n)s tập thể, cá nhân trong danh sách trao", n=now.lines),
        )  # fmt: skip
    if ceremony.status is C.HELD:
        note = _("%(n)s phần thưởng chưa ghi kết quả", n=now.waiting)
        if not now.waiting:
            note = _("Mọi phần thưởng đã ghi kết quả; kết thúc buổi trao thưởng")
        endpoint = "ceremonies.floor" if now.waiting else "ceremonies.detail"
        verb = _("Ghi trao nhận") if now.waiting else _("Kết thúc")
        return Task(ceremony.title, endpoint, values, "ceremony", "held", verb=verb, note=note)
    return Task(
        ceremony.title, "ceremonies.floor", values | {"show": "uncollected"}, "ceremony", "closed",
        verb=_("Trao sau"), note=_("%(n)s phần thưởng chưa có người đến nhận", n=now.uncollected),
    )  # fmt: skip


def _prepare(ceremony: Ceremony) -> str:
    due = clock.local(ceremony.starts_at).date() <= clock.today()
    return _("Bắt đầu trao") if due else _("Chuẩn bị")
