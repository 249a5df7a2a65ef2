"""The order of honour as a pure rule: who is called after whom, and who goes up together."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from workflow.core.text import fold, sort_key
from workflow.decisions.presenting.precedence import rank_of
from workflow.recipients.models import RecipientKind

T = TypeVar("T")
_KINDS = {RecipientKind.COLLECTIVE: 0, RecipientKind.HOUSEHOLD: 1, RecipientKind.PERSON: 2}
_SAID = -1  # before every tier
_NUMBERS = re.compile(r"(\d+)")
Class = tuple[int, int, str, int]  # those of one class may go up together
Key = tuple[Class, tuple[str, ...], str, str]


@dataclass(frozen=True)
class Honoured:
    """What the order is told by: the award, who confers it, and to whom."""

    code: str
    award: str
    issuer: str
    kind: RecipientKind
    name: str
    unit: str = ""
    level: str = ""  # of the award, as the catalogue has it
    said: int | None = None  # its place in the office's own order


def honour_class(one: Honoured) -> Class:
    """Return the award's rank, its name, and collectives before households before people.

    What the office has given a place comes before all others.
    """
    if one.said is not None:
        return (_SAID, one.said, fold(one.award), _KINDS[one.kind])
    tier, place = rank_of(one.code, one.award, one.issuer, one.level)
    return (int(tier), place, fold(one.award), _KINDS[one.kind])


def honour_key(one: Honoured) -> Key:
    """Return the whole key: the class, then the unit, then the given name."""
    if one.kind is RecipientKind.PERSON:
        return (honour_class(one), natural(one.unit), sort_key(one.name), one.name)
    return (honour_class(one), natural(one.name), "", one.name)


def natural(text: str) -> tuple[str, ...]:
    """Return a key by which Đội số 2 comes before Đội số 10."""
    parts = _NUMBERS.split(fold(text))
    return tuple(part.zfill(9) if part.isdigit() else part for part in parts)


def evenly(rows: Sequence[T], most: int) -> list[list[T]]:
    """Cut into the fewest parts of at most `most`, as equal as can be: 27 by 10 is 9, 9, 9."""
    parts = -(-len(rows) // most)
    base, more = divmod(len(rows), parts) if parts else (0, 0)
    cut, start = [], 0
    for number in range(parts):
        end = start + base + (number < more)
        cut.append(list(rows[start:end]))
        start = end
    return cut


def turns_of(people: Iterable[tuple[T, Honoured]], most: int) -> list[list[T]]:
    """Return who goes up together, in order of honour; the order they came in does not matter."""
    rows = sorted(people, key=lambda row: honour_key(row[1]))
    return [
        [one for one, _honoured in part]
        for _class, group in groupby(rows, key=lambda row: honour_class(row[1]))
        for part in evenly(list(group), most)
    ]


def place_for(new: Class, present: Sequence[Class]) -> int:
    """Return where a new turn goes among those there: before the first that ranks below it.

    The present ones may have been moved by hand and keep their order.
    """
    highest = [max(present[: end + 1]) for end in range(len(present))]
    return bisect_right(highest, new)
