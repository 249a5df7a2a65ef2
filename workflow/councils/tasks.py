"""What waits for a council's secretary and its members, as the inbox shows it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import exists, false, func, not_, select

from workflow.awards.models import AwardVersion, Route
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.councils.models import Ballot, BallotItem, Elector, Session, TallyLine
from workflow.councils.queries import as_member, as_staff
from workflow.councils.recusing.services import deciders_of
from workflow.councils.services.ruling import open_lines
from workflow.councils.states import BallotMode, BallotStatus, Presence, SessionStatus, Waits
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import IN_COUNCIL
from workflow.proposals.states import NominationStatus

TASKS = 20


def tasks_for(actor: Actor, *, called: bool = True) -> list[Task]:
    """Return the actor's work: votes to cast, sessions to run and read for, rows to place.

    Who was never called to a session has nothing to vote on and none to read for.
    """
    votes = [*_ballots_to_cast(actor), *_ties_to_break(actor)] if called else []
    reading = _sessions_to_read_for(actor) if called else []
    return [*votes, *_sessions_to_run(actor), *reading, *_rows_to_place(actor)][:TASKS]


def _ballots_to_cast(actor: Actor) -> list[Task]:
    rows = db.session.execute(
        select(Ballot, Session)
        .join(Session, Ballot.session_id == Session.id)
        .join(Elector, Elector.ballot_id == Ballot.id)
        .where(
            Ballot.status == BallotStatus.OPEN, Elector.user_id == (actor.user_id or 0),
            Elector.voted.is_(False), Elector.presence == Presence.PRESENT,
        )
        .order_by(Ballot.opened_at, Ballot.id)
        .limit(TASKS)
    )  # fmt: skip
    return [_to_cast(ballot, session) for ballot, session in rows]


def _to_cast(ballot: Ballot, session: Session) -> Task:
    title, verb = _("Bỏ phiếu: %(title)s", title=session.title), _("Bỏ phiếu")
    if ballot.mode is BallotMode.CONSULTATION:
        title, verb = _("Cho ý kiến: %(title)s", title=session.title), _("Cho ý kiến")
    when = _when(session)
    if ballot.reminded_at is not None:
        at = f"{clock.local(ballot.reminded_at):%H:%M, %d/%m/%Y}"
        when["note"] = _("Thư ký nhắc lúc %(at)s", at=at) + ". " + when.get("note", "")
    return Task(
        title=title, endpoint="councils.ballot", values={"public_id": ballot.public_id},
        kind="ballot" if ballot.mode is not BallotMode.CONSULTATION else "consultation",
        status=ballot.status.value if ballot.mode is not BallotMode.CONSULTATION
        else session.status.value,
        verb=verb, **when,
    )  # fmt: skip


def _ties_to_break(actor: Actor) -> list[Task]:
    """Return one task a session whose ties wait for the actor's word."""
    if actor.user_id is None:
        return []
    tied = (
        exists()
        .where(TallyLine.waits == Waits.CHAIR, TallyLine.ballot_item_id == BallotItem.id)
        .where(BallotItem.ballot_id == Ballot.id, Ballot.session_id == Session.id)
    )
    sessions = db.session.scalars(
        select(Session)
        .where(as_member(actor), Session.status == SessionStatus.SITTING, tied)
        .order_by(Session.starts_at, Session.id)
        .limit(5)
    )
    return [
        Task(
            title=_("Số phiếu ngang nhau: %(title)s", title=session.title),
            endpoint="councils.ties",
            values={"public_id": session.public_id},
            kind=session.badge,
            status=session.status.value,
            verb=_("Quyết định"),
        )
        for session in sessions.all()
        if actor.user_id in _deciders(session)
    ]


def _deciders(session: Session) -> set[int | None]:
    rows = [row for row, _line in open_lines(session, Waits.CHAIR)]
    return set(deciders_of(session, rows).values())


def _until(session: Session) -> dict[str, Any]:
    """Return the note and the last moment of a consultation."""
    if session.status is SessionStatus.ADJOURNED:
        return {"note": _("Đã tổng hợp ý kiến, chưa hoàn tất biên bản")}
    if session.answers_by is None:
        return {"due_at": session.starts_at}
    note = _("Trả lời đến hết ngày %(day)s", day=f"{session.answers_by:%d/%m/%Y}")
    if session.answers_by < clock.today():
        note = _("Hết hạn trả lời ngày %(day)s", day=f"{session.answers_by:%d/%m/%Y}")
    ends = clock.start_of(session.answers_by + timedelta(days=1)) - timedelta(minutes=1)
    return {"note": note, "due_at": ends}


