"""Tell of every row of a dossier whether it may be handed in, why, and what can be done.

A *no* keeps the dossier from leaving. An *ask* needs one sentence of the unit only where the
data raise the question: a title still pending beside, two grades for one year, a guard. Where
only the rule is not confirmed, is not set, or leaves the matter to whoever decides, the unit
has nothing to add and no sentence is asked. A *wait* is told and keeps nothing back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from workflow.awards.catalogue import is_verified
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Question
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.parsing import RuleError, parse
from workflow.awards.eligibility.rules import (
    Among,
    Any,
    Free,
    Held,
    Initiatives,
    Performed,
    Rule,
    Share,
    Works,
)
from workflow.awards.eligibility.verdicts import Verdict, every
from workflow.awards.eligibility.wording import Line, lines
from workflow.awards.models import AwardVersion
from workflow.awards.wording import ground_name
from workflow.core.i18n import _
from workflow.proposals.eligibility.gathering import Found, gather_facts
from workflow.proposals.eligibility.guards import guards
from workflow.proposals.models import Nomination, Proposal

_OF_DATA = (Held, Performed, Initiatives, Works, Share, Among)


class Fix(StrEnum):
    """Ways out that are offered; the pages know where each leads."""

    LEDGER = "ledger"
    AWARD = "award"
    GROUND = "ground"
    EVIDENCE = "evidence"
    REMOVE = "remove"


@dataclass(frozen=True)
class Assessment:
    """What is said of one row, in the reader's language."""

    verdict: Verdict
    heading: str
    lines: tuple[Line, ...]
    version: AwardVersion | None
    asks_note: bool
    note: str
    fixes: tuple[Fix, ...]
    held: bool = False  # an inspection is under way: only waiting or leaving the row out helps

    @property
    def blocks(self) -> bool:
        return self.verdict is Verdict.NOT_ELIGIBLE

    @property
    def lacks_note(self) -> bool:
        return self.asks_note and not self.blocks and not self.note

    @property
    def way_out(self) -> str:
        if self.held:
            return _("Chờ có kết luận, hoặc bỏ dòng này.")
        return _("Bổ sung dữ liệu, đổi hình thức, hoặc bỏ dòng này.")

    @property
    def legal_basis(self) -> str:
        return self.version.legal_basis if self.version else ""


def assess(proposal: Proposal, rows: Sequence[Nomination]) -> dict[int, Assessment]:
    """Return what is said of each row, by its id, in a constant number of queries."""
    if not rows:
        return {}
    found = gather_facts(proposal, rows)
    return {row.id: _assessed(row, rows, found) for row in rows}


@lru_cache(maxsize=512)
def _rule(text: str) -> Rule | None:
    """A text that cannot be read is a rule nobody has set: a person looks."""
    try:
        return parse(text)
    except RuleError:
        return None


def _assessed(row: Nomination, rows: Sequence[Nomination], found: Found) -> Assessment:
    version = found.version_of(row.award_version.award_id, row.year)
    rule = _rule(version.prerequisite) if version else None
    criterion = evaluate(rule, found.facts[row.recipient_id], Question(row.year, row.ground))
    told = _lines(criterion, row, found)
    beside = guards(row, rows, version, found)
    confirmed = version is not None and is_verified(version)
    verdict = _verdict(criterion.verdict, beside, confirmed=confirmed)
    doubt = criterion.verdict is Verdict.REVIEW and any(
        isinstance(one.rule, _OF_DATA) for one in _deciding(criterion)
    )
    asks = doubt or any(one.verdict is Verdict.REVIEW for one in beside)
    held = bool(found.holds.get(row.recipient_id))
    first = next((one for one in beside if one.verdict is verdict), None)
    return Assessment(
        verdict, _heading(verdict, criterion, first, row, found), (*told, *beside), version,
        asks, row.eligibility_note, (Fix.REMOVE,) if held else _fixes(verdict, version, first),
        held=held,
    )  # fmt: skip


def _verdict(by_rule: Verdict, beside: Sequence[Line], *, confirmed: bool) -> Verdict:
    """A rule nobody confirmed decides nothing; a guard's question goes before missing data."""
    if not confirmed and by_rule in {Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE}:
        by_rule = Verdict.REVIEW
    said = [by_rule, *(one.verdict for one in beside)]
    if Verdict.NOT_ELIGIBLE not in said and any(one.verdict is Verdict.REVIEW for one in beside):
        return Verdict.REVIEW
    return every(said)


def _leaves(criterion: Criterion) -> Iterator[Criterion]:
    """Return the conditions in the order `lines` tells them."""
    if not criterion.parts:
        yield criterion
    for part in criterion.parts:
        yield from _leaves(part)


def _deciding(criterion: Criterion) -> list[Criterion]:
    """Return the conditions the verdict hangs on: of alternatives, those of the nearest one."""
    parts = [
        _deciding(part) for part in criterion.parts if part.verdict is criterion.verdict
    ]  # fmt: skip
    if not parts:
        return [criterion]
    if isinstance(criterion.rule, Any):
        return min(parts, key=len)
    return [one for part in parts for one in part]


def _lines(criterion: Criterion, row: Nomination, found: Found) -> list[Line]:
    told = lines(criterion, found.names)
    return [_plainer(leaf, line, row) for leaf, line in zip(_leaves(criterion), told, strict=True)]


def _plainer(leaf: Criterion, line: Line, row: Nomination) -> Line:
    """Say what only the dossier tells: no alternative for the ground, two grades for one year."""
    if isinstance(leaf.rule, Any):
        title = _("Không xét theo loại khen thưởng “%(ground)s”", ground=ground_name(row.ground))
        return replace(line, title=title, detail="")
    if isinstance(leaf.rule, Performed) and leaf.verdict is Verdict.REVIEW:
        used = "; ".join(source.text for source in line.sources if source.text)
        return replace(
            line, detail=_("Có hai kết quả xếp loại cho cùng một năm (%(used)s)", used=used)
        )
    return line


def _heading(
    verdict: Verdict, criterion: Criterion, guard: Line | None, row: Nomination, found: Found
) -> str:
    """Return the one sentence that gives the reason."""
    if verdict is Verdict.ELIGIBLE:
        return _("Dữ liệu đáp ứng mọi điều kiện của hình thức này")
    if guard is not None:
        return _joined(guard)
    if criterion.verdict is not verdict:
        return _("Điều kiện chưa được kiểm chứng với văn bản gốc nên phần mềm không kết luận")
    return _joined(_lines(_deciding(criterion)[0], row, found)[0])


def _joined(line: Line) -> str:
    detail = (
        line.detail[:1].lower() + line.detail[1:] if line.detail[1:2].islower() else line.detail
    )
    return f"{line.title}: {detail}" if detail else line.title


def _fixes(verdict: Verdict, version: AwardVersion | None, guard: Line | None) -> tuple[Fix, ...]:
    if verdict is Verdict.NOT_ELIGIBLE and guard is not None:
        return (Fix.REMOVE, Fix.AWARD)
    if verdict is Verdict.ELIGIBLE:
        return ()
    if verdict is Verdict.REVIEW:
        return (Fix.EVIDENCE, Fix.LEDGER, Fix.AWARD)
    if verdict is Verdict.UNKNOWN:
        return (Fix.LEDGER, Fix.EVIDENCE)
    others = version is not None and any(one.value in version.prerequisite for one in Free)
    return (Fix.LEDGER, Fix.AWARD, Fix.GROUND if others else Fix.REMOVE)
