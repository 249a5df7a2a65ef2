"""From a code to what is told; whatever is not out is as unknown as what never was."""

from collections.abc import Callable

from workflow.check.certificates import certificate_facts, reissue_facts
from workflow.check.facts import Facts
from workflow.check.papers import copy_facts, paper_facts
from workflow.documents.codes import giving, lettering

_TELLERS: dict[str, Callable[[int], Facts | None]] = {
    "paper": paper_facts, "copy": copy_facts, "certificate": certificate_facts,
    "reissue": reissue_facts,
}  # fmt: skip


def find(written: str) -> tuple[str, Facts] | None:
    """Return code and facts, or None. What cannot be a code is looked up as any other is."""
    code = lettering.read(written) or ""
    row = giving.find(code)
    facts = _TELLERS[row.owner_kind](row.owner_id) if row is not None else None
    return (code, facts) if facts is not None else None
