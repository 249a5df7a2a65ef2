"""Who may enter and change persons and collectives. Read as “is the actor …?”."""

from collections.abc import Sequence

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.recipients.lineages import became
from workflow.recipients.queries import belonging_under, belongs_under, find_membership

_KEEPERS = frozenset({"officer", "secretary"})


def keeper_in(actor: Actor, organisation_id: int) -> bool:
    """Keepers of the list of people of this organisation."""
    return actor.organisation_id == organisation_id and not actor.roles.isdisjoint(_KEEPERS)


def ledger_reader(actor: Actor) -> bool:
    """Keepers read the ledgers of those they can see; discipline is nobody else's business."""
    return keeper_in(actor, actor.organisation_id or 0)


def citizen_id_reader(actor: Actor, recipient_id: int) -> bool:
    """Keepers of the organisation the recipient itself belongs to today; nobody above or beside."""
    here = actor.organisation_id or 0
    return keeper_in(actor, here) and bool(find_membership(recipient_id, here, clock.today()))


def ledger_keeper(actor: Actor, recipient_id: int) -> bool:
    """Keepers of the unit the recipient belongs to today, or of an organisation above it.

    A former name belongs nowhere any more: its ledger is kept where what it became belongs.
    """
    here = actor.organisation_id or 0
    return keeper_in(actor, here) and belongs_under(became(recipient_id), here, clock.today())


def ledgers_kept(actor: Actor, recipient_ids: Sequence[int]) -> set[int]:
    """Return whose ledgers the actor keeps, of many who still have a place: see `ledger_keeper`."""
    here = actor.organisation_id or 0
    return belonging_under(recipient_ids, here, clock.today()) if keeper_in(actor, here) else set()


def honour_striker(actor: Actor, recipient_id: int) -> bool:
    """Secretaries among the keepers: that an honour was taken back is for the office to write."""
    return actor.has("secretary") and ledger_keeper(actor, recipient_id)


def struck_reader(actor: Actor) -> bool:
    """Readers of what an honour taken back had served for: keepers, heads and archivists."""
    return not actor.roles.isdisjoint(_KEEPERS | {"head", "archivist"})
