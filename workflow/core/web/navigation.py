"""The rail as data: each domain contributes its entries, the page shows those of one's roles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import g

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


MOST_AT_TOP = 7
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


def stand_under(endpoint: str) -> None:
    """Say which item of the rail this page is reached from, where its address does not tell."""
    g.stands_under = endpoint


def split(
    entries: Sequence[Entry], seldom: Sequence[str]
) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Return what stands in the rail and what is folded under its last item, both in order.

    Nothing is folded while everything fits. Else the endpoints in `seldom` go first, in
    that order, and after them whatever stands last; the first item always stays.
    """
    if len(entries) <= MOST_AT_TOP:
        return entries, []
    rank = {endpoint: place for place, endpoint in enumerate(seldom)}
    backwards = list(reversed(entries[1:]))
    leaving = sorted(backwards, key=lambda entry: rank.get(entry.endpoint, len(rank)))
    too_many = len(entries) - (MOST_AT_TOP - 1)  # the fold itself takes one place
    folded = {entry.endpoint for entry in leaving[:too_many]}
    stays = [entry for entry in entries if entry.endpoint not in folded]
    return stays, [entry for entry in entries if entry.endpoint in folded]
