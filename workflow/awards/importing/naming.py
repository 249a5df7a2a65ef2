"""Whom a row that was read is about, and what is said of it while that is not settled."""

import hashlib
from collections.abc import Mapping

from workflow.awards.importing.headers import Meaning
from workflow.awards.importing.people import Known, Match, People
from workflow.awards.importing.planned import Outcome, PlannedRow
from workflow.awards.importing.rows import ReadRow
from workflow.recipients.citizen_ids import masked, twelve_digits

M = Meaning


def choice_key(*texts: str) -> str:
    """Return the key a person's choice is kept under: the same for every row of one name."""
    return hashlib.sha256("\n".join(texts).casefold().encode()).hexdigest()[:16]


def begun(read: ReadRow, number: int, told: str) -> PlannedRow:
    """Return the row of that number as it is planned, nothing decided yet."""
    name, unit = read.text(M.NAME), read.text(M.UNIT)
    code, citizen = read.given(M.CODE), twelve_digits(read.given(M.CITIZEN_ID))
    row = PlannedRow(number, name or code or masked(citizen), unit, told,
                     choice_key(name, unit, code, citizen))  # fmt: skip
    row.problems = read.problems
    return row


def person_of(
    row: PlannedRow, read: ReadRow, people: People, choices: Mapping[str, str],
    unit_id: int | None,
) -> Known | None:  # fmt: skip
    """Return who is meant; else the row says why not, and between whom to choose."""
    match = people.find(
        read.text(M.NAME), code=read.given(M.CODE), citizen=read.given(M.CITIZEN_ID),
        unit=read.text(M.UNIT), unit_id=unit_id,
    )  # fmt: skip
    person = match.person or _chosen(row, match, choices)
    if person is None:
        read.refuse(match.about, match.sentence)
        row.candidates = match.candidates
        row.outcome = Outcome.CHOOSE if match.candidates else Outcome.ERROR
    return person


def _chosen(row: PlannedRow, match: Match, choices: Mapping[str, str]) -> Known | None:
    wanted = choices.get(row.choice)
    return next((one for one in match.candidates if one.public_id == wanted), None)
