"""The four answers and how they join; missing data is never a no."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What the product says of a criterion or of a nomination (ux: `.elig`)."""

    ELIGIBLE = "ok"
    NOT_ELIGIBLE = "no"
    REVIEW = "ask"  # a person has to look: pending beside, unverified, contradictory
    UNKNOWN = "wait"  # the data is missing


_WORST = (Verdict.NOT_ELIGIBLE, Verdict.UNKNOWN, Verdict.REVIEW, Verdict.ELIGIBLE)
_BEST = (Verdict.ELIGIBLE, Verdict.REVIEW, Verdict.UNKNOWN, Verdict.NOT_ELIGIBLE)


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """Return what holds when all parts are needed: the worst of them."""
    return min(verdicts, key=_WORST.index, default=Verdict.ELIGIBLE)


def either(verdicts: Iterable[Verdict]) -> Verdict:
    """Return what holds when one part is enough: the best of them."""
    return min(verdicts, key=_BEST.index, default=Verdict.NOT_ELIGIBLE)
