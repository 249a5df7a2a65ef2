"""Years and how many of them count: runs, windows, what is missing and whether that is certain."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workflow.awards.eligibility.verdicts import Verdict


@dataclass(frozen=True)
class Counted:
    """The outcome of a count: how many there are, the years that lack, those nobody knows of.

    `held` are the years of a run that lacks some.
    """

    verdict: Verdict
    found: int
    missing: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    short: int = 0  # how many more are needed; years still to come included
    held: tuple[int, ...] = ()
    beside: int = 0  # members proposed for it in the same round


def longest_run(years: Iterable[int]) -> range:
    """Return the longest row of adjacent years, the latest of them if several are as long."""
    best, first = range(0), None
    held = set(years)
    for year in sorted(held):
        first = year if year - 1 not in held or first is None else first
        run = range(first, year + 1)
        best = run if len(run) >= len(best) else best
    return best


def in_a_row(
    held: frozenset[int], pending: frozenset[int], needed: Sequence[int],
    covers: Callable[[int], bool], early: frozenset[int], *, early_certain: bool,
) -> Counted:  # fmt: skip
    """Judge whether every year of `needed` counts; those of `early` come too soon to."""
    lacking = tuple(year for year in needed if year not in held or year in early)
    settled = tuple(year for year in lacking if year in early or year not in pending)
    unknown = tuple(
        year for year in settled if not (early_certain if year in early else covers(year))
    )
    absent = tuple(year for year in settled if year not in unknown and year not in early)
    if len(unknown) < len(settled):
        verdict = Verdict.NOT_ELIGIBLE
    elif unknown:
        verdict = Verdict.UNKNOWN
    else:
        verdict = Verdict.REVIEW if lacking else Verdict.ELIGIBLE
    there = tuple(year for year in needed if year not in lacking) if lacking else ()
    short = len(lacking if verdict is Verdict.REVIEW else settled)
    return Counted(verdict, len(needed) - len(lacking), absent, unknown, short, there)


def enough(found: int, pending: int, needed: int, *, complete: bool) -> Counted:
    """Judge a plain count; too few is certain only where the ledger is `complete`."""
    short = max(needed - found, 0)
    if not short:
        return Counted(Verdict.ELIGIBLE, found)
    if found + pending >= needed:
        return Counted(Verdict.REVIEW, found, short=short)
    return Counted(Verdict.NOT_ELIGIBLE if complete else Verdict.UNKNOWN, found, short=short)
