"""The lists of dossiers: the unit's own, and what waits for the secretary's check."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation
from workflow.proposals.models import Proposal
from workflow.proposals.queries import INCOMING, visible_to
from workflow.proposals.states import ProposalStatus as P

PAGE = 30


def _faces(rows: Select[Proposal]) -> Select[Proposal]:
    return rows.options(
        joinedload(Proposal.proposing), joinedload(Proposal.receiving), joinedload(Proposal.round)
    )


def dossiers_of_unit(
    actor: Actor, *, round_public_id: str = "", status: str = "", before_id: int | None = None
) -> Sequence[Proposal]:
    """Return the unit's dossiers, newest first, one page and one more."""
    rows = visible_to(actor).where(Proposal.proposing_id == actor.organisation_id)
    if round_public_id:
        rows = rows.where(
            Proposal.round_id.in_(select(Round.id).where(Round.public_id == round_public_id))
        )
    if status in set(P):
        rows = rows.where(Proposal.status == P(status))
    if before_id is not None:
        rows = rows.where(Proposal.id < before_id)
    return db.session.scalars(_faces(rows).order_by(Proposal.id.desc()).limit(PAGE + 1)).all()


def incoming_to(
    actor: Actor, *, status: str = "", unit_public_id: str = "", limit: int = 200
) -> Sequence[Proposal]:
    """Return what was handed in to the actor's office, by unit, longest waiting first."""
    wanted = P(status) if status in set(P) else None
    rows = visible_to(actor).where(
        Proposal.receiving_id == actor.organisation_id,
        Proposal.submitted_at.is_not(None),
        Proposal.status == wanted if wanted else Proposal.status.in_(INCOMING),
    )
    if unit_public_id:
        rows = rows.where(Proposal.proposing.has(public_id=unit_public_id))
    order = (Organisation.name_fold, Proposal.submitted_at, Proposal.id)
    rows = rows.join(Organisation, Organisation.id == Proposal.proposing_id).order_by(*order)
    return db.session.scalars(_faces(rows).limit(limit)).all()


def count_incoming(actor: Actor) -> int:
    """Return how many dossiers wait for the secretary's check."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Proposal)
            .where(Proposal.receiving_id == actor.organisation_id, Proposal.status.in_(INCOMING))
        )
        or 0
    )


def handed_in(round_id: int) -> int:
    """Return how many units have handed in for a round."""
    return (
        db.session.scalar(
            select(func.count(Proposal.proposing_id.distinct())).where(
                Proposal.round_id == round_id, Proposal.submitted_at.is_not(None)
            )
        )
        or 0
    )
