"""What the ledgers already hold of the people an import names, read in batches."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from workflow.awards.models import Honour, Initiative
from workflow.core.db import db
from workflow.core.text import fold
from workflow.recipients.models import YearlyGrade
from workflow.recipients.states import Grade

_BATCH = 500


@dataclass
class Held:
    """Honours by person, award and year with their numbers; grades by year; titles of works."""

    honours: dict[tuple[int, int, int | None], tuple[str, ...]] = field(default_factory=dict)
    grades: dict[tuple[int, int], set[Grade]] = field(default_factory=dict)
    works: set[tuple[int, int, str]] = field(default_factory=set)

    def has_honour(self, recipient_id: int, award_id: int, year: int, number: str) -> bool:
        """Is it there? A number missing on either side tells nothing apart."""
        numbers = self.honours.get((recipient_id, award_id, year))
        if numbers is None:
            return False
        return not number or "" in numbers or same_number(number) in numbers

    def add_honour(self, recipient_id: int, award_id: int, year: int | None, number: str) -> None:
        key = (recipient_id, award_id, year)
        self.honours[key] = (*self.honours.get(key, ()), same_number(number))

    def add_grade(self, recipient_id: int, year: int, grade: Grade) -> None:
        self.grades.setdefault((recipient_id, year), set()).add(grade)

    def add_work(self, recipient_id: int, year: int, title: str) -> None:
        self.works.add((recipient_id, year, fold(title)))

    def has_work(self, recipient_id: int, year: int, title: str) -> bool:
        return (recipient_id, year, fold(title)) in self.works


def same_number(number: str) -> str:
    """Return a decision's number so that blanks, marks and case do not tell two apart."""
    return fold(number).replace(" ", "").removeprefix("so")


def held_by(recipient_ids: Collection[int]) -> Held:
    """Return what the ledgers hold of these people, struck honours included."""
    held = Held()
    columns = (Honour.recipient_id, Honour.award_id, Honour.year, Honour.number_text)
    for recipient_id, award_id, year, number in _rows(recipient_ids, *columns):
        held.add_honour(recipient_id, award_id, year, number)
    grades = (YearlyGrade.recipient_id, YearlyGrade.year, YearlyGrade.grade)
    for recipient_id, year, grade in _rows(recipient_ids, *grades):
        held.add_grade(recipient_id, year, grade)
    works = (Initiative.recipient_id, Initiative.year, Initiative.title)
    for recipient_id, year, title in _rows(recipient_ids, *works):
        held.add_work(recipient_id, year, title)
    return held


def _rows(recipient_ids: Collection[int], owner: Any, *columns: Any) -> Iterator[Any]:
    ids = sorted(set(recipient_ids))
    for start in range(0, len(ids), _BATCH):
        yield from db.session.execute(
            select(owner, *columns).where(owner.in_(ids[start : start + _BATCH]))
        )
