"""Who keeps what has to come back and what is made a second time."""

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.amending.models import Recovery, Reissue
from workflow.decisions.policies import may_view_certificate_id

KEEPERS = frozenset({"secretary", "clerk", "archivist"})
READERS = KEEPERS | {"head"}


def keeper_of(actor: Actor, row: Recovery | Reissue) -> bool:
    """Secretary, clerk or archivist of the office the row belongs to."""
    return _inside(actor, row.organisation_id) and not actor.roles.isdisjoint(KEEPERS)


def reader_of(actor: Actor, row: Recovery | Reissue) -> bool:
    return _inside(actor, row.organisation_id) and not actor.roles.isdisjoint(READERS)


def _inside(actor: Actor, organisation_id: int) -> bool:
    return actor.organisation_id == organisation_id and not actor.is_system


def may_view_reissue_id(actor: Actor, reissue_id: int) -> bool:
    """The file of a certificate made anew: for the office, and for those who see the first one."""
    row = db.session.get(Reissue, reissue_id)
    if row is None:
        return False
    return reader_of(actor, row) or may_view_certificate_id(actor, row.certificate_id)
