"""Entering a decision that came from outside, as its sheet has it: nothing is corrected."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.archive.incoming.beginning import SERIES, day_for_book, number_arrival
from workflow.archive.incoming.checking import Written, repeated
from workflow.archive.incoming.signatures import note_seen, refuse_unseen
from workflow.archive.models import Record
from workflow.archive.policies import clerk_of_own
from workflow.archive.queries import same_number
from workflow.archive.services import file_record
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.bindings import last_binding
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _
from workflow.core.number_doubts import refuse_arrival
from workflow.core.numbering_text import read
from workflow.core.numbers import find_book
from workflow.decisions import doubts
from workflow.decisions.models import Decision
from workflow.decisions.services.receiving import Line, ReceivedSheet, receive
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import TakenFile
from workflow.documents.states import FileRole
from workflow.recipients.models import RecipientKind

MOST_NAMES = 2000


@dataclass(frozen=True)
class Named:
    """A recipient as the sheet names it, with the unit where the sheet gives one."""

    kind: RecipientKind
    name: str
    unit: str = ""


@dataclass(frozen=True)
class Received:
    """What the clerk reads off the sheet. Counts stand for recipients the sheet does not name."""

    number_text: str
    date_text: str
    issuer: str
    title: str
    award_name: str
    arrived_on: date
    counted_in: int | None = None  # the year to count a doubtful date in; the arrival's if empty
    collectives: int = 0
    individuals: int = 0
    named: Sequence[Named] = field(default_factory=tuple)
    signer_post: str = ""
    signer_name: str = ""
    secret: bool = False
    duplicate_confirmed: bool = False
    late_confirmed: bool = False  # the register of that year is bound, and it is entered there
    seen: Collection[str] = ()  # digests of files known to bear a signature that is not valid


def take_in_decision(
    received: Received, *, files: Sequence[TakenFile] = (), actor: Actor
) -> Record:
    """Register a decision from outside in the incoming book, and file it at once.

    The number and the date stay as written; a date that cannot be right is flagged with the
    reason and the decision is counted provisionally in the year of its arrival.
    Raises BadInput for state secrets, for no recipient, and for a repeated number, a bound register
    or a signature that is not valid, until confirmed.
    """
    if not clerk_of_own(actor) or actor.organisation_id is None:
        raise NotAllowed(_("Chỉ văn thư của đơn vị được nhập văn bản đến."))
    _refuse_unfit(received)
    counted_in = received.counted_in or received.arrived_on.year
    _refuse_repeated(received, counted_in, actor.organisation_id)
    _refuse_bound(received, actor.organisation_id)
    bad = refuse_unseen(files, received.seen)
    decision = _received(received, counted_in, actor.organisation_id, actor)
    paper = decision.paper
    for taken in files:
        document = add_document(
            taken, title=received.title, organisation_id=paper.organisation_id, actor=actor
        )
        attach(document, ("paper", paper.id), FileRole.RECEIVED, actor=actor)
    note_seen(paper.id, bad, actor=actor)
    dated = day_for_book(paper.organisation_id, received.arrived_on)
    number_arrival(paper, dated=dated, actor=actor, repeated=received.duplicate_confirmed)
    return file_record(paper.id, actor=actor, counted_in=counted_in)


def _refuse_unfit(received: Received) -> None:
    if received.secret:
        raise BadInput(
            _("Văn bản có dấu mật không được nhập vào hệ thống này. Không nội dung nào được giữ "
              "lại; hãy xử lý theo quy định về văn bản mật."),
            field="secret",
        )  # fmt: skip
    refuse_arrival(received.arrived_on, clock.today())
    if not (received.collectives or received.individuals or received.named):
        raise BadInput(
            _("Hãy ghi số tập thể, số cá nhân, hoặc tên những người được khen."),
            field="individuals",
        )
    if len(received.named) > MOST_NAMES:
        raise BadInput(_("Danh sách dài quá %(n)s dòng.", n=MOST_NAMES), field="individual_names")


def _refuse_repeated(received: Received, counted_in: int, organisation_id: int) -> None:
    written, dated = read(received.number_text), doubts.read_date(received.date_text)
    if received.duplicate_confirmed or written.number is None:
        return
    other = same_number(
        organisation_id, number=written.number, symbol=written.symbol, issuer=received.issuer,
        years={counted_in, dated.year if dated else counted_in},
    )  # fmt: skip
    again = repeated(
        Written(received.number_text, received.date_text, received.issuer, received.arrived_on),
        organisation_id,
    ) if other is None else ""  # fmt: skip
    if again:
        told = _("Nếu đúng là hai văn bản khác nhau, hãy đánh dấu ô xác nhận rồi gửi lại.")
        raise BadInput(f"{again} {told}", field="duplicate_confirmed")
    if other is not None:
        raise BadInput(
            _("Kho đã có %(number)s năm %(year)s của %(issuer)s: “%(title)s”. Nếu đúng là hai văn "
              "bản khác nhau, hãy đánh dấu ô xác nhận rồi gửi lại.",
              number=other.paper.number_text, year=other.year, issuer=other.issuer,
              title=other.title),
            field="duplicate_confirmed",
        )  # fmt: skip


def _refuse_bound(received: Received, organisation_id: int) -> None:
    """Tell that the register of that year is bound; what is entered there all the same says so."""
    book = find_book(organisation_id, SERIES, received.arrived_on.year)
    binding = last_binding(book.id) if book else None
    if binding is None or received.late_confirmed:
        return
    raise BadInput(
        _("Sổ văn bản đến năm %(year)s đã đóng lần %(n)s ngày %(day)s. Văn bản này sẽ mang số kế "
          "tiếp của sổ ấy, sổ ghi rõ là vào sau khi đóng, và sổ phải đóng lại lần nữa. Nếu đúng "
          "như vậy, hãy đánh dấu ô xác nhận rồi gửi lại; nếu văn bản mới đến, hãy sửa ngày đến.",
          year=received.arrived_on.year, n=binding.edition, day=f"{binding.on:%d/%m/%Y}"),
        field="late_confirmed",
    )  # fmt: skip


def _received(received: Received, counted_in: int, organisation_id: int, actor: Actor) -> Decision:
    counts = (
        (RecipientKind.COLLECTIVE, received.collectives),
        (RecipientKind.PERSON, received.individuals),
    )  # fmt: skip
    lines = [Line(kind, count=count, year=counted_in) for kind, count in counts if count]
    lines += [
        Line(named.kind, name=named.name, unit_name=named.unit, year=counted_in)
        for named in received.named
    ]
    sheet = ReceivedSheet(
        title=received.title, number_text=received.number_text, date_text=received.date_text,
        issuer_text=received.issuer, lines=lines, award_name=received.award_name,
        signer_post=received.signer_post, signer_name=received.signer_name,
        arrived_on=received.arrived_on,
    )  # fmt: skip
    return receive(sheet, organisation_id=organisation_id, actor=actor)
