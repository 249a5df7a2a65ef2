"""What a clerk should look at twice: a paper entered before, a date that cannot be.

Nothing is corrected: each doubt is a sentence, and the clerk confirms what the sheet says.
"""

from dataclasses import dataclass
from datetime import date

from workflow.archive.incoming.queries import same_written
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.decisions import doubts
from workflow.decisions.queries import dated_numbers


@dataclass(frozen=True)
class Written:
    """Number, date and issuer as the sheet has them, and the day it arrived."""

    number_text: str
    date_text: str
    issuer: str
    arrived_on: date

    @property
    def dated(self) -> date | None:
        return doubts.read_date(self.date_text)

    @property
    def symbol(self) -> str:
        return one_line(self.number_text).partition("/")[2]


def date_doubt(written: Written, organisation_id: int) -> str:
    """Return why the date is doubtful, in one sentence, or an empty text."""
    if not written.date_text:
        return "Văn bản không ghi ngày."
    return doubts.doubt(
        doubts.Sheet(
            written.dated, written.date_text, written.arrived_on,
            doubts.number_of(written.number_text), None,
            dated_numbers(organisation_id, written.symbol, written.issuer),
        )
    )  # fmt: skip


def repeated(written: Written, organisation_id: int) -> str:
    """Return which paper of the same number, symbol, issuer and year is in the book already."""
    day = written.dated or written.arrived_on
    years = {day.year, written.arrived_on.year} if written.dated is None else {day.year}
    other = same_written(organisation_id, written.number_text, written.issuer, years)
    if other is None:
        return ""
    return _(
        "Sổ đã có %(number)s của %(issuer)s, số đến %(arrival)s ngày %(day)s: “%(title)s”.",
        number=other.number_text, issuer=other.issuer_text,
        arrival=f"{other.arrival_number or 0:02d}",
        day=f"{other.arrived_on:%d/%m/%Y}" if other.arrived_on else "…", title=other.title,
    )  # fmt: skip
