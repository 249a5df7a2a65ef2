"""What people do with documents and papers: attach, draft, check, offer, sign, number, issue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.core import audit, clock, events
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.core.numbers import EntryState
from workflow.documents import authority, digital, generation, policies, queries, second_eyes
from workflow.documents.attaching import add_document, attach
from workflow.documents.codes import giving
from workflow.documents.contents import TakenFile
from workflow.documents.events import (
    PaperDeclined,
    PaperIssued,
    PaperNumbered,
    PaperOffered,
    PaperSigned,
    PaperToBeSigned,
)
from workflow.documents.filling import with_fields
from workflow.documents.models import Paper, PaperSigner
from workflow.documents.numbering import (
    context_with_number,
    give_up_number,
    refuse_last_years,
    take_for,
)
from workflow.documents.signed_files import compare_pages, refuse_unsigned
from workflow.documents.states import FileRole, Medium, PaperKind, PaperStatus
from workflow.documents.steps import paper_lifecycle
from workflow.organisations.models import Organisation

Giving = Callable[[Paper, date, EntryState], str]
NUMBERED = "numbered"  # the purpose of the copy drawn with number and date
FROZEN = frozenset(PaperStatus) - {PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED}


@dataclass(frozen=True)
class Signer:
    """Who has to sign a paper, with the post and the name as printed."""

    user_id: int
    post: str
    name: str


# Drafting


def draft_paper(
    *, organisation_id: int, kind: PaperKind, title: str, owner: tuple[str, int], purpose: str,
    series: str, symbol: str, template: str, context: dict[str, Any],
    signers: Sequence[Signer], destinations: Sequence[str] = (), actor: Actor,
) -> Paper:  # fmt: skip
    """Write a paper's draft and have it drawn. Its number and date stay empty in `context`."""
    if not signers:
        raise BadInput(_("Hãy chọn người ký văn bản."), field="signer")
    paper = Paper(
        organisation_id=organisation_id, kind=kind, title=title, owner_kind=owner[0],
        owner_id=owner[1], purpose=purpose, series=series, symbol=symbol, template=template,
        context=context, destinations=list(destinations), signer_post=signers[-1].post,
        signer_name=signers[-1].name,
        organisation=db.session.get_one(Organisation, organisation_id),
    )  # fmt: skip
    if paper.organisation.signs_digitally:
        paper.medium = Medium.DIGITAL
    db.session.add(paper)
    db.session.flush()
    for ordinal, signer in enumerate(signers, start=1):
        db.session.add(
            PaperSigner(
                paper_id=paper.id, ordinal=ordinal, user_id=signer.user_id, post=signer.post,
                name=signer.name,
            )
        )  # fmt: skip
    giving.give_paper(paper)
    audit.record("paper.draft", stream=("paper", paper.id), actor=actor, detail={"title": title},
                 after=context)  # fmt: skip
    _draw(paper, context, actor)
    return paper


def redraw_paper(
    paper: Paper, context: dict[str, Any], *, title: str | None = None, actor: Actor
) -> Paper:
    """Draw the paper anew from another context, until somebody has signed.

    A checked paper is a draft again; while it waits for the signer it keeps waiting, and the
    signature is refused until the new pages are drawn and seen.
    Raises InvalidStep once list and files are frozen.
    """
    paper = queries.lock(paper.id)
    _refuse_frozen(paper)
    if (paper.context, paper.title) == (context, title or paper.title):
        return paper
    if paper.status is PaperStatus.CHECKED:
        _redraft(paper, actor)
    before, paper.context, paper.title = paper.context, context, title or paper.title
    audit.record("paper.redraw", stream=("paper", paper.id), actor=actor,
                 detail={"title": paper.title}, before=before, after=context)  # fmt: skip
    _draw(paper, context if paper.number_entry is None else context_with_number(paper), actor)
    return paper


def redraft_paper(paper: Paper, *, actor: Actor) -> Paper:
    """Take a checked paper back to its draft; where a number is printed, it is drawn anew."""
    paper = queries.lock(paper.id)
    numbered = paper.number_entry is not None
    _redraft(paper, actor)
    if numbered:
        _draw(paper, paper.context, actor)
    return paper


