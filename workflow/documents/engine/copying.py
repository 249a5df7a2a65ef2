"""Puts the block of a copy behind the pages of a paper: a new PDF, the paper's bytes stay."""

from workflow.core.i18n import _
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.errors import Refused
from workflow.documents.engine.jobs.faults import Fault

_LIMITS = Limits(memory_mib=1024, cpu_seconds=60, wall_seconds=90)


def append_block(original: bytes, kind: str, block: bytes, *, title: str) -> bytes:
    """Return the original's pages with the block below their end, on a page more without room.

    `kind` is pdf, jpg or png; the block is one page of a PDF.
    """
    try:
        answer = run_limited("copying", {"kind": kind, "title": title}, [original, block], _LIMITS)
    except Fault as fault:
        raise Refused(
            _("Không đọc được tệp của văn bản cần sao. Hãy báo quản trị viên."), code=fault.code
        ) from None
    return answer.blobs[0]
