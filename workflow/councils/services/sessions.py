"""A session from its plan to its adjournment: agenda, invitation, attendance, opening, voiding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Difference,
    Incomplete,
    InvalidStep,
    NotAllowed,
    StaleEdit,
)
from workflow.core.i18n import _
from workflow.councils.models import Attendance, Council, Seat, Session
from workflow.councils.policies import secretary_of
from workflow.councils.queries import (
    agenda_of,
    attendance_of,
    ballots_of,
    get_for_change,
    holder_of,
    seated_since,
    seats_on,
)
from workflow.councils.services.papers import draft_invitation, give_up_reserved, presiding
from workflow.councils.services.refusals import must_meet
from workflow.councils.states import (
    BallotStatus,
    Presence,
    SeatPost,
    SessionKind,
    SessionStatus,
)
from workflow.councils.steps import ballot_lifecycle, session_lifecycle
from workflow.councils.tally import missing_for_quorum, share_words
from workflow.councils.voting import electors_of
from workflow.proposals import outcomes
from workflow.proposals.states import NominationStatus


@dataclass(frozen=True)
class Plan:
    """When and where the council meets, and what about; asked in writing it has no place."""

    title: str
    starts_at: datetime
    place: str
    kind: SessionKind = SessionKind.MEETING


@dataclass(frozen=True)
class Mark:
    """A member's presence as the secretary marks it."""

    presence: Presence | None
    reason: str


def must_run(actor: Actor, session: Session) -> None:
    """Raise NotAllowed unless the actor is the secretary who runs the session."""
    if not secretary_of(actor, session):
        raise NotAllowed(_("Chỉ thư ký Hội đồng được điều hành phiên họp."))


def must_be(session: Session, *statuses: SessionStatus, doing: str) -> None:
    """Raise InvalidStep unless the session stands in one of `statuses`."""
    if session.status not in statuses:
        raise InvalidStep(
            _("Phiên họp không còn ở bước cho phép %(doing)s. Hãy tải lại trang.", doing=doing)
        )


def _check_future(plan: Plan) -> None:
    if plan.kind is SessionKind.CONSULTATION:
        if clock.local(plan.starts_at).date() < clock.today():
            message = _("Ngày bắt đầu đã qua. Hãy chọn từ hôm nay trở đi.")
            raise BadInput(message, field="starts_on")
        return
    if plan.starts_at <= clock.now():
        raise BadInput(_("Giờ họp đã qua. Hãy chọn một giờ sắp tới."), field="starts_at")


def plan_session(council: Council, plan: Plan, *, actor: Actor) -> Session:
    """Plan a session of a council of the actor's organisation."""
    if not actor.has("secretary") or council.organisation_id != actor.organisation_id:
        raise NotAllowed(_("Chỉ thư ký Hội đồng được lập phiên họp."))
    _check_future(plan)
    session = Session(council_id=council.id, created_by_id=actor.user_id, **vars(plan))
    db.session.add(session)
    db.session.flush()
    audit.record(
        "session.plan", stream=("session", session.id), actor=actor, detail={"title": plan.title}
    )
    return session


def edit_session(public_id: str, plan: Plan, *, version: int, actor: Actor) -> Session:
    """Change a planned session; once members are invited it is voided and planned anew."""
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_be(session, SessionStatus.PLANNED, doing=_("sửa lịch họp"))
    if session.version != version:
        raise StaleEdit(
            _("Người khác vừa sửa phiên họp này. Hãy xem cả hai bản rồi sửa lại."),
            [
                Difference(_("Tên phiên họp"), plan.title, session.title),
                Difference(_("Địa điểm"), plan.place, session.place),
                Difference(_("Giờ họp"), f"{clock.local(plan.starts_at):%d/%m/%Y %H:%M}",
                           f"{clock.local(session.starts_at):%d/%m/%Y %H:%M}"),
            ],
        )  # fmt: skip
    _check_future(plan)
    if plan.kind is not session.kind:
        raise InvalidStep(_("Phiên họp và lần lấy ý kiến không đổi qua lại. Hãy hủy và lập lại."))
    before = {key: getattr(session, key) for key in vars(plan)}
    session.title, session.starts_at, session.place = plan.title, plan.starts_at, plan.place
    audit.record(
        "session.edit", stream=("session", session.id), actor=actor, before=before,
        after=vars(plan),
    )  # fmt: skip
    return session


