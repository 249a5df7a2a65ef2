"""What is known of a recipient when a nomination is looked at; what is not known stays unknown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice

from workflow.awards.models import Ground
from workflow.awards.states import Scope
from workflow.recipients.states import Counts, DisciplineLevel, Grade, Ledger

_HALF_A_YEAR = 183  # days; who was away longer is not graded for the year (ADR 12)
_LONGEST = 80  # years anybody is looked back over


@dataclass(frozen=True)
class Known:
    """The years a ledger is complete for; `from_the_start` says nothing lies before them."""

    years: frozenset[int] = frozenset()
    from_the_start: bool = False

    def covers(self, year: int) -> bool:
        first = self._first
        return year in self.years or (
            self.from_the_start and first is not None and year < first
        )  # fmt: skip

    def covers_all_to(self, year: int) -> bool:
        """Tell whether it is complete from the beginning to `year`."""
        if not self.from_the_start or self._first is None:
            return self.from_the_start
        return year < self._first_gap

    @cached_property
    def _first(self) -> int | None:
        return min(self.years, default=None)

    @cached_property
    def _first_gap(self) -> int:
        """Return the first year after the earliest that is not covered."""
        year = self._first or 0
        while year in self.years:
            year += 1
        return year


_NOTHING = Known()


@dataclass(frozen=True)
class Source:
    """Where a fact stands: the words a person reads and what they lead to."""

    text: str = ""
    link: str = ""  # the public id of a record or paper, empty where there is none
    of_another: bool = False  # of a collective that merged or was split: a person settles it
    unclear: bool = False  # nobody wrote on which ground it was given: a person settles it
    value: str = field(default="", compare=False)  # what the words do not tell: the grade


@dataclass(frozen=True)
class HonourFact:
    """An honour; only those on merit that nobody revoked count. Pending: proposed beside.

    Doubtful: held by another collective before a merger or split, or a form of commendation
    given on a ground nobody wrote down; a person has to agree.
    Passed: the council said yes, the decision is still to come.
    """

    code: str
    year: int
    merit: bool = True
    revoked: bool = False
    pending: bool = False
    passed: bool = False
    source: Source = Source()
    doubtful: bool = False
    form: bool = False  # a form of commendation of the State, not a title, nor an office's own


@dataclass(frozen=True)
class GradeFact:
    grade: Grade
    year: int
    source: Source = Source()
    doubtful: bool = False


@dataclass(frozen=True)
class InitiativeFact:
    """A recognised initiative; one that an award used up counts no more."""

    scope: Scope
    year: int
    used: bool = False
    source: Source = Source()
    doubtful: bool = False


@dataclass(frozen=True)
class WorkFact:
    """An accepted topic, or resourcefulness in combat; a topic an award used up counts no more."""

    kind: str  # TOPIC | COMBAT
    year: int
    source: Source = Source()
    used: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class DisciplineFact:
    level: DisciplineLevel
    first_year: int
    last_year: int
    source: Source = Source()
    doubtful: bool = False


@dataclass(frozen=True)
class AbsenceFact:
    """Time away, and whether it counts as time worked; without a last day it still lasts."""

    first: date
    last: date | None
    counts: Counts
    source: Source = Source()

    def days_in(self, first: date, last: date) -> int:
        until = last if self.last is None else min(self.last, last)
        return max((until - max(self.first, first)).days + 1, 0)


@dataclass(frozen=True)
class ServiceFact:
    """Days somebody is known to have belonged somewhere; there may be more nobody entered."""

    first: date
    last: date | None


@dataclass(frozen=True)
class RankFact:
    cluster: str
    year: int
    place: int
    best_of_leaders: bool | None = None
    source: Source = Source()
    doubtful: bool = False


@dataclass(frozen=True)
class Members:
    """How many a collective counts in a year, and how many of them hold each title.

    Too few holders is certain only where `complete` says that all their titles are entered.
    """

    total: int
    holding: Mapping[str, int] = field(default_factory=dict)
    pending: Mapping[str, int] = field(default_factory=dict)
    complete: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything the engine may look at; the order of the facts means nothing."""

    honours: tuple[HonourFact, ...] = ()
    grades: tuple[GradeFact, ...] = ()
    initiatives: tuple[InitiativeFact, ...] = ()
    works: tuple[WorkFact, ...] = ()
    discipline: tuple[DisciplineFact, ...] = ()
    ranks: tuple[RankFact, ...] = ()
    members: Mapping[int, Members] = field(default_factory=dict)
    movement_years: int | None = None
    service_years: int | None = None
    service: tuple[ServiceFact, ...] = ()
    absences: tuple[AbsenceFact, ...] = ()
    known: Mapping[Ledger, Known] = field(default_factory=dict)
    refused: frozenset[tuple[str, int]] = frozenset()  # proposed for that year and not given

    def of(self, ledger: Ledger) -> Known:
        return self.known.get(ledger, _NOTHING)

    def honours_of(self, code: str) -> Sequence[HonourFact]:
        """Return the honours of one award that may count: on merit, and not revoked."""
        return self._by_code.get(code, ())

    def away(self, year: int) -> Counts | None:
        """Tell of a year without a grade what the absences say of it; None if they say nothing."""
        if not self.absences or year in self._graded:
            return None
        first, last = date(year, 1, 1), date(year, 12, 31)
        days = dict.fromkeys(Counts, 0)
        for one in self.absences:
            days[one.counts] += one.days_in(first, last)
        if sum(days.values()) < _HALF_A_YEAR:
            return None
        if days[Counts.YES] >= _HALF_A_YEAR:
            return Counts.YES
        doubted = days[Counts.YES] + days[Counts.UNKNOWN] >= _HALF_A_YEAR
        return Counts.UNKNOWN if doubted else Counts.NO

    def graded_years(self, last: int, count: int) -> tuple[int, ...]:
        """Return the `count` years up to `last` without those an absence that counts explains."""
        if not self.absences:
            return tuple(range(last - count + 1, last + 1))
        return tuple(sorted(islice(self._years_back(last), count)))

    def _years_back(self, last: int) -> Iterator[int]:
        for year in range(last, last - _LONGEST, -1):
            if self.away(year) is not Counts.YES:
                yield year

    @cached_property
    def _graded(self) -> frozenset[int]:
        return frozenset(one.year for one in self.grades)

    @cached_property
    def _by_code(self) -> dict[str, list[HonourFact]]:
        found: dict[str, list[HonourFact]] = {}
        for one in self.honours:
            if one.merit and not one.revoked:
                found.setdefault(one.code, []).append(one)
        return found


@dataclass(frozen=True)
class Question:
    """An award for an achievement up to `year`, on one of the grounds of the law."""

    year: int
    ground: Ground = Ground.MERIT
