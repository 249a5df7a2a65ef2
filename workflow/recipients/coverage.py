"""What is said to be complete of many people's ledgers, in one query however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from workflow.core.audit import digest_of
from workflow.core.db import db
from workflow.recipients.models import Coverage
from workflow.recipients.states import Ledger

_MARK = 16  # letters: enough to see that somebody changed something


@dataclass(frozen=True)
class Span:
    """Years in a row a ledger is complete for; `to_the_start` says nothing lies before them."""

    first: int
    last: int
    to_the_start: bool = False

    @property
    def text(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Covered:
    """What is said of one recipient's ledgers, and a mark that another saying changes."""

    spans: Mapping[Ledger, tuple[Span, ...]] = field(default_factory=dict)
    mark: str = ""

    def says(self, ledger: Ledger, wanted: Span) -> bool:
        """Tell whether all of it is said already, in however many rows."""
        held = self.spans.get(ledger, ())
        early = not wanted.to_the_start or any(one.to_the_start for one in held)
        return early and any(
            one.first <= wanted.first and wanted.last <= one.last for one in held
        )  # fmt: skip


def joined(rows: Iterable[Coverage]) -> tuple[Span, ...]:
    """Join rows that touch or overlap; of the beginning only the first years can tell."""
    found: list[Span] = []
    ordered = sorted(rows, key=lambda row: (row.first_year, row.last_year))
    start = any(row.from_the_start for row in ordered)
    for row in ordered:
        if found and row.first_year <= found[-1].last + 1:
            before = found.pop()
            last = max(before.last, row.last_year)
            found.append(Span(before.first, last, before.to_the_start))
        else:
            found.append(Span(row.first_year, row.last_year, start and not found))
    return tuple(found)


def covered(recipient_ids: Collection[int]) -> dict[int, Covered]:
    """Return it for each of the recipients."""
    held: dict[int, list[Coverage]] = defaultdict(list)
    asked = select(Coverage).where(Coverage.recipient_id.in_(sorted(recipient_ids)))
    fresh = asked.order_by(Coverage.id).execution_options(populate_existing=True)
    for row in db.session.scalars(fresh):
        held[row.recipient_id].append(row)
    return {one: _covered(held[one]) for one in recipient_ids}


def _covered(rows: list[Coverage]) -> Covered:
    said = [
        [row.id, row.ledger.value, row.first_year, row.last_year, row.from_the_start]
        for row in rows
    ]  # fmt: skip
    by_ledger = {one: joined(row for row in rows if row.ledger is one) for one in Ledger}
    return Covered(by_ledger, digest_of(said)[:_MARK])
