"""Count an exported box again, and say where it differs from what was published (promise P8).

Nothing is written. What the file says is held against itself, and against this installation's own
rows where the ballot is one of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.councils.models import Ballot
from workflow.councils.sealed.process import ask
from workflow.councils.sealed.record import on_record
from workflow.councils.services.secret.counting import FORMAT, exported
from workflow.councils.states import BallotMode

_KINDS: Mapping[str, type] = {
    "ballot": str, "items": list, "needed": int, "public": str, "voted": int, "root": str,
    "shares": dict, "box": list, "published": dict,
}  # fmt: skip
_SHOWN = ("agree", "disagree", "other")
_FIXED = ("items", "needed", "public", "voted", "root", "box", "published")

Totals = dict[int, tuple[int, int, int]]  # agreed, did not, other; by item


@dataclass(frozen=True)
class Recount:
    """What was counted, and each difference in words; an empty list when all agree."""

    totals: Totals
    differences: list[str]
    published: bool
    known_here: bool


def read_box(text: str) -> dict[str, Any]:
    """Return an exported box. Raises BadInput for anything else."""
    try:
        box = json.loads(text)
    except ValueError:
        box = None
    whole = isinstance(box, dict) and box.get("format") == FORMAT
    if not whole or not all(isinstance(box.get(key), kind) for key, kind in _KINDS.items()):
        raise BadInput(_("Tệp này không phải hòm phiếu lấy từ phần mềm. Hãy lấy lại từ trang phiên "
                         "họp."))  # fmt: skip
    return dict(box)


def recount(box: Mapping[str, Any], codes: Sequence[str]) -> Recount:
    """Count the box by the tellers' codes. Raises BadInput or InvalidStep when it cannot be."""
    if not box["needed"]:
        raise BadInput(_("Cuộc bỏ phiếu này không có ban kiểm phiếu: khóa đã xóa sau khi kiểm nên "
                         "không kiểm lại được."))  # fmt: skip
    counted = ask("tally", {**box, "codes": list(codes)})["totals"]
    totals = {item: (one["agree"], one["disagree"], one["other"]) for item, one in counted}
    here = db.session.scalars(
        select(Ballot).where(Ballot.public_id == box["ballot"], Ballot.mode == BallotMode.SECRET)
    ).one_or_none()
    differences = _against_published(totals, box["published"])
    if here is not None:
        differences += _against_stored(box, here)
    return Recount(totals, differences, bool(box["published"]), here is not None)


def _against_published(totals: Totals, published: Mapping[str, Mapping[str, int]]) -> list[str]:
    if not published:
        return []
    said = {item: tuple(one.get(key) for key in _SHOWN) for item, one in published.items()}
    found = {str(item): one for item, one in totals.items()}
    return [
        f"item {item}: published {said.get(item)}, counted {found.get(item)}"
        for item in sorted(said.keys() | found.keys())
        if said.get(item) != found.get(item)
    ]


def _against_stored(box: Mapping[str, Any], ballot: Ballot) -> list[str]:
    stored = json.loads(json.dumps(exported(ballot)))
    unlike = [f"{key}: not as stored here" for key in _FIXED if stored[key] != box[key]]
    return unlike if on_record(ballot) else [*unlike, "journal: not the papers put on record"]
