"""Rows of a spreadsheet somebody uploaded, read in a limited child."""

from pathlib import Path

from workflow.awards.importing.packing import Packed
from workflow.awards.importing.table import Unreadable
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.jobs.faults import Fault

_LIMITS = Limits(memory_mib=768, cpu_seconds=30, wall_seconds=60)
_OURS = "sheet_"


def read_sheet(kind: str, path: Path, sheet: str = "") -> Packed:
    """Return the rows of the sheet of that name, or of the first that has any.

    Raises Unreadable or LimitExceeded with the reason.
    """
    payload = {"kind": kind, "path": str(path.absolute()), "sheet": sheet}
    try:
        answer = run_limited("sheets", payload, (), _LIMITS)
    except Fault as fault:
        raise Unreadable(fault.code.removeprefix(_OURS), **fault.data) from None
    return Packed.from_lines(answer.blobs[0])
