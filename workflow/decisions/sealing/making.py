"""Makes one signed file of a certificate and judges it before anybody keeps it."""

from dataclasses import dataclass, replace

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.decisions.sealing.queries import Sheet
from workflow.documents import contents
from workflow.documents.contents import TakenFile
from workflow.documents.engine.faces import serif_faces
from workflow.documents.generation import stored_pdf
from workflow.signatures.engine.places import NoPlace, find_places
from workflow.signatures.engine.preparing import prepare
from workflow.signatures.engine.profile import PERSON, SEAL
from workflow.signatures.engine.signing import Key, Means, certify, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.services.judging import refuse_unexpected
from workflow.signatures.services.means import Gathered, Plan
from workflow.signatures.states import Part

Before = tuple[tuple[str, str, bytes], ...]  # as in `Plan`


@dataclass(frozen=True)
class Order:
    """What a run is to make, read before the slow work."""

    decision_id: int
    part: Part
    plan: Plan
    signer: str  # the name printed below the signature
    seal_mm: float
    actor: Actor
    run_id: int = 0


@dataclass(frozen=True)
class Piece:
    """One certificate to be signed: what it says, and the file the signature goes on."""

    certificate_id: int
    name: str
    title: str
    said: str
    base: str
    before: Before


def piece_of(sheet: Sheet, part: Part) -> Piece:
    """Return the piece in plain values: no row is touched during the slow work."""
    base, before = sheet.drawn, Before()
    if part is Part.SEAL and sheet.person is not None:
        by = sheet.person.by_certificate
        base, before = sheet.person.document.file.digest, ((PERSON, by.fingerprint, by.der),)
    return Piece(sheet.certificate_id, sheet.name, sheet.title, sheet.said, base, before)


def make(order: Order, piece: Piece, key: Key, means: Means, gathered: Gathered) -> TakenFile:
    """Return the signed file, which lies in the store. Raises WorkflowError.

    The person's signature certifies the drawn page, with the field of the seal beside its own.
    """
    now = replace(means, at=clock.now())
    content = contents.current_store().open(piece.base)
    if order.part is Part.PERSON:
        field, made = PERSON, certify(_with_fields(content, order, piece), key, now)
    else:
        field, made = SEAL, seal(content, key, now)
    plan = replace(order.plan, before=piece.before)
    refuse_unexpected(made, plan, field, gathered, judge=verify)
    return stored_pdf(made, piece.title)


def _with_fields(content: bytes, order: Order, piece: Piece) -> bytes:
    try:
        places = find_places(content, [order.signer], blanks=(), seal_mm=order.seal_mm)
    except NoPlace:
        raise Incomplete(
            _("Giấy của “%(name)s” không để chỗ ký phía trên “%(signer)s” nên không ký số được. "
              "Nhờ quản trị viên sửa mẫu giấy khen, vẽ lại, rồi ký tiếp.",
              name=piece.name, signer=order.signer)
        ) from None  # fmt: skip
    return prepare(content, places, serif_faces())
