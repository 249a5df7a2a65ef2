"""Remind the members whose paper is still awaited: their inbox says so, and nobody else's."""

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.councils.queries import lock
from workflow.councils.services.sessions import must_run
from workflow.councils.states import BallotStatus
from workflow.councils.voting import get_ballot, get_ballot_for_change, progress_of


def remind(public_id: str, *, actor: Actor) -> int:
    """Remind those in the room who have not voted, or who have not answered in writing.

    The record says how many, not whom: who votes after a reminder is nobody's to look up.
    """
    must_run(actor, lock(get_ballot(public_id, actor).session_id))
    ballot = get_ballot_for_change(public_id, actor)
    if ballot.status is not BallotStatus.OPEN:
        raise InvalidStep(_("Cuộc bỏ phiếu không còn mở nên không nhắc được nữa."))
    awaited = len(progress_of(ballot.id).in_room)
    if not awaited:
        raise InvalidStep(_("Không còn ai phải nhắc: mọi người có mặt đã có phiếu."))
    ballot.reminded_at = clock.now()
    audit.record(
        "ballot.remind", stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id), detail={"members": awaited},
    )  # fmt: skip
    return awaited
