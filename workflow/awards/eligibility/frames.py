"""Where in time a rule is looked at, and what came of it."""

from dataclasses import dataclass

from workflow.awards.eligibility.counting import Counted
from workflow.awards.eligibility.facts import Facts, Question, Source
from workflow.awards.eligibility.rules import Any, Free, Rule, Span
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.models import Ground

NOTHING = Counted(Verdict.REVIEW, 0)
GROUNDS_OF = {
    Free.MOVEMENT: {Ground.MOVEMENT}, Free.PM_MOVEMENT: {Ground.MOVEMENT},
    Free.SUDDEN: {Ground.SUDDEN}, Free.DEVOTION: {Ground.DEVOTION},
    Free.EXTERNAL: {Ground.EXTERNAL}, Free.FREE: set(Ground),
    Free.CONTRIBUTION: set(Ground) - {Ground.MERIT},
}  # fmt: skip


@dataclass(frozen=True)
class Criterion:
    """One condition as it was judged: what it asked, the answer, the data used, what lacks."""

    rule: Rule | None
    verdict: Verdict
    counted: Counted = NOTHING
    used: tuple[Source, ...] = ()
    parts: "tuple[Criterion, ...]" = ()

    def deciding(self) -> "list[Criterion]":
        """Return the conditions the verdict hangs on: of alternatives, the nearest one's."""
        parts = [part.deciding() for part in self.parts if part.verdict is self.verdict]
        if not parts:
            return [self]
        if isinstance(self.rule, Any):
            return min(parts, key=len)
        return [one for part in parts for one in part]


@dataclass(frozen=True)
class Frame:
    """Where in time a rule is looked at: the last year, after which year, and the window.

    `since` is the earliest year known; a ledger that may hold an earlier one makes it uncertain.
    """

    facts: Facts
    question: Question
    since: int | None = None
    since_certain: bool = True  # nothing earlier could have begun the count
    window: tuple[int, ...] | None = None

    @property
    def year(self) -> int:
        return self.question.year

    def years(self, span: Span, count: int) -> tuple[int, ...] | None:
        """Return the years that count, or None for all there are up to the question's."""
        if span is Span.CONSECUTIVE:
            return tuple(range(self.year - count + 1, self.year + 1))
        if span is Span.SAME_YEAR:
            return (self.year,)
        if span is Span.WINDOW:
            return self.window
        return None

    def graded_years(self, count: int) -> tuple[int, ...]:
        """Return the latest years of a run of grades; those away on leave that counts fall out."""
        return self.facts.graded_years(self.year, count)

    def early(self, years: tuple[int, ...] | None) -> frozenset[int]:
        """Return those of the years that lie before the count may begin."""
        since = self.since
        return frozenset(year for year in years or () if since is not None and year <= since)

    def counts(self, year: int, years: tuple[int, ...] | None) -> bool:
        late_enough = self.since is None or year > self.since
        return late_enough and (year <= self.year if years is None else year in years)
