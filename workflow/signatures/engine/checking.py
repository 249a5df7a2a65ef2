"""Judges a file somebody uploaded, in a child process with limits and without network."""

import hashlib
from datetime import datetime

from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.errors import LimitExceeded
from workflow.signatures.engine import job
from workflow.signatures.engine.reasons import Code, because
from workflow.signatures.engine.report import Expected, Report, Trust

_LIMITS = Limits(cpu_seconds=20, wall_seconds=30)


def check(
    pdf: bytes, trust: Trust, expected: Expected | None, at: datetime, limits: Limits | None = None
) -> Report:
    """Return what `verify` says of the file; one too heavy to be judged is unknown.

    Raises EngineBusy when no child can be had: ask again later.
    """
    payload, blobs = job.asked(pdf, trust, expected, at)
    try:
        answer = run_limited(job.__name__, payload, blobs, limits or _LIMITS)
    except LimitExceeded as stopped:
        reason = because(Code.TOO_HEAVY, limit=stopped.reason)
        return Report(reason.weight, hashlib.sha256(pdf).hexdigest(), at, (reason,))
    return Report.from_data(answer.value)
