"""What the generator knows while it works: how large, which places, who, and which awards."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from bench.sink import Sink
from workflow.awards.models import Award, AwardVersion
from workflow.awards.wording import printed_name
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind
from workflow.recipients.models import RecipientKind

if TYPE_CHECKING:
    from bench.dossiers import Season

TODAY = date(2026, 6, 15)  # the day the generated database stands at
YEARS = range(2022, TODAY.year + 1)
SINCE = date(2018, 10, 12)
LARGE_SHARE = 0.2  # of everything, in the first department
PEOPLE_A_UNIT = 10
PEOPLE_A_COLLECTIVE = 10


def unit_weights(units: int) -> list[float]:
    """Return how much each team of a department writes against the others."""
    return [max(units / 9, 1), *[1.0] * (units - 1)]


@dataclass(frozen=True)
class Size:
    """How much of everything at a scale: 1.0 is the size of the promise, 0.001 that of a test."""

    scale: float

    @property
    def departments(self) -> int:
        return max(2, round(60 * self.scale))

    @property
    def units(self) -> int:
        return max(self.departments, round(2000 * self.scale) - self.departments - 2)

    @property
    def nominations(self) -> int:
        return round(200_000 * self.scale)

    @property
    def decisions(self) -> int:
        return round(20_000 * self.scale)

    def people_of(self, department: int, unit: int, units: int) -> int:
        """How many people a team has: as many for each nomination wherever it is.

        The first department writes `LARGE_SHARE` of everything, and its first team a ninth of that.
        """
        if department:
            return PEOPLE_A_UNIT
        others = (1 - LARGE_SHARE) / max(self.departments - 1, 1)
        weights = unit_weights(units)
        times = LARGE_SHARE / others * weights[unit] * units / sum(weights)
        return max(PEOPLE_A_UNIT, round(PEOPLE_A_UNIT * times))

    @property
    def acts(self) -> int:
        """How many dossiers stand ready to be submitted."""
        return 80 if self.scale >= 0.05 else 3

    @property
    def ballots(self) -> int:
        """How many ballots are open, with nine members each."""
        return 9 if self.scale >= 0.05 else 1


@dataclass
class Place:
    """An organisation with its people; `users` is by role, `members` sit in its council."""

    id: int
    name: str
    short_name: str
    kind: OrganisationKind
    symbol: str
    head_post: str
    parent: "Place | None" = None
    units: list["Place"] = field(default_factory=list)
    users: dict[str, tuple[int, str]] = field(default_factory=dict)
    members: list[tuple[int, str]] = field(default_factory=list)
    council_id: int = 0
    persons: list["Person"] = field(default_factory=list)
    collectives: list["Person"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Person:
    """A recipient, with the words lists print beside the name."""

    id: int
    name: str
    fold: str
    kind: RecipientKind
    unit_id: int
    unit_name: str
    post: str


@dataclass(frozen=True, slots=True)
class Row:
    """A nomination that was written, as later rows need it."""

    id: int
    proposal_id: int
    person: Person
    award_id: int
    award: str
    year: int
    readers: tuple[int, ...]  # the organisations that proposed it, lowest first


@dataclass
class World:
    """Everything at hand while generating."""

    size: Size
    random: Random
    sink: Sink
    places: list[Place] = field(default_factory=list)
    rounds: dict[tuple[int, int], int] = field(default_factory=dict)
    files: list[int] = field(default_factory=list)  # the two stored files every document shares
    years: range = YEARS
    seasons: "dict[tuple[int, int], Season]" = field(default_factory=dict)  # of the two top offices
    _versions: dict[tuple[str, int], AwardVersion] = field(default_factory=dict)
    _printed: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def ministry(self) -> Place:
        return self.places[0]

    @property
    def general(self) -> Place:
        return self.places[1]

    @property
    def departments(self) -> list[Place]:
        return [place for place in self.places if place.kind is OrganisationKind.DEPARTMENT]

    def season_of(self, place: Place, year: int) -> "Season":
        return self.seasons[place.id, year]

    def load_awards(self) -> None:
        """Read what held of each award at the end of each year."""
        rows = db.session.execute(
            select(Award.code, AwardVersion)
            .join(AwardVersion, AwardVersion.award_id == Award.id)
            .order_by(AwardVersion.valid_from.desc())
        ).all()
        for code, version in rows:
            assert version.award is not None  # read now, for `printed_name`
            for year in YEARS:
                day = date(year, 12, 31)
                if version.valid_from <= day and (
                    version.valid_to is None or day <= version.valid_to
                ):
                    self._versions[code, year] = version
        for code, version in rows:
            for year in YEARS:
                self._versions.setdefault((code, year), version)
        db.session.expunge_all()  # nothing is read again while the rows are written

    def version(self, code: str, year: int) -> AwardVersion:
        return self._versions[code, year]

    def printed(self, version: AwardVersion, decider: Place) -> str:
        """Return the award as papers write it, by this decider."""
        key = (version.id, decider.id)
        if key not in self._printed:
            self._printed[key] = printed_name(version, decider)  # type: ignore[arg-type]
        return self._printed[key]


def at(day: date, hour: int = 9) -> datetime:
    """Return a moment of the office's `day`, in UTC."""
    return datetime.combine(day, time(hour - 7), UTC)
