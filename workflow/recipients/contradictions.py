"""What the ledgers of a recipient say twice and differently: told to a person, never settled."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from workflow.core.i18n import _
from workflow.recipients.models import Absence, Discipline, YearlyGrade
from workflow.recipients.queries import Ledgers
from workflow.recipients.wording import ABSENCES, GRADES, LEVELS

_Row = TypeVar("_Row", Discipline, Absence)


class Held(Protocol):
    """A line of the ledger of honours, whichever domain keeps it."""

    @property
    def year(self) -> int | None: ...
    @property
    def award_id(self) -> int: ...
    @property
    def number_text(self) -> str: ...
    @property
    def date_text(self) -> str: ...
    @property
    def struck_by(self) -> str: ...


@dataclass(frozen=True)
class Contradiction:
    """Rows that cannot all be right: where they stand, which they are, and the way out."""

    book: str
    rows: str
    way_out: str


def contradictions(
    ledgers: Ledgers, honours: Iterable[Held], names: Mapping[int, str],
    former_grades: Sequence[YearlyGrade] = (),
) -> list[Contradiction]:  # fmt: skip
    """Return them in the order of the page; nothing of what is struck or ended properly.

    What was entered under a former name, honours too, is held against what is entered under this.
    """
    return [
        *_grades([*ledgers.grades, *former_grades]), *_honours(honours, names),
        *_discipline(ledgers.disciplines), *_absences(ledgers.absences),
    ]  # fmt: skip


def _grades(rows: Sequence[YearlyGrade]) -> Iterator[Contradiction]:
    by_year: dict[int, list[YearlyGrade]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(row)
    for year, several in sorted(by_year.items(), reverse=True):
        if len(several) > 1:
            said = "; ".join(_with_source(str(GRADES[one.grade]), one.source) for one in several)
            yield Contradiction(
                "grades", _(
                    "Năm %(year)s có %(n)s kết quả xếp loại: %(rows)s",
                    year=year, n=len(several), rows=said,
                ),
                _("Giữ kết quả của cấp có thẩm quyền, xóa dòng kia."),
            )  # fmt: skip


def _honours(rows: Iterable[Held], names: Mapping[int, str]) -> Iterator[Contradiction]:
    found: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for row in rows:
        if row.year is not None and not row.struck_by:
            found[row.year, row.award_id].append(row)
    for (year, award), several in found.items():
        if len(several) > 1:
            said = "; ".join(
                " ".join(filter(None, (one.number_text, one.date_text))) or _("chưa ghi quyết định")
                for one in several
            )
            yield Contradiction(
                "honours",
                _(
                    "Năm %(year)s ghi %(n)s lần “%(name)s”: %(rows)s",
                    year=year, n=len(several), name=names.get(award, ""), rows=said,
                ),
                _("Nếu là một lần khen, xóa dòng trùng; nếu là hai thành tích khác nhau, để yên."),
            )  # fmt: skip


def _discipline(rows: Sequence[Discipline]) -> Iterator[Contradiction]:
    for one, other in _overlapping(rows, lambda row: LEVELS[row.level]):
        yield Contradiction(
            "disciplines",
            _("Kỷ luật chồng thời gian: %(one)s và %(other)s", one=one, other=other),
            _("Nếu là một vụ việc, xóa dòng ghi sai hoặc ghi lại ngày hết hiệu lực."),
        )


def _absences(rows: Sequence[Absence]) -> Iterator[Contradiction]:
    for one, other in _overlapping(rows, lambda row: ABSENCES[row.kind]):
        yield Contradiction(
            "absences",
            _("Thời gian vắng mặt chồng nhau: %(one)s và %(other)s", one=one, other=other),
            _("Xóa dòng ghi sai, rồi ghi lại đúng ngày."),
        )


def _overlapping(rows: Sequence[_Row], name: Callable[[_Row], object]) -> Iterator[tuple[str, str]]:
    """Yield the rows in force at the same time, two by two, each by its name and its days."""
    ordered = sorted(rows, key=lambda row: (row.starts_on, row.id))
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.starts_on > (one.ends_on or date.max):
                break
            yield (
                f"{name(one)} {_days(one.starts_on, one.ends_on)}",
                f"{name(other)} {_days(other.starts_on, other.ends_on)}",
            )


def _with_source(text: str, source: str) -> str:
    return f"{text} ({source})" if source else text


def _days(first: date, last: date | None) -> str:
    return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}" if last else f"{first:%d/%m/%Y}–…"
