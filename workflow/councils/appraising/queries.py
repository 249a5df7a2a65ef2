"""Read an appraisal's rule, criteria, sheets and results; what of them one may see: `board`."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, case, exists, func, not_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from workflow.awards.models import AwardVersion
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.councils.appraising.choices import Outcome
from workflow.councils.appraising.models import (
    Appraisal,
    AppraisalCriterion,
    AppraisalResult,
    AppraisalRule,
    AppraisalSheet,
)
from workflow.councils.models import AgendaItem, Ballot, BallotItem, Council, Session
from workflow.councils.queries import visible_to
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

UNDER_WAY = (SessionStatus.CONVENED, SessionStatus.SITTING)
TASKS = 5
_PUT = (BallotStatus.OPEN, BallotStatus.CLOSED, BallotStatus.TALLIED)


def rule_of(council_id: int) -> AppraisalRule | None:
    return db.session.scalars(
        select(AppraisalRule).where(AppraisalRule.council_id == council_id)
    ).one_or_none()


def criteria_of(council_id: int) -> Sequence[AppraisalCriterion]:
    """Return what the council's members score, in its order."""
    return db.session.scalars(
        select(AppraisalCriterion)
        .where(AppraisalCriterion.council_id == council_id)
        .order_by(AppraisalCriterion.rank, AppraisalCriterion.id)
    ).all()


def appraisal_of(session_id: int) -> Appraisal | None:
    return db.session.scalars(
        select(Appraisal).where(Appraisal.session_id == session_id)
    ).one_or_none()


def _with_row(sheets: Select[AppraisalSheet]) -> Select[AppraisalSheet]:
    nomination = joinedload(AppraisalSheet.nomination)
    return sheets.options(
        joinedload(AppraisalSheet.user),
        nomination.joinedload(Nomination.recipient),
        nomination.joinedload(Nomination.proposal),
        nomination.joinedload(Nomination.award_version).joinedload(AwardVersion.award),
    )


def sheets_of(appraisal_id: int) -> Sequence[AppraisalSheet]:
    """Return every sheet that is assigned, whole: only `board` says whose words are shown."""
    return db.session.scalars(
        _with_row(select(AppraisalSheet))
        .where(AppraisalSheet.appraisal_id == appraisal_id, AppraisalSheet.released_at.is_(None))
        .order_by(AppraisalSheet.handed_in_at, AppraisalSheet.id)
    ).all()


def all_sheets_of(appraisal_id: int) -> Sequence[AppraisalSheet]:
    """Return the sheets with those taken back, locked by the session's own lock."""
    return db.session.scalars(
        select(AppraisalSheet)
        .options(joinedload(AppraisalSheet.user))
        .where(AppraisalSheet.appraisal_id == appraisal_id)
        .order_by(AppraisalSheet.id)
        .execution_options(populate_existing=True)
    ).all()


def own_sheet(session: Session, sheet_id: str, actor: Actor) -> AppraisalSheet:
    """Return the actor's own sheet in this session. Raises NotVisible."""
    found = db.session.scalars(
        _with_row(select(AppraisalSheet))
        .join(Appraisal, AppraisalSheet.appraisal_id == Appraisal.id)
        .where(
            Appraisal.session_id == session.id, AppraisalSheet.public_id == sheet_id,
            AppraisalSheet.user_id == (actor.user_id or 0), AppraisalSheet.released_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotVisible(_("Không tìm thấy phiếu thẩm định này, hoặc phiếu đã giao người khác."))
    return found


def results_of(appraisal_id: int) -> Sequence[AppraisalResult]:
    """Return the results; one that took a row off is past once the row is on the agenda again."""
    again = exists().where(
        AgendaItem.session_id == Appraisal.session_id,
        AgendaItem.nomination_id == AppraisalResult.nomination_id,
    )
    nomination = joinedload(AppraisalResult.nomination)
    return db.session.scalars(
        select(AppraisalResult)
        .options(
            joinedload(AppraisalResult.decided_by),
            nomination.joinedload(Nomination.recipient),
            nomination.joinedload(Nomination.proposal),
            nomination.joinedload(Nomination.award_version).joinedload(AwardVersion.award),
        )
        .join(Appraisal, AppraisalResult.appraisal_id == Appraisal.id)
        .where(
            AppraisalResult.appraisal_id == appraisal_id,
            not_(and_(AppraisalResult.outcome == Outcome.TAKE_OFF, again)),
        )
        .order_by(AppraisalResult.id)
    ).all()


def put_to_vote(session_id: int) -> set[int]:
    """Return the agenda items that are or were in a ballot."""
    rows = (
        select(BallotItem.agenda_item_id)
        .join(Ballot, BallotItem.ballot_id == Ballot.id)
        .where(Ballot.session_id == session_id, Ballot.status.in_(_PUT))
    )
    return set(db.session.scalars(rows))


def counts_of(appraisal_id: int, user_id: int) -> tuple[int, int, int]:
    """Return how many sheets are assigned, how many handed in, and how many wait for the user."""
    handed_in = AppraisalSheet.handed_in_at.is_not(None)
    mine = and_(AppraisalSheet.user_id == user_id, not_(handed_in), *_open_row())
    row = db.session.execute(
        select(
            func.count(), func.coalesce(func.sum(case((handed_in, 1), else_=0)), 0),
            func.coalesce(func.sum(case((mine, 1), else_=0)), 0),
        )
        .select_from(AppraisalSheet)
        .join(Nomination, AppraisalSheet.nomination_id == Nomination.id)
        .where(AppraisalSheet.appraisal_id == appraisal_id, AppraisalSheet.released_at.is_(None))
    ).one()  # fmt: skip
    return row[0], row[1], row[2]


def _open_row() -> tuple[ColumnElement[bool], ...]:
    """A row that still takes sheets: on the agenda, not in a vote, and nothing came of it yet."""
    settled = exists().where(
        AppraisalResult.appraisal_id == AppraisalSheet.appraisal_id,
        AppraisalResult.nomination_id == AppraisalSheet.nomination_id,
        AppraisalResult.outcome != Outcome.TAKE_OFF,
    )
    voted = exists().where(
        AgendaItem.nomination_id == AppraisalSheet.nomination_id,
        BallotItem.agenda_item_id == AgendaItem.id, BallotItem.ballot_id == Ballot.id,
        Ballot.status.in_(_PUT),
    )  # fmt: skip
    return Nomination.status == NominationStatus.ON_AGENDA, not_(settled), not_(voted)


def tasks_for(actor: Actor) -> list[Task]:
    """Return the sheets that wait for the actor, and the secretary's to assign and to read."""
    return [*_to_write(actor), *_to_assign(actor), *_to_read(actor)]


def _to_write(actor: Actor) -> list[Task]:
    rows = db.session.execute(
        select(Session, func.count())
        .join(Appraisal, Appraisal.session_id == Session.id)
        .join(AppraisalSheet, AppraisalSheet.appraisal_id == Appraisal.id)
        .join(Nomination, AppraisalSheet.nomination_id == Nomination.id)
        .where(
            AppraisalSheet.user_id == (actor.user_id or 0), AppraisalSheet.handed_in_at.is_(None),
            AppraisalSheet.released_at.is_(None), Session.status.in_(UNDER_WAY), *_open_row(),
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
    voted = exists().where(Ballot.session_id == Session.id, Ballot.status.in_(_PUT))
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
        .where(Nomination.id == AppraisalSheet.nomination_id, *_open_row())
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
