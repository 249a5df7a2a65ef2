"""Take in what a lower level sends, ask it for more, and set one's own term."""

from collections.abc import Sequence
from datetime import date

from workflow.core import audit, clock, numbers
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.documents.attaching import attach
from workflow.documents.models import Paper
from workflow.documents.states import Direction, FileRole, PaperKind, PaperStatus
from workflow.exchange import clocks, manifest, queries
from workflow.exchange.models import MoreRequest, ReviewTerm, Transmittal, TransmittalItem
from workflow.exchange.policies import receiver_of
from workflow.exchange.states import TransmittalStatus
from workflow.exchange.steps import transmittal_lifecycle
from workflow.proposals.arrivals import arrive
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import nominations_of
from workflow.proposals.states import NominationStatus

ARRIVALS = "ĐẾN"  # the incoming book
LONGEST_TERM = 120


def refuse(public_id: str, damaged: Sequence[str], *, actor: Actor) -> Transmittal:
    """Note that the files are not what was sent, and tell the sender; nothing is taken in."""
    transmittal = queries.get_for_change(public_id, actor)
    if not receiver_of(actor, transmittal) or transmittal.status is not TransmittalStatus.SENT:
        raise NotAllowed(_("Chỉ thư ký của cơ quan nhận kiểm tra gói hồ sơ này."))
    transmittal.refusal = _(
        "%(count)s tệp không còn đúng như khi gửi: %(names)s.",
        count=len(damaged), names="; ".join(damaged),
    )  # fmt: skip
    transmittal.refused_at = clock.now()
    audit.record("transmittal.refuse", stream=("transmittal", transmittal.id), actor=actor,
                 detail={"files": list(damaged)})  # fmt: skip
    return transmittal


def receive(public_id: str, *, checked: str, actor: Actor) -> Transmittal:
    """Take in what was sent: arrival number, due date, and a dossier of our own.

    `checked` is the seal of the list whose files were just read and found whole.
    """
    transmittal = queries.get_for_change(public_id, actor)
    with transmittal_lifecycle.step(transmittal, "receive", actor=actor) as detail:
        if checked != transmittal.manifest_digest:
            raise Incomplete(_("Gói hồ sơ chưa được đối chiếu. Hãy bấm “Tiếp nhận” lần nữa."))
        today = clock.today()
        _set_clock(transmittal, today)
        proposal = _dossier_of(transmittal, actor)
        transmittal.arrived_as_id, transmittal.received_at = proposal.id, clock.now()
        transmittal.refusal, transmittal.refused_at = "", None
        transmittal.arrival_number = _enter_in_book(transmittal, today, actor)
        detail |= {"arrival_number": transmittal.arrival_number, "manifest": checked,
                   "files": len(transmittal.manifest or [])}  # fmt: skip
    return transmittal


def _set_clock(transmittal: Transmittal, today: date) -> None:
    term = queries.term_days_of(transmittal.receiver_id)
    special = clocks.special_days_near(today, today + clocks.longest(term))
    transmittal.term_days = term
    transmittal.due_on = clocks.due_after(today, term, special)


def _dossier_of(transmittal: Transmittal, actor: Actor) -> Proposal:
    """Make the superior's dossier; what was withdrawn on the way does not arrive."""
    items = queries.items_of(transmittal.id)
    rows = [i.nomination for i in items if i.nomination.status is NominationStatus.FORWARDED]
    proposal = arrive(
        title=transmittal.title, sender=transmittal.sender, receiver=transmittal.receiver,
        round_id=_common_round(rows), nominations=rows, actor=actor,
    )  # fmt: skip
    _bind(items, proposal)
    _hand_over(transmittal, proposal, actor)
    return proposal


def _common_round(rows: Sequence[Nomination]) -> int | None:
    rounds = {row.proposal.round_id for row in rows}
    return rounds.pop() if len(rounds) == 1 else None


def _bind(items: Sequence[TransmittalItem], proposal: Proposal) -> None:
    arrived = {row.origin_id: row.id for row in nominations_of(proposal.id)}
    for item in items:
        item.arrived_as_id = arrived.get(item.nomination_id)


