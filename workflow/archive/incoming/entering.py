"""Entering any paper from outside, as its sheet has it: nothing is corrected."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.archive.incoming.beginning import SERIES, begin, day_for_book, number_arrival
from workflow.archive.incoming.checking import Written, date_doubt, repeated
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.policies import clerk_of
from workflow.archive.incoming.queries import get_for_change
from workflow.archive.incoming.signatures import note_seen, refuse_unseen
from workflow.archive.incoming.states import KINDS, ArrivalStatus, Urgency
from workflow.archive.policies import clerk_of_own
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.number_doubts import refuse_arrival
from workflow.core.text import one_line
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import TakenFile
from workflow.documents.models import Paper
from workflow.documents.states import Direction, FileRole, PaperKind, PaperStatus
from workflow.organisations.models import Organisation

KIND_OF = {name: kind for name, _label, kind in KINDS}


@dataclass(frozen=True)
class Sheet:
    """What the clerk reads off the paper, and what was noted at the door."""

    kind_text: str
    title: str
    issuer: str
    arrived_on: date
    number_text: str = ""
    date_text: str = ""
    signer_post: str = ""
    signer_name: str = ""
    urgency: Urgency = Urgency.NORMAL
    pages: int | None = None
    copies: int = 1
    secret: bool = False
    confirmed: bool = False
    seen: Collection[str] = ()  # digests of files known to bear a signature that is not valid

    @property
    def written(self) -> Written:
        return Written(
            one_line(self.number_text), one_line(self.date_text), one_line(self.issuer),
            self.arrived_on,
        )  # fmt: skip


def enter(sheet: Sheet, *, files: Sequence[TakenFile] = (), actor: Actor) -> Arrival:
    """Register the paper in the incoming book; from here on it is handled.

    Raises BadInput for a state secret, for what is missing, and for what is doubtful (a
    number entered before, a date that cannot be, a signature that is not valid) until the clerk
    confirms it.
    """
    if not clerk_of_own(actor) or actor.organisation_id is None:
        raise NotAllowed(_("Chỉ văn thư của đơn vị được nhập văn bản đến."))
    _refuse_unfit(sheet)
    doubt = date_doubt(sheet.written, actor.organisation_id)
    again = repeated(sheet.written, actor.organisation_id)
    _refuse_doubtful(sheet, [again, doubt])
    bad = refuse_unseen(files, sheet.seen)
    paper = _paper(sheet, doubt, actor.organisation_id)
    arrival = begin(
        paper, kind_text=sheet.kind_text, urgency=sheet.urgency, copies=sheet.copies,
        pages=sheet.pages or sum(taken.pages or 0 for taken in files) or None,
    )  # fmt: skip
    paper.owner_kind, paper.owner_id = "arrival", arrival.id
    _attach(paper, files, actor)
    note_seen(paper.id, bad, actor=actor)
    audit.record(
        "arrival.enter", stream=("paper", paper.id), actor=actor, subject=("arrival", arrival.id),
        detail={"number": paper.number_text or "", "doubt": doubt, "repeated": bool(again)},
    )  # fmt: skip
    number_arrival(paper, dated=_day(sheet, actor.organisation_id), actor=actor)
    return arrival


def _attach(paper: Paper, files: Sequence[TakenFile], actor: Actor) -> None:
    for taken in files:
        document = add_document(
            taken, title=paper.title, organisation_id=paper.organisation_id, actor=actor
        )
        attach(document, ("paper", paper.id), FileRole.RECEIVED, actor=actor)


def add_files(
    public_id: str, files: Sequence[TakenFile], *, seen: Collection[str] = (), actor: Actor
) -> Arrival:
    """Add scans that were not there when the paper was entered; nothing is ever taken off."""
    arrival = get_for_change(public_id, actor)
    if not clerk_of(actor, arrival):
        raise NotAllowed(_("Chỉ văn thư thêm tệp cho văn bản đến."))
    if arrival.status is ArrivalStatus.SENT_BACK:
        raise InvalidStep(_("Văn bản đã trả lại nơi gửi nên không thêm tệp nữa."))
    if not files:
        raise BadInput(_("Hãy chọn tệp cần thêm."), field="files")
    bad = refuse_unseen(files, seen)
    _attach(arrival.paper, files, actor)
    note_seen(arrival.paper_id, bad, actor=actor)
    return arrival


def _day(sheet: Sheet, organisation_id: int) -> date:
    """Return the day of the number; last year's book is closed to what is entered this year."""
    today = clock.today()
    if sheet.arrived_on.year != today.year:
        return today
    return day_for_book(organisation_id, sheet.arrived_on)


def _refuse_unfit(sheet: Sheet) -> None:
    if sheet.secret:
        raise BadInput(
            _("Văn bản có dấu mật không được nhập vào hệ thống này. Không nội dung nào được giữ "
              "lại; hãy xử lý theo quy định về văn bản mật."),
            field="secret",
        )  # fmt: skip
    wanted = {
        "kind_text": (sheet.kind_text in KIND_OF, _("Hãy chọn loại văn bản.")),
        "title": (one_line(sheet.title), _("Hãy ghi trích yếu như trên văn bản.")),
        "issuer": (one_line(sheet.issuer), _("Hãy ghi cơ quan, người gửi như trên văn bản.")),
        "copies": (sheet.copies > 0, _("Số bản nhận phải từ 1.")),
    }
    for field, (value, sentence) in wanted.items():
        if not value:
            raise BadInput(sentence, field=field)
    refuse_arrival(sheet.arrived_on, clock.today())


def _refuse_doubtful(sheet: Sheet, found: Sequence[str]) -> None:
    doubts = [sentence for sentence in found if sentence]
    if doubts and not sheet.confirmed:
        told = _("Nếu đúng như văn bản ghi, hãy đánh dấu ô xác nhận rồi gửi lại.")
        raise BadInput(" ".join([*doubts, told]), field="confirmed")


def _paper(sheet: Sheet, doubt: str, organisation_id: int) -> Paper:
    written = sheet.written
    paper = Paper(
        organisation_id=organisation_id, direction=Direction.INCOMING,
        kind=KIND_OF.get(sheet.kind_text, PaperKind.LETTER), title=one_line(sheet.title),
        purpose="arrival", series=SERIES, symbol=written.symbol, status=PaperStatus.ISSUED,
        number_text=written.number_text or None, dated=written.dated,
        date_text=written.date_text, date_doubt=doubt, issuer_text=written.issuer,
        arrived_on=sheet.arrived_on, signer_post=one_line(sheet.signer_post),
        signer_name=one_line(sheet.signer_name),
        organisation=db.session.get_one(Organisation, organisation_id),
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    return paper
