"""Who instructs, assigns, handles and sends back what arrived."""

from typing import Any

from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.queries import visible_to
from workflow.core.actors import Actor
from workflow.core.db import db


def may_view_id(actor: Actor, arrival_id: int) -> bool:
    """Judge the files of a handling, for `documents`."""
    return db.session.scalar(visible_to(actor).where(Arrival.id == arrival_id)) is not None


def _own(actor: Actor, arrival: Any) -> bool:
    return bool(actor.organisation_id == arrival.organisation_id)


def clerk_of(actor: Actor, arrival: Any) -> bool:
    """A clerk of the office it came to."""
    return _own(actor, arrival) and actor.has("clerk")


def leader_of(actor: Actor, arrival: Any) -> bool:
    """The head, or the secretary who prepares the head's work."""
    return _own(actor, arrival) and not actor.roles.isdisjoint({"secretary", "head"})


def desk_of(actor: Actor, arrival: Any) -> bool:
    """Who moves it inside the office: clerk, secretary or head."""
    return clerk_of(actor, arrival) or leader_of(actor, arrival)


def handler_of(actor: Actor, arrival: Any) -> bool:
    """The person it was given to, acting for this office."""
    return _own(actor, arrival) and actor.user_id is not None and (
        actor.user_id == arrival.handler_id
    )  # fmt: skip


def unit_or_handler_of(actor: Actor, arrival: Any) -> bool:
    """The person it was given to, or who leads a unit of the office."""
    leads = _own(actor, arrival) and actor.has("unit_head")
    return leads or handler_of(actor, arrival)
