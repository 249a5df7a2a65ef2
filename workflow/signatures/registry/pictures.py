"""The pictures drawn into signed papers: a signature in blue, a seal in red (Decree 30/2020)."""

from collections.abc import Sequence
from typing import BinaryIO

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.storage.spool import receive
from workflow.documents import contents
from workflow.documents.contents import TakenFile
from workflow.documents.engine.checks import check_upload, refusal
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.faces import serif_faces
from workflow.documents.engine.jobs.faults import Fault
from workflow.signatures.engine.places import (
    SEAL_OVER,
    SIGNATURE_MOST,
    SIGNATURE_WIDTH,
)
from workflow.signatures.registry import words
from workflow.signatures.registry.unfit import Unfit, Why
from workflow.signatures.states import Part

LARGEST = 2_000_000  # bytes of an upload
_LIMITS = Limits(cpu_seconds=8, wall_seconds=9)
_COLOURS = {Part.PERSON: "blue", Part.SEAL: "red"}
_FAULTS = {"mark_ground": Why.NOT_CLEAR, "mark_small": Why.TOO_SMALL}
_FIELD = "picture"


def take_picture(stream: BinaryIO, name: str, part: Part) -> TakenFile:
    """Return the picture, cleaned, which now lies in the store. Call outside any transaction.

    What was uploaded is never kept. Raises TooLarge, or BadInput with the reason.
    """
    try:
        with receive(stream, LARGEST) as received:
            if not received.size:
                raise BadInput(_("Tệp rỗng. Hãy chọn lại tệp."))
            if check_upload(name, received.path).extension != "png":
                raise words.refusal(Unfit(Why.NOT_CLEAR))
            wanted = {"act": "clean", "path": str(received.path.absolute())}
            answer = run_limited("marks", wanted, (), _LIMITS)
    except Fault as fault:
        raise _refused(fault, name) from None
    except BadInput as error:
        error.field = _FIELD
        raise
    if answer.value["colour"] != _COLOURS[part]:
        raise words.refusal(Unfit(Why.WRONG_COLOUR, _FIELD, part=part))
    return contents.put(answer.blobs[0], media_type="image/png", extension="png", name="mark.png")


def _refused(fault: Fault, name: str) -> BadInput:
    why = _FAULTS.get(fault.code)
    if why is not None:
        return words.refusal(Unfit(why, _FIELD, **fault.data))
    error = refusal("image_size" if fault.code == "mark_pixels" else "broken", name, "png")
    error.field = _FIELD
    return error


def shown(post: str, name: str, pictures: Sequence[tuple[Part, bytes]], seal_mm: int) -> bytes:
    """Return the foot of a paper with the pictures where they will stand, as PNG."""
    wanted = {
        "act": "show", "post": post.upper(), "name": name, "seal_mm": seal_mm,
        "wide": SIGNATURE_WIDTH, "high": SIGNATURE_MOST, "over": SEAL_OVER,
        "bold": str(serif_faces()["Bold"]), "pictures": [part.value for part, _png in pictures],
    }  # fmt: skip
    return run_limited("marks", wanted, [png for _part, png in pictures], _LIMITS).blobs[0]
