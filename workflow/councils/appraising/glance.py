"""What a session's pages show of its appraisal: how far it is, and what came of each row."""

from dataclasses import dataclass

from workflow.core.actors import Actor
from workflow.councils.appraising.models import AppraisalResult
from workflow.councils.appraising.queries import UNDER_WAY, asked_of, counts_of, results_of
from workflow.councils.models import Session
from workflow.councils.policies import secretary_of


@dataclass(frozen=True)
class Glance:
    """What the session's page shows of its appraisal: counts, and the results."""

    begun: bool
    wanted: int
    assigned: int
    handed_in: int
    mine: int
    results: dict[int, AppraisalResult]  # by nomination
    may_begin: bool


def glance_at(session: Session, actor: Actor) -> Glance | None:
    """Return how far the appraisal is; nothing where the council asks for none."""
    rule, appraisal = asked_of(session)
    if appraisal is None:
        if rule is None or not rule.asked:
            return None
        begins = secretary_of(actor, session) and session.status in UNDER_WAY
        return Glance(False, rule.wanted, 0, 0, 0, {}, begins)
    assigned, handed_in, mine = counts_of(appraisal.id, actor.user_id or 0)
    results = {one.nomination_id: one for one in results_of(appraisal.id)}
    under_way = session.status in UNDER_WAY
    return Glance(
        True, appraisal.wanted, assigned, handed_in, mine if under_way else 0, results, False
    )
