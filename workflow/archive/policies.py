"""Who may read a record, see a register, enter what came from outside."""

from workflow.archive.models import Record
from workflow.archive.queries import visible_to
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.numbers import NumberBook

REGISTER_READERS = frozenset({"clerk", "archivist", "secretary", "head", "auditor"})


def may_view_id(actor: Actor, record_id: int) -> bool:
    return db.session.scalar(visible_to(actor).where(Record.id == record_id)) is not None


def may_view_book_id(actor: Actor, book_id: int) -> bool:
    """Tell whether the actor works with the registers of the book's organisation."""
    book = db.session.get(NumberBook, book_id)
    if book is None or book.organisation_id != actor.organisation_id:
        return False
    return not actor.roles.isdisjoint(REGISTER_READERS)


def clerk_of_own(actor: Actor) -> bool:
    """Tell whether the actor is a clerk of the organisation they act for."""
    return actor.organisation_id is not None and actor.has("clerk")