def _redraft(paper: Paper, actor: Actor) -> None:
    with paper_lifecycle.step(paper, "redraft", actor=actor):
        give_up_number(paper, "Bản thảo được sửa lại trước khi trình ký.")


def draw_again(public_id: str, *, actor: Actor) -> Paper:
    """Have pages drawn whose job failed for good; what is drawn already stays as it is."""
    paper = queries.get_for_change(public_id, actor)
    if not (policies.drafter_of(actor, paper) or policies.keeps_numbers_of(actor, paper)):
        raise NotAllowed(_("Chỉ người soạn hoặc văn thư dựng lại được văn bản."))
    for purpose in ("", NUMBERED):
        drawing = queries.drawing_of(("paper", paper.id), purpose)
        if drawing is not None:
            generation.try_again(drawing)
    return paper


def _refuse_frozen(paper: Paper) -> None:
    begun = any(signer.signed_at for signer in queries.signers_of(paper.id))
    if begun or paper.status in FROZEN:
        raise InvalidStep(
            _("Văn bản đã có chữ ký nên nội dung và tệp không đổi được nữa. Hãy lập văn bản khác.")
        )


def _draw(paper: Paper, context: dict[str, Any], actor: Actor) -> None:
    formed = paper.medium is Medium.DIGITAL
    generation.request(
        paper.template, with_fields(context) if formed else context, title=paper.title,
        owner=("paper", paper.id), organisation_id=paper.organisation_id, actor=actor,
        kind=generation.FORM_KIND if formed else generation.KIND,
    )  # fmt: skip


def choose_medium(public_id: str, medium: Medium, *, actor: Actor) -> Paper:
    """Have the paper signed digitally or by pen, until somebody has signed; it is drawn anew."""
    paper = queries.get_for_change(public_id, actor)
    _refuse_frozen(paper)
    if not (policies.drafter_of(actor, paper) or policies.keeps_numbers_of(actor, paper)):
        raise NotAllowed(_("Chỉ người soạn hoặc văn thư chọn được cách ký văn bản."))
    if paper.medium is medium:
        return paper
    before, paper.medium = paper.medium, medium
    audit.record("paper.choose_medium", stream=("paper", paper.id), actor=actor,
                 detail={"before": before.value, "medium": medium.value})  # fmt: skip
    numbered = paper.number_entry is not None
    _draw(paper, context_with_number(paper) if numbered else paper.context, actor)
    return paper


def _require_drawn(paper: Paper, purpose: str = "") -> None:
    if not queries.is_drawn(paper, purpose):
        raise Incomplete(
            _("Văn bản đang được dựng thành trang. Hãy chờ ít giây, tải lại trang rồi làm lại.")
        )


# Checking, offering, signing


def check_paper(public_id: str, *, actor: Actor) -> Paper:
    """Say that content and form are right, having seen the pages."""
    paper = queries.get_for_change(public_id, actor)
    drafts = paper.status is PaperStatus.DRAFT and policies.drafter_of(actor, paper)
    if drafts and not policies.checker_of(actor, paper):
        raise NotAllowed(second_eyes.refusal())
    with paper_lifecycle.step(paper, "check", actor=actor):
        _require_drawn(paper)
    return paper


def offer_paper(public_id: str, *, actor: Actor) -> Paper:
    """Put the paper before its signers. Where numbers come first it must have one."""
    paper = queries.get_for_change(public_id, actor)
    with paper_lifecycle.step(paper, "offer", actor=actor):
        if paper.organisation.numbers_first and paper.number_entry is None:
            raise Incomplete(_("Cơ quan cấp số trước khi ký: hãy chờ văn thư giữ số rồi trình ký."))
        refuse_last_years(paper)
        _require_drawn(paper)
        paper.decline_reason = ""
    events.emit(PaperOffered(actor, paper.id))
    return paper


