"""Rows of a spreadsheet somebody uploaded, read in a limited child."""

import json
from pathlib import Path

from workflow.awards.importing.table import Table, Unreadable
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.jobs.faults import Fault

_LIMITS = Limits(memory_mib=768, cpu_seconds=30, wall_seconds=40)
_OURS = "sheet_"


def read_sheet(kind: str, path: Path) -> Table:
    """Return the rows. Raises Unreadable or LimitExceeded with the reason."""
    payload = {"kind": kind, "path": str(path.absolute())}
    try:
        answer = run_limited("sheets", payload, (), _LIMITS)
    except Fault as fault:
        raise Unreadable(fault.code.removeprefix(_OURS), **fault.data) from None
    return Table.from_json(json.loads(answer.blobs[0]))
