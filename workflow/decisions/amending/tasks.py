"""What waits for whom around annulments and corrections: drafts, things to recover, requests."""

from collections.abc import Collection
from datetime import datetime, time

from sqlalchemy import func, select
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
    return [*_drafts(actor), *_recoveries(actor), *_reissues(actor)]


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


def _recoveries(actor: Actor) -> list[Task]:
    number, first = db.session.execute(
        select(func.count(Recovery.id), func.min(Recovery.due_on)).where(
            Recovery.organisation_id == actor.organisation_id,
            Recovery.status == RecoveryStatus.OPEN,
        )
    ).one()
    if not number:
        return []
    title = _("%(n)s hiện vật, khoản tiền chờ thu hồi", n=number)
    due = datetime.combine(first, time(17), clock.OFFICE_ZONE)
    return [Task(title, "recoveries.index", {"status": "open"}, "recovery", "open",
                 verb=_("Ghi thu hồi"), due_at=due)]  # fmt: skip


def _reissues(actor: Actor) -> list[Task]:
    number, first = db.session.execute(
        select(func.count(Reissue.id), func.min(Reissue.due_on)).where(
            Reissue.organisation_id == actor.organisation_id, Reissue.status.not_in(_OVER)
        )
    ).one()
    if not number:
        return []
    title = _("%(n)s đề nghị cấp lại, cấp đổi", n=number)
    due = datetime.combine(first, time(17), clock.OFFICE_ZONE)
    return [Task(title, "reissues.index", {}, "reissue", "asked", verb=_("Xử lý"), due_at=due)]
