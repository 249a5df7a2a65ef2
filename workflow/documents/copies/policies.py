"""Who makes copies of an office's papers, who asks for one, who sees which."""

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.documents.copies.models import Copy
from workflow.documents.copies.queries import visible_to
from workflow.documents.models import Paper

MAKERS = frozenset({"clerk", "archivist"})
ASKERS = frozenset({"officer", "unit_head", "secretary", "head"})


def makes_copies(actor: Actor) -> bool:
    """Tell whether the actor makes copies where they work: clerk and archivist."""
    return actor.organisation_id is not None and not actor.roles.isdisjoint(MAKERS)


def maker_of(actor: Actor, paper: Paper) -> bool:
    """Tell whether the actor copies this paper: it is their office's, made there or received."""
    return makes_copies(actor) and actor.organisation_id == paper.organisation_id


def asker_of(actor: Actor, paper: Paper) -> bool:
    """Tell whether the actor, who sees the paper, asks the office for a copy of it."""
    asks = actor.organisation_id is not None and not actor.roles.isdisjoint(ASKERS)
    return asks and not maker_of(actor, paper)


def may_view_id(actor: Actor, copy_id: int) -> bool:
    return db.session.scalar(visible_to(actor).where(Copy.id == copy_id)) is not None
