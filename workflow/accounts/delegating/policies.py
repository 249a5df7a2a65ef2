"""Who may enter that somebody was given to sign, and end it."""

from workflow.accounts.delegating.standing import heads_of
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.organisations.models import Organisation
from workflow.organisations.queries import is_administered


def keeper_of(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor administers the organisation, or heads it: no deputy passes it on."""
    if is_administered(organisation.id, actor):
        return True
    if actor.organisation_id != organisation.id or not actor.has("head"):
        return False
    return actor.user_id in {one.id for one in heads_of(organisation, clock.today())}
