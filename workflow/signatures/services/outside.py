"""Files handed out to be signed with a key of one's own, and taken back when they are right.

Most heads sign with a token on their own computer. What is handed out is fixed bytes; what comes
back is taken only if it is those bytes with one signature added, by the expected certificate.
"""

from dataclasses import dataclass

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible, StaleEdit, WayOut, WorkflowError
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.engine.checks import extends
from workflow.documents.generation import stored_pdf
from workflow.documents.models import Paper
from workflow.documents.stored import stored_file
from workflow.signatures.engine.filling import fill
from workflow.signatures.engine.reading import signed_part
from workflow.signatures.models import SigningRequest
from workflow.signatures.queries import (
    certificates_for,
    field_of,
    find_request,
    made_on,
    open_request,
)
from workflow.signatures.services import corners, judging, means, proving
from workflow.signatures.services.bases import Base, Made
from workflow.signatures.services.signing import (
    person_base,
    record_person,
    record_seal,
    seal_base,
)
from workflow.signatures.states import Part, RequestStatus, Way

_GONE = lazy("Tệp chờ ký này đã được nhận hoặc đã thu lại. Hãy tải lại trang.")
_RECORDERS = {
    Part.PERSON: record_person, Part.SEAL: record_seal, Part.ANNEX: corners.record_annex,
    Part.COPY: corners.record_copy,
}  # fmt: skip


@dataclass(frozen=True)
class _Out:
    """What is known of a request while its answer is looked at; no row is held."""

    base: Base
    handed_out: str
    plan: means.Plan


def hand_out(
    public_id: str, part: Part, *, seen: str, actor: Actor, ordinal: int = 1
) -> SigningRequest:
    """Fix the bytes to be signed elsewhere. Asked again, the same request is returned.

    For the seal number and date are filled in first, or the corner is laid out: there the program
    that seals writes the time. `ordinal` tells annexes apart. Commits by itself.
    """
    paper = queries.get_visible(public_id, actor)
    base = _base(paper, part, ordinal, seen=seen, actor=actor)
    chosen = means.certificate_for(paper, part, actor.user_id if part is Part.PERSON else None)
    certificate_id = chosen.id
    db.session.rollback()
    to_sign = corners.laid_out(base)
    if base.values is not None:
        to_sign = fill(to_sign, base.values)
    taken = stored_pdf(to_sign, base.title)
    with unit_of_work():
        paper = queries.get_for_change(public_id, actor)
        _base(paper, part, ordinal, seen=base.digest if part is Part.PERSON else "", actor=actor)
        return _request(paper, base, taken, certificate_id, actor)


def _base(paper: Paper, part: Part, ordinal: int, *, seen: str, actor: Actor) -> Base:
    if part is Part.PERSON:
        return person_base(paper, seen=seen, actor=actor)
    if part is Part.COPY:
        return corners.copy_base(paper, actor=actor)
    if part is Part.ANNEX:
        return corners.annex_base(paper, ordinal, actor=actor)
    return seal_base(paper, actor=actor)


