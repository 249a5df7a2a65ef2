"""What an import would do: the entries of each row, and what stands in their way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from workflow.awards.importing.headers import Heading, Meaning
from workflow.awards.importing.people import Known
from workflow.awards.models import Ground
from workflow.awards.states import Scope
from workflow.recipients.states import Grade


class Outcome(StrEnum):
    NEW = "new"
    THERE = "there"
    CHOOSE = "choose"  # look-alikes: a person must say who is meant
    ERROR = "error"


@dataclass(frozen=True)
class HonourEntry:
    recipient_id: int
    award_id: int
    year: int
    number: str
    date_text: str
    decided_on: date | None
    issuer: str
    ground: Ground | None = None


@dataclass(frozen=True)
class GradeEntry:
    recipient_id: int
    year: int
    grade: Grade
    source: str


@dataclass(frozen=True)
class InitiativeEntry:
    recipient_id: int
    year: int
    title: str
    scope: Scope
    is_topic: bool
    source: str


Entry = HonourEntry | GradeEntry | InitiativeEntry


@dataclass(frozen=True)
class Problem:
    """One sentence about one cell; without a meaning, about the whole row."""

    meaning: Meaning | None
    sentence: str


@dataclass
class PlannedRow:
    """A row of the file: `number` is what the spreadsheet calls it."""

    number: int
    name: str
    unit: str
    told: str  # what the row gives, as written
    choice: str  # the key under which a person may say who is meant
    outcome: Outcome = Outcome.NEW
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    candidates: tuple[Known, ...] = ()


@dataclass
class Plan:
    """What would be written, row by row, and the rows that say nothing."""

    heading: Heading
    rows: list[PlannedRow] = field(default_factory=list)
    skipped: int = 0
    damaged: int = 0  # cells encoded twice that can be mended

    def of(self, outcome: Outcome) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome is outcome]

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)

    def entries(self) -> Iterator[Entry]:
        """Yield what the good rows would write."""
        for row in self.rows:
            if row.outcome is Outcome.NEW:
                yield from row.entries
