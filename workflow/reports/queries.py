"""What waits for a person, from every domain, the most urgent first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from workflow.archive import bookkeeping
from workflow.archive.incoming import tasks as incoming
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.tasks import Task
from workflow.councils import work as councils
from workflow.decisions import tasks as decisions
from workflow.decisions.amending import tasks as amending
from workflow.decisions.presenting import tasks as ceremonies
from workflow.documents import queries as documents
from workflow.documents.copies import asking as copies
from workflow.documents.inserting import queries as insertions
from workflow.documents.templating import queries as templates
from workflow.emulation.models import Round
from workflow.exchange import queries as exchange
from workflow.organisations.models import Organisation
from workflow.proposals import queries as proposals
from workflow.proposals import rounds
from workflow.signatures.registry import tasks as signatures
from workflow.signatures.renewal import tasks as renewals

SOURCES: tuple[Callable[[Actor], Sequence[Task]], ...] = (
    proposals.tasks_for,
    rounds.tasks_for,
    councils.tasks_for,
    decisions.tasks_for,
    amending.tasks_for,
    ceremonies.tasks_for,
    documents.tasks_for,
    insertions.tasks_for,
    templates.tasks_for,
    copies.tasks_for,
    signatures.tasks_for,
    renewals.tasks_for,
    exchange.tasks_for,
    bookkeeping.tasks_for,
    incoming.tasks_for,
)
SOON = timedelta(days=7)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Inbox:
    """The work of one person: to do now, to do later, and what they wait for elsewhere."""

    now: list[Task]
    later: list[Task]
    waiting: list[Task]

    @property
    def count(self) -> int:
        return len(self.now) + len(self.later)


def inbox(actor: Actor) -> Inbox:
    """Return the actor's work; tasks without a date count as work for now."""
    tasks = sorted(
        (task for source in SOURCES for task in source(actor)), key=lambda t: t.due_at or NEVER
    )
    limit = clock.now() + SOON
    mine = [task for task in tasks if task.verb]
    return Inbox(
        now=[task for task in mine if task.due_at is None or task.due_at <= limit],
        later=[task for task in mine if task.due_at is not None and task.due_at > limit],
        waiting=[task for task in tasks if not task.verb],
    )


def current_round(actor: Actor) -> Round | None:
    """Return the round under way at the actor's organisation or the one above it."""
    if actor.organisation_id is None:
        return None
    parent = select(Organisation.parent_id).where(Organisation.id == actor.organisation_id)
    today = clock.today()
    return db.session.scalars(
        select(Round)
        .where(
            (Round.organisation_id == actor.organisation_id) | Round.organisation_id.in_(parent),
            Round.opens_on <= today,
            (Round.ceremony_on.is_(None)) | (Round.ceremony_on >= today),
        )
        .order_by(Round.due_at.desc(), Round.id)
        .limit(1)
    ).one_or_none()