def _when(session: Session) -> dict[str, Any]:
    """Return a task's note and date; a meeting is no deadline, so words say that it is past."""
    if session.is_consultation:
        return _until(session)
    if clock.today() <= clock.local(session.starts_at).date():
        return {"note": session.place, "due_at": session.starts_at}
    day = f"{clock.local(session.starts_at):%d/%m/%Y}"
    if session.status is SessionStatus.ADJOURNED:
        return {"note": _("Phiên họp ngày %(day)s đã bế mạc, chưa hoàn tất biên bản", day=day)}
    return {"note": _("Phiên họp đã qua ngày %(day)s, chưa kết thúc", day=day)}


def _sessions_to_run(actor: Actor) -> list[Task]:
    if not actor.has("secretary"):
        return []
    verbs = {
        SessionStatus.PLANNED: _("Chuẩn bị"), SessionStatus.CONVENED: _("Điểm danh"),
        SessionStatus.SITTING: _("Điều hành"), SessionStatus.ADJOURNED: _("Lập biên bản"),
    }  # fmt: skip
    asked = {SessionStatus.CONVENED: _("Bắt đầu lấy ý kiến"),
             SessionStatus.SITTING: _("Theo dõi ý kiến")}  # fmt: skip
    rows = db.session.scalars(
        select(Session)
        .where(as_staff(actor), Session.status.in_(verbs))
        .order_by(Session.starts_at, Session.id)
        .limit(TASKS)
    )
    return [
        Task(
            title=session.title, endpoint="councils.session",
            values={"public_id": session.public_id}, kind=session.badge,
            status=session.status.value,
            verb=(verbs | asked if session.is_consultation else verbs)[session.status],
            **_when(session),
        )
        for session in rows
    ]  # fmt: skip


def _sessions_to_read_for(actor: Actor) -> list[Task]:
    """Return the sessions the actor was called to, until their first ballot opens."""
    opened = exists().where(Ballot.session_id == Session.id, Ballot.status != BallotStatus.VOID)
    runs = as_staff(actor) if actor.has("secretary") else false()
    rows = db.session.scalars(
        select(Session)
        .where(
            as_member(actor), not_(runs), not_(opened),
            Session.status.in_((SessionStatus.CONVENED, SessionStatus.SITTING)),
        )
        .order_by(Session.starts_at, Session.id)
        .limit(TASKS)
    )  # fmt: skip
    return [
        Task(
            title=_("Đọc hồ sơ phiên họp: %(title)s", title=session.title)
            if not session.is_consultation
            else _("Đọc hồ sơ lấy ý kiến: %(title)s", title=session.title),
            endpoint="councils.packet", values={"public_id": session.public_id},
            kind=session.badge,
            status=session.status.value, verb=_("Đọc hồ sơ"), **_when(session),
        )
        for session in rows
    ]  # fmt: skip


def _rows_to_place(actor: Actor) -> list[Task]:
    """Return one task for all that was accepted here, needs a council and is on no agenda."""
    if not actor.has("secretary") or actor.organisation_id is None:
        return []
    waiting = db.session.scalar(
        select(func.count())
        .select_from(Nomination)
        .join(Proposal, Nomination.proposal_id == Proposal.id)
        .join(AwardVersion, Nomination.award_version_id == AwardVersion.id)
        .where(
            Proposal.receiving_id == actor.organisation_id, Proposal.status.in_(IN_COUNCIL),
            Nomination.status == NominationStatus.PROPOSED, AwardVersion.route == Route.COUNCIL,
        )
    )  # fmt: skip
    if not waiting:
        return []
    return [
        Task(
            title=_("%(n)s đề nghị chờ xếp vào phiên họp", n=waiting), endpoint="councils.sessions",
            values={}, kind="nomination", status=NominationStatus.PROPOSED.value,
            verb=_("Xếp vào phiên"),
        )
    ]  # fmt: skip
