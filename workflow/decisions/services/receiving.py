"""Enter a decision that came from outside, exactly as its sheet has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.awards.models import Ground
from workflow.core import audit, clock, events
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import fold, one_line
from workflow.decisions import doubts
from workflow.decisions.events import DecisionReceived
from workflow.decisions.models import Decision, DecisionItem, ItemStatus, Origin
from workflow.decisions.queries import dated_numbers, items_of
from workflow.documents.models import Paper
from workflow.documents.states import Direction, PaperKind, PaperStatus
from workflow.organisations.models import Organisation
from workflow.recipients.models import Recipient, RecipientKind

SERIES = "ĐẾN"


@dataclass(frozen=True)
class Line:
    """One line of a received decision: somebody by name, or only how many of a kind."""

    kind: RecipientKind
    name: str = ""
    count: int = 1
    award_name: str = ""
    recipient_id: int | None = None
    award_id: int | None = None
    post: str = ""
    unit_name: str = ""
    ground: Ground | None = None
    year: int | None = None


@dataclass(frozen=True)
class ReceivedSheet:
    """What the sheet says, as written: number, date and issuer are never corrected."""

    title: str
    number_text: str
    date_text: str
    issuer_text: str
    lines: Sequence[Line]
    award_name: str = ""
    signer_post: str = ""
    signer_name: str = ""
    period_end: date | None = None
    arrived_on: date | None = None
    arrival_number: int | None = None


def receive(sheet: ReceivedSheet, *, organisation_id: int, actor: Actor) -> Decision:
    """Enter a received decision with its lines; a doubtful date is judged and kept as written."""
    _may_enter(organisation_id, actor)
    _refuse_incomplete(sheet)
    paper = _paper(sheet, organisation_id)
    decision = Decision(
        paper=paper, organisation=db.session.get_one(Organisation, organisation_id),
        origin=Origin.RECEIVED, award_name=sheet.award_name, subject=sheet.title,
    )  # fmt: skip
    db.session.add_all([paper, decision])
    db.session.flush()
    paper.owner_kind, paper.owner_id = "decision", decision.id
    for ordinal, line in enumerate(sheet.lines, start=1):
        db.session.add(_item(decision, line, ordinal))
    db.session.flush()
    audit.record(
        "decision.receive", stream=("paper", paper.id), actor=actor,
        subject=("decision", decision.id),
        detail={"number": paper.number_text, "date": paper.date_text, "doubt": paper.date_doubt},
    )  # fmt: skip
    events.emit(DecisionReceived(actor, decision.id))
    return decision


def extend(decision: Decision, lines: Sequence[Line], *, actor: Actor) -> list[DecisionItem]:
    """Add lines of the sheet that were not entered with it: those of another dossier."""
    _may_enter(decision.organisation_id, actor)
    last = max((item.ordinal for item in items_of(decision.id)), default=0)
    added = [_item(decision, line, at) for at, line in enumerate(lines, start=last + 1)]
    db.session.add_all(added)
    db.session.flush()
    audit.record(
        "decision.extend", stream=("paper", decision.paper_id), actor=actor,
        subject=("decision", decision.id), detail={"names": [item.name for item in added]},
    )  # fmt: skip
    return added


def _may_enter(organisation_id: int, actor: Actor) -> None:
    entitled = not actor.roles.isdisjoint({"clerk", "archivist"})
    if actor.is_system or (entitled and actor.organisation_id == organisation_id):
        return
    raise NotAllowed(_("Chỉ văn thư hoặc lưu trữ của cơ quan mới nhập quyết định nhận từ ngoài."))


def _refuse_incomplete(sheet: ReceivedSheet) -> None:
    wanted = {
        "title": (sheet.title, _("Hãy ghi trích yếu của quyết định.")),
        "number_text": (sheet.number_text, _("Hãy ghi số và ký hiệu như trên văn bản.")),
        "date_text": (sheet.date_text, _("Hãy ghi ngày như trên văn bản.")),
        "issuer_text": (sheet.issuer_text, _("Hãy ghi cơ quan ban hành như trên văn bản.")),
    }
    for field, (value, sentence) in wanted.items():
        if not value.strip():
            raise BadInput(sentence, field=field)
    if not sheet.lines or any(line.count < 1 for line in sheet.lines):
        raise BadInput(_("Hãy ghi ít nhất một tập thể hoặc cá nhân, hoặc số lượng."), field="lines")


def _paper(sheet: ReceivedSheet, organisation_id: int) -> Paper:
    number_text, issuer = one_line(sheet.number_text), one_line(sheet.issuer_text)
    dated = doubts.read_date(sheet.date_text)
    intake = min(sheet.arrived_on or clock.today(), clock.today())
    symbol = number_text.partition("/")[2]
    judged = doubts.Sheet(
        dated,
        one_line(sheet.date_text),
        intake,
        doubts.number_of(number_text),
        sheet.period_end,
        dated_numbers(organisation_id, symbol, issuer),
    )
    return Paper(
        organisation_id=organisation_id, direction=Direction.INCOMING, kind=PaperKind.DECISION,
        title=one_line(sheet.title), purpose="decision", series=SERIES, symbol=symbol,
        status=PaperStatus.ISSUED, number_text=number_text, dated=dated,
        date_text=one_line(sheet.date_text), date_doubt=doubts.doubt(judged), issuer_text=issuer,
        arrival_number=sheet.arrival_number, arrived_on=sheet.arrived_on,
        signer_post=sheet.signer_post, signer_name=sheet.signer_name, issued_at=clock.now(),
    )  # fmt: skip


def _item(decision: Decision, line: Line, ordinal: int) -> DecisionItem:
    recipient = db.session.get(Recipient, line.recipient_id) if line.recipient_id else None
    name = one_line(line.name) or (recipient.name if recipient else "")
    return DecisionItem(
        decision_id=decision.id, recipient_id=line.recipient_id, award_id=line.award_id,
        kind=line.kind, name=name, name_fold=fold(name), post=line.post, unit_name=line.unit_name,
        award_name=line.award_name or decision.award_name, ground=line.ground, year=line.year,
        count=line.count, ordinal=ordinal, status=ItemStatus.AWARDED,
    )  # fmt: skip
