"""What waits of an appraisal: sheets to write, rows to assign, results to read."""

from sqlalchemy import Select, exists, func, not_, select

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.councils.appraising.models import Appraisal, AppraisalRule, AppraisalSheet
from workflow.councils.appraising.queries import PUT, UNDER_WAY, open_row
from workflow.councils.models import Ballot, Council, Session
from workflow.councils.queries import visible_to
from workflow.proposals.models import Nomination

TASKS = 5


def tasks_for(actor: Actor, *, called: bool = True) -> list[Task]:
    """Return the sheets that wait for the actor, and the secretary's to assign and to read.

    Who was never called to an appraisal has no sheet.
    """
    sheets = _to_write(actor) if called else []
    return [*sheets, *_to_assign(actor), *_to_read(actor)]


def _to_write(actor: Actor) -> list[Task]:
    rows = db.session.execute(
        select(Session, func.count())
        .join(Appraisal, Appraisal.session_id == Session.id)
        .join(AppraisalSheet, AppraisalSheet.appraisal_id == Appraisal.id)
        .join(Nomination, AppraisalSheet.nomination_id == Nomination.id)
        .where(
            AppraisalSheet.user_id == (actor.user_id or 0), AppraisalSheet.handed_in_at.is_(None),
            AppraisalSheet.released_at.is_(None), Session.status.in_(UNDER_WAY), *open_row(),
        )
        .group_by(Session.id)
        .order_by(Session.starts_at, Session.id)
        .limit(TASKS)
    )  # fmt: skip
    return [
        Task(
            _("Thẩm định %(n)s đề nghị: %(session)s", n=number, session=session.title),
            "councils.appraisal", {"public_id": session.public_id}, "session",
            session.status.value, verb=_("Thẩm định"), due_at=session.starts_at,
            note=_("Nộp phiếu trước phiên họp"),
        )
        for session, number in rows
    ]  # fmt: skip


def _own_sessions(actor: Actor) -> Select[Session]:
    return (
        visible_to(actor)
        .join(Council, Session.council_id == Council.id)
        .where(Council.organisation_id == actor.organisation_id, Session.status.in_(UNDER_WAY))
        .order_by(Session.starts_at, Session.id)
        .limit(TASKS)
    )


def _to_assign(actor: Actor) -> list[Task]:
    if not actor.has("secretary"):
        return []
    begun = exists().where(Appraisal.session_id == Session.id)
    asked = exists().where(AppraisalRule.council_id == Council.id, AppraisalRule.asked)
    voted = exists().where(Ballot.session_id == Session.id, Ballot.status.in_(PUT))
    rows = db.session.scalars(_own_sessions(actor).where(asked, not_(begun), not_(voted)))
    return [
        Task(
            _("Giao thẩm định: %(session)s", session=session.title), "councils.assign_appraisal",
            {"public_id": session.public_id}, "session", session.status.value,
            verb=_("Giao thẩm định"),
        )
        for session in rows
    ]  # fmt: skip


def _to_read(actor: Actor) -> list[Task]:
    """Return the sessions of which every sheet is in and something is still to be said."""
    if not actor.has("secretary"):
        return []
    sheet = (
        exists()
        .where(AppraisalSheet.appraisal_id == Appraisal.id, AppraisalSheet.released_at.is_(None))
        .where(Nomination.id == AppraisalSheet.nomination_id, *open_row())
    )
    rows = db.session.scalars(
        _own_sessions(actor)
        .join(Appraisal, Appraisal.session_id == Session.id)
        .where(
            sheet.where(AppraisalSheet.handed_in_at.is_not(None)),
            not_(sheet.where(AppraisalSheet.handed_in_at.is_(None))),
        )
    )
    return [
        Task(
            _("Đọc kết quả thẩm định: %(session)s", session=session.title),
            "councils.appraisal_results", {"public_id": session.public_id}, "session",
            session.status.value, verb=_("Đọc kết quả"),
        )
        for session in rows
    ]  # fmt: skip
