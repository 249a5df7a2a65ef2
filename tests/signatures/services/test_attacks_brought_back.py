"""The known attacks carried through the door where files signed elsewhere come back."""

from tests.signatures.engine import attacking
from tests.signatures.foreign import sign_once, signer_of
from tests.signatures.making import Maker
from tests.signatures.services.test_signing_outside import back, hand_out, handed, sealing, token
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.documents.states import PaperStatus
from workflow.signatures.models import SigningRequest
from workflow.signatures.states import Part, RequestStatus

LATER = [
    attacking.another_number, attacking.page_content, attacking.unused_content,
    attacking.nothing_new,
]  # fmt: skip


def attacked(office, sealed, given):
    """Yield what an attacker makes of the file the agency sealed, by the attack's name."""
    for change in LATER:
        yield change.__name__, attacking.updated(sealed, change)
    maker, now = Maker(office.servers.authorities), clock.now()
    overlay = {"at": now, "box": (85, 690, 300, 715)}
    signer = signer_of(maker, "stranger")
    yield "overlay", sign_once(sealed, signer, "De", "adbe.pkcs7.detached", **overlay)
    yield "appended", sealed + b"\n%them\n"
    yield "wrapped", attacking.wrapped(sealed, 1)
    yield "empty", attacking.without_contents(sealed, 1)
    yield "no range", attacking.forged(sealed, 1, b"/ByteRange", b"/Nothing")
    yield "stripped", attacking.until(sealed, 0)
    yield "not sealed", given


def test_nothing_an_attacker_makes_of_a_sealed_file_is_taken_back(office):
    office = office(here=False)
    request = hand_out(office)
    back(office, request, token(office, "head", handed(office, request)))
    office.number()
    request = hand_out(office, Part.SEAL)
    given = handed(office, request, office.clerk)
    sealed = sealing(office, "seal", given)

    taken = []
    for name, content in attacked(office, sealed, given):
        try:
            back(office, request, content, actor=office.clerk)
        except BadInput:
            continue
        taken.append(name)

    kept = db.session.get_one(SigningRequest, request.id, populate_existing=True)
    assert (taken, kept.status, bool(kept.refusal)) == ([], RequestStatus.OPEN, True)
    assert office.paper.status is PaperStatus.NUMBERED
    back(office, request, sealed, actor=office.clerk)
    assert office.paper.status is PaperStatus.SEALED
