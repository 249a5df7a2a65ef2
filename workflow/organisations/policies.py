"""Who may change what about organisations."""

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.organisations.models import Organisation


def keeps_holidays(actor: Actor) -> bool:
    """Keep the table of holidays all organisations share."""
    return keeps_what_is_shared(actor)


def keeps_what_is_shared(actor: Actor) -> bool:
    """Keep what all organisations share: an administrator of one that reports to nobody."""
    if not actor.has("administrator") or actor.organisation_id is None:
        return False
    own = db.session.get(Organisation, actor.organisation_id)
    return own is not None and own.parent_id is None and own.beside_id is None
