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
from workflow.councils.appraising.choices import Outcome
from workflow.councils.appraising.models import (
    Appraisal,
    AppraisalCriterion,
    AppraisalResult,
    AppraisalRule,
    AppraisalSheet,
)
from workflow.councils.models import AgendaItem, Ballot, BallotItem, Session
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

UNDER_WAY = (SessionStatus.CONVENED, SessionStatus.SITTING)
PUT = (BallotStatus.OPEN, BallotStatus.CLOSED, BallotStatus.TALLIED)


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


def asked_of(session: Session) -> tuple[AppraisalRule | None, Appraisal | None]:
    """Return the rule of the session's council and the session's appraisal, in one query."""
    rule, appraisal = db.session.execute(
        select(AppraisalRule, Appraisal)
        .select_from(Session)
        .outerjoin(AppraisalRule, AppraisalRule.council_id == Session.council_id)
        .outerjoin(Appraisal, Appraisal.session_id == Session.id)
        .where(Session.id == session.id)
    ).one()
    return rule, appraisal


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
        .execution_options(populate_existing=True)
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
        .where(Ballot.session_id == session_id, Ballot.status.in_(PUT))
    )
    return set(db.session.scalars(rows))


def counts_of(appraisal_id: int, user_id: int) -> tuple[int, int, int]:
    """Return how many sheets are assigned, how many handed in, and how many wait for the user."""
    handed_in = AppraisalSheet.handed_in_at.is_not(None)
    mine = and_(AppraisalSheet.user_id == user_id, not_(handed_in), *open_row())
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


def open_row() -> tuple[ColumnElement[bool], ...]:
    """A row that still takes sheets: on the agenda, not in a vote, and nothing came of it yet."""
    settled = exists().where(
        AppraisalResult.appraisal_id == AppraisalSheet.appraisal_id,
        AppraisalResult.nomination_id == AppraisalSheet.nomination_id,
        AppraisalResult.outcome != Outcome.TAKE_OFF,
    )
    voted = exists().where(
        AgendaItem.nomination_id == AppraisalSheet.nomination_id,
        BallotItem.agenda_item_id == AgendaItem.id, BallotItem.ballot_id == Ballot.id,
        Ballot.status.in_(PUT),
    )  # fmt: skip
    return Nomination.status == NominationStatus.ON_AGENDA, not_(settled), not_(voted)
