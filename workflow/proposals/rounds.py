"""Which rounds an organisation may hand a dossier in to: its own and those above it."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from workflow.awards.queries import line_of
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.proposals.models import Proposal
from workflow.proposals.states import ProposalStatus

MOST_ASKED = 3  # rounds an officer is asked about at once
LATE = timedelta(days=90)  # a late dossier may still be opened, and gives its reason


def rounds_open_to(organisation_id: int) -> Sequence[Round]:
    """Return the rounds that take dossiers now, those due first on top."""
    line = line_of(organisation_id)
    above = [one.id for one in line if _receives(one.kind, one.id, organisation_id)]
    return db.session.scalars(
        select(Round)
        .options(joinedload(Round.organisation))
        .where(
            Round.organisation_id.in_(above),
            Round.opens_on <= clock.today(),
            Round.due_at >= clock.now() - LATE,
        )
        .order_by(Round.due_at, Round.id)
    ).all()


def _receives(kind: OrganisationKind, organisation_id: int, asking: int) -> bool:
    """A unit hands in to the nearest office above; only an office takes its own dossiers."""
    return organisation_id != asking or kind is not OrganisationKind.UNIT


def tasks_for(actor: Actor) -> list[Task]:
    """Return the rounds of the office above that wait for a first dossier of the officer's unit."""
    if actor.organisation_id is None or not actor.has("officer"):
        return []
    above = select(Organisation.parent_id).where(Organisation.id == actor.organisation_id)
    handed_in = exists().where(
        Proposal.round_id == Round.id,
        Proposal.proposing_id == actor.organisation_id,
        Proposal.status != ProposalStatus.WITHDRAWN,
    )
    awaited = (
        select(Round)
        .options(joinedload(Round.organisation))
        .where(
            Round.organisation_id.in_(above),
            Round.opens_on <= clock.today(),
            Round.due_at >= clock.now(),
            ~handed_in,
        )
        .order_by(Round.due_at, Round.id)
        .limit(MOST_ASKED)
    )
    return [_to_open(one) for one in db.session.scalars(awaited)]


def _to_open(award_round: Round) -> Task:
    note = _(
        "%(office)s đang nhận hồ sơ. Đơn vị chưa có hồ sơ nào trong đợt này.",
        office=award_round.organisation.short_name,
    )
    return Task(
        award_round.name, "proposals.open", {"round": award_round.public_id}, "round", "open",
        verb=_("Lập hồ sơ"), note=note, due_at=award_round.due_at,
    )  # fmt: skip
