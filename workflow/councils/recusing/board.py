"""The conflicts of a session as a reader may see them, and who is asked to decide them."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.councils.models import AgendaItem, Attendance, Ballot, Council, Seat, Session
from workflow.councils.policies import secretary_of
from workflow.councils.queries import (
    as_member,
    attendance_of,
    ballots_of,
    seats_on,
    visible_to,
)
from workflow.councils.recusing.conflicts import Conflict, conflicts_of
from workflow.councils.recusing.services import decider_of, open_rows
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.proposals.states import NominationStatus

_BEFORE = (SessionStatus.CONVENED, SessionStatus.SITTING)


@dataclass(frozen=True)
class Shown:
    """One conflict on a page, with who decides it."""

    conflict: Conflict
    decider: str
    is_mine: bool
    is_mine_to_decide: bool

    @property
    def key(self) -> str:
        """What its fields are named by: the row, and the member as addresses name people."""
        return f"{self.conflict.item.id}-{self.conflict.member.public_id}"

    @property
    def may_be_ticked(self) -> bool:
        waits = self.conflict.item.nomination.status is NominationStatus.ON_AGENDA
        return self.is_mine_to_decide and waits


def by_member(shown: Sequence[Shown]) -> list[list[Shown]]:
    """Return the conflicts of each member together, members as they first appear."""
    found: dict[int, list[Shown]] = {}
    for one in shown:
        found.setdefault(one.conflict.member.id, []).append(one)
    return list(found.values())


def may_be_decided(session: Session, ballots: Sequence[Ballot]) -> bool:
    """Say whether ties are still declared and conflicts decided."""
    under_way = (BallotStatus.OPEN, BallotStatus.CLOSED)
    return (
        session.council.asks_recusal
        and session.status in _BEFORE
        and not any(ballot.status in under_way for ballot in ballots)
    )


def read_conflicts(
    session: Session, agenda: Sequence[AgendaItem], called: Sequence[Attendance],
    seats: Sequence[Seat], actor: Actor,
) -> list[Shown]:  # fmt: skip
    """Return what the actor may see: the secretary all, a member the own and those to decide."""
    names = {row.user_id: row.user.name for row in called}
    sees_all = secretary_of(actor, session)
    shown = []
    for one in conflicts_of(session, agenda, [row.user for row in called]):
        decider = None if one.is_own else decider_of(seats, called, one.member.id)
        mine = one.member.id == actor.user_id
        decides = decider is not None and decider == actor.user_id
        if sees_all or mine or decides:
            shown.append(Shown(one, names.get(decider or 0, ""), mine, decides))
    return shown


def tasks_for(actor: Actor) -> list[Task]:
    """Return one task a session whose conflicts wait for the actor's word."""
    if actor.user_id is None:
        return []
    sessions = db.session.scalars(
        visible_to(actor)
        .join(Council, Session.council_id == Council.id)
        .where(as_member(actor), Council.asks_recusal, Session.status.in_(_BEFORE))
        .order_by(Session.starts_at, Session.id)
        .limit(5)
    ).all()
    return [task for session in sessions if (task := _task(session, actor)) is not None]


def _task(session: Session, actor: Actor) -> Task | None:
    if not may_be_decided(session, ballots_of(session.id)):
        return None
    seats = seats_on(session.council_id, clock.today())
    shown = read_conflicts(session, open_rows(session), attendance_of(session.id), seats, actor)
    waiting = sum(one.is_mine_to_decide and one.conflict.waits for one in shown)
    if not waiting:
        return None
    return Task(
        _("%(n)s trường hợp xung đột lợi ích: %(session)s", n=waiting, session=session.title),
        "councils.recusals", {"public_id": session.public_id}, "session", session.status.value,
        verb=_("Quyết định"),
    )  # fmt: skip
