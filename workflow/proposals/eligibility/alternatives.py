"""Find ways out for rows that do not meet their rule: the ledger that lacks, another award."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.awards.catalogue import is_verified
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Facts, Question
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import (
    Among,
    Held,
    Initiatives,
    NoDiscipline,
    Performed,
    Rule,
    Share,
    Span,
    Works,
)
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.ledgers import Pending, facts_of
from workflow.awards.models import AwardVersion, Ground
from workflow.awards.queries import decider_in, fits, line_of, offered_to
from workflow.awards.suggestions import lacking_of
from workflow.awards.wording import printed_name
from workflow.core.db import db
from workflow.organisations.models import Organisation
from workflow.proposals.editing import rules_day
from workflow.proposals.models import Nomination, Proposal
from workflow.recipients.states import Ledger

_SHORT = frozenset({Verdict.NOT_ELIGIBLE, Verdict.UNKNOWN})
INITIATIVES, GRADES, HONOURS = "initiatives", "grades", "honours"
_BOOKS: tuple[tuple[tuple[type[Rule], ...], str], ...] = (
    ((Initiatives, Works), INITIATIVES), ((Performed,), GRADES),
    ((Held, Share, Among), HONOURS),
)  # fmt: skip
_LEDGERS: tuple[tuple[tuple[type[Rule], ...], Ledger], ...] = (
    ((Held, Share, Among), Ledger.HONOURS), ((Performed,), Ledger.GRADES),
    ((Initiatives, Works), Ledger.INITIATIVES), ((NoDiscipline,), Ledger.DISCIPLINE),
)  # fmt: skip


@dataclass(frozen=True)
class Other:
    """An award whose conditions the row meets; `sure` where somebody verified its rule."""

    version: AwardVersion
    name: str
    sure: bool


@dataclass(frozen=True)
class Ways:
    """What would help a row: which ledger lacks something, and which award would do instead.

    `beside` is the title of the same year the rule asks for and nobody proposes yet. `uncovered`
    are the ledgers whose years nobody says are complete, where that is why nothing can be told.
    """

    book: str = ""
    other: Other | None = None
    beside: Other | None = None
    uncovered: tuple[Ledger, ...] = ()


def ways_out(proposal: Proposal, rows: Sequence[Nomination]) -> dict[int, Ways]:
    """Return it for each row whose own rule is not met; queries do not grow with the rows."""
    if not rows:
        return {}
    beside = [
        Pending(row.recipient_id, row.award_version.award.code, row.year)
        for row in rows if row.ground is Ground.MERIT
    ]  # fmt: skip
    facts = facts_of({row.recipient_id for row in rows}, beside)
    short = {
        row.id: (row, judged) for row in rows
        if (judged := _own(row, facts[row.recipient_id])).verdict in _SHORT
    }  # fmt: skip
    if not short:
        return {}
    unit = db.session.get_one(Organisation, proposal.proposing_id)
    line = line_of(unit.id)
    offered = {
        year: offered_to(unit, rules_day(year))
        for year in sorted({row.year for row, _judged in short.values()})
    }
    taken = {(row.recipient_id, row.award_version.award_id, row.year) for row in rows}
    found = {}
    for key, (row, judged) in short.items():
        free = [
            one for one in offered[row.year]
            if (row.recipient_id, one.award_id, row.year) not in taken
        ]  # fmt: skip
        held = facts[row.recipient_id]
        title = _beside(row, judged, free, held, line)
        if judged.verdict is Verdict.NOT_ELIGIBLE:
            found[key] = Ways(_book(judged), _other(row, free, held, line), title)
        else:
            found[key] = Ways(beside=title, uncovered=_uncovered(judged))
    return found


def _own(row: Nomination, facts: Facts) -> Criterion:
    return evaluate(rule_of(row.award_version.prerequisite), facts, Question(row.year, row.ground))


def _book(criterion: Criterion) -> str:
    """Return the ledger that would answer the first condition not met."""
    leaf = next(iter(lacking_of(criterion)), None)
    return next((book for kinds, book in _BOOKS if leaf and isinstance(leaf.rule, kinds)), "")


def _uncovered(criterion: Criterion) -> tuple[Ledger, ...]:
    """Return the ledgers of the conditions that nothing can be told of, each once."""
    asked = {
        ledger for leaf in criterion.deciding() if leaf.verdict is Verdict.UNKNOWN
        for kinds, ledger in _LEDGERS if isinstance(leaf.rule, kinds)
    }  # fmt: skip
    return tuple(one for one in Ledger if one in asked)


def _beside(
    row: Nomination, judged: Criterion, offered: Sequence[AwardVersion], facts: Facts,
    line: Sequence[Organisation],
) -> Other | None:  # fmt: skip
    """Return the title of the same year that lacks, unless its own rule surely refuses it."""
    wanted = {
        leaf.rule.code for leaf in lacking_of(judged)
        if isinstance(leaf.rule, Held) and leaf.rule.span is Span.SAME_YEAR
    }  # fmt: skip
    question = Question(row.year, row.ground)
    for one in offered:
        if one.award.code in wanted and fits(one, row.recipient.kind):
            told = evaluate(rule_of(one.prerequisite), facts, question).verdict
            if told is not Verdict.NOT_ELIGIBLE:
                sure = told is Verdict.ELIGIBLE and is_verified(one)
                return Other(one, printed_name(one, decider_in(one, line)), sure)
    return None


def _other(
    row: Nomination, offered: Sequence[AwardVersion], facts: Facts, line: Sequence[Organisation]
) -> Other | None:
    """Return the nearest award of the same kind that is met; a verified one goes before others."""
    held = {(one.code, one.year) for one in facts.honours if not one.revoked}
    question = Question(row.year, row.ground)
    met = [
        one for one in offered
        if one.award.kind is row.award_version.award.kind and fits(one, row.recipient.kind)
        and (one.award.code, row.year) not in held
        and _is_met(one, facts, question)
    ]  # fmt: skip
    best = min(met, key=lambda one: (not is_verified(one), _distance(one, line)), default=None)
    if best is None:
        return None
    return Other(best, printed_name(best, decider_in(best, line)), is_verified(best))


def _is_met(version: AwardVersion, facts: Facts, question: Question) -> bool:
    rule = rule_of(version.prerequisite)
    return rule is not None and evaluate(rule, facts, question).verdict is Verdict.ELIGIBLE


def _distance(version: AwardVersion, line: Sequence[Organisation]) -> int:
    decider = decider_in(version, line)
    return line.index(decider) if decider else len(line)
