"""The signing page of one paper: what lies there to be signed, and by which way it can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import WorkflowError
from workflow.documents import digital
from workflow.documents import policies as papers
from workflow.documents.models import Document, Paper
from workflow.documents.queries import best_pdf_of
from workflow.signatures import policies, queries
from workflow.signatures.engine.profile import SEAL, label_of, person_field
from workflow.signatures.models import SigningCertificate, SigningRequest
from workflow.signatures.services import annexes, corners
from workflow.signatures.services.bases import Base
from workflow.signatures.services.means import why_none
from workflow.signatures.services.signing import person_base, seal_base
from workflow.signatures.states import Part


@dataclass(frozen=True)
class AnnexLine:
    """An annex in a file of its own: the sealed file, or the one that is out to be sealed."""

    ordinal: int
    document: Document
    sealed: Document | None
    request: SigningRequest | None


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
    annexes: tuple[AnnexLine, ...] = ()
    may_annex: bool = False
    words: tuple[str, ...] = ()  # in the corner of what the agency seals alone
    fills: bool = False  # number and date are filled in with the seal

    @property
    def annexes_wait(self) -> bool:
        """Whether annexes have to come back sealed before the paper itself may."""
        return self.part is Part.SEAL and any(line.sealed is None for line in self.annexes)

    @property
    def key_is_here(self) -> bool:
        return self.certificate is not None and bool(self.certificate.key_id)


def desk_for(paper: Paper, actor: Actor) -> Desk:
    """Return what the page of `paper` shows to `actor`."""
    choose = policies.may_choose_medium(actor, paper)
    shown = best_pdf_of(paper.id)
    part = _part(paper, actor)
    if part is None:
        may_annex = annexes.may_change(actor, paper)
        return Desk(
            paper, shown, may_choose=choose, annexes=_annexes(paper), may_annex=may_annex
        )  # fmt: skip
    file = digital.file_to_sign(paper)
    seen = file.file.digest if file is not None else ""
    hindrance, ordinal, said, fills = "", 1, tuple[str, ...](), False
    try:
        base = _base(paper, part, seen, actor)
        ordinal, said, fills = base.ordinal, base.words, base.values is not None
    except WorkflowError as refusal:
        hindrance = str(refusal)
    owner = actor.user_id if part is Part.PERSON else None
    found = queries.certificates_for(paper.organisation_id, part, owner, clock.now())
    if not found:
        hindrance = hindrance or why_none(paper, part, owner)
    request = _usable(queries.open_request(paper.id, part, ordinal), found)
    if request is not None and part is Part.PERSON and request.file.digest != seen:
        request = None  # drawn anew since
    return Desk(
        paper, shown, part, seen, found[0] if found else None, request, hindrance, choose,
        label_of(person_field(ordinal) if part is Part.PERSON else SEAL),
        _annexes(paper, found), words=said, fills=fills,
    )  # fmt: skip


def _base(paper: Paper, part: Part, seen: str, actor: Actor) -> Base:
    if part is Part.PERSON:
        return person_base(paper, seen=seen, actor=actor)
    if part is Part.COPY:
        return corners.copy_base(paper, actor=actor)
    return seal_base(paper, actor=actor)


def _annexes(paper: Paper, usable: Sequence[SigningCertificate] = ()) -> tuple[AnnexLine, ...]:
    done, out = corners.sealed_annexes(paper), queries.open_requests(paper.id, Part.ANNEX)
    return tuple(
        AnnexLine(at, one, done.get(one.id), request)
        for at, one in enumerate(corners.annexes_of(paper), start=1)
        for request in [_usable(out.get(at), usable)]
    )


def _usable(
    request: SigningRequest | None, usable: Sequence[SigningCertificate]
) -> SigningRequest | None:
    """Return what is out if it may still come back: else another file is handed out."""
    return request if request is not None and request.certificate in usable else None


def _part(paper: Paper, actor: Actor) -> Part | None:
    if policies.may_sign(actor, paper):
        return Part.PERSON
    if policies.may_seal(actor, paper):
        return Part.SEAL
    return Part.COPY if waits_for_copy(actor, paper) else None


def waits_for_copy(actor: Actor, paper: Paper) -> bool:
    """Whether the actor may seal the scan of a sheet: it is theirs to do, with a certificate."""
    if not papers.clerk_for(actor, paper) or corners.scan_to_seal(paper) is None:
        return False
    return bool(queries.certificates_for(paper.organisation_id, Part.COPY, None, clock.now()))
