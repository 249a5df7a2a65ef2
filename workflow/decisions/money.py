"""The prize money of a decision's lines: what is known of it, what is not, and the total."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.models import Award, AwardKind
from workflow.awards.prizes import (
    VERIFIED_SINCE,
    BaseSalary,
    Claim,
    Payment,
    Prize,
    base_salary_on,
    coefficient_of,
    paid,
    rounded_up,
)
from workflow.core import clock
from workflow.core.db import db
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.documents.models import Paper
from workflow.recipients.models import RecipientKind

_HOUSEHOLD = Fraction(3, 2)  # of what an individual gets
_LIVE = (ItemStatus.PROPOSED, ItemStatus.AWARDED)
DECREE = "Nghị định 152/2025/NĐ-CP"


class Missing(StrEnum):
    """What keeps an amount from being known; a table nobody verified waits for a person."""

    COEFFICIENT = "coefficient"
    BASE = "base"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Terms:
    """What the secretary said for one decision; what is None is looked up in the tables."""

    base: int | None = None
    person: Fraction | None = None
    collective: Fraction | None = None
    source: str = ""

    def coefficient(self, kind: RecipientKind) -> Fraction | None:
        if kind is RecipientKind.COLLECTIVE:
            return self.collective
        if kind is RecipientKind.HOUSEHOLD and self.person is not None:
            return self.person * _HOUSEHOLD
        return self.person


@dataclass(frozen=True)
class Line:
    """The money beside one line: None where it is not known, 0 where a higher title pays."""

    amount: int | None
    coefficient: Fraction | None
    base: int | None
    missing: Missing | None = None
    outranked: bool = False


@dataclass(frozen=True)
class Money:
    """The money of a whole list, line by line in the order of the list, as of one day."""

    day: date
    lines: tuple[Line, ...]
    source: str

    @property
    def total(self) -> int:
        return sum(line.amount or 0 for line in self.lines)

    @property
    def unknown(self) -> int:
        return sum(line.amount is None for line in self.lines)

    @property
    def shown(self) -> bool:
        """Is there any amount? A column of nothing is not printed."""
        return any(line.amount for line in self.lines)

    @property
    def missing(self) -> frozenset[Missing]:
        return frozenset(line.missing for line in self.lines if line.missing is not None)


def terms_of(decision: Decision) -> Terms:
    return Terms(
        decision.prize_base, _fraction(decision.prize_person),
        _fraction(decision.prize_collective), decision.prize_source or "",
    )  # fmt: skip


def _fraction(text: str | None) -> Fraction | None:
    return Fraction(text) if text else None


def to_begin_with(decision: Decision, items: Sequence[DecisionItem]) -> Terms:
    """Return what was said for the decision, else what the tables have.

    A coefficient nobody verified is offered to be compared; a base salary of a day the table
    was not checked for is not: it may have risen since.
    """
    said = terms_of(decision)
    if said != Terms():
        return said
    day, awards = _day(decision), _awards(item.award_id for item in items)
    coefficients: dict[RecipientKind, Fraction] = {}
    for item in items:
        award = awards.get(item.award_id or 0)
        found = coefficient_of(award.code, item.kind, day) if award else None
        if found is not None:
            coefficients[item.kind] = found.value
    person = coefficients.get(RecipientKind.PERSON)
    if person is None and RecipientKind.HOUSEHOLD in coefficients:
        person = coefficients[RecipientKind.HOUSEHOLD] / _HOUSEHOLD
    salary = base_salary_on(day)
    base = salary if salary and salary.verified else None
    return Terms(
        base.amount if base else None, person, coefficients.get(RecipientKind.COLLECTIVE),
        _sources(base, day, table=bool(coefficients)),
    )  # fmt: skip


def _day(decision: Decision) -> date:
    """The date of the decision; a draft's is today."""
    return decision.paper.dated if decision.paper and decision.paper.dated else clock.today()


def _sources(base: BaseSalary | None, day: date, *, table: bool) -> str:
    """Name what the amounts come from; no decision cites a decree that was not yet in force."""
    held = table and day >= VERIFIED_SINCE
    return "; ".join([*([base.legal_basis] if base else []), *([DECREE] if held else [])])


def money_of(decision: Decision, items: Sequence[DecisionItem]) -> Money:
    """Return the money of the decision's lines, by its date; a draft's is today's.

    Of titles one person gets for one period on one day only the highest is paid, also where
    they stand in several decisions of the office: those of the same day and those undated yet.
    """
    day = _day(decision)
    terms = terms_of(decision)
    awards = _awards(item.award_id for item in items)
    found = [_line(item, awards.get(item.award_id or 0), day, terms) for item in items]
    kinds = {award.kind for award in awards.values()}
    if AwardKind.TITLE in kinds:
        found = _highest_only(decision, items, found, day)
    base = base_salary_on(day)
    source = terms.source or _sources(base, day, table=True)
    return Money(day, tuple(found), source)


def _awards(ids: Iterable[int | None]) -> dict[int, Award]:
    wanted = sorted({one for one in ids if one})
    rows = db.session.scalars(select(Award).where(Award.id.in_(wanted)))
    return {award.id: award for award in rows}