def _request(
    paper: Paper, base: Base, taken: TakenFile, certificate_id: int, actor: Actor
) -> SigningRequest:
    stored = stored_file(taken)
    former = open_request(paper.id, base.part, base.ordinal)
    if former is not None:
        if (former.file_id, former.certificate_id) == (stored.id, certificate_id):
            return former
        _settle(former, RequestStatus.WITHDRAWN)
        audit.record(
            "signature.call_back", stream=("paper", paper.id), actor=actor,
            detail={"part": base.part.value, "file": former.file.digest},
        )  # fmt: skip
        db.session.flush()
    request = SigningRequest(
        paper_id=paper.id, part=base.part, ordinal=base.ordinal, certificate_id=certificate_id,
        file_id=stored.id, opened_by_id=actor.user_id, opened_at=clock.now(),
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    audit.record(
        "signature.hand_out", stream=("paper", paper.id), actor=actor,
        detail={"part": base.part.value, "file": taken.digest},
    )  # fmt: skip
    return request


def _settle(request: SigningRequest, status: RequestStatus) -> None:
    request.status, request.settled_at = status, clock.now()


def take_back(request_id: str, taken: TakenFile, *, actor: Actor) -> Paper:
    """Take the signed file and the step it means. Commits by itself.

    Raises BadInput with the reason for any other file; the request stays open, and the reason
    with it. The same file sent again after it was taken, or by two at once, changes nothing.
    """
    request = request_of(request_id, actor)
    paper = request.paper
    if _already(request, taken):
        return paper
    out = _out(request, actor)
    public_id = paper.public_id
    db.session.rollback()
    try:
        proven = _checked(out, taken)
    except BadInput as refusal:
        _remember(request_id, str(refusal))
        raise
    with unit_of_work():
        paper = queries.get_for_change(public_id, actor)  # locked before the request, as ever
        found = find_request(request_id, lock=True)
        if found is not None and _already(found, taken):
            return paper
        if found is None or found.status is not RequestStatus.OPEN:
            raise StaleEdit(str(_GONE))
        record = _RECORDERS[out.base.part]
        made = Made(proven, out.plan.certificate_id, out.plan.level, Way.OUTSIDE)
        paper = record(public_id, out.base, made, actor=actor)
        _settle(found, RequestStatus.DONE)
    return paper


def request_of(request_id: str, actor: Actor, *, paper: str = "") -> SigningRequest:
    """Return a request for the actor's eyes, of that paper if one is named. Raises NotVisible."""
    found = find_request(request_id)
    mine = found is not None and (
        found.part is not Part.PERSON or found.opened_by_id == actor.user_id
    )
    if found is None or not mine or not queries.may_view(actor, found.paper_id):
        raise _unseen()
    if paper and found.paper.public_id != paper:
        raise _unseen()
    return found


def _unseen() -> NotVisible:
    return NotVisible(_("Không tìm thấy tệp chờ ký này, hoặc tệp không dành cho bạn."))


def file_of(request_id: str, *, actor: Actor) -> tuple[SigningRequest, bytes]:
    """Return the request and the very bytes to be signed, while they may still come back."""
    request = request_of(request_id, actor)
    try:
        _still_due(request, actor)
    except WorkflowError as refusal:
        refusal.way_out = WayOut(
            _("Mở lại trang ký số"), "signatures.desk", {"public_id": request.paper.public_id}
        )
        raise
    return request, contents.current_store().open(request.file.digest)


def _already(request: SigningRequest, taken: TakenFile) -> bool:
    """Whether this very file was taken for the request; what proves it may lie behind it now."""
    if request.status is not RequestStatus.DONE:
        return False
    store = contents.current_store()
    brought = store.open(taken.digest)
    linked = {link.document.file_id for link in queries.documents_of("paper", request.paper_id)}
    return any(
        one.file_id in linked and signed_part(store.open(one.file.digest), field_of(one)) == brought
        for one in made_on(request.paper)
        if (one.part, one.ordinal, one.way) == (request.part, request.ordinal, Way.OUTSIDE)
    )


def _still_due(request: SigningRequest, actor: Actor) -> Base:
    """Return what the request is for. Raises whatever would refuse the signed file later."""
    if request.status is not RequestStatus.OPEN:
        raise StaleEdit(str(_GONE))
    seen = request.file.digest if request.part is Part.PERSON else ""
    return _base(request.paper, request.part, request.ordinal, seen=seen, actor=actor)


def _out(request: SigningRequest, actor: Actor) -> _Out:
    paper, part = request.paper, request.part
    base = _still_due(request, actor)
    owner = actor.user_id if part is Part.PERSON else None
    if request.certificate not in certificates_for(paper.organisation_id, part, owner, clock.now()):
        raise InvalidStep(
            _("Chứng thư ghi ở tệp chờ ký này không còn dùng được. Hãy tải lại trang rồi chuẩn bị "
              "tệp chờ ký lần nữa.")
        )  # fmt: skip
    plan = means.plan_for(paper, request.certificate)
    return _Out(base, request.file.digest, means.alone(plan) if base.words else plan)


def _checked(out: _Out, taken: TakenFile) -> TakenFile:
    if taken.media_type != PDF:
        raise BadInput(_("Tệp đã ký phải là tệp PDF."), field="file")
    store = contents.current_store()
    signed, handed_out = store.open(taken.digest), store.open(out.handed_out)
    if signed == handed_out:
        raise BadInput(
            _("Tệp này chính là tệp chờ ký, chưa có chữ ký. Hãy ký rồi tải lên lại."), field="file"
        )
    if not extends(signed, handed_out):
        raise BadInput(
            _("Tệp này không bắt đầu bằng đúng tệp chờ ký đã tải về. Hãy ký chính tệp đó, không in "
              "lại hay lưu qua chương trình khác, rồi tải lên lại."), field="file",
        )  # fmt: skip
    field, gathered = out.base.field, means.gather(out.plan)
    judging.refuse_unexpected(signed, out.plan, field, gathered)
    proven = proving.proven(signed, out.plan, gathered)
    if proven != signed:
        judging.refuse_unexpected(proven, out.plan, field, gathered)
    return taken if proven == signed else stored_pdf(proven, out.base.title)


def _remember(request_id: str, refusal: str) -> None:
    with unit_of_work():
        found = find_request(request_id, lock=True)
        if found is not None:
            found.refusal = refusal
