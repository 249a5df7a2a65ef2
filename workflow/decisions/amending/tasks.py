"""What waits for whom around annulments and corrections: drafts, things to recover, requests."""

from collections.abc import Collection
from datetime import date, datetime, time

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import contains_eager

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.decisions.amending.models import (
    Amendment,
    Recovery,
    RecoveryStatus,
    Reissue,
    ReissueStatus,
)
from workflow.decisions.amending.policies import KEEPERS
from workflow.documents.models import Paper
from workflow.documents.second_eyes import second_eyes
from workflow.documents.states import PaperStatus

MOST = 10
_OVER = (ReissueStatus.HANDED_OVER, ReissueStatus.REFUSED)


def tasks_for(actor: Actor) -> list[Task]:
    """Return drafts to check and offer, and in one row each what is to be got back or reissued."""
    if actor.organisation_id is None or actor.roles.isdisjoint(KEEPERS):
        return []
    return [*_drafts(actor), *_to_settle(actor)]


def _drafts(actor: Actor) -> list[Task]:
    if actor.roles.isdisjoint({"secretary", "clerk"}):
        return []
    rows = db.session.scalars(
        select(Amendment)
        .join(Amendment.paper)
        .options(contains_eager(Amendment.paper))
        .where(
            Paper.organisation_id == actor.organisation_id,
            Paper.status.in_((PaperStatus.DRAFT, PaperStatus.CHECKED)),
        )
        .order_by(Amendment.id)
        .limit(MOST)
    ).all()
    checkers = second_eyes([one.paper for one in rows])
    verbs = {
        one.id: _verb(one.paper.status, actor, checkers=checkers[one.paper_id]) for one in rows
    }
    return [
        Task(
            one.paper.title, "amending.show", {"public_id": one.public_id}, "paper",
            one.paper.status.value, verb=verbs[one.id] or "",
            note=_("Bị trả lại: %(reason)s", reason=one.paper.decline_reason)
            if one.paper.decline_reason else "",
        )
        for one in rows if verbs[one.id] is not None
    ]  # fmt: skip


def _verb(status: PaperStatus, actor: Actor, *, checkers: Collection[int]) -> str | None:
    """Return the actor's verb, an empty text when somebody else holds it, None if not theirs."""
    if status is PaperStatus.DRAFT and actor.user_id in checkers:
        return _("Kiểm tra")
    if not actor.has("secretary"):
        return None
    return _("Trình ký") if status is PaperStatus.CHECKED else ""


def _to_settle(actor: Actor) -> list[Task]:
    """Return one task for all that is to be got back and one for all that is asked anew."""
    back = select(literal("back"), func.count(Recovery.id), func.min(Recovery.due_on)).where(
        Recovery.organisation_id == actor.organisation_id,
        Recovery.status == RecoveryStatus.OPEN,
    )
    anew = select(literal("anew"), func.count(Reissue.id), func.min(Reissue.due_on)).where(
        Reissue.organisation_id == actor.organisation_id, Reissue.status.not_in(_OVER)
    )
    rows = db.session.execute(union_all(back, anew))
    told = {kind: (number, first) for kind, number, first in rows}
    (lost, lost_by), (asked, asked_by) = told["back"], told["anew"]
    found = []
    if lost:
        found.append(Task(
            _("%(n)s hiện vật, khoản tiền chờ thu hồi", n=lost), "recoveries.index",
            {"status": "open"}, "recovery", "open", verb=_("Ghi thu hồi"), due_at=_by(lost_by),
        ))  # fmt: skip
    if asked:
        found.append(Task(
            _("%(n)s đề nghị cấp lại, cấp đổi", n=asked), "reissues.index",
            {}, "reissue", "asked", verb=_("Xử lý"), due_at=_by(asked_by),
        ))  # fmt: skip
    return found


def _by(day: date) -> datetime:
    return datetime.combine(day, time(17), clock.OFFICE_ZONE)
