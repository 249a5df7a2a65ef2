"""The rail as data: each domain contributes its entries, the page shows those of one's roles."""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.core.actors import Actor


@dataclass(frozen=True)
class Entry:
    """One item of the rail. `count` answers how much work waits there, or None for no badge.

    `also` shows it to people without one of the roles: a council seat is not a role.
    """

    endpoint: str
    label: str
    icon: str
    roles: frozenset[str]
    order: int
    count: Callable[[Actor], int] | None = None
    also: Callable[[Actor], bool] | None = None

    def shows_to(self, actor: Actor) -> bool:
        if not self.roles or not self.roles.isdisjoint(actor.roles):
            return True
        return self.also is not None and self.also(actor)


_entries: dict[str, Entry] = {}


def add_entry(
    endpoint: str, label: str, *, icon: str, roles: set[str], order: int,
    count: Callable[[Actor], int] | None = None, also: Callable[[Actor], bool] | None = None,
) -> None:  # fmt: skip
    """Add an item to the rail; an empty `roles` shows it to everybody signed in."""
    _entries[endpoint] = Entry(endpoint, label, icon, frozenset(roles), order, count, also)


def entries_for(actor: Actor) -> list[Entry]:
    """Return the actor's items, in order."""
    shown = [entry for entry in _entries.values() if entry.shows_to(actor)]
    return sorted(shown, key=lambda entry: entry.order)
