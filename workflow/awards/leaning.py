"""Which later honours of a recipient had counted an honour among their prerequisites."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Facts, HonourFact, Question, Source
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import Any
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.ledgers import facts_of
from workflow.awards.models import AwardVersion, Ground, Honour
from workflow.awards.queries import honours_of
from workflow.core.db import db


@dataclass(frozen=True)
class Dependent:
    """A later honour that counted the other one, and what its rule says without it."""

    honour: Honour
    name: str
    without: Verdict


def dependents_of(honour: Honour) -> list[Dependent]:
    """Return the later honours that leaned on `honour`, the oldest first.

    Each is judged by the rules of its own year, with all other honours as the ledger has them
    and with the initiatives it may itself have used up. Three queries and those of the ledgers.
    """
    if honour.year is None:
        return []
    held = honours_of(honour.recipient_id)
    later = [one for one in held if one.id != honour.id and _is_later(one, honour.year)]
    if not later:
        return []
    versions = _versions({one.award_id for one in later})
    facts = _as_they_were(facts_of([honour.recipient_id])[honour.recipient_id])
    found = [_judged(one, honour, held, facts, versions) for one in later]
    return sorted(
        (one for one in found if one is not None),
        key=lambda one: (one.honour.year or 0, one.honour.id),
    )


def _is_later(one: Honour, year: int) -> bool:
    return not one.struck_by and one.year is not None and one.year >= year


def _versions(award_ids: set[int]) -> Sequence[AwardVersion]:
    return db.session.scalars(
        select(AwardVersion)
        .options(joinedload(AwardVersion.award))
        .where(AwardVersion.award_id.in_(sorted(award_ids)))
        .order_by(AwardVersion.valid_from)
    ).all()


def _as_they_were(facts: Facts) -> Facts:
    """Initiatives and topics an honour used up were free when it was judged."""
    return replace(
        facts,
        initiatives=tuple(replace(one, used=False) for one in facts.initiatives),
        works=tuple(replace(one, used=False) for one in facts.works),
    )


def _judged(
    one: Honour, struck: Honour, held: Sequence[Honour], facts: Facts,
    versions: Sequence[AwardVersion],
) -> Dependent | None:  # fmt: skip
    version = _version_of(one, versions)
    rule = rule_of(version.prerequisite) if version is not None else None
    if version is None or rule is None:
        return None
    question = Question(one.year or 0, one.ground or Ground.MERIT)
    others = [other for other in held if other.id != one.id and other.year is not None]
    with_it = tuple(_fact(other, struck) for other in others)
    before = evaluate(rule, replace(facts, honours=with_it), question)
    if not _counts(before, str(struck.id)):
        return None
    without = tuple(fact for fact in with_it if fact.source.link != str(struck.id))
    after = evaluate(rule, replace(facts, honours=without), question)
    return Dependent(one, version.name, after.verdict)


def _version_of(one: Honour, versions: Sequence[AwardVersion]) -> AwardVersion | None:
    day = date(one.year or 1, 12, 31)
    held = [
        version for version in versions
        if version.award_id == one.award_id and version.valid_from <= day
        and (version.valid_to is None or day <= version.valid_to)
    ]  # fmt: skip
    return held[-1] if held else None


def _fact(other: Honour, struck: Honour) -> HonourFact:
    """The struck honour counts once more, to see who had counted it."""
    return HonourFact(
        other.award.code, other.year or 0, merit=other.ground in {None, Ground.MERIT},
        revoked=bool(other.struck_by) and other.id != struck.id, source=Source("", str(other.id)),
    )  # fmt: skip


def _counts(criterion: Criterion, link: str) -> bool:
    return any(
        source.link == link
        for leaf in _supporting(criterion)
        for source in leaf.used
    )  # fmt: skip


def _supporting(criterion: Criterion) -> Iterator[Criterion]:
    """Yield the conditions the answer rests on: of alternatives those that hold, if any does."""
    if not criterion.parts:
        yield criterion
        return
    parts = criterion.parts
    if isinstance(criterion.rule, Any) and criterion.verdict is Verdict.ELIGIBLE:
        parts = tuple(part for part in parts if part.verdict is Verdict.ELIGIBLE)
    for part in parts:
        yield from _supporting(part)
