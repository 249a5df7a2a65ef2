"""The dry run of an import: each row is new, already there, for a person to choose, or wrong."""

from collections.abc import Mapping, Sequence

from workflow.awards.eligibility.wording import grade_name
from workflow.awards.importing.award_names import award_names
from workflow.awards.importing.headers import Heading, Meaning, find_heading
from workflow.awards.importing.ledger_rows import Held, held_by
from workflow.awards.importing.naming import begun, person_of
from workflow.awards.importing.people import Known, people_of
from workflow.awards.importing.planned import (
    Entry,
    GradeEntry,
    HonourEntry,
    InitiativeEntry,
    Outcome,
    Plan,
    PlannedRow,
    Problem,
)
from workflow.awards.importing.rows import ReadRow, read_row, says_nothing
from workflow.awards.importing.table import Table
from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.recipients.states import Grade

M = Meaning


def heading_of(rows: Sequence[Sequence[str]]) -> Heading:
    """Return where the headings stand. Raises BadInput when the first rows hold none."""
    heading = find_heading(rows)
    if heading is None:
        raise BadInput(
            _(
                "Không thấy dòng tiêu đề. Bảng cần một cột họ tên (hoặc số hiệu) và một cột danh "
                "hiệu, xếp loại hoặc sáng kiến."
            ),
            field="file",
        )
    return heading


def plan(
    table: Table, *, actor: Actor, mend: bool = False, choices: Mapping[str, str] | None = None,
    unit_id: int | None = None,
) -> Plan:  # fmt: skip
    """Return what importing the table would do now; nothing is written.

    `choices` says who is meant where people look alike: the row's `choice` → a public id out
    of its candidates. `unit_id` is where everybody belongs in a list that names no unit.
    """
    heading = heading_of(table.rows)
    planner = Planner(actor, heading, mend=mend, choices=choices, unit_id=unit_id)
    return planner.part(table, 0, Held())


def faulty(table: Table, at: int, columns: Mapping[Meaning, int]) -> bool:
    """Tell whether a cell of the row cannot be taken."""
    return bool(table.faults) and any((at, column) in table.faults for column in columns.values())


class Planner:
    """Finds people and awards for rows that were read, all at once or part by part."""

    def __init__(
        self, actor: Actor, heading: Heading, *, mend: bool = False,
        choices: Mapping[str, str] | None = None, unit_id: int | None = None,
    ) -> None:  # fmt: skip
        self._people, self._awards = people_of(actor), award_names(actor)
        self._heading, self._mend = heading, mend
        self._choices, self._unit_id = dict(choices or {}), unit_id

    def part(self, table: Table, before: int, earlier: Held) -> Plan:
        """Plan the rows of a part; `before` rows of the file stand before it.

        `earlier` is what earlier parts would write, and is added to.
        """
        heading = self._heading
        made = Plan(heading)
        for at in range(max(heading.row + 1 - before, 0), len(table.rows)):
            if says_nothing(table.rows[at], heading) and not faulty(table, at, heading.columns):
                made.skipped += 1
                continue
            read = read_row(table, at, heading, mend=self._mend)
            made.damaged += read.mendable
            made.rows.append(self.row(read, before + at + 1))
        _compare(made, earlier)
        return made

    def row(self, read: ReadRow, number: int) -> PlannedRow:
        row = begun(read, number, f"{read.year}: {read.told}" if read.year else read.told)
        if not read.problems:
            person = person_of(row, read, self._people, self._choices, self._unit_id)
            if person is not None:
                row.entries = self._entries(read, person)
        if row.problems and row.outcome is not Outcome.CHOOSE:
            row.outcome = Outcome.ERROR
        return row

    def _entries(self, read: ReadRow, person: Known) -> list[Entry]:
        year, entries = read.year or 0, list[Entry]()
        day = f"{read.decided_on:%d/%m/%Y}" if read.decided_on else read.given(M.DATE)
        told = (read.given(M.NUMBER), day, read.given(M.ISSUER))
        source = ", ".join(text for text in told if text)
        if text := read.given(M.AWARD):
            meant = self._awards.find(text, year, person.kind)
            if meant.award_id is None:
                read.refuse(M.AWARD, meant.sentence)
            else:
                entries.append(HonourEntry(
                    person.id, meant.award_id, year, read.given(M.NUMBER), day,
                    read.decided_on, read.given(M.ISSUER), read.ground,
                ))  # fmt: skip
        if read.grade is not None:
            entries.append(GradeEntry(person.id, year, read.grade, source))
        if (title := read.given(M.INITIATIVE)) and read.scope is not None:
            is_topic = fold(title).startswith("de tai")
            entries.append(InitiativeEntry(person.id, year, title, read.scope, is_topic, source))
        return entries


def _compare(made: Plan, earlier: Held) -> None:
    """Tell what is new from what the ledgers, or earlier rows of the file, already have."""
    held = held_by({entry.recipient_id for entry in made.entries()})
    for row in made.rows:
        if row.outcome is not Outcome.NEW:
            continue
        told = [one for entry in row.entries if (one := _contradiction(entry, held, earlier))]
        if told:
            row.outcome = Outcome.ERROR
            row.problems = [*row.problems, *_grade_problems(told[0])]
            continue
        row.entries = [
            entry for entry in row.entries if not (_known(entry, held) or _known(entry, earlier))
        ]
        if not row.entries:
            row.outcome = Outcome.THERE
        for entry in row.entries:
            _remember(entry, earlier)


def _contradiction(entry: Entry, *books: Held) -> Grade | None:
    """Return another grade the same year already has; two are for a person to settle."""
    if not isinstance(entry, GradeEntry):
        return None
    key = (entry.recipient_id, entry.year)
    others = {grade for held in books for grade in held.grades.get(key, ())} - {entry.grade}
    return min(others) if others else None


def _grade_problems(other: Grade) -> list[Problem]:
    told = _(
        "Sổ hoặc dòng trên đã ghi năm này xếp loại %(grade)s. Hãy kiểm tra lại quyết định.",
        grade=grade_name(other).lower(),
    )
    return [Problem(M.GRADE, told)]


def _known(entry: Entry, held: Held) -> bool:
    if isinstance(entry, HonourEntry):
        return held.has_honour(entry.recipient_id, entry.award_id, entry.year, entry.number)
    if isinstance(entry, GradeEntry):
        return entry.grade in held.grades.get((entry.recipient_id, entry.year), set())
    return held.has_work(entry.recipient_id, entry.year, entry.title)


def _remember(entry: Entry, held: Held) -> None:
    if isinstance(entry, HonourEntry):
        held.add_honour(entry.recipient_id, entry.award_id, entry.year, entry.number)
    elif isinstance(entry, GradeEntry):
        held.add_grade(entry.recipient_id, entry.year, entry.grade)
    else:
        held.add_work(entry.recipient_id, entry.year, entry.title)
