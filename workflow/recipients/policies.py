"""Who may enter and change persons and collectives. Read as “is the actor …?”."""

from workflow.core.actors import Actor

_KEEPERS = frozenset({"officer", "secretary"})


def keeper_in(actor: Actor, organisation_id: int) -> bool:
    """Keepers of the list of people of this organisation."""
    return actor.organisation_id == organisation_id and not actor.roles.isdisjoint(_KEEPERS)
