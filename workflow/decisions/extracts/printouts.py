"""The context of an extract: the decision's own words as printed, and only some of its lines."""

from collections.abc import Collection
from typing import Any

from workflow.decisions.models import Decision
from workflow.documents.numbering import context_with_number


def shared_context(decision: Decision) -> dict[str, Any]:
    """Return what every extract of the decision has: everything but its list."""
    printed = context_with_number(decision.paper)
    kept = {key: value for key, value in printed.items() if key not in LISTED}
    return kept | {"has_money": bool((printed.get("prizes") or {}).get("total"))}


LISTED = ("collectives", "individuals", "prizes", "inside")


def lines_context(decision: Decision, ordinals: Collection[int]) -> dict[str, Any]:
    """Return the lines with these numbers, as they were printed and numbered, where they stood."""
    printed = decision.paper.context
    inside = enumerate(printed.get("inside", []), start=1)
    return {"inside": [{"ordinal": n, "text": text} for n, text in inside if n in ordinals]} | {
        group: [line for line in printed.get(group, []) if line["ordinal"] in ordinals]
        for group in ("collectives", "individuals")
    }
