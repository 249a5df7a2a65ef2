"""Letters that arrived, by what somebody types into the search: they stand in the book, not filed.

A decision that rewards, and whatever the office itself issues, is a record of the archive. Other
papers from outside are kept with their line in the incoming book and found here, with their file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import contains_eager, undefer

from workflow.archive.asking import Asked
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.queries import CANDIDATES, visible_to
from workflow.archive.models import Record
from workflow.archive.words import folded_words
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.numbering_text import WrittenNumber, read
from workflow.documents.models import DocumentLink, Paper
from workflow.documents.queries import documents_of_many
from workflow.documents.states import FileRole

SHOWN = 5


@dataclass(frozen=True)
class Letter:
    """A paper that arrived, and the first of its files."""

    arrival: Arrival
    file: DocumentLink | None


def letters_found(asked: Asked, actor: Actor) -> tuple[list[Letter], bool]:
    """Return the newest few the actor may see, and whether there are more; two queries."""
    wanted = _wanted(asked)
    if wanted is None:
        return [], False
    rows = db.session.scalars(
        visible_to(actor)
        .join(Arrival.paper)
        .options(contains_eager(Arrival.paper), undefer(Arrival.search_fold))
        .where(wanted, ~select(Record.id).where(Record.paper_id == Paper.id).exists())
        .order_by(Arrival.id.desc())
        .limit(CANDIDATES)
    ).all()  # fmt: skip
    fitting = [row for row in rows if _fits(row, asked)]
    found = fitting[:SHOWN]
    files = _files(found)
    return [Letter(row, files.get(row.paper_id)) for row in found], len(fitting) > SHOWN


def _wanted(asked: Asked) -> ColumnElement[bool] | None:
    """Return the condition in SQL; none for a question letters have no answer to."""
    if asked.names or asked.units or asked.award:
        return None
    words = _words(asked)
    saying = and_(true(), *(Arrival.search_fold.contains(word, autoescape=True) for word in words))
    number = asked.number
    if number is None or number.number is None:
        return saying if words else None
    bearing = or_(
        Paper.number_text.contains(str(number.number)), Paper.arrival_number == number.number
    )
    return bearing if asked.only_number or not words else or_(bearing, saying)


def _fits(row: Arrival, asked: Asked) -> bool:
    """Judge what SQL cannot: words and numbers count whole, 12 is not in 312."""
    day = row.paper.dated or row.paper.arrived_on
    if asked.year and (day is None or day.year != asked.year):
        return False
    said = {*folded_words(row.search_fold)}
    speaks = bool(_words(asked)) and said.issuperset(_words(asked)) and not asked.only_number
    number = asked.number
    return speaks or (number is not None and _bears(row, number))


def _words(asked: Asked) -> list[str]:
    return [*asked.words, *asked.issuer, *(word for one in asked.phrases for word in one)]


def _bears(row: Arrival, number: WrittenNumber) -> bool:
    written = read(row.paper.number_text or "")
    day = row.paper.dated or row.paper.arrived_on
    if number.year and (day is None or day.year != number.year):
        return False
    if written.number == number.number and written.suffix == number.suffix:
        return number.symbol in written.symbol
    return not number.symbol and row.paper.arrival_number == number.number


def _files(rows: Sequence[Arrival]) -> dict[int, DocumentLink]:
    if not rows:
        return {}
    found = documents_of_many("paper", [row.paper_id for row in rows], FileRole.RECEIVED)
    return {paper_id: links[0] for paper_id, links in found.items() if links}