def _line(item: DecisionItem, award: Award | None, day: date, terms: Terms) -> Line:
    """Only what is verified, or said by the secretary, makes an amount."""
    stated, table = terms.coefficient(item.kind), None
    if stated is None and award is not None:
        table = coefficient_of(award.code, item.kind, day)
    salary = base_salary_on(day) if terms.base is None else None
    coefficient = stated if stated is not None else (table.value if table else None)
    base = terms.base if terms.base is not None else (salary.amount if salary else None)
    if coefficient is None:
        return Line(None, None, base, Missing.COEFFICIENT)
    if base is None or (salary is not None and not salary.verified):
        return Line(None, coefficient, None, Missing.BASE)
    if table is not None and not table.verified:
        return Line(None, coefficient, base, Missing.UNCONFIRMED)
    return Line(rounded_up(coefficient * base), coefficient, base)


def _highest_only(
    decision: Decision, items: Sequence[DecisionItem], lines: Sequence[Line], day: date
) -> list[Line]:
    """Of equal amounts that of the earlier decision is paid, whichever of the two is asked."""
    mine = [_claim(item, line, day) for item, line in zip(items, lines, strict=True)]
    beside = _beside(decision, items, day)
    here = decision.id or max((other for other, _claim in beside), default=0) + 1
    earlier = [claim for other, claim in beside if other < here]
    later = [claim for other, claim in beside if other > here]
    payments = _by_claim(paid([*earlier, *mine, *later]))
    return [_paid(line, payments[id(claim)]) for line, claim in zip(lines, mine, strict=True)]


def _by_claim(payments: Iterable[Payment]) -> dict[int, Payment]:
    return {id(payment.claim): payment for payment in payments}


def _paid(line: Line, payment: Payment) -> Line:
    if payment.outranked:
        return Line(0, line.coefficient, line.base, outranked=True)
    if payment.amount is None and line.missing is None:  # which title is the highest is unknown
        return Line(None, line.coefficient, line.base, Missing.UNCONFIRMED)
    return line


def _claim(item: DecisionItem, line: Line, day: date) -> Claim:
    prize = Prize(line.amount, line.coefficient, line.base, verified=True, legal_basis="")
    # somebody without a row here is nobody else's double
    who = item.recipient_id or -(item.ordinal or 0) - 1
    return Claim(who, AwardKind.TITLE, _period(item), day, prize)


def _period(item: DecisionItem) -> str:
    period = item.nomination.period if item.nomination is not None else ""
    return period or str(item.year or "")


def _beside(
    decision: Decision, items: Sequence[DecisionItem], day: date
) -> list[tuple[int, Claim]]:
    """Return the titles the same people get in other decisions of the office that day."""
    rows = db.session.execute(
        select(DecisionItem, Decision, Award)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .join(Paper, Paper.id == Decision.paper_id)
        .join(Award, Award.id == DecisionItem.award_id)
        .options(joinedload(DecisionItem.nomination))
        .where(
            Decision.organisation_id == decision.organisation.id, Decision.id != (decision.id or 0),
            DecisionItem.recipient_id.in_({i.recipient_id for i in items if i.recipient_id}),
            DecisionItem.status.in_(_LIVE), Award.kind == AwardKind.TITLE,
            # a line and the one that is to replace it are one and the same title
            DecisionItem.id.not_in({i.replaces_id for i in items if i.replaces_id}),
            or_(DecisionItem.replaces_id.is_(None), DecisionItem.status == ItemStatus.AWARDED),
            or_(Paper.dated.is_(None), Paper.dated == day),
        )
        .order_by(DecisionItem.id)
    ).all()  # fmt: skip
    return [
        (other.id, _claim(i, _line(i, award, day, terms_of(other)), day))
        for i, other, award in rows
    ]


def outranked_by(item: DecisionItem) -> Sequence[DecisionItem]:
    """Return the standing titles of the same person, day and period that brought no money."""
    decision = item.decision
    rows = db.session.scalars(
        select(DecisionItem)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .join(Paper, Paper.id == Decision.paper_id)
        .join(Award, Award.id == DecisionItem.award_id)
        .options(joinedload(DecisionItem.decision), joinedload(DecisionItem.nomination))
        .where(
            Decision.organisation_id == decision.organisation_id, Paper.dated == _day(decision),
            DecisionItem.recipient_id == item.recipient_id, DecisionItem.id != item.id,
            DecisionItem.status == ItemStatus.AWARDED, DecisionItem.prize_amount == 0,
            Award.kind == AwardKind.TITLE,
        )
        .order_by(DecisionItem.id)
    ).all()  # fmt: skip
    return [row for row in rows if _period(row) == _period(item)]


def amount_now(item: DecisionItem) -> int | None:
    """Return what a line of an issued decision is paid by the titles that stand today."""
    standing = db.session.scalars(
        select(DecisionItem)
        .where(
            DecisionItem.decision_id == item.decision_id,
            DecisionItem.recipient_id == item.recipient_id,
            DecisionItem.status == ItemStatus.AWARDED,
        )
        .order_by(DecisionItem.id)
    ).all()
    lines = money_of(item.decision, standing).lines
    return next(line.amount for row, line in zip(standing, lines, strict=True) if row is item)
