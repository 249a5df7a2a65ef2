"""Close a ballot: every vote under way is stored, none comes after, a secret box is fixed."""

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.councils.models import Ballot
from workflow.councils.services.secret.counting import seal_box
from workflow.councils.states import BallotMode
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.voting import get_ballot_for_change


def close_ballot(public_id: str, *, actor: Actor) -> Ballot:
    """Close the vote; who has not voted counts as silent."""
    ballot = get_ballot_for_change(public_id, actor)
    with ballot_lifecycle.step(
        ballot, "close", actor=actor, stream=("session", ballot.session_id)
    ) as detail:
        ballot.closed_at = clock.now()
        if ballot.mode is BallotMode.SECRET:
            detail.update(seal_box(ballot))
    return ballot
