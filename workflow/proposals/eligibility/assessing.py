"""Tell of every row of a dossier whether it may be handed in, why, and what can be done.

A *no* keeps the dossier from leaving. An *ask* needs one sentence of the unit only where the
data raise the question: a title still pending beside, two grades for one year, a guard. Where
only the rule is not confirmed, is not set, or leaves the matter to whoever decides, the unit
has nothing to add and no sentence is asked. A rule nobody confirmed refuses nobody, but what the
data lack of it is said first and wants the sentence. A *wait* is told and keeps nothing back. What
the rule refuses, or nothing is known of, a person may insist on; what a guard refuses, nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from workflow.awards.catalogue import is_verified
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Question
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.leaning import leaves_room
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import (
    Among,
    Free,
    Held,
    Initiatives,
    Performed,
    Share,
    Works,
)
from workflow.awards.eligibility.verdicts import Verdict, every
from workflow.awards.eligibility.wording import Line, lines
from workflow.awards.models import AwardVersion
from workflow.core.audit import digest_of
from workflow.core.i18n import _, on_paper, spoken
from workflow.proposals.eligibility.gathering import Found, gather_facts, gather_for
from workflow.proposals.eligibility.guards import guards
from workflow.proposals.eligibility.overrides import UNIT_HEAD, Override, override_of
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import IN_COUNCIL, nominations_of_many

_OF_DATA = (Held, Performed, Initiatives, Works, Share, Among)


class Fix(StrEnum):
    """Ways out that are offered; the pages know where each leads."""

    LEDGER = "ledger"
    AWARD = "award"
    GROUND = "ground"
    EVIDENCE = "evidence"
    REMOVE = "remove"
    PLACE = "place"


@dataclass(frozen=True, eq=False)
class Assessment:
    """What was judged of one row; its words are made when read, in the language of then."""

    row: Nomination
    rows: Sequence[Nomination]
    found: Found
    version: AwardVersion | None
    criterion: Criterion
    beside: tuple[Verdict, ...]  # of the guards that speak
    verdict: Verdict
    asks_note: bool
    _said: dict[str, tuple[Line, ...]] = field(default_factory=dict)  # by guards, by language

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every condition and every guard that speaks."""
        return (*lines(self.criterion, self.found.names, self.row.ground), *self._guards)

    @property
    def heading(self) -> str:
        """Return the one sentence that gives the reason."""
        if self.verdict is Verdict.ELIGIBLE:
            return _("Dữ liệu đáp ứng mọi điều kiện của hình thức này")
        if self.is_short_of_unconfirmed:
            return _("%(lacking)s. Điều kiện này chưa được kiểm chứng với văn bản gốc nên phần mềm "
                     "không kết luận", lacking=self._first)  # fmt: skip
        if self._guard is not None:
            return self._guard.sentence
        if self.criterion.verdict is self.verdict:
            return self._first
        if self._is_met_with_data:
            return _("Dữ liệu đáp ứng mọi điều kiện, nhưng điều kiện chưa được kiểm chứng với văn "
                     "bản gốc nên phần mềm không kết luận")  # fmt: skip
        return _("Điều kiện chưa được kiểm chứng với văn bản gốc nên phần mềm không kết luận")

    @property
    def is_short_of_unconfirmed(self) -> bool:
        """Whether the data do not meet a rule that nobody confirmed, so that a person looks."""
        return self.verdict is Verdict.REVIEW and self.criterion.verdict is Verdict.NOT_ELIGIBLE

    @property
    def _is_met_with_data(self) -> bool:
        met = self.criterion.verdict is Verdict.ELIGIBLE
        return met and any(isinstance(one.rule, _OF_DATA) for one in self.criterion.deciding())

    @property
    def _first(self) -> str:
        """Return the first condition the rule's answer hangs on, and what is known of it."""
        first = self.criterion.deciding()[0]
        return lines(first, self.found.names, self.row.ground)[0].sentence

    @property
    def note(self) -> str:
        return self.row.eligibility_note

    @property
    def held(self) -> bool:
        """Whether an inspection is under way: only waiting or leaving the row out helps."""
        return bool(self.found.holds.get(self.row.recipient_id))

    @property
    def fixes(self) -> tuple[Fix, ...]:
        if self.held:
            return (Fix.REMOVE,)
        if self.is_short_of_unconfirmed:
            return _fixes(Verdict.NOT_ELIGIBLE, self.version, None)
        if self._is_met_with_data and not self.asks_note:
            return (Fix.EVIDENCE,) if self.verdict is Verdict.REVIEW else ()
        return _fixes(self.verdict, self.version, self._guard)

    @cached_property
    def digest(self) -> str:
        """What was read of the row: another award, year, ground, rule or fact gives another."""
        with on_paper():
            read: dict[str, Any] = {
                "version": self.version.id if self.version else None,
                "rule": self.version.prerequisite if self.version else "",
                "year": self.row.year, "ground": self.row.ground.value,
                "verdict": self.verdict.value,
                "lines": [
                    [line.verdict.value, line.title, line.detail,
                     [[source.text, source.value] for source in line.sources]]
                    for line in self.lines if not line.heads
                ],
            }  # fmt: skip
        return digest_of(read)

    @cached_property
    def override(self) -> Override | None:
        return override_of(self.row.override, self.digest) if self.row.override else None

    @property
    def is_insisted_on(self) -> bool:
        return self.override is not None and not self.override.void

    @property
    def is_refused_by_guard(self) -> bool:
        """Inspections, doubles and the wrong kind are no matter of judgement."""
        return Verdict.NOT_ELIGIBLE in self.beside

    def is_open_to(self, role: str) -> bool:
        """May somebody in this role insist? The unit only where the rule lets people weigh."""
        if self.verdict not in {Verdict.NOT_ELIGIBLE, Verdict.UNKNOWN} or self.is_refused_by_guard:
            return False
        rule = self.version.prerequisite if self.version else ""
        return role != UNIT_HEAD or self.verdict is Verdict.UNKNOWN or leaves_room(rule)

    @property
    def blocks(self) -> bool:
        return self.verdict is Verdict.NOT_ELIGIBLE and not self.is_insisted_on

    @property
    def lacks_note(self) -> bool:
        """Whoever insisted has given the sentence already."""
        answered = bool(self.note) or self.is_insisted_on
        return self.asks_note and not self.blocks and not answered

    @property
    def way_out(self) -> str:
        if self.held:
            return _("Chờ có kết luận, hoặc bỏ dòng này.")
        if self.is_open_to(UNIT_HEAD):
            return _("Bổ sung dữ liệu, đổi hình thức, bỏ dòng này, hoặc nhờ thủ trưởng đơn vị ghi "
                     "lý do đề nghị xét.")  # fmt: skip
        return _("Bổ sung dữ liệu, đổi hình thức, hoặc bỏ dòng này.")

    @property
    def legal_basis(self) -> str:
        return self.version.legal_basis if self.version else ""

    @property
    def _guards(self) -> tuple[Line, ...]:
        language = spoken()
        if language not in self._said:
            said = guards(self.row, self.rows, self.version, self.found) if self.beside else ()
            self._said[language] = tuple(said)
        return self._said[language]

    @property
    def _guard(self) -> Line | None:
        return next((one for one in self._guards if one.verdict is self.verdict), None)