def sign_paper(
    public_id: str, *, actor: Actor, seen: str = "", signed: TakenFile | None = None
) -> Paper:
    """Sign, when it is the actor's turn; with the last signature the paper is signed.

    `seen` is the digest of the file the signer had before them: what was drawn anew since
    is not signed unseen (promise P12). Nor is one that holds a number of a year that is over.
    `signed` is that file with the signature in it, where the paper is signed digitally; whoever
    hands it over has checked it.
    """
    paper = queries.get_for_change(public_id, actor)
    events.emit(PaperToBeSigned(actor, paper.id))
    digital.refuse_without_file(paper, signed)
    signer = queries.next_signer(paper.id)
    following = [s for s in queries.signers_of(paper.id) if s.signed_at is None]
    if len(following) > 1 and paper.status is PaperStatus.OFFERED:
        _sign_in_turn(paper, seen, actor)
        digital.keep_signed(paper, signed, actor)
        return paper
    with paper_lifecycle.step(paper, "sign", actor=actor) as detail:
        detail["file"] = _digest_before_signer(paper, seen)
        detail.update(digital.annexes_told(paper))
        if signer is None:
            raise InvalidStep(_("Mọi người ký đã ký văn bản này."))
        refuse_last_years(paper)
        signer.signed_at = paper.signed_at = clock.now()
        detail.update(_right_of(paper, signer))
    digital.keep_signed(paper, signed, actor)
    events.emit(PaperSigned(actor, paper.id))
    _use_reserved_number(paper, actor)
    return paper


def _right_of(paper: Paper, signer: PaperSigner) -> dict[str, Any]:
    """Keep with the signature what it rested on, and return what the journal says of it."""
    if not authority.asks_for_right(paper):
        return {}
    right = authority.right_to_sign(paper, signer, clock.today())
    if right is None:
        return {}
    signer.delegation_id = right.delegation.id if right.delegation else None
    return {"right": right.told}


def _sign_in_turn(paper: Paper, seen: str, actor: Actor) -> None:
    signer = queries.next_signer(paper.id)
    if signer is None or not policies.next_signer_of(actor, paper):
        raise NotAllowed(_("Chưa đến lượt bạn ký văn bản này."))
    refuse_last_years(paper)
    digest = _digest_before_signer(paper, seen)
    signer.signed_at = clock.now()
    audit.record("paper.sign_in_turn", stream=("paper", paper.id), actor=actor,
                 detail={"ordinal": signer.ordinal, "file": digest}
                 | digital.annexes_told(paper))  # fmt: skip


def _digest_before_signer(paper: Paper, seen: str) -> str:
    _require_drawn(paper)
    offered = digital.file_to_sign(paper)
    if offered is None:
        raise Incomplete(_("Văn bản chưa có tệp trình ký. Hãy chờ tệp được dựng xong."))
    if seen and seen != offered.file.digest:
        raise StaleEdit(_("Văn bản vừa được dựng lại. Hãy xem lại các trang rồi ký."))
    return offered.file.digest


def decline_paper(public_id: str, reason: str, *, actor: Actor) -> Paper:
    """Send the paper back to its drafter with a reason; a reserved number becomes void."""
    paper = queries.get_for_change(public_id, actor)
    with paper_lifecycle.step(paper, "decline", actor=actor, reason=reason):
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do không ký."), field="reason")
        for signer in queries.signers_of(paper.id):
            signer.signed_at = signer.delegation_id = None
        digital.forget_signed(paper)
        paper.decline_reason = reason
        give_up_number(paper, reason)
    _draw(paper, paper.context, actor)
    events.emit(PaperDeclined(actor, paper.id, reason))
    return paper


# Numbers


def number_paper(public_id: str, dated: date, *, actor: Actor, give: Giving = take_for) -> Paper:
    """Give the signed paper its number and date, once; or reserve one where numbers come first.

    A repeated call returns the first number (promise P2). The copy with number and date is
    drawn by a job. Raises BadInput for a date before the signing, in the future, or before
    the book's last one. `give` takes the number: the next one, or one inserted by permission.
    """
    paper = queries.get_for_change(public_id, actor)
    _refuse_signer(paper, actor)
    if paper.number_entry_id is not None and policies.clerk_for(actor, paper):
        return paper
    if paper.status is PaperStatus.CHECKED and paper.organisation.numbers_first:
        with paper_lifecycle.step(paper, "reserve", actor=actor) as detail:
            detail["number"] = give(paper, dated, EntryState.RESERVED)
        _draw(paper, context_with_number(paper), actor)
        return paper
    with paper_lifecycle.step(paper, "number", actor=actor) as detail:
        refuse_before_signing(paper, dated)
        detail["number"] = give(paper, dated, EntryState.USED)
        paper.numbered_by_id = actor.user_id
    if paper.medium is Medium.SHEET:
        _draw_numbered(paper, actor)
    events.emit(PaperNumbered(actor, paper.id))
    return paper


