"""Remind the members whose paper is still awaited: their inbox says so, and nobody else's."""

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.councils.models import Ballot
from workflow.councils.queries import lock
from workflow.councils.sealed.queries import tellers_of
from workflow.councils.services.sessions import must_run
from workflow.councils.states import BallotStatus
from workflow.councils.voting import get_ballot, get_ballot_for_change, progress_of


def remind(public_id: str, *, actor: Actor) -> int:
    """Remind those in the room who have not voted, or who have not answered in writing.

    Before a secret ballot opens: the tellers who have not drawn their code. The record says how
    many, not whom: who votes after a reminder is nobody's to look up.
    """
    must_run(actor, lock(get_ballot(public_id, actor).session_id))
    ballot = get_ballot_for_change(public_id, actor)
    awaited = _awaited(ballot)
    ballot.reminded_at = clock.now()
    audit.record(
        "ballot.remind", stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id), detail={"members": awaited},
    )  # fmt: skip
    return awaited


def _awaited(ballot: Ballot) -> int:
    """Return how many are waited for. Raises InvalidStep when nobody is."""
    if ballot.status is BallotStatus.DRAFT:
        lacking = sum(one.public_key is None for one in tellers_of(ballot.id))
        if not lacking:
            raise InvalidStep(_("Không còn ai phải nhắc: mọi người kiểm phiếu đã nhận mã."))
        return lacking
    if ballot.status is not BallotStatus.OPEN:
        raise InvalidStep(_("Cuộc bỏ phiếu không còn mở nên không nhắc được nữa."))
    if awaited := len(progress_of(ballot.id).in_room):
        return awaited
    raise InvalidStep(_("Không còn ai phải nhắc: mọi người có mặt đã có phiếu."))
