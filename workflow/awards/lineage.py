"""What a collective takes over from those it was before: of its own, or for a person to settle."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from workflow.awards.eligibility.facts import (
    DisciplineFact,
    Facts,
    GradeFact,
    HonourFact,
    InitiativeFact,
    Known,
    RankFact,
    Source,
    WorkFact,
)
from workflow.recipients.lineages import Before
from workflow.recipients.states import Ledger

_Named = TypeVar(
    "_Named", HonourFact, GradeFact, DisciplineFact, InitiativeFact, WorkFact, RankFact
)
_EARLIEST = 1945


def inherited(own: Facts, past: Sequence[Before], facts: Mapping[int, Facts]) -> Facts:
    """Return the facts of a collective with those of its past (ADR 12).

    Under a former name it was the same collective: everything counts. What was held by another
    one that merged into it, or that it was split from, counts only if a person agrees.
    """
    if not past:
        return own
    same = [(one, facts[one.recipient_id]) for one in past if one.renamed]
    others = [(one, facts[one.recipient_id]) for one in past if not one.renamed]
    found = _of_one_collective(own, same)
    return _with_doubtful(found, others) if others else found


def _of_one_collective(own: Facts, same: Sequence[tuple[Before, Facts]]) -> Facts:
    found, members = own, dict(own.members)
    for one, facts in same:
        found = replace(
            found,
            honours=found.honours + _named(facts.honours, one),
            grades=found.grades + _named(facts.grades, one),
            initiatives=found.initiatives + _named(facts.initiatives, one),
            works=found.works + _named(facts.works, one),
            discipline=found.discipline + _named(facts.discipline, one),
            ranks=found.ranks + _named(facts.ranks, one),
            service=found.service + facts.service,
        )  # fmt: skip
        members = {**facts.members, **members}
    parts = [own, *(facts for _one, facts in same)]
    ledgers = {ledger for part in parts for ledger in part.known}
    known = {ledger: _joined(ledger, parts) for ledger in ledgers}
    return replace(found, members=members, known=known)


def _named(facts: Iterable[_Named], one: Before) -> tuple[_Named, ...]:
    """Return the facts with the name they were won under beside their source."""
    return tuple(replace(fact, source=_of(fact.source, one.name)) for fact in facts)


def _of(source: Source, name: str) -> Source:
    return replace(source, text=f"{source.text} ({name})" if source.text else name)


def _doubtful(
    facts: Iterable[_Named], one: Before, first_year: Callable[[_Named], int]
) -> tuple[_Named, ...]:
    """Return the facts up to the day the other collective went in, marked for a person."""
    return tuple(
        replace(fact, doubtful=True, source=replace(fact.source, of_another=True))
        for fact in _named(facts, one) if first_year(fact) <= one.until.year
    )  # fmt: skip


def _joined(ledger: Ledger, parts: Sequence[Facts]) -> Known:
    """Return the years any part is complete for.

    “Nothing lies before” is for the oldest name to say: the words of a later one knew nothing
    of it. Only of discipline they are taken, where silence speaks for the collective.
    """
    years: frozenset[int] = frozenset()
    for part in parts:
        years |= _all_years(part.of(ledger)) if ledger is Ledger.DISCIPLINE else part.of(
            ledger
        ).years  # fmt: skip
    said = parts if ledger is Ledger.DISCIPLINE else parts[-1:]
    return Known(years, from_the_start=any(part.of(ledger).from_the_start for part in said))


def _all_years(known: Known) -> frozenset[int]:
    if not known.from_the_start or not known.years:
        return known.years
    return known.years | frozenset(range(_EARLIEST, min(known.years)))


def _with_doubtful(found: Facts, others: Sequence[tuple[Before, Facts]]) -> Facts:
    known = dict(found.known)
    for one, facts in others:
        found = replace(
            found,
            honours=found.honours + _doubtful(facts.honours, one, lambda fact: fact.year),
            grades=found.grades + _doubtful(facts.grades, one, lambda fact: fact.year),
            discipline=found.discipline
            + _doubtful(facts.discipline, one, lambda fact: fact.first_year),
            initiatives=found.initiatives
            + _doubtful(facts.initiatives, one, lambda fact: fact.year),
            works=found.works + _doubtful(facts.works, one, lambda fact: fact.year),
            ranks=found.ranks + _doubtful(facts.ranks, one, lambda fact: fact.year),
        )
        known = {
            ledger: _both(own, facts.of(ledger), one.until.year) for ledger, own in known.items()
        }
    return replace(found, known=known)


def _both(own: Known, other: Known, last: int) -> Known:
    """Return the years both are complete for; after `last` the other one holds nothing."""
    theirs = _all_years(other)
    return Known(
        frozenset(year for year in _all_years(own) if year > last or year in theirs),
        from_the_start=own.from_the_start and other.from_the_start,
    )
