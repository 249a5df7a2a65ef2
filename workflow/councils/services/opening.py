"""Open a ballot: over a snapshot of the members, on what waits, with thresholds and recusals."""

from collections.abc import Sequence
from typing import Any

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep
from workflow.core.i18n import _, on_paper
from workflow.councils.eligibility import told_of
from workflow.councils.models import (
    AgendaItem,
    Ballot,
    BallotItem,
    Council,
    Elector,
    Recusal,
    Session,
)
from workflow.councils.queries import (
    agenda_of,
    attendance_of,
    ballots_of,
    get_for_change,
    seats_on,
)
from workflow.councils.services.sessions import must_be, must_run
from workflow.councils.states import BallotMode, BallotStatus, Presence, SessionStatus
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.tally import Threshold, threshold_for
from workflow.proposals.states import NominationStatus

_UNFINISHED = (BallotStatus.DRAFT, BallotStatus.OPEN, BallotStatus.CLOSED)


def session_for_ballot(public_id: str, *, actor: Actor) -> Session:
    """Return the session, locked, when a new ballot may begin in it."""
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_be(session, SessionStatus.SITTING, doing=_("mở bỏ phiếu"))
    if any(b.status in _UNFINISHED for b in ballots_of(session.id)):
        raise InvalidStep(_("Phiên họp đang có cuộc bỏ phiếu chưa kiểm. Hãy kiểm phiếu trước."))
    return session


def waiting_in(session: Session, mode: BallotMode) -> list[AgendaItem]:
    """Return what waits for a vote in this mode. Raises Incomplete when nothing does.

    What an award's rule wants voted on in secret is never put to a vote by name. Where no rule
    does, the council may still vote in secret.
    """
    waiting = [row for row in agenda_of(session.id)
               if row.nomination.status is NominationStatus.ON_AGENDA]  # fmt: skip
    if not waiting:
        raise Incomplete(_("Không còn đề nghị nào trong phiên họp chờ bỏ phiếu."))
    secret = [row for row in waiting if row.nomination.award_version.secret_ballot]
    if mode is BallotMode.SECRET:
        return secret or waiting
    by_name = [row for row in waiting if row not in secret]
    if not by_name:
        raise Incomplete(
            _("%(n)s đề nghị còn lại phải bỏ phiếu kín theo quy định của hình thức khen thưởng. "
              "Hãy chuẩn bị bỏ phiếu kín.", n=len(secret))
        )  # fmt: skip
    return by_name


def next_round(session: Session) -> int:
    return len(ballots_of(session.id)) + 1


def open_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Open a vote by name on what is on the agenda, over the members of today (promise P9)."""
    session = session_for_ballot(public_id, actor=actor)
    waiting_in(session, BallotMode.BY_NAME)
    ballot = Ballot(session_id=session.id, round=next_round(session), session=session)
    db.session.add(ballot)
    db.session.flush()
    begin(ballot, actor=actor)
    return ballot


def begin(ballot: Ballot, *, actor: Actor, **detail: Any) -> list[BallotItem]:
    """Open a prepared ballot: electors and items are fixed now. Returns its items in order."""
    session = ballot.session
    waiting = waiting_in(session, ballot.mode)
    with ballot_lifecycle.step(ballot, "open", actor=actor, stream=("session", session.id)) as told:
        electors = _snapshot(session, ballot)
        items = _put(ballot, waiting, session.council)
        _recuse(electors, items)
        ballot.opened_at = clock.now()
        told |= {"electors": len(electors), "items": len(items), **detail}
    return items


def _snapshot(session: Session, ballot: Ballot) -> list[Elector]:
    presences = {row.user_id: row.presence for row in attendance_of(session.id)}
    electors = [
        Elector(
            ballot_id=ballot.id, user_id=seat.user_id, name=seat.user.name, post=seat.post,
            rank=seat.rank, presence=presences.get(seat.user_id) or Presence.ABSENT,
        )
        for seat in seats_on(session.council_id, clock.today())
    ]  # fmt: skip
    db.session.add_all(electors)
    db.session.flush()
    return electors


def _put(ballot: Ballot, rows: Sequence[AgendaItem], council: Council) -> list[BallotItem]:
    ordinary = Threshold(council.vote_numerator, council.vote_denominator, council.vote_strict)
    told = told_of(row.nomination for row in rows)
    items = []
    for position, row in enumerate(rows, start=1):
        version = row.nomination.award_version
        rule = threshold_for(
            version.vote_numerator, version.vote_denominator, version.vote_strict,
            ordinary=ordinary,
        )  # fmt: skip
        items.append(
            BallotItem(
                ballot_id=ballot.id, agenda_item_id=row.id, agenda_item=row, position=position,
                numerator=rule.numerator, denominator=rule.denominator, strict=rule.strict,
                eligibility=told.get(row.nomination_id),
            )
        )  # fmt: skip
    db.session.add_all(items)
    db.session.flush()
    return items


def _recuse(electors: Sequence[Elector], items: Sequence[BallotItem]) -> None:
    """Nobody votes on their own award; the denominator stays the same (promise P13)."""
    by_user = {elector.user_id: elector for elector in electors}
    for item in items:
        elector = by_user.get(item.nomination.recipient.user_id or 0)
        if elector is not None:
            with on_paper():  # the reason is printed in the minutes
                reason = _("là người được xét")
            db.session.add(Recusal(elector_id=elector.id, ballot_item_id=item.id, reason=reason))
    db.session.flush()
