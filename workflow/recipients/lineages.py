"""What a collective was before, through renamings, mergers and splits: links and how far back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import aliased

from workflow.core.db import db
from workflow.recipients.models import Lineage, Recipient
from workflow.recipients.states import LineageKind

_EARLIER, _LATER = aliased(Lineage), aliased(Lineage)  # made once: an alias is costly to make


@dataclass(frozen=True)
class Link:
    """One step of a lineage: `predecessor` became, or went into, the `successor`."""

    successor: int
    predecessor: int
    kind: LineageKind
    on: date
    name: str = ""  # of the predecessor


@dataclass(frozen=True)
class Before:
    """A collective that another one was, by renaming alone, or came from up to the day."""

    recipient_id: int
    name: str
    renamed: bool
    until: date


def links_before(recipient_ids: Collection[int]) -> list[Link]:
    """Return every link that leads back from the recipients, in one query.

    The union drops rows already seen: a circle nobody could enter would still come to an end.
    """
    columns = ("id", "recipient_id", "predecessor_id", "kind", "on")
    line = (
        select(*(getattr(Lineage, name) for name in columns))
        .where(Lineage.recipient_id.in_(sorted(recipient_ids)))
        .cte("lineage", recursive=True)
    )
    line = line.union(
        select(*(getattr(_EARLIER, name) for name in columns)).where(
            _EARLIER.recipient_id == line.c.predecessor_id
        )
    )
    rows: Any = db.session.execute(
        select(line.c.recipient_id, line.c.predecessor_id, line.c.kind, line.c.on, Recipient.name)
        .join(Recipient, Recipient.id == line.c.predecessor_id)
        .order_by(line.c.id)
    )
    return [Link(*row) for row in rows]


def became(recipient_id: int) -> Select[int]:
    """Select the recipient and all it became or went into; what was split off is another one."""
    line = select(literal(recipient_id).label("id")).cte("became", recursive=True)
    line = line.union(
        select(_LATER.recipient_id).where(
            _LATER.predecessor_id == line.c.id, _LATER.kind != LineageKind.SPLIT
        )
    )
    return select(line.c.id)


def heirs() -> Select[int, int]:
    """Select every earlier collective with each one its honours may count for, near and far."""
    pairs = select(
        Lineage.predecessor_id.label("earlier"), Lineage.recipient_id.label("later")
    ).cte("heirs", recursive=True)
    pairs = pairs.union(
        select(pairs.c.earlier, _LATER.recipient_id).where(_LATER.predecessor_id == pairs.c.later)
    )
    return select(pairs.c.earlier, pairs.c.later)


def before(recipient_id: int, links: Iterable[Link]) -> list[Before]:
    """Return all it was or came from, the nearest first.

    A chain of renamings is one collective, whatever it is called. What lies beyond a merger
    or a split is another one, known up to the day it went in.
    """
    steps: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        steps[link.successor].append(link)
    found: dict[int, Before] = {}
    ahead = [Before(recipient_id, "", renamed=True, until=date.max)]
    while ahead:
        here = ahead.pop(0)
        for link in steps[here.recipient_id]:
            same = link.kind is LineageKind.RENAMED
            until = here.until if same else min(here.until, link.on)
            one = Before(link.predecessor, link.name, here.renamed and same, until)
            known = found.get(link.predecessor)
            if link.predecessor != recipient_id and (known is None or _nearer(one, known)):
                found[link.predecessor] = one
                ahead.append(one)
    return list(found.values())


def _nearer(one: Before, other: Before) -> bool:
    return (one.renamed, one.until) > (other.renamed, other.until)


def links_about(recipient_ids: Collection[int]) -> Sequence[Lineage]:
    """Return the rows in which one of the collectives is the earlier or the later one."""
    ids = sorted(recipient_ids)
    return db.session.scalars(
        select(Lineage)
        .where(Lineage.recipient_id.in_(ids) | Lineage.predecessor_id.in_(ids))
        .order_by(Lineage.on, Lineage.id)
    ).all()
