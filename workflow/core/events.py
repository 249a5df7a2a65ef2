"""What a lower domain must cause above itself travels as an event, in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from workflow.core.actors import Actor


@dataclass(frozen=True)
class Event:
    """Something that happened. Children add what their hearers need, as ids and plain values."""

    actor: Actor


E = TypeVar("E", bound=Event)

_handlers: defaultdict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` for every event of `kind`. Wired once, by `app.py`."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def emit(event: Event) -> None:
    """Tell every hearer now, inside the caller's transaction; an error undoes the act."""
    for handler in _handlers[type(event)]:
        handler(event)