def convene(public_id: str, *, actor: Actor) -> Session:
    """Call the members of that day, and draft the invitation for the chair to sign."""
    session = get_for_change(public_id, actor)
    must_meet(session)
    with session_lifecycle.step(session, "convene", actor=actor) as detail:
        _check_future(Plan(session.title, session.starts_at, session.place))
        seats = call_members(session)
        detail["members"] = len(seats)
        draft_invitation(session, seats, actor=actor)
    return session


def call_members(session: Session) -> Sequence[Seat]:
    """Call the members of the session's day. Raises Incomplete without a chair or an agenda."""
    seats = seats_on(session.council_id, clock.local(session.starts_at).date())
    if holder_of(seats, SeatPost.CHAIR) is None:
        raise Incomplete(
            _("Ngày họp này Hội đồng chưa có Chủ tịch. Hãy nhờ quản trị viên ghi thành viên.")
        )
    if not agenda_of(session.id):
        raise Incomplete(
            _("Chương trình họp còn trống. Hãy xếp đề nghị vào phiên trước khi triệu tập.")
        )
    for seat in seats:
        db.session.add(Attendance(session_id=session.id, user_id=seat.user_id))
    db.session.flush()
    return seats


def call_anew(session: Session) -> None:
    """Bring the list of those called in line with the seats of today."""
    seated = {seat.user_id for seat in seats_on(session.council_id, clock.today())}
    called = {row.user_id: row for row in attendance_of(session.id)}
    for user_id in sorted(seated - called.keys()):
        db.session.add(Attendance(session_id=session.id, user_id=user_id))
    for user_id in called.keys() - seated:
        db.session.delete(called[user_id])
    db.session.flush()


def take_in(session: Session, seats: Sequence[Seat], *, actor: Actor) -> None:
    """Call those who came to the council since the opening: from now on they sit with it."""
    if not seats:
        return
    for seat in seats:
        db.session.add(Attendance(session_id=session.id, user_id=seat.user_id))
    db.session.flush()
    audit.record(
        "session.take_in", stream=("session", session.id), actor=actor,
        detail={"names": [seat.user.name for seat in seats]},
    )  # fmt: skip


def newcomers(session: Session) -> list[Seat]:
    """Return those who hold a seat today and were never called to the session."""
    return seated_since(seats_on(session.council_id, clock.today()), attendance_of(session.id))


def record_attendance(public_id: str, marks: Mapping[str, Mark], *, actor: Actor) -> Session:
    """Mark who is there; `marks` by the members' public ids. A late comer may still vote."""
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_meet(session)
    must_be(session, SessionStatus.CONVENED, SessionStatus.SITTING, doing=_("điểm danh"))
    if session.status is SessionStatus.CONVENED:
        call_anew(session)
    else:
        marked = {key for key, mark in marks.items() if mark.presence is not None}
        came = [seat for seat in newcomers(session) if seat.user.public_id in marked]
        take_in(session, came, actor=actor)
    rows = {row.user.public_id: row for row in attendance_of(session.id)}
    for key, mark in marks.items():
        if key not in rows and mark.presence is None:  # came since, and is left for later
            continue
        if key not in rows:
            raise BadInput(_("Có người không phải thành viên trong danh sách. Hãy tải lại trang."))
        if mark.presence is Presence.ABSENT and not mark.reason.strip():
            message = _("%(name)s vắng mặt: hãy ghi lý do.", name=rows[key].user.name)
            raise BadInput(message, field=key)
        rows[key].presence = mark.presence
        rows[key].reason = mark.reason if mark.presence is Presence.ABSENT else ""
    _follow_in_ballot(session, list(rows.values()))
    audit.record(
        "session.attendance", stream=("session", session.id), actor=actor,
        detail={"present": sum(row.presence is Presence.PRESENT for row in rows.values())},
    )  # fmt: skip
    return session


def _follow_in_ballot(session: Session, rows: Sequence[Attendance]) -> None:
    presences = {row.user_id: row.presence for row in rows}
    for ballot in ballots_of(session.id):
        if ballot.status is BallotStatus.OPEN:
            for elector in electors_of(ballot.id):
                marked = presences.get(elector.user_id)
                if marked is not None and not elector.voted:
                    elector.presence = marked


def open_session(public_id: str, *, actor: Actor) -> Session:
    """Open the sitting: everybody marked, and enough members there."""
    session = get_for_change(public_id, actor)
    must_meet(session)
    with session_lifecycle.step(session, "open", actor=actor) as detail:
        if clock.today() < clock.local(session.starts_at).date():
            raise Incomplete(
                _("Chưa đến ngày họp %(day)s.", day=f"{clock.local(session.starts_at):%d/%m/%Y}")
            )
        call_anew(session)
        rows = attendance_of(session.id)
        unmarked = [row.user.name for row in rows if row.presence is None]
        if unmarked:
            raise Incomplete(
                _("Chưa điểm danh: %(names)s. Hãy điểm danh đủ rồi khai mạc.",
                  names=", ".join(unmarked))
            )  # fmt: skip
        present = sum(row.presence is Presence.PRESENT for row in rows)
        must_have_quorum(session.council, present, len(rows))
        presiding(session, seats_on(session.council_id, clock.today()))
        session.opened_at = clock.now()
        detail |= {"present": present, "total": len(rows)}
    return session