def _hand_over(transmittal: Transmittal, proposal: Proposal, actor: Actor) -> None:
    """Bind the papers to the new dossier: there they are read, and from there they go on up.

    The evidence of each nomination was bound to its new row on arrival.
    """
    entries = [one for one in transmittal.manifest or [] if one["group"] != manifest.EVIDENCE]
    documents = manifest.documents_in(entries)
    for entry in entries:
        attach(documents[entry["document"]], ("proposal", proposal.id), FileRole.ANNEX,
               actor=actor)  # fmt: skip


def _enter_in_book(transmittal: Transmittal, today: date, actor: Actor) -> int:
    """Enter the letter in the incoming register. The number comes last: its book is locked."""
    letter = transmittal.paper
    assert letter is not None  # noqa: S101  nothing is sent without its letter
    paper = Paper(
        organisation_id=transmittal.receiver_id, direction=Direction.INCOMING,
        kind=PaperKind.SUBMISSION_LETTER, title=transmittal.title, owner_kind="transmittal",
        owner_id=transmittal.id, purpose="arrival", series=ARRIVALS, symbol=letter.symbol,
        status=PaperStatus.ISSUED, number_text=letter.number_text, dated=letter.dated,
        issuer_text=transmittal.sender.name, signer_post=letter.signer_post,
        signer_name=letter.signer_name, arrived_on=today,
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    entries = [one for one in transmittal.manifest or [] if one["group"] == manifest.LETTER]
    for document in manifest.documents_in(entries).values():
        attach(document, ("paper", paper.id), FileRole.RECEIVED, actor=actor)
    entry = numbers.take(
        transmittal.receiver_id, ARRIVALS, dated=today, holder=("paper", paper.id),
        act_key=f"arrival:{transmittal.id}",
    )  # fmt: skip
    paper.number_entry_id, paper.arrival_number = entry.id, entry.number
    audit.record("paper.arrive", stream=("paper", paper.id), actor=actor,
                 detail={"arrival_number": entry.number})  # fmt: skip
    return entry.number


def ask_more(public_id: str, text: str, due_on: date, *, actor: Actor) -> Transmittal:
    """Ask the sender for what is missing; the clock stands still until the answer."""
    transmittal = queries.get_for_change(public_id, actor)
    with transmittal_lifecycle.step(transmittal, "ask_more", actor=actor) as detail:
        if not text.strip():
            raise BadInput(_("Hãy ghi rõ cần bổ sung những gì."), field="text")
        if due_on < clock.today():
            raise BadInput(_("Hạn trả lời đã qua. Chọn từ hôm nay trở đi."), field="due_on")
        request = MoreRequest(
            transmittal_id=transmittal.id, text=text, due_on=due_on, asked_at=clock.now(),
            asked_by_id=actor.user_id or 0,
        )  # fmt: skip
        db.session.add(request)
        db.session.flush()
        detail |= {"request": request.id, "due_on": due_on.isoformat()}
    return transmittal


def resume(public_id: str, *, actor: Actor) -> Transmittal:
    """Accept the sender's answer and go on."""
    transmittal = queries.get_for_change(public_id, actor)
    with transmittal_lifecycle.step(transmittal, "resume", actor=actor):
        pass
    return transmittal


def set_term(days: int, *, version: int, actor: Actor) -> ReviewTerm:
    """Set how many working days we give ourselves for what arrives from now on."""
    if actor.organisation_id is None or not actor.has("secretary"):
        raise NotAllowed(_("Chỉ thư ký Hội đồng đặt thời hạn thẩm định."))
    if not 1 <= days <= LONGEST_TERM:
        raise BadInput(_("Thời hạn từ 1 đến %(most)s ngày làm việc.", most=LONGEST_TERM),
                       field="days")  # fmt: skip
    term = queries.term_of(actor.organisation_id)
    if (term.version if term else 0) != version:
        raise StaleEdit(_("Người khác vừa đổi thời hạn này. Hãy tải lại trang."))
    if term is None:
        term = ReviewTerm(organisation_id=actor.organisation_id, working_days=days)
        db.session.add(term)
    before, term.working_days = term.working_days, days
    db.session.flush()
    audit.record("review_term.set", stream=("organisation", actor.organisation_id), actor=actor,
                 detail={"days": days}, before=before, after=days)  # fmt: skip
    return term
