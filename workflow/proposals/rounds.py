"""Which rounds an organisation may hand a dossier in to: its own and those above it."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.awards.queries import line_of
from workflow.core import clock
from workflow.core.db import db
from workflow.emulation.models import Round
from workflow.organisations.models import OrganisationKind

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
