"""Beginning to follow what arrived: its row, its number in the incoming book."""

from datetime import date

from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.queries import find_by_paper
from workflow.archive.incoming.states import Urgency
from workflow.core import audit, clock, numbers
from workflow.core.actors import Actor
from workflow.core.bindings import late_note
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.decisions.events import DecisionReceived
from workflow.decisions.models import Decision
from workflow.documents.models import Paper
from workflow.documents.queries import get_visible
from workflow.documents.states import Direction

SERIES = "ĐẾN"
DECISION = "Quyết định"


def begin(
    paper: Paper, *, kind_text: str, urgency: Urgency = Urgency.NORMAL, pages: int | None = None,
    copies: int = 1,
) -> Arrival:  # fmt: skip
    """Make the row that follows the paper; the second time changes nothing."""
    found = find_by_paper(paper.id)
    if found is not None:
        return found
    arrival = Arrival(
        organisation_id=paper.organisation_id, paper=paper, kind_text=kind_text, urgency=urgency,
        pages=pages, copies=copies, entered_on=clock.today(),
        search_fold=fold(f"{paper.number_text or ''} {paper.issuer_text} {paper.title}"),
    )  # fmt: skip
    db.session.add(arrival)
    db.session.flush()
    return arrival


def hear_decision(event: DecisionReceived) -> None:
    """Hear that a decision came from outside: this year's is handled as any other paper is.

    What is entered for the archive, years after it came, waits for nobody.
    """
    paper = db.session.get_one(Decision, event.decision_id).paper
    if paper.arrived_on is not None and paper.arrived_on.year == clock.today().year:
        begin(paper, kind_text=DECISION)


def follow(paper_public_id: str, *, actor: Actor) -> Arrival:
    """Follow a paper that stands in the book and that nobody followed so far."""
    paper = get_visible(paper_public_id, actor)
    if paper.organisation_id != actor.organisation_id or paper.direction is not Direction.INCOMING:
        raise NotVisible(_("Không tìm thấy văn bản đến này, hoặc văn bản không dành cho bạn."))
    if not actor.has("clerk"):
        raise NotAllowed(_("Chỉ văn thư mở theo dõi giải quyết một văn bản đến."))
    if paper.owner_kind == "transmittal":
        raise InvalidStep(_("Hồ sơ này được giải quyết ở trang hồ sơ cấp dưới trình."))
    arrival = begin(paper, kind_text=DECISION)
    audit.record("arrival.follow", stream=("paper", paper.id), actor=actor,
                 subject=("arrival", arrival.id))  # fmt: skip
    return arrival


def day_for_book(organisation_id: int, arrived_on: date) -> date:
    """Return the day the arrival's number carries: that of the arrival, where the book takes it.

    A book's numbers never go back in time: what is entered late stands under the day of entry,
    and its line says when it really came. Call it last: the book is locked from here on, so
    that nobody enters a later day in between.
    """
    book = numbers.lock_book(organisation_id, SERIES, arrived_on.year)
    if book is None or book.last_date is None or book.last_date <= arrived_on:
        return arrived_on
    today = clock.today()
    return today if arrived_on.year == today.year else book.last_date


def number_arrival(paper: Paper, *, dated: date, actor: Actor, **detail: object) -> int:
    """Give the paper its line in the incoming book, last of all: the book stays locked."""
    entry = numbers.take(
        paper.organisation_id, SERIES, dated=dated, holder=("paper", paper.id),
        act_key=f"paper:{paper.id}:arrival",
    )  # fmt: skip
    paper.arrival_number, paper.number_entry_id = entry.number, entry.id
    entry.note = late_note(entry.book_id)
    audit.record("paper.arrive", stream=("paper", paper.id), actor=actor,
                 detail={"arrival": entry.number, **detail})  # fmt: skip
    return entry.number