def assess(proposal: Proposal, rows: Sequence[Nomination]) -> dict[int, Assessment]:
    """Return what is said of each row, by its id, in a constant number of queries."""
    if not rows:
        return {}
    found = gather_facts(proposal, rows)
    return {row.id: _assessed(row, rows, found) for row in rows}


def assess_for_council(rows: Sequence[Nomination]) -> dict[int, Assessment]:
    """Return what is said of rows of several dossiers before one office's council, as it goes.

    What the council passed before counts from then on, what it did not pass counts no more. A
    row is looked at beside all of its dossier, so it reads the same whatever else is asked of.
    """
    if not rows:
        return {}
    proposals = {row.proposal_id: row.proposal for row in rows}
    dossiers = nominations_of_many(proposals)
    found = gather_for(
        [(proposals[key], held) for key, held in dossiers.items()], settling=True
    )  # fmt: skip
    return {
        row.id: _assessed(row, dossiers[row.proposal_id], found[row.proposal_id]) for row in rows
    }


def assess_now(proposal: Proposal, rows: Sequence[Nomination]) -> dict[int, Assessment]:
    """Return what is said of a dossier's rows where it lies now: at its unit, or at the council."""
    if proposal.status in IN_COUNCIL:
        return assess_for_council(rows)
    return assess(proposal, rows)


def _assessed(row: Nomination, rows: Sequence[Nomination], found: Found) -> Assessment:
    version = found.version_of(row.award_version.award_id, row.year)
    rule = rule_of(version.prerequisite) if version else None
    criterion = evaluate(rule, found.facts[row.recipient_id], Question(row.year, row.ground))
    said = tuple(guards(row, rows, version, found))
    beside = tuple(one.verdict for one in said)
    confirmed = version is not None and is_verified(version)
    doubt = criterion.verdict is Verdict.REVIEW and any(
        isinstance(one.rule, _OF_DATA) for one in criterion.deciding()
    )
    short = not confirmed and criterion.verdict is Verdict.NOT_ELIGIBLE
    return Assessment(
        row, rows, found, version, criterion, beside,
        _verdict(criterion.verdict, beside, confirmed=confirmed),
        asks_note=doubt or short or Verdict.REVIEW in beside, _said={spoken(): said},
    )  # fmt: skip


def _verdict(by_rule: Verdict, beside: Sequence[Verdict], *, confirmed: bool) -> Verdict:
    """A rule nobody confirmed decides nothing; a guard's question goes before missing data."""
    if not confirmed and by_rule in {Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE}:
        by_rule = Verdict.REVIEW
    said = [by_rule, *beside]
    if Verdict.NOT_ELIGIBLE not in said and Verdict.REVIEW in beside:
        return Verdict.REVIEW
    return every(said)


def _fixes(verdict: Verdict, version: AwardVersion | None, guard: Line | None) -> tuple[Fix, ...]:
    if verdict is Verdict.NOT_ELIGIBLE and guard is not None:
        return (Fix.REMOVE, Fix.AWARD)
    if verdict is Verdict.ELIGIBLE:
        return ()
    if verdict is Verdict.REVIEW and guard is not None:
        return (Fix.EVIDENCE, Fix.AWARD, Fix.REMOVE)
    if verdict is Verdict.REVIEW:
        return (Fix.EVIDENCE, Fix.LEDGER, Fix.AWARD)
    if verdict is Verdict.UNKNOWN:
        return (*((Fix.PLACE,) if guard is not None else ()), Fix.LEDGER, Fix.EVIDENCE)
    others = version is not None and any(one.value in version.prerequisite for one in Free)
    return (Fix.LEDGER, Fix.AWARD, Fix.GROUND if others else Fix.REMOVE)
