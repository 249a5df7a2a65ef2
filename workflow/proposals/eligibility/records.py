"""Read what the list shows beside each name: grades of the years concerned, initiatives left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from workflow.awards.models import Initiative
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.proposals.models import Nomination
from workflow.recipients.models import YearlyGrade
from workflow.recipients.states import Grade


@dataclass(frozen=True)
class Records:
    """`years` are the latest year the rows speak of and the one before it."""

    years: tuple[int, ...]
    grades: Mapping[tuple[int, int], Sequence[Grade]]
    initiatives: Mapping[int, int]


def records_of(rows: Sequence[Nomination]) -> Records:
    """Return it in two queries, however many rows there are."""
    if not rows:
        return Records((), {}, {})
    ids = sorted({row.recipient_id for row in rows})
    last = max(row.year for row in rows)
    years = (last - 1, last)
    grades: dict[tuple[int, int], list[Grade]] = defaultdict(list)
    given = (
        select(YearlyGrade.recipient_id, YearlyGrade.year, YearlyGrade.grade)
        .where(YearlyGrade.recipient_id.in_(ids), YearlyGrade.year.in_(years))
        .order_by(YearlyGrade.id)
    )
    for recipient_id, year, grade in db.session.execute(given):
        grades[recipient_id, year].append(grade)
    counted = (
        select(Initiative.recipient_id, func.count())
        .where(
            Initiative.recipient_id.in_(ids), Initiative.year.in_(years),
            Initiative.is_topic.is_(False), Initiative.used_by.is_(None),
        )
        .group_by(Initiative.recipient_id)
    )  # fmt: skip
    initiatives: dict[int, int] = dict(db.session.execute(counted).all())
    return Records(years, grades, initiatives)


def short_grade(grade: Grade) -> str:
    """Return the grade as a narrow column shows it."""
    return {
        Grade.EXCELLENT: _("Xuất sắc"), Grade.WELL: _("Tốt"), Grade.DONE: _("Hoàn thành"),
        Grade.NOT_DONE: _("Không hoàn thành"),
    }[grade]  # fmt: skip
