"""The signing page of one paper: what lies there to be signed, and by which way it can be."""

from dataclasses import dataclass

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import WorkflowError
from workflow.documents import digital
from workflow.documents.models import Document, Paper
from workflow.documents.queries import best_pdf_of
from workflow.signatures import policies, queries
from workflow.signatures.engine.profile import SEAL, label_of, person_field
from workflow.signatures.models import SigningCertificate, SigningRequest
from workflow.signatures.services.means import why_none
from workflow.signatures.services.signing import person_base, seal_base
from workflow.signatures.states import Part


@dataclass(frozen=True)
class Desk:
    """What this person finds on the signing page."""

    paper: Paper
    shown: Document | None
    part: Part | None = None  # what they are to make now, if anything
    seen: str = ""
    certificate: SigningCertificate | None = None
    request: SigningRequest | None = None
    hindrance: str = ""  # why it cannot be made at this moment
    may_choose: bool = False
    field: str = ""  # what a reader's program calls the field the signature goes into

    @property
    def key_is_here(self) -> bool:
        return self.certificate is not None and bool(self.certificate.key_id)


def desk_for(paper: Paper, actor: Actor) -> Desk:
    """Return what the page of `paper` shows to `actor`."""
    choose = policies.may_choose_medium(actor, paper)
    shown = best_pdf_of(paper.id)
    part = _part(paper, actor)
    if part is None:
        return Desk(paper, shown, may_choose=choose)
    file = digital.file_to_sign(paper)
    seen = file.file.digest if file is not None else ""
    hindrance, ordinal = "", 1
    try:
        base = (
            person_base(paper, seen=seen, actor=actor) if part is Part.PERSON
            else seal_base(paper, actor=actor)
        )  # fmt: skip
        ordinal = base.ordinal
    except WorkflowError as refusal:
        hindrance = str(refusal)
    owner = actor.user_id if part is Part.PERSON else None
    found = queries.certificates_for(paper.organisation_id, part, owner, clock.now())
    if not found:
        hindrance = hindrance or why_none(paper, part, owner)
    request = queries.open_request(paper.id, part, ordinal)
    if request is not None and not _holds(request, found, seen):
        request = None
    return Desk(
        paper, shown, part, seen, found[0] if found else None, request, hindrance, choose,
        label_of(SEAL if part is Part.SEAL else person_field(ordinal)),
    )  # fmt: skip


def _holds(request: SigningRequest, usable: list[SigningCertificate], seen: str) -> bool:
    """Whether what is out may still come back: else another file is handed out."""
    current = request.part is Part.SEAL or request.file.digest == seen
    return current and request.certificate in usable


def _part(paper: Paper, actor: Actor) -> Part | None:
    if policies.may_sign(actor, paper):
        return Part.PERSON
    return Part.SEAL if policies.may_seal(actor, paper) else None
