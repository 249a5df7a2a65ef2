"""What becomes of a transmittal: outcomes heard of, or entered from a superior's sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.awards.services import confer
from workflow.core import audit, clock, events, numbers
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.number_doubts import refuse_arrival
from workflow.core.text import fold
from workflow.decisions.events import DecisionRegistered
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.queries import items_of as decided_items
from workflow.decisions.services.receiving import Line, ReceivedSheet, extend, receive
from workflow.exchange import queries
from workflow.exchange.models import Transmittal, TransmittalItem
from workflow.exchange.policies import clerk_of_sender
from workflow.exchange.services.receiving import ARRIVALS
from workflow.exchange.states import TransmittalStatus
from workflow.exchange.steps import transmittal_lifecycle
from workflow.proposals.events import OutcomeRecorded
from workflow.proposals.models import Nomination
from workflow.proposals.outcomes import record_outcome
from workflow.proposals.queries import award_text, name_text
from workflow.proposals.states import OPEN_NOMINATIONS, NominationStatus

_WAITING = frozenset(TransmittalStatus) - {TransmittalStatus.DRAFT, TransmittalStatus.DECIDED}


@dataclass(frozen=True)
class ForeignSheet:
    """The superior's decision as its sheet has it: number, date and issuer as written."""

    number: str
    date_text: str
    on: date | None
    issuer: str
    title: str
    arrived_on: date | None = None  # today, where nobody says otherwise
    same: bool = False  # the decision entered before with this number is this one


def hear_outcome(event: OutcomeRecorded) -> None:
    """Close the transmittal by itself once each of its nominations has its outcome."""
    for held in queries.holds_of(event.nomination_id):
        if held.status in _WAITING:
            _close_if_known(held.id, event.actor)


def _close_if_known(transmittal_id: int, actor: Actor) -> None:
    transmittal = queries.lock(transmittal_id)
    items = queries.items_of(transmittal_id)
    if transmittal.status not in _WAITING or any(_is_open(item) for item in items):
        return
    awarded = sum(item.nomination.status is NominationStatus.AWARDED for item in items)
    numbers = sorted({i.nomination.outcome_number for i in items if i.nomination.outcome_number})
    with transmittal_lifecycle.step(transmittal, "decide", actor=actor.as_system()) as detail:
        detail |= {"awarded": awarded, "count": len(items), "numbers": numbers}


def _is_open(item: TransmittalItem) -> bool:
    return item.nomination.status in OPEN_NOMINATIONS


def record_foreign_outcome(
    public_id: str, sheet: ForeignSheet, results: Mapping[str, bool], *, actor: Actor
) -> Transmittal:
    """Enter what a superior that is not on this server decided; `results` by nomination.

    Nominations left out still wait: they may come in another decision. The sheet becomes
    a received decision, the awarded enter the ledger of honours, and the outcome flows down.
    A sheet that stands in the book already is not entered again: once that is confirmed, the
    outcome is that decision's.
    """
    transmittal = queries.get_for_change(public_id, actor)
    _refuse_foreign(transmittal, actor)
    if sheet.arrived_on is not None:
        refuse_arrival(sheet.arrived_on, clock.today())
    carried = [item.nomination for item in queries.items_of(transmittal.id)]
    rows = {row: results[row.public_id] for row in carried if row.public_id in results}
    if not rows:
        raise BadInput(_("Hãy ghi kết quả của ít nhất một đề nghị."), field="results")
    closed = [name_text(row) for row in rows if row.status is not NominationStatus.FORWARDED]
    if closed:
        told = _("Đã có kết quả: %(names)s. Hãy tải lại trang.", names=", ".join(closed))
        raise InvalidStep(told)
    won = [row for row, awarded in rows.items() if awarded]
    standing = _standing(transmittal, sheet)
    decision = _enter_decision(transmittal, sheet, won, actor) if won and not standing else None
    if standing is not None:
        _confer(_lines_for(standing, won, actor), won, sheet, actor)
    for row, awarded in rows.items():
        record_outcome(
            row, awarded=awarded, number=sheet.number, on=sheet.on, issuer=sheet.issuer, actor=actor
        )
    if decision is not None:
        _enter_in_book(decision, actor)
    if (answer := decision or standing) is not None:
        events.emit(DecisionRegistered(actor, answer.id, tuple(row.id for row in won)))
    return transmittal


