"""The rail as data: each domain contributes its entries, the page shows those of one's roles."""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.core.actors import Actor


@dataclass(frozen=True)
class Entry:
    """One item of the rail. `count` answers how much work waits there, or None for no badge."""

    endpoint: str
    label: str
    icon: str
    roles: frozenset[str]
    order: int
    count: Callable[[Actor], int] | None = None


_entries: dict[str, Entry] = {}


def add_entry(
    endpoint: str, label: str, *, icon: str, roles: set[str], order: int,
    count: Callable[[Actor], int] | None = None,
) -> None:  # fmt: skip
    """Add an item to the rail; an empty `roles` shows it to everybody signed in."""
    _entries[endpoint] = Entry(endpoint, label, icon, frozenset(roles), order, count)


def entries_for(actor: Actor) -> list[Entry]:
    """Return the items of the actor's roles, in order."""
    shown = [e for e in _entries.values() if not e.roles or not e.roles.isdisjoint(actor.roles)]
    return sorted(shown, key=lambda entry: entry.order)