def _refuse_signer(paper: Paper, actor: Actor) -> None:
    if policies.keeps_numbers_of(actor, paper) and policies.signer_of(actor, paper):
        raise NotAllowed(
            _("Bạn là người ký văn bản này nên không cấp số, đóng dấu hay phát hành nó được. "
              "Hãy nhờ văn thư khác.")
        )  # fmt: skip


def refuse_before_signing(paper: Paper, dated: date) -> None:
    signed_on = clock.local(paper.signed_at).date() if paper.signed_at else dated
    if dated < signed_on:
        raise BadInput(
            _("Văn bản được ký ngày %(day)s; ngày ban hành không thể sớm hơn.",
              day=f"{signed_on:%d/%m/%Y}"),
            field="dated",
        )  # fmt: skip


def _use_reserved_number(paper: Paper, actor: Actor) -> None:
    """Where numbers come first, the number held for the paper becomes its own at the signature."""
    if paper.number_entry is None:
        return
    with paper_lifecycle.step(paper, "number", actor=actor.as_system()) as detail:
        paper.number_entry.state = EntryState.USED
        detail["number"] = paper.number_text
    events.emit(PaperNumbered(actor, paper.id))


def _draw_numbered(paper: Paper, actor: Actor) -> None:
    offered = queries.drawing_of(("paper", paper.id))
    generation.request(
        paper.template, context_with_number(paper), title=paper.title, owner=("paper", paper.id),
        purpose=NUMBERED, organisation_id=paper.organisation_id, actor=actor,
        pdf_role=FileRole.NUMBERED, template_id=offered.template_id if offered else None,
    )  # fmt: skip


# The signed file and the issue


def attach_signed(
    public_id: str, taken: TakenFile, *, actor: Actor, pages_known: bool = False,
    sealed: bool = False,
) -> Paper:  # fmt: skip
    """Bind the signed PDF to the numbered paper, once and for good.

    It is a scan of the signed sheet, or, where `sealed` says so, the file that was verified as
    sealed digitally after the signatures in it. Another number of pages than offered has to be
    known to the clerk, and is written in the journal.
    """
    paper = queries.get_for_change(public_id, actor)
    _refuse_signer(paper, actor)
    if queries.signed_file_of(paper.id) is not None:
        raise InvalidStep(
            _("Bản đã ký đã được lưu và không thay được. Hãy mở bản đang lưu để xem.")
        )
    digital.refuse_other_seal(paper, sealed=sealed)
    with paper_lifecycle.step(paper, "seal", actor=actor, file=taken.digest) as detail:
        if not sealed:
            refuse_unsigned(queries.documents_of("paper", paper.id), taken)
        offered = queries.offered_file_of(paper.id)
        detail.update(compare_pages(offered, taken, known=pages_known))
        document = add_document(
            taken, title=paper.title, organisation_id=paper.organisation_id, actor=actor
        )
        attach(document, ("paper", paper.id), FileRole.SIGNED, actor=actor)
    return paper


def issue_paper(public_id: str, *, actor: Actor) -> Paper:
    """Issue the numbered paper whose signed file lies in the store. It never changes again."""
    paper = queries.get_for_change(public_id, actor)
    _refuse_signer(paper, actor)
    with paper_lifecycle.step(paper, "issue", actor=actor, number=paper.number_text):
        if queries.signed_file_of(paper.id) is None:
            raise Incomplete(_("Hãy tải bản đã ký và đóng dấu lên trước khi phát hành."))
        if queries.drawing_of(("paper", paper.id), NUMBERED) is not None:
            _require_drawn(paper, NUMBERED)
        paper.issued_at = clock.now()
    events.emit(PaperIssued(actor, paper.id))
    return paper