def _standing(transmittal: Transmittal, sheet: ForeignSheet) -> Decision | None:
    """Return the same sheet as it was entered before. Raises BadInput until that is confirmed."""
    found = queries.standing_decision(
        transmittal.sender_id, sheet.number, sheet.issuer, sheet.on.year if sheet.on else None
    )
    if found is not None and not sheet.same:
        raise BadInput(
            _("Sổ đã có %(number)s của %(issuer)s, số đến %(arrival)s: “%(title)s”. Nếu đúng là "
              "quyết định này, hãy đánh dấu ô xác nhận rồi gửi lại: kết quả được ghi theo quyết "
              "định ấy, không vào sổ lần nữa.",
              number=found.paper.number_text, issuer=found.paper.issuer_text,
              arrival=f"{found.paper.arrival_number or 0:02d}", title=found.paper.title),
            field="same",
        )  # fmt: skip
    return found


def _lines_for(
    decision: Decision, won: list[Nomination], actor: Actor
) -> list[DecisionItem | None]:
    """Return, for each row, the line that names it; none where the sheet gave counts alone.

    A sheet entered from another dossier has the lines of that one alone: these are added.
    """
    lines = decided_items(decision.id)
    if all(item.nomination_id is not None for item in lines):
        return [*extend(decision, [_line(row) for row in won], actor=actor)]
    free = [item for item in lines if item.nomination_id is None]
    found: list[DecisionItem | None] = []
    for row in won:
        wanted = (row.recipient.kind, fold(name_text(row)))
        item = next((one for one in free if (one.kind, fold(one.name)) == wanted), None)
        if item is not None:
            free.remove(item)
            item.recipient_id, item.award_id = row.recipient_id, row.award_version.award_id
        found.append(item)
    return found


def _refuse_foreign(transmittal: Transmittal, actor: Actor) -> None:
    if not clerk_of_sender(actor, transmittal):
        raise NotAllowed(_("Chỉ văn thư của cơ quan trình ghi nhận quyết định nhận từ ngoài."))
    if transmittal.status is not TransmittalStatus.SENT or queries.is_on_this_server(
        transmittal.receiver
    ):
        raise InvalidStep(
            _("Cơ quan cấp trên có mặt trên hệ thống này; "
              "kết quả sẽ tự về khi cấp trên quyết định.")
        )  # fmt: skip


def _enter_decision(
    transmittal: Transmittal, sheet: ForeignSheet, won: list[Nomination], actor: Actor
) -> Decision:
    decision = receive(
        ReceivedSheet(
            title=sheet.title, number_text=sheet.number, date_text=sheet.date_text,
            issuer_text=sheet.issuer, award_name=award_text(won[0]),
            lines=[_line(row) for row in won], arrived_on=sheet.arrived_on or clock.today(),
        ),
        organisation_id=transmittal.sender_id, actor=actor,
    )  # fmt: skip
    _confer(decided_items(decision.id), won, sheet, actor)
    return decision


def _enter_in_book(decision: Decision, actor: Actor) -> None:
    """Enter the sheet in the incoming register. The number comes last: its book is locked."""
    paper = decision.paper
    entry = numbers.take(
        paper.organisation_id, ARRIVALS, dated=clock.today(), holder=("paper", paper.id),
        act_key=f"paper:{paper.id}:arrival",
    )  # fmt: skip
    paper.arrival_number, paper.number_entry_id = entry.number, entry.id
    audit.record("paper.arrive", stream=("paper", paper.id), actor=actor,
                 detail={"arrival": entry.number})  # fmt: skip


def _line(row: Nomination) -> Line:
    return Line(
        kind=row.recipient.kind, name=name_text(row), award_name=award_text(row),
        recipient_id=row.recipient_id, award_id=row.award_version.award_id, post=row.post,
        unit_name=row.unit_name, ground=row.ground, year=row.year,
    )  # fmt: skip


def _confer(
    items: Sequence[DecisionItem | None], won: list[Nomination], sheet: ForeignSheet, actor: Actor
) -> None:
    """Enter each awarded recipient into the ledger, as our own decisions do."""
    for item, row in zip(items, won, strict=True):
        if item is not None:
            item.nomination_id = row.id
        confer(
            recipient_id=row.recipient_id, award_id=row.award_version.award_id, ground=row.ground,
            year=row.year, period=row.period, number_text=sheet.number,
            date_text=sheet.date_text, decided_on=sheet.on, issuer_text=sheet.issuer,
            decision_item_id=item.id if item else None, actor=actor,
        )  # fmt: skip
