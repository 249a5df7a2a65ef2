"""Who may enter and change persons and collectives. Read as “is the actor …?”."""

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.recipients.lineages import became
from workflow.recipients.queries import belongs_under

_KEEPERS = frozenset({"officer", "secretary"})


def keeper_in(actor: Actor, organisation_id: int) -> bool:
    """Keepers of the list of people of this organisation."""
    return actor.organisation_id == organisation_id and not actor.roles.isdisjoint(_KEEPERS)


def ledger_reader(actor: Actor) -> bool:
    """Keepers read the ledgers of those they can see; discipline is nobody else's business."""
    return keeper_in(actor, actor.organisation_id or 0)


def ledger_keeper(actor: Actor, recipient_id: int) -> bool:
    """Keepers of the unit the recipient belongs to today, or of an organisation above it.

    A former name belongs nowhere any more: its ledger is kept where what it became belongs.
    """
    here = actor.organisation_id or 0
    return keeper_in(actor, here) and belongs_under(became(recipient_id), here, clock.today())
