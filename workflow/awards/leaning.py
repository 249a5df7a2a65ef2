"""Which later honours had counted an honour: the recipient's, its successors', its collectives'."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.eligibility.evaluating import evaluate
from workflow.awards.eligibility.facts import Facts, HonourFact, Members, Question, Source
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import Among, Any, Share
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.ledgers import facts_of
from workflow.awards.models import AwardVersion, Ground, Honour
from workflow.core.db import db
from workflow.recipients.lineages import Before, before, heirs, links_before
from workflow.recipients.models import Membership, Recipient, RecipientKind


@dataclass(frozen=True)
class Dependent:
    """A later honour that counted the other one, and what its rule says without it."""

    honour: Honour
    name: str
    without: Verdict


@dataclass(frozen=True)
class _Circle:
    """Those whose honours may have counted one, and all their ledgers say."""

    struck: Honour
    members_of: frozenset[int]  # collectives that counted the recipient among their people
    past: Mapping[int, Sequence[Before]]
    held: Sequence[Honour]
    facts: Mapping[int, Facts]

    @property
    def link(self) -> str:
        return str(self.struck.id)


def dependents_of(honour: Honour) -> list[Dependent]:
    """Return the later honours that leaned on `honour`, the oldest first.

    A collective's own and those it became count what it held; of a person's titles also the
    collectives that counted the person among their members that year. Each is judged by the
    rules of its own year, with all else as the ledgers have it and with the initiatives it may
    itself have used up. A fixed number of queries.
    """
    if honour.year is None:
        return []
    line = heirs().cte()
    after = select(line.c.later).where(line.c.earlier == honour.recipient_id)
    holders = {honour.recipient_id, *db.session.scalars(after)}
    collectives = _collectives_of(honour) - holders
    later = _later(honour, holders, collectives)
    if not later:
        return []
    circle = _circle(honour, sorted({one.recipient_id for one in later}), frozenset(collectives))
    versions = _versions({one.award_id for one in later})
    found = [_judged(one, circle, versions) for one in later]
    return sorted(
        (one for one in found if one is not None),
        key=lambda one: (one.honour.year or 0, one.honour.id),
    )


def _collectives_of(honour: Honour) -> set[int]:
    """Return the collectives the person belonged to in the honour's year."""
    if honour.recipient.kind is not RecipientKind.PERSON or not _on_merit(honour):
        return set()
    rows = (
        select(Recipient.id)
        .join(Membership, Membership.organisation_id == Recipient.organisation_id)
        .where(
            Membership.recipient_id == honour.recipient_id,
            Recipient.kind == RecipientKind.COLLECTIVE,
            func.extract("year", Membership.valid_from) <= honour.year,
            or_(
                Membership.valid_to.is_(None),
                honour.year <= func.extract("year", Membership.valid_to),
            ),
        )
    )
    return set(db.session.scalars(rows))


def _later(honour: Honour, holders: set[int], collectives: set[int]) -> Sequence[Honour]:
    """Return what stands and is as late: of a collective of the person only of that very year."""
    return db.session.scalars(
        select(Honour)
        .options(joinedload(Honour.award), joinedload(Honour.recipient))
        .where(
            or_(
                Honour.recipient_id.in_(holders) & (Honour.year >= honour.year),
                Honour.recipient_id.in_(collectives) & (Honour.year == honour.year),
            ),
            Honour.struck_by == "", Honour.id != honour.id,
        )
        .order_by(Honour.id)
    ).all()  # fmt: skip


def _circle(honour: Honour, ids: Sequence[int], collectives: frozenset[int]) -> _Circle:
    links = links_before(ids)
    past = {one: before(one, links) for one in ids}
    everybody = {*ids, honour.recipient_id, *(link.predecessor for link in links)}
    held = db.session.scalars(
        select(Honour)
        .options(joinedload(Honour.award))
        .where(Honour.recipient_id.in_(sorted(everybody)), Honour.year.is_not(None))
        .order_by(Honour.id)
    ).all()
    facts = {one: _as_they_were(found) for one, found in facts_of(ids).items()}
    return _Circle(honour, collectives, past, held, facts)


def _on_merit(honour: Honour) -> bool:
    return honour.ground in {None, Ground.MERIT}


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


def _judged(one: Honour, circle: _Circle, versions: Sequence[AwardVersion]) -> Dependent | None:
    version = _version_of(one, versions)
    rule = rule_of(version.prerequisite) if version is not None else None
    if version is None or rule is None:
        return None
    question = Question(one.year or 0, one.ground or Ground.MERIT)
    with_it, without = _both(one, circle)
    if not _counts(evaluate(rule, with_it, question), circle):
        return None
    return Dependent(one, version.name, evaluate(rule, without, question).verdict)


def _both(one: Honour, circle: _Circle) -> tuple[Facts, Facts]:
    """Return what is known of the holder with the struck honour and without it."""
    facts = circle.facts[one.recipient_id]
    honours = tuple(_honours(one, circle))
    others = tuple(fact for fact in honours if fact.source.link != circle.link)
    with_it, without = replace(facts, honours=honours), replace(facts, honours=others)
    if one.recipient_id not in circle.members_of:
        return with_it, without
    year, code = circle.struck.year or 0, circle.struck.award.code
    counted = facts.members.get(year)
    if counted is None:
        return with_it, without
    more, fewer = (0, 1) if not circle.struck.struck_by else (1, 0)
    return (
        replace(with_it, members={**facts.members, year: _holding(counted, code, more)}),
        replace(without, members={**facts.members, year: _holding(counted, code, -fewer)}),
    )


def _holding(members: Members, code: str, more: int) -> Members:
    now = members.holding.get(code, 0) + more
    return replace(members, holding={**members.holding, code: now})


def _honours(one: Honour, circle: _Circle) -> Iterator[HonourFact]:
    """Yield what counted for `one`: the holder's own, and those of what the holder was before."""
    earlier = {past.recipient_id: past for past in circle.past[one.recipient_id]}
    for other in circle.held:
        if other.id == one.id:
            continue
        if other.recipient_id == one.recipient_id:
            yield _fact(other, circle.struck)
            continue
        past = earlier.get(other.recipient_id)
        if past is not None and (past.renamed or (other.year or 0) <= past.until.year):
            yield replace(_fact(other, circle.struck), doubtful=not past.renamed)


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
        other.award.code, other.year or 0, merit=_on_merit(other),
        revoked=bool(other.struck_by) and other.id != struck.id, source=Source("", str(other.id)),
    )  # fmt: skip


def _counts(criterion: Criterion, circle: _Circle) -> bool:
    return any(_leans(leaf, circle) for leaf in _supporting(criterion))


def _leans(leaf: Criterion, circle: _Circle) -> bool:
    if circle.members_of and isinstance(leaf.rule, Share | Among):
        return leaf.rule.code == circle.struck.award.code
    return any(source.link == circle.link for source in leaf.used)


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
