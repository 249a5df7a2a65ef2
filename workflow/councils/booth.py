"""The ballot paper as a member sees it: its parts, the rows on show, what is chosen so far.

Nothing of it is stored before the cast: the answers travel in the form itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.councils.agenda import Part, parts_of
from workflow.councils.models import AgendaItem, BallotItem
from workflow.councils.services.ballots import Answer
from workflow.councils.states import Choice
from workflow.proposals.models import Nomination
from workflow.proposals.queries import name_text

ROWS = 10
Item = AgendaItem | BallotItem  # before the ballot opens its paper is laid out from the agenda


@dataclass(frozen=True)
class Row:
    """One line of the paper; `closed` says why the member does not vote on it."""

    item: Item
    answer: Answer | None
    closed: str
    focus: bool = False

    @property
    def id(self) -> int:
        return self.item.id

    @property
    def number(self) -> int:
        return self.item.position

    @property
    def nomination(self) -> Nomination:
        return self.item.nomination

    @property
    def name(self) -> str:
        return name_text(self.nomination)

    @property
    def note(self) -> str:
        words = (self.nomination.post, self.nomination.unit_name)
        return ", ".join(word for word in words if word)

    @property
    def choice(self) -> str:
        return self.answer.choice.value if self.answer else ""


@dataclass(frozen=True)
class Section:
    """A part of the paper with its counters."""

    part: Part[Item]
    rows: list[Row]

    @property
    def open_rows(self) -> list[Row]:
        return [row for row in self.rows if not row.closed]

    @property
    def chosen(self) -> int:
        return sum(row.answer is not None for row in self.open_rows)

    @property
    def pages(self) -> int:
        return -(-len(self.rows) // ROWS)

    def count(self, choice: str) -> int:
        return sum(row.choice == choice for row in self.open_rows)

    def page(self, number: int) -> list[Row]:
        return self.rows[(number - 1) * ROWS : number * ROWS]


@dataclass(frozen=True)
class BallotPaper:
    """The whole paper, open at one part and page."""

    sections: list[Section]
    current: int
    page: int

    @property
    def section(self) -> Section:
        return self.sections[self.current - 1]

    @property
    def shown(self) -> list[Row]:
        return self.section.page(self.page)

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    @property
    def carried(self) -> list[Row]:
        """Return the answered rows that are not on show: they go along as hidden fields."""
        ids = {row.id for row in self.shown}
        return [row for row in self.answered if row.id not in ids]

    @property
    def answered(self) -> list[Row]:
        return [row for row in self.rows if row.answer and not row.closed]

    @property
    def total(self) -> int:
        return sum(not row.closed for row in self.rows)

    @property
    def empty(self) -> list[Row]:
        return [row for row in self.rows if not row.answer and not row.closed]

    @property
    def unlike(self) -> list[Row]:
        """Return the rows to look at again: whatever is not “đồng ý”."""
        agreed = Choice.AGREE.value
        return [row for row in self.rows if not row.closed and row.choice != agreed]


def lay_out(
    items: Sequence[Item], answers: Mapping[int, Answer], recused: Mapping[int, str],
    place: str = "1.1",
) -> BallotPaper:  # fmt: skip
    """Return the paper open at `place`; a place that is not there opens it at the beginning."""
    wanted = int(place[1:]) if place.startswith("i") else 0
    sections = [
        Section(part, [
            Row(item, None if item.id in recused else answers.get(item.id),
                recused.get(item.id, ""), focus=item.id == wanted)
            for item in part.rows
        ])
        for part in parts_of(items)
    ]  # fmt: skip
    for number, section in enumerate(sections, start=1):
        for index, row in enumerate(section.rows):
            if row.focus:
                return BallotPaper(sections, number, index // ROWS + 1)
    part, _dot, page = place.partition(".")
    current = min(int(part), len(sections)) if part.isdigit() and int(part) else 1
    shown = int(page) if page.isdigit() and int(page) else 1
    return BallotPaper(sections, current, min(shown, sections[current - 1].pages))
