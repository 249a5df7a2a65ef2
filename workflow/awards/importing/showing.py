"""What the page of a dry run shows: counts, the first rows of each kind, the columns understood."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from workflow.awards.importing.fault_book import sentences
from workflow.awards.importing.headers import Heading
from workflow.awards.importing.planned import Outcome, Plan, PlannedRow
from workflow.awards.importing.table import Table

SHOWN = 100


@dataclass(frozen=True)
class ShownRow:
    """A row as the page lists it; `people` are the look-alikes to choose from."""

    number: int
    name: str
    unit: str
    told: str
    choice: str
    faults: list[str]
    people: list[dict[str, str]]


@dataclass
class Findings:
    """What a dry run found, in plain values that can be kept."""

    counts: dict[str, int] = field(default_factory=lambda: {str(one): 0 for one in Outcome})
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {str(one): [] for one in Outcome}
    )
    columns: list[list[str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    year: int | None = None
    skipped: int = 0
    damaged: int = 0
    converted: int = 0
    sheet: str = ""
    others: list[str] = field(default_factory=list)

    def add(self, made: Plan) -> None:
        """Count a part, and keep its rows as long as fewer than a page of their kind are kept."""
        self.skipped += made.skipped
        self.damaged += made.damaged
        for row in made.rows:
            kind = str(row.outcome)
            self.counts[kind] += 1
            kept = self.rows[kind]
            if len(kept) < SHOWN and not (row.candidates and _is_asked(row, kept)):
                kept.append(asdict(_shown(row)))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _is_asked(row: PlannedRow, kept: Sequence[dict[str, Any]]) -> bool:
    """Is the same person asked for already? One answer serves every row of the name."""
    return any(one["choice"] == row.choice for one in kept)


def _shown(row: PlannedRow) -> ShownRow:
    people = [
        {"public_id": one.public_id,
         "text": ", ".join(filter(None, [one.name, one.place, one.code]))}
        for one in row.candidates
    ]  # fmt: skip
    if row.candidates:
        faults = [one.sentence for one in row.problems]
    else:
        faults = [line for line in sentences(row).split("\n") if line]
    return ShownRow(row.number, row.name, row.unit, row.told, row.choice, faults, people)


def begin(heading: Heading, heads: Sequence[str]) -> Findings:
    """Return findings that know the columns; `heads` is the row of headings."""
    return Findings(
        columns=[
            [str(one), heads[at] if at < len(heads) else ""]
            for one, at in heading.columns.items()
        ],
        unused=[*heading.unknown, *heading.twice], year=heading.year,
    )  # fmt: skip


def findings_of(made: Plan, table: Table) -> Findings:
    """Return what the dry run of a short table found."""
    found = begin(made.heading, table.rows[made.heading.row])
    found.add(made)
    found.sheet, found.others, found.converted = table.sheet, table.others, table.converted
    return found
