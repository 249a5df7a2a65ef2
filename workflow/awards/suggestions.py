"""Say for a whole body of recipients who falls due for which award, and who is one step short."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from sqlalchemy import select

from workflow.awards.catalogue import is_verified
from workflow.awards.eligibility.awaiting import awaits
from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Facts, Question
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import Any, Free, Rule
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.ledgers import Pending, facts_of
from workflow.awards.models import AwardVersion
from workflow.awards.queries import fits
from workflow.core.db import db
from workflow.recipients.models import Recipient, RecipientKind

_BATCH = 500  # recipients whose facts are held at once: memory does not grow with the body
_MET = frozenset({Verdict.ELIGIBLE, Verdict.REVIEW})


class Standing(StrEnum):
    DUE = "due"
    EXPECTED = "expected"  # due once a year that is not over turns out as those before
    ONE_SHORT = "one_short"


@dataclass(frozen=True)
class Judged:
    """How a recipient stands to one award; `lacking` is the condition one step short.

    `verdict` is what the nomination would be told: of a rule nobody verified, to be looked at.
    """

    standing: Standing
    verdict: Verdict
    explained: Criterion
    lacking: Criterion | None = None


@dataclass(frozen=True)
class Candidate:
    """One recipient and one award of a year, and how they stand to each other."""

    recipient_id: int
    version_id: int
    year: int
    judged: Judged

    @property
    def standing(self) -> Standing:
        return self.judged.standing

    @property
    def verdict(self) -> Verdict:
        return self.judged.verdict

    @property
    def lacking(self) -> Criterion | None:
        return self.judged.lacking


@dataclass(frozen=True)
class _Asked:
    """An award's rule as it holds for achievements of one year."""

    version_id: int
    code: str
    rule: Rule | None
    verified: bool
    question: Question
    first_open: int | None


def candidates(
    recipient_ids: Collection[int], versions: Iterable[AwardVersion], years: Iterable[int],
    pending: Iterable[Pending] = (), *, first_open: int | None = None,
) -> Iterator[Candidate]:  # fmt: skip
    """Yield who is due, who is one condition short and who waits, in the order of ids.

    Of each award the version is asked that holds on the last day of the year. Left out is
    whoever holds the award for that year, and what asks nothing the ledgers could answer.
    `first_open` is the first year that is not over; without it nobody is told to wait.
    """
    asked, beside = _asked(list(versions), years, first_open), list(pending)
    ids = iter(sorted(set(recipient_ids)))
    while batch := list(islice(ids, _BATCH)):
        kinds = _kinds(batch)
        for recipient_id, facts in facts_of(batch, beside).items():
            if recipient_id in kinds:
                yield from _of_one(recipient_id, facts, asked[kinds[recipient_id]])


def _kinds(ids: Sequence[int]) -> dict[int, RecipientKind]:
    rows = db.session.execute(select(Recipient.id, Recipient.kind).where(Recipient.id.in_(ids)))
    return dict(rows.all())


def _asked(
    versions: Sequence[AwardVersion], years: Iterable[int], first_open: int | None
) -> Mapping[RecipientKind, list[_Asked]]:
    found: dict[RecipientKind, list[_Asked]] = {kind: [] for kind in RecipientKind}
    for year in sorted(set(years)):
        last_day = date(year, 12, 31)
        for version in versions:
            if not holds_on(version, last_day):
                continue
            one = _Asked(
                version.id, version.award.code, rule_of(version.prerequisite),
                is_verified(version), Question(year), first_open,
            )  # fmt: skip
            for kind in RecipientKind:
                if fits(version, kind):
                    found[kind].append(one)
    return found


def holds_on(version: AwardVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or day <= version.valid_to)


def _of_one(recipient_id: int, facts: Facts, asked: Sequence[_Asked]) -> Iterator[Candidate]:
    held = {(one.code, one.year) for one in facts.honours if not one.revoked}
    for one in asked:
        year = one.question.year
        if one.rule is None or (one.code, year) in held:
            continue
        judged = judge(
            one.rule, facts, one.question, verified=one.verified, first_open=one.first_open
        )
        if judged is not None:
            yield Candidate(recipient_id, one.version_id, year, judged)


def judge(
    rule: Rule, facts: Facts, question: Question, *, verified: bool, first_open: int | None = None
) -> Judged | None:
    """Tell how the recipient stands to the award; None where it is none of these."""
    explained = evaluate(rule, facts, question)
    if explained.verdict in _MET:
        if not is_grounded(explained):
            return None
        verdict = explained.verdict if verified else Verdict.REVIEW
        return Judged(Standing.DUE, verdict, explained)
    if explained.verdict is Verdict.UNKNOWN:
        short = lacking_of(explained) if first_open is not None else []
        if first_open is None or not awaits(explained, short, question.year, first_open):
            return None
        return Judged(Standing.EXPECTED, Verdict.UNKNOWN, explained)
    lacking = one_short(explained)
    if lacking is None:
        return None
    verdict = Verdict.NOT_ELIGIBLE if verified else Verdict.REVIEW
    return Judged(Standing.ONE_SHORT, verdict, explained, lacking)


def is_grounded(criterion: Criterion) -> bool:
    """Tell whether something in the ledgers speaks for it; a bare FREE or UNVERIFIED does not."""
    if not criterion.parts:
        return criterion.verdict is Verdict.ELIGIBLE and not isinstance(criterion.rule, Free)
    if isinstance(criterion.rule, Any):
        return any(
            is_grounded(part) for part in criterion.parts if part.verdict is criterion.verdict
        )
    return any(is_grounded(part) for part in criterion.parts)


def one_short(criterion: Criterion) -> Criterion | None:
    """Return the only condition not met, if one more honour, year or work would meet it.

    Somebody who has nothing of what is asked is not near it, however little it is.
    """
    short = lacking_of(criterion)
    if len(short) != 1 or not _lacks_one(short[0]):
        return None
    begun = short[0].counted.found > 0 or _has_met(criterion)
    return short[0] if begun else None


def _lacks_one(leaf: Criterion) -> bool:
    return leaf.verdict is Verdict.NOT_ELIGIBLE and leaf.counted.short == 1


def lacking_of(criterion: Criterion) -> list[Criterion]:
    """Return the conditions not met on the shortest way: of alternatives, the nearest."""
    if criterion.verdict in _MET:
        return []
    if not criterion.parts:
        return [criterion]
    ways = [lacking_of(part) for part in criterion.parts]
    if isinstance(criterion.rule, Any):
        return min(ways, key=lambda way: (len(way), not all(map(_lacks_one, way))))
    return [leaf for way in ways for leaf in way]


def _has_met(criterion: Criterion) -> bool:
    if criterion.parts:
        return any(_has_met(part) for part in criterion.parts)
    return criterion.verdict is Verdict.ELIGIBLE and not isinstance(criterion.rule, Free)
