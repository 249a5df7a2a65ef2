"""Who may do what with a dossier and its nominations. Read as “is the actor …?”."""

from sqlalchemy import select

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import visible_to


def proposer_of(actor: Actor, proposal: Proposal) -> bool:
    """An officer of the proposing unit; for what a lower office sent up, its secretary too."""
    if actor.organisation_id != proposal.proposing_id:
        return False
    return actor.has("officer") or (proposal.from_transmittal and actor.has("secretary"))


def head_of_proposer(actor: Actor, proposal: Proposal) -> bool:
    return actor.has("unit_head") and actor.organisation_id == proposal.proposing_id


def proposing_unit(actor: Actor, proposal: Proposal) -> bool:
    return proposer_of(actor, proposal) or head_of_proposer(actor, proposal)


def secretary_of(actor: Actor, proposal: Proposal) -> bool:
    return actor.has("secretary") and actor.organisation_id == proposal.receiving_id


def secretary_for(actor: Actor, nomination: Nomination) -> bool:
    return secretary_of(actor, nomination.proposal)


def secretary_or_system(actor: Actor, nomination: Nomination) -> bool:
    return actor.is_system or secretary_for(actor, nomination)


def head_for(actor: Actor, nomination: Nomination) -> bool:
    return actor.has("head") and actor.organisation_id == nomination.proposal.receiving_id


def may_override(actor: Actor, proposal: Proposal) -> bool:
    """One of those who may insist on a row: the unit's head, the receiving secretary."""
    return head_of_proposer(actor, proposal) or secretary_of(actor, proposal)


def may_take_back(actor: Actor, nomination: Nomination) -> bool:
    """The proposing unit, or the secretary when the person leaves."""
    return proposing_unit(actor, nomination.proposal) or secretary_for(actor, nomination)


def may_view_id(actor: Actor, proposal_id: int) -> bool:
    """Is the dossier among those the actor may see? For its papers and files."""
    seen = visible_to(actor).with_only_columns(Proposal.id).where(Proposal.id == proposal_id)
    return db.session.scalar(seen) is not None


def may_view_nomination_id(actor: Actor, nomination_id: int) -> bool:
    """Is the nomination's dossier among those the actor may see? For its evidence."""
    seen = select(Nomination.id).where(
        Nomination.id == nomination_id,
        Nomination.proposal_id.in_(visible_to(actor).with_only_columns(Proposal.id)),
    )
    return db.session.scalar(seen) is not None
