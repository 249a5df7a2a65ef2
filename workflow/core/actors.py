"""Who performs an act, as business code sees it: a person in one organisation, or the system."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Actor:
    """A person acting for one organisation at a time with the roles granted there today.

    `is_system` marks steps the rules take by themselves; they keep the person who set
    them off, so that the audit names both.
    """

    user_id: int | None
    name: str
    organisation_id: int | None
    roles: frozenset[str]
    is_system: bool = False

    def has(self, role: str) -> bool:
        return role in self.roles

    def as_system(self) -> "Actor":
        """Return the system acting because of this person."""
        return replace(self, is_system=True)


SYSTEM = Actor(
    user_id=None, name="Hệ thống", organisation_id=None, roles=frozenset(), is_system=True
)


def system(actor: Actor, _row: object) -> bool:
    """Is the actor the system? For steps no person may take by hand."""
    return actor.is_system
