"""Who may ask for an inserted number, permit it and use it: never one person alone."""

from typing import Any

from workflow.core.actors import Actor
from workflow.documents.policies import clerk_for
from workflow.organisations.models import OrganisationKind


def authority_for(actor: Actor, insertion: Any) -> bool:
    """Whether the actor heads the paper's organisation, and is not the one who asked."""
    paper = insertion.paper
    if actor.is_system or actor.organisation_id != paper.organisation_id:
        return False
    heads = actor.has("head") or (
        paper.organisation.kind is OrganisationKind.UNIT and actor.has("unit_head")
    )
    return heads and actor.user_id != insertion.asked_by_id


def clerk_of(actor: Actor, insertion: Any) -> bool:
    """Whether the actor keeps the numbers of the paper, signs it not and did not permit it."""
    return clerk_for(actor, insertion.paper) and actor.user_id != insertion.answered_by_id
