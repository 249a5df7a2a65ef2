"""Call one ballot off before it is counted: nothing of it is ever read, the council votes anew."""

from sqlalchemy import delete, select

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.core.unit_of_work import after_commit
from workflow.councils.models import Ballot, BallotItem, NamedVote, Recusal, Session
from workflow.councils.queries import ballots_of, lock
from workflow.councils.sealed.keyfile import KeyFolder
from workflow.councils.services.refusals import must_meet
from workflow.councils.services.sessions import must_run, void_session
from workflow.councils.states import BallotMode, BallotStatus
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.voting import get_ballot, get_ballot_for_change

UNCOUNTED = (BallotStatus.OPEN, BallotStatus.CLOSED)


def call_off(public_id: str, why: str, keys: KeyFolder, *, actor: Actor) -> Ballot:
    """Void an opened ballot that is not counted, with the reason the minutes give.

    A box whose codes are lost is left behind so; what else the session counted stands.
    """
    session = lock(get_ballot(public_id, actor).session_id)
    must_run(actor, session)
    must_meet(session)
    ballot = get_ballot_for_change(public_id, actor)
    if ballot.status not in UNCOUNTED:
        raise InvalidStep(_("Chỉ hủy được cuộc bỏ phiếu đã mở và chưa kiểm. Hãy tải lại trang."))
    if not why.strip():
        raise BadInput(_("Hãy ghi lý do hủy cuộc bỏ phiếu."), field="reason")
    with ballot_lifecycle.step(
        ballot, "void", actor=actor, stream=("session", session.id), reason=why.strip()
    ):
        ballot.void_reason = why.strip()
    after_commit(lambda: keys.destroy(public_id))
    return ballot


def call_session_off(public_id: str, why: str, keys: KeyFolder, *, actor: Actor) -> Session:
    """Void a whole session, and with it the keys its ballots without tellers left on the server."""
    session = void_session(public_id, why, actor=actor)
    boxes = [one.public_id for one in ballots_of(session.id) if one.mode is BallotMode.SECRET]
    after_commit(lambda: keys.sweep(boxes))
    return session


def forget_void(item_id: int) -> None:
    """Let go of what void ballots hold of a row that leaves the agenda; the journal keeps it."""
    void = (
        select(BallotItem.id)
        .join(Ballot, BallotItem.ballot_id == Ballot.id)
        .where(BallotItem.agenda_item_id == item_id, Ballot.status == BallotStatus.VOID)
    )
    ids = list(db.session.scalars(void))
    for rows in (
        delete(NamedVote).where(NamedVote.ballot_item_id.in_(ids)),
        delete(Recusal).where(Recusal.ballot_item_id.in_(ids)),
        delete(BallotItem).where(BallotItem.id.in_(ids)),
    ):
        db.session.execute(rows)
