"""Who may prepare, send, receive and read what goes up."""

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.exchange.models import Transmittal
from workflow.exchange.queries import READERS, transmittal_of_request, visible_to
from workflow.exchange.states import TransmittalStatus

PREPARERS = frozenset({"secretary", "clerk"})


def sender_of(actor: Actor, row: Transmittal) -> bool:
    """A secretary or clerk of the organisation that sends."""
    return actor.organisation_id == row.sender_id and not actor.roles.isdisjoint(PREPARERS)


def secretary_of_sender(actor: Actor, row: Transmittal) -> bool:
    """Consolidating and sending up are the secretary's work, as `send_up` of a dossier is."""
    return actor.organisation_id == row.sender_id and actor.has("secretary")


def clerk_of_sender(actor: Actor, row: Transmittal) -> bool:
    """Letters from a superior that is not on this server come to the clerk."""
    return actor.organisation_id == row.sender_id and actor.has("clerk")


def receiver_of(actor: Actor, row: Transmittal) -> bool:
    """A secretary of the superior."""
    return actor.organisation_id == row.receiver_id and actor.has("secretary")


def may_view(actor: Actor, row: Transmittal) -> bool:
    """Both sides, the superior not before it was sent; the same rule as `visible_to`."""
    if actor.roles.isdisjoint(READERS):
        return False
    if actor.organisation_id == row.sender_id:
        return True
    return actor.organisation_id == row.receiver_id and row.status is not TransmittalStatus.DRAFT


def may_view_id(actor: Actor, transmittal_id: int) -> bool:
    """Judge the files of a transmittal, for `documents`."""
    rows = visible_to(actor).where(Transmittal.id == transmittal_id)
    return db.session.scalars(rows).one_or_none() is not None


def may_view_request_id(actor: Actor, request_id: int) -> bool:
    """Judge the files of an answer: whoever sees the transmittal sees them."""
    transmittal_id = transmittal_of_request(request_id)
    return transmittal_id is not None and may_view_id(actor, transmittal_id)
