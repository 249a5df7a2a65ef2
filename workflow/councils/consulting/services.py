"""Ask the members in writing instead of meeting: the letter, the answers, the deadline, the end.

Nothing is taken from silence: a consultation is closed when all have answered or its last day is
over, and a member who did not answer counts as the council's rules say.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from workflow.awards.models import Route
from workflow.core import audit, clock, working_days
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.councils.consulting.papers import draft_letter, must_be_sent, redraw_letter
from workflow.councils.models import Ballot, BallotItem, Council, Session
from workflow.councils.queries import agenda_of, ballots_of, get_for_change
from workflow.councils.secrecy import may_be_consulted
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.counting import count_ballot
from workflow.councils.services.opening import (
    begin,
    must_be_allowed,
    must_be_as_seen,
    next_round,
)
from workflow.councils.services.refusals import must_consult
from workflow.councils.services.sessions import (
    Plan,
    call_anew,
    call_members,
    conclude_if_settled,
    must_be,
    must_run,
    newcomers,
    plan_session,
    take_in,
)
from workflow.councils.states import BallotMode, BallotStatus, SessionKind, SessionStatus
from workflow.councils.steps import session_lifecycle
from workflow.proposals.queries import versions_ready_for_agenda

MOST_AHEAD = timedelta(days=366)  # a later last day is a slip of the pen


def offered(councils: Sequence[Council]) -> list[Council]:
    """Return those of an office's councils that their rules, or an award's, let ask in writing."""
    allowed = [council for council in councils if council.may_consult]
    others = [council for council in councils if not council.may_consult]
    if others:
        waiting = versions_ready_for_agenda(others[0].organisation_id)
        allowed += [
            council for council in others
            if any(one.route is Route.COUNCIL and may_be_consulted(one, council) for one in waiting)
        ]  # fmt: skip
    return allowed


def plan(council: Council, title: str, starts_on: date, *, actor: Actor) -> Session:
    """Plan to ask the council in writing, from a day on."""
    if actor.has("secretary") and council.organisation_id == actor.organisation_id and (
        not offered([council])
    ):  # fmt: skip
        raise NotAllowed(
            _("Quy chế Hội đồng không cho lấy ý kiến bằng văn bản thay cho họp. Hãy lập phiên họp, "
              "hoặc nhờ quản trị viên sửa quy chế.")
        )  # fmt: skip
    return plan_session(council, planned(title, starts_on), actor=actor)


def planned(title: str, starts_on: date) -> Plan:
    return Plan(title, clock.start_of(starts_on), "", SessionKind.CONSULTATION)


def _consultation(public_id: str, actor: Actor) -> Session:
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_consult(session)
    return session


def last_day(session: Session) -> date:
    """Return the last day to answer on: so many working days as the council's rules give."""
    first = max(clock.local(session.starts_at).date(), clock.today())
    return _counted_from(first, session.council.consultation_days)


def _counted_from(first: date, days: int) -> date:
    special = working_days.special_days(first, first + timedelta(days=3 * days + 60))
    return working_days.add(first, days, special)


def request(public_id: str, *, actor: Actor) -> Session:
    """Call the members, fix the last day, and draft the letter for the chair to sign."""
    session = _consultation(public_id, actor)
    with session_lifecycle.step(session, "request", actor=actor) as detail:
        seats = call_members(session)
        must_be_allowed(session, agenda_of(session.id))
        session.answers_by = last_day(session)
        draft_letter(session, seats, actor=actor)
        detail |= {"members": len(seats), "answers_by": session.answers_by.isoformat()}
    return session


def start(public_id: str, *, actor: Actor, seen: str | None = None) -> Session:
    """Take answers from now on: the letter is signed and numbered, its day has come."""
    session = _consultation(public_id, actor)
    with session_lifecycle.step(session, "consult", actor=actor) as detail:
        _must_be_time(session)
        must_be_sent(session)
        must_be_as_seen(session, seen)
        call_anew(session)
        session.opened_at = clock.now()
        detail["items"] = len(_open_ballot(session, actor))
    return session


def next_answers(public_id: str, *, actor: Actor, seen: str | None = None) -> Session:
    """Ask the members once more about what goes into a further round, with a new last day."""
    session = _consultation(public_id, actor)
    must_be(session, SessionStatus.SITTING, doing=_("lấy ý kiến vòng sau"))
    if any(one.status is BallotStatus.OPEN for one in ballots_of(session.id)):
        raise InvalidStep(_("Đang lấy ý kiến. Hãy đóng vòng này trước."))
    must_be_as_seen(session, seen)
    take_in(session, newcomers(session), actor=actor)
    session.answers_by = _counted_from(clock.today(), session.council.consultation_days)
    _open_ballot(session, actor)
    return session


def _open_ballot(session: Session, actor: Actor) -> Sequence[BallotItem]:
    """Open the ballot of the next round of answers; return what is asked about."""
    ballot = Ballot(
        session_id=session.id, session=session, mode=BallotMode.CONSULTATION,
        round=next_round(session),
    )  # fmt: skip
    db.session.add(ballot)
    db.session.flush()
    return begin(ballot, actor=actor)


def _must_be_time(session: Session) -> None:
    day = clock.local(session.starts_at).date()
    if clock.today() < day:
        raise Incomplete(_("Chưa đến ngày bắt đầu lấy ý kiến %(day)s.", day=f"{day:%d/%m/%Y}"))
    if session.answers_by is None or session.answers_by < clock.today():
        raise Incomplete(_("Hạn trả lời ghi trong công văn đã qua. Hãy gia hạn rồi bắt đầu."))


def extend(public_id: str, last: date, reason: str, *, actor: Actor) -> Session:
    """Give the members more time; the reason goes into the record."""
    session = _consultation(public_id, actor)
    is_open = any(one.status is BallotStatus.OPEN for one in ballots_of(session.id))
    if session.status is not SessionStatus.CONVENED and not is_open:
        raise InvalidStep(_("Chỉ gia hạn từ khi soạn công văn đến trước khi đóng lấy ý kiến."))
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do gia hạn."), field="reason")
    before = session.answers_by or clock.today()
    if last <= before or last < clock.today() or last > clock.today() + MOST_AHEAD:
        raise BadInput(
            _("Hạn mới phải sau hạn đang có (%(day)s), từ hôm nay đến một năm tới.",
              day=f"{before:%d/%m/%Y}"), field="last",
        )  # fmt: skip
    session.answers_by, session.extension_reason = last, reason.strip()
    redraw_letter(session, actor=actor)
    audit.record(
        "session.extend", stream=("session", session.id), actor=actor,
        detail={"from": before.isoformat(), "to": last.isoformat(), "reason": reason.strip()},
    )  # fmt: skip
    return session


def close(public_id: str, *, actor: Actor) -> Session:
    """Close the consultation and count it: all have answered, or the last day is over."""
    session = _consultation(public_id, actor)
    ballot = next((b for b in ballots_of(session.id) if b.status is BallotStatus.OPEN), None)
    if ballot is None:
        raise InvalidStep(_("Lần lấy ý kiến này đã đóng hoặc chưa bắt đầu. Hãy tải lại trang."))
    close_ballot(ballot.public_id, actor=actor)
    count_ballot(ballot.public_id, actor=actor)
    conclude_if_settled(session, actor=actor)
    return session
