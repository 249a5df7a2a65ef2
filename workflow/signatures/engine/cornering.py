"""Has the corner of a file the agency seals alone laid out in the limited child."""

from collections.abc import Sequence

from workflow.documents.engine.child import Limits, run_limited
from workflow.signatures.engine import corner

_LIMITS = Limits(memory_mib=1024, cpu_seconds=60, wall_seconds=90)


def laid_out(pdf: bytes, words: Sequence[str], face: bytes) -> bytes:
    """Return the pages with the words top right and the empty fields below them.

    `face` is the typeface. Raises Fault (broken, unfit, letters) and LimitExceeded.
    """
    answer = run_limited(corner.__name__, {"words": list(words)}, [pdf, face], _LIMITS)
    return answer.blobs[0]
