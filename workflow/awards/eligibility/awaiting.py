"""Tell whether nothing but years that are not over keeps somebody from an award."""

from collections.abc import Iterator, Sequence

from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.rules import (
    Among,
    Held,
    Initiatives,
    NoDiscipline,
    Performed,
    Ranked,
    Share,
    Span,
    Works,
)
from workflow.awards.eligibility.verdicts import Verdict

_OF_THE_YEAR = (NoDiscipline, Share, Among, Ranked)
_EARNED = (Held, Performed, Initiatives, Works)


def awaits(
    criterion: Criterion, short: Sequence[Criterion], year: int, first_open: int
) -> bool:  # fmt: skip
    """Tell whether all that is `short` waits for years from `first_open` on, and work is begun.

    Somebody who has earned nothing yet of what is asked waits for no particular award.
    """
    waiting = bool(short) and all(_waits(leaf, year, first_open) for leaf in short)
    return waiting and (
        any(leaf.counted.found for leaf in short) or any(map(_is_earned, _leaves(criterion)))
    )


def _waits(leaf: Criterion, year: int, first_open: int) -> bool:
    if leaf.verdict is not Verdict.UNKNOWN:
        return False
    unknown = leaf.counted.unknown
    if unknown:
        return min(unknown) >= first_open
    return year >= first_open and _is_of_the_year(leaf)


def _is_of_the_year(leaf: Criterion) -> bool:
    match leaf.rule:
        case Held(span=Span.SAME_YEAR) | Performed(span=Span.SAME_YEAR):
            return True
        case Performed(span=Span.ANY, count=1):
            return True
        case _:
            return isinstance(leaf.rule, _OF_THE_YEAR)


def _is_earned(leaf: Criterion) -> bool:
    return leaf.verdict is Verdict.ELIGIBLE and isinstance(leaf.rule, _EARNED)


def _leaves(criterion: Criterion) -> Iterator[Criterion]:
    if not criterion.parts:
        yield criterion
    for part in criterion.parts:
        yield from _leaves(part)
