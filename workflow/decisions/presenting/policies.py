"""Who plans a ceremony, who ticks on the day, and who opens its files."""

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.presenting.models import Ceremony, Handover
from workflow.decisions.presenting.queries import in_office, visible_to


def secretary_of(actor: Actor, ceremony: Ceremony) -> bool:
    """The secretary of the organisation that holds the ceremony."""
    return actor.has("secretary") and actor.organisation_id == ceremony.organisation_id


def keeper_of(actor: Actor, handover: Handover) -> bool:
    """The secretary, or the clerk who keeps what is handed over, of that organisation."""
    here = actor.organisation_id == handover.ceremony.organisation_id
    return here and not actor.roles.isdisjoint({"secretary", "clerk"})


def secretary_of_line(actor: Actor, handover: Handover) -> bool:
    """The secretary of the organisation that holds the ceremony of the line."""
    return secretary_of(actor, handover.ceremony)


def may_tick(actor: Actor, ceremony: Ceremony) -> bool:
    """The same as for one line, before there are any."""
    here = actor.organisation_id == ceremony.organisation_id
    return here and not actor.roles.isdisjoint({"secretary", "clerk"})


def may_view_files(actor: Actor, ceremony_id: int) -> bool:
    """Its lists name everybody: they are the office's, not the units'."""
    found = db.session.scalar(visible_to(actor).where(Ceremony.id == ceremony_id))
    return found is not None and in_office(actor, found)