def must_have_quorum(council: Council, present: int, total: int) -> None:
    """Raise Incomplete unless enough of the members are there."""
    rule = {"numerator": council.quorum_numerator, "denominator": council.quorum_denominator}
    missing = missing_for_quorum(present, total, **rule)
    if missing or not total:
        raise Incomplete(
            _("Còn thiếu %(missing)s thành viên mới đủ điều kiện họp: có mặt %(present)s trên "
              "tổng số %(total)s, cần từ %(share)s. Hãy chờ đủ người rồi điểm danh lại, hoặc hủy "
              "phiên họp và triệu tập lại.",
              missing=missing, present=present, total=total,
              share=share_words(council.quorum_numerator, council.quorum_denominator))
        )  # fmt: skip


def record_discussion(public_id: str, text: str, *, actor: Actor) -> Session:
    """Write what was said, for the minutes."""
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_be(session, SessionStatus.SITTING, SessionStatus.ADJOURNED, doing=_("ghi thảo luận"))
    before, session.discussion = session.discussion, text
    audit.record(
        "session.discussion", stream=("session", session.id), actor=actor, before=before, after=text
    )
    return session


def adjourn(public_id: str, *, actor: Actor) -> Session:
    """Close the sitting: every ballot counted, and nothing on the agenda left unvoted."""
    session = get_for_change(public_id, actor)
    must_meet(session)
    with session_lifecycle.step(session, "adjourn", actor=actor):
        ballots = [b for b in ballots_of(session.id) if b.status is not BallotStatus.VOID]
        if any(ballot.status is not BallotStatus.TALLIED for ballot in ballots):
            raise Incomplete(_("Còn cuộc bỏ phiếu chưa kiểm. Hãy đóng và kiểm phiếu trước."))
        waiting = [row for row in agenda_of(session.id)
                   if row.nomination.status is NominationStatus.ON_AGENDA]  # fmt: skip
        if waiting:
            raise Incomplete(
                _("Còn %(n)s đề nghị chưa có kết quả. Hãy bỏ phiếu, bỏ phiếu vòng sau, quyết định "
                  "khi số phiếu ngang nhau, hoặc đưa ra khỏi phiên họp.", n=len(waiting))
            )  # fmt: skip
        day = clock.local(session.opened_at or session.starts_at).date()
        presiding(session, seats_on(session.council_id, day))  # the last moment to mend it
        session.adjourned_at = clock.now()
    return session


def conclude_if_settled(session: Session, *, actor: Actor) -> None:
    """End a consultation once nothing it asked about is left open; a meeting is adjourned."""
    rows = agenda_of(session.id)
    if not session.is_consultation or any(
        row.nomination.status is NominationStatus.ON_AGENDA for row in rows
    ):
        return
    with session_lifecycle.step(session, "conclude", actor=actor.as_system()):
        session.adjourned_at = clock.now()


def void_session(public_id: str, reason: str, *, actor: Actor) -> Session:
    """Call the session off. Its items may be placed on another; a counted vote stands."""
    session = get_for_change(public_id, actor)
    trigger = "call_off" if session.is_consultation else "void"
    with session_lifecycle.step(session, trigger, actor=actor, reason=reason):
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do hủy phiên họp."), field="reason")
        ballots = ballots_of(session.id)
        if any(ballot.status is BallotStatus.TALLIED for ballot in ballots):
            raise InvalidStep(_("Phiên họp đã kiểm phiếu, không hủy được. Hãy bế mạc phiên họp."))
        for ballot in ballots:
            if ballot.status is not BallotStatus.VOID:
                db.session.refresh(ballot, with_for_update=True)
                with ballot_lifecycle.step(
                    ballot, "void", actor=actor, stream=("session", session.id), reason=reason
                ):
                    pass
        rows = sorted(agenda_of(session.id), key=lambda r: (r.nomination.proposal_id, r.id))
        for row in rows:
            if row.nomination.status is NominationStatus.ON_AGENDA:
                outcomes.take_off(row.nomination, actor=actor.as_system())
        session.void_reason = reason
        give_up_reserved(session, reason)
    return session
