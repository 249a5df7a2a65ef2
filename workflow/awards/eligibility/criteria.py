"""Judge one condition: what is counted, in which years, and what is certain of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from workflow.awards.eligibility.counting import Counted, enough, in_a_row
from workflow.awards.eligibility.facts import (
    DisciplineFact,
    GradeFact,
    HonourFact,
    InitiativeFact,
    Known,
    Members,
    RankFact,
    Source,
    WorkFact,
)
from workflow.awards.eligibility.frames import GROUNDS_OF, Criterion, Frame
from workflow.awards.eligibility.rules import (
    Among,
    Condition,
    Elsewhere,
    Free,
    Held,
    Initiatives,
    Lasting,
    Leaf,
    NoDiscipline,
    Performed,
    Ranked,
    Share,
    Span,
    Works,
)
from workflow.awards.eligibility.service import service_days
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.states import Scope
from workflow.recipients.states import Counts, DisciplineLevel, Grade, Ledger

# Tuples: a handful of members is found by identity, faster than by rank or hash.
_AT_LEAST = {one: tuple(other for other in Grade if other.rank >= one.rank) for one in Grade}
_DAYS_OF_A_YEAR = 365.25
_AS_WIDE = {one: tuple(other for other in Scope if other.rank >= one.rank) for one in Scope}
_Dated = HonourFact | GradeFact | InitiativeFact | WorkFact | RankFact | DisciplineFact


def held_in(rule: Held, frame: Frame, *, pending: bool) -> list[HonourFact]:
    """Only honours on merit count, and never a revoked one (NĐ 152/2025 Đ.4).

    Those of a collective that merged or was split wait for a person as those proposed beside do.
    """
    years = frame.years(rule.span, rule.count)
    return [
        one for one in frame.facts.honours_of(rule.code)
        if (one.pending or one.doubtful) is pending and frame.counts(one.year, years)
    ]  # fmt: skip


def _complete(known: Known, frame: Frame, years: tuple[int, ...] | None) -> bool:
    """Tell whether the ledger is complete for the years that count."""
    if years is not None:
        return all(known.covers(year) for year in years)
    if frame.since is not None:
        return frame.since_certain and all(
            known.covers(year) for year in range(frame.since + 1, frame.year + 1)
        )
    return known.covers_all_to(frame.year)


def _unrecorded(
    counted: Counted, frame: Frame, years: tuple[int, ...] | None, covers: Callable[[int], bool]
) -> Counted:  # fmt: skip
    """Name the years nothing is known of, where the count is of certain years."""
    if years is None and frame.since is not None:
        years = tuple(range(frame.since + 1, frame.year + 1))
    if counted.verdict is not Verdict.UNKNOWN or not years:
        return counted
    return replace(counted, unknown=tuple(year for year in years if not covers(year)))


def _honours(rule: Held, frame: Frame) -> Criterion:
    held, pending = held_in(rule, frame, pending=False), held_in(rule, frame, pending=True)
    known = frame.facts.of(Ledger.HONOURS)
    years = frame.years(rule.span, rule.count)
    now, soon = {one.year for one in held}, {one.year for one in pending}

    def covers(year: int) -> bool:
        return (rule.code, year) in frame.facts.refused or known.covers(year)

    if rule.span is Span.CONSECUTIVE:
        counted = in_a_row(
            frozenset(now), frozenset(soon), years or (), covers, frame.early(years),
            early_certain=frame.since_certain,
        )  # fmt: skip
    else:
        complete = _complete(known, frame, years) or (
            years is not None and all(covers(year) for year in years)
        )
        counted = enough(len(now), len(soon - now), rule.count, complete=complete)
        if rule.count > 1:
            counted = _unrecorded(counted, frame, years, covers)
    return Criterion(rule, counted.verdict, counted, _sources([*held, *pending]))


def _grades(rule: Performed, frame: Frame) -> Criterion:
    span = Span.SAME_YEAR if rule.span is Span.ANY and rule.count == 1 else rule.span
    in_row = span is Span.CONSECUTIVE
    years = frame.graded_years(rule.count) if in_row else frame.years(span, rule.count)
    seen = [one for one in frame.facts.grades if frame.counts(one.year, years)]
    enough_for = _AT_LEAST[rule.grade]
    good = {one.year for one in seen if one.grade in enough_for and not one.doubtful}
    poor = {one.year for one in seen if one.grade not in enough_for and not one.doubtful}
    soon = {one.year for one in seen if one.grade in enough_for} - good - poor

    if in_row:
        counted = in_a_row(
            frozenset(good), frozenset(soon), years or (), _surely_graded(poor, frame),
            frame.early(years), early_certain=frame.since_certain,
        )  # fmt: skip
    else:
        covers = _surely_graded(poor, frame)
        complete = (
            _complete(frame.facts.of(Ledger.GRADES), frame, None) if years is None
            else all(covers(year) for year in years)
        )  # fmt: skip
        counted = enough(len(good - poor), len(good & poor | soon), rule.count, complete=complete)
    if good & poor and counted.verdict is Verdict.ELIGIBLE:  # two grades for one year
        counted = replace(counted, verdict=Verdict.REVIEW)
    return Criterion(rule, counted.verdict, counted, _sources(seen) + _away(frame, years))


def _surely_graded(poor: set[int], frame: Frame) -> Callable[[int], bool]:
    """Return whether a year without the grade surely lacks it, by the grades or an absence."""
    facts, known = frame.facts, frame.facts.of(Ledger.GRADES)

    def covers(year: int) -> bool:
        away = facts.away(year)
        if away is not None:
            return away is Counts.NO
        return year in poor or known.covers(year)

    return covers


def _away(frame: Frame, years: tuple[int, ...] | None) -> tuple[Source, ...]:
    """Return the absences that explain a year without a grade, of those looked at."""
    facts = frame.facts
    if not years or not facts.absences:
        return ()
    ungraded = [
        (date(year, 1, 1), date(year, 12, 31))
        for year in range(min(years), max(years) + 1) if facts.away(year) is not None
    ]  # fmt: skip
    found = sorted(facts.absences, key=lambda one: one.first)
    return tuple(one.source for one in found if any(one.days_in(*days) for days in ungraded))


def _initiatives(rule: Initiatives, frame: Frame) -> Criterion:
    years = _own_years(rule.span, rule.count, frame)
    wide = _AS_WIDE[rule.scope]
    seen = [
        one for one in frame.facts.initiatives
        if one.scope in wide and frame.counts(one.year, years)
    ]  # fmt: skip
    counted = _free_ones(seen, rule.count, years, frame)
    return Criterion(rule, counted.verdict, counted, _sources(seen))


def _works(rule: Works, frame: Frame) -> Criterion:
    years = _own_years(rule.span, rule.count, frame)
    seen = [
        one for one in frame.facts.works if one.kind == rule.kind and frame.counts(one.year, years)
    ]
    counted = _free_ones(seen, rule.count, years, frame)
    return Criterion(rule, counted.verdict, counted, _sources(seen))


def _free_ones(
    seen: Sequence[InitiativeFact | WorkFact], needed: int, years: tuple[int, ...] | None,
    frame: Frame,
) -> Counted:  # fmt: skip
    """Count those no award used up; those of another collective wait for a person."""
    free = [one.doubtful for one in seen if not one.used]
    doubtful = sum(free)
    known = frame.facts.of(Ledger.INITIATIVES)
    complete = _complete(known, frame, years)
    counted = enough(len(free) - doubtful, doubtful, needed, complete=complete)
    return _unrecorded(counted, frame, years, known.covers)


def _own_years(span: Span, count: int, frame: Frame) -> tuple[int, ...]:
    """A bare count of works is one of the achievement's years: the window's, or the last."""
    return frame.years(span, count) or frame.window or (frame.year,)


def _share(rule: Share, frame: Frame) -> Criterion:
    members = frame.facts.members.get(frame.year)
    if members is None or not members.total:
        return Criterion(rule, Verdict.UNKNOWN, Counted(Verdict.UNKNOWN, 0))
    return _members(rule, rule.code, _least(rule.ratio, members.total), members)


def _least(ratio: Fraction, total: int) -> int:
    """Return how many members are at least `ratio` of them, in integers."""
    return -(-ratio.numerator * total // ratio.denominator)


def _among(rule: Among, frame: Frame) -> Criterion:
    members = frame.facts.members.get(frame.year)
    if members is None:
        return Criterion(rule, Verdict.UNKNOWN, Counted(Verdict.UNKNOWN, 0))
    return _members(rule, rule.code, rule.count, members)


def _members(rule: Leaf, code: str, needed: int, members: Members) -> Criterion:
    held, soon = members.holding.get(code, 0), members.pending.get(code, 0)
    counted = enough(held, soon, needed, complete=members.complete)
    return Criterion(rule, counted.verdict, replace(counted, beside=soon))


def _discipline(rule: NoDiscipline, frame: Frame) -> Criterion:
    least = 0 if rule.level == "any" else DisciplineLevel(rule.level).rank
    found = [
        one for one in frame.facts.discipline
        if one.level.rank >= least and one.first_year <= frame.year <= one.last_year
    ]  # fmt: skip
    if found:
        doubtful = all(one.doubtful for one in found)
        verdict = Verdict.REVIEW if doubtful else Verdict.NOT_ELIGIBLE
    elif frame.facts.of(Ledger.DISCIPLINE).covers(frame.year):
        verdict = Verdict.ELIGIBLE
    else:
        verdict = Verdict.UNKNOWN
    return Criterion(rule, verdict, Counted(verdict, len(found)), _sources(found))


def _ranked(rule: Ranked, frame: Frame) -> Criterion:
    seen = [
        one for one in frame.facts.ranks
        if one.cluster == rule.cluster and one.year == frame.year
    ]  # fmt: skip
    placed = [one for one in seen if one.place <= rule.place]
    if all(one.doubtful for one in seen) and not placed:
        verdict = Verdict.UNKNOWN
    elif not placed:
        verdict = Verdict.NOT_ELIGIBLE
    elif rule.best_of_leaders:
        best = {one.best_of_leaders for one in placed}
        verdict = (
            Verdict.ELIGIBLE if True in best
            else Verdict.UNKNOWN if None in best else Verdict.NOT_ELIGIBLE
        )  # fmt: skip
    else:
        verdict = Verdict.ELIGIBLE
    if verdict is Verdict.ELIGIBLE and all(one.doubtful for one in placed):
        verdict = Verdict.REVIEW
    return Criterion(rule, verdict, Counted(verdict, len(placed)), _sources(seen))


def _lasting(rule: Lasting, frame: Frame) -> Criterion:
    facts = frame.facts
    if rule.years is None:
        return Criterion(rule, Verdict.REVIEW)
    if rule.kind == "TENURE" and facts.service_years is None and facts.service:
        return _served(rule, rule.years, frame)
    lived = facts.service_years if rule.kind == "TENURE" else facts.movement_years
    if lived is None:
        return Criterion(rule, Verdict.UNKNOWN, Counted(Verdict.UNKNOWN, 0))
    counted = enough(lived, 0, rule.years, complete=True)
    return Criterion(rule, counted.verdict, counted)


def _served(rule: Lasting, needed: int, frame: Frame) -> Criterion:
    """Count the years known of; there may be more nobody entered, so too few is never a no.

    Time away that nobody settled counts for nothing until somebody does.
    """
    days = service_days(frame.facts, date(frame.year, 12, 31))
    counted = enough(int(days / _DAYS_OF_A_YEAR), 0, needed, complete=False)
    return Criterion(rule, counted.verdict, counted, tuple(
        one.source for one in frame.facts.absences if one.counts is not Counts.YES
    ))  # fmt: skip


def _for_a_person(rule: Condition | Elsewhere, _frame: Frame) -> Criterion:
    return Criterion(rule, Verdict.REVIEW)


def _free(rule: Free, frame: Frame) -> Criterion:
    if rule is Free.FREE:
        return Criterion(rule, Verdict.ELIGIBLE)
    on = frame.question.ground in GROUNDS_OF[rule]
    return Criterion(rule, Verdict.REVIEW if on else Verdict.NOT_ELIGIBLE)


def _sources(facts: Iterable[_Dated]) -> tuple[Source, ...]:
    ordered = sorted(facts, key=lambda one: (getattr(one, "year", 0), one.source.text))
    return tuple(one.source for one in ordered)


JUDGES: dict[type, Callable[..., Criterion]] = {
    Held: _honours, Performed: _grades, Initiatives: _initiatives, Works: _works,
    Share: _share, Among: _among, NoDiscipline: _discipline, Ranked: _ranked,
    Lasting: _lasting, Condition: _for_a_person, Elsewhere: _for_a_person, Free: _free,
}  # fmt: skip
