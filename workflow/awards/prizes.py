"""How much money goes with an award: coefficient and base salary of the decision's day, rounded up.

Decree 152/2025 Art 49-54. Values in, values out; all of it in whole đồng and fractions.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path

from workflow.awards.models import AwardKind
from workflow.recipients.models import RecipientKind

_DATA = Path(__file__).with_name("data")
_ROUND = 10_000  # đồng; amounts go up to full tens of thousands
_HOUSEHOLD = Fraction(3, 2)  # of what an individual gets with the same form
VERIFIED_SINCE = date(2025, 7, 1)  # the decree whose table the coefficients were held against
_BASIS = "Nghị định 152/2025/NĐ-CP Đ.49-54"


@dataclass(frozen=True)
class BaseSalary:
    """The base salary (lương cơ sở) from one day to another."""

    amount: int
    legal_basis: str
    verified: bool


@dataclass(frozen=True)
class Coefficient:
    """How many base salaries go with an award."""

    value: Fraction
    verified: bool


@dataclass(frozen=True)
class Prize:
    """What goes with one award; `amount` is None where coefficient or salary is not known.

    `verified` is false as soon as one of the two is: the amount is then for a person to confirm.
    """

    amount: int | None
    coefficient: Fraction | None
    base: int | None
    verified: bool
    legal_basis: str


@dataclass(frozen=True)
class Claim:
    """One award of one decision, as the person who pays sees it."""

    recipient_id: int
    kind: AwardKind
    period: str  # the year or the years the achievement is of
    decided_on: date
    prize: Prize


@dataclass(frozen=True)
class Payment:
    """What is paid of a claim; `amount` None: a person has to say, something is not known."""

    claim: Claim
    amount: int | None
    outranked: bool = False  # a higher title of the same period is paid instead


def rounded_up(amount: Fraction | int) -> int:
    """Return the amount in full tens of thousands of đồng, never less than it was."""
    exact = Fraction(amount)
    return -(-exact.numerator // (exact.denominator * _ROUND)) * _ROUND


def prize_of(code: str, kind: RecipientKind, decided_on: date) -> Prize:
    """Return what goes with the award `code` for such a recipient, decided on that day.

    A household gets one and a half times the individual's, rounded once, at the end.
    """
    coefficient, base = coefficient_of(code, kind, decided_on), base_salary_on(decided_on)
    amount = (
        rounded_up(coefficient.value * base.amount)
        if coefficient is not None and base is not None else None
    )  # fmt: skip
    return Prize(
        amount, coefficient.value if coefficient else None, base.amount if base else None,
        verified=bool(coefficient and base and coefficient.verified and base.verified),
        legal_basis="; ".join([
            *([_BASIS] if decided_on >= VERIFIED_SINCE else []),
            *([base.legal_basis] if base else []),
        ]),
    )  # fmt: skip


def base_salary_on(day: date) -> BaseSalary | None:
    for row in _rows("base_salaries.csv"):
        if _holds(row, day):
            until = row["verified_to"]
            sure = row["verified"] == "yes" and (not until or day <= date.fromisoformat(until))
            return BaseSalary(int(row["amount"]), row["legal_basis"], sure)
    return None


def coefficient_of(code: str, kind: RecipientKind, decided_on: date) -> Coefficient | None:
    """Return the coefficient, or None where the catalogue has none for that day."""
    household = kind is RecipientKind.HOUSEHOLD
    wanted = code.removesuffix("_HGD") + "_CN" if household else code
    column = "prize_collective" if kind is RecipientKind.COLLECTIVE else "prize_individual"
    for row in _rows("award_catalogue.csv"):
        if row["code"] == wanted and row[column] and _holds(row, decided_on):
            value = Fraction(row[column]) * (_HOUSEHOLD if household else 1)
            return Coefficient(
                value, row["prize_verified"] == "yes" and decided_on >= VERIFIED_SINCE
            )
    return None


def paid(claims: Iterable[Claim]) -> list[Payment]:
    """Say what is paid: of the titles of one period decided together only the highest.

    Forms are all paid, and so is a title of another period. Claims of equal amount: the first.
    """
    found: list[Payment] = []
    ordered = sorted(claims, key=_together)
    for (_recipient, _day, _period, kind), group in groupby(ordered, key=_together):
        same = list(group)
        found += _titles(same) if kind == AwardKind.TITLE else _all(same)
    return found


def _together(claim: Claim) -> tuple[int, date, str, str]:
    return claim.recipient_id, claim.decided_on, claim.period, claim.kind.value


def _all(claims: Sequence[Claim]) -> list[Payment]:
    return [Payment(claim, claim.prize.amount) for claim in claims]


def _titles(claims: Sequence[Claim]) -> list[Payment]:
    amounts = [claim.prize.amount for claim in claims]
    if len(claims) > 1 and None in amounts:  # which is the highest nobody can say
        return [Payment(claim, None) for claim in claims]
    highest = max(claims, key=lambda claim: claim.prize.amount or 0)
    return [
        Payment(claim, claim.prize.amount) if claim is highest
        else Payment(claim, 0, outranked=True)
        for claim in claims
    ]  # fmt: skip


def _holds(row: dict[str, str], day: date) -> bool:
    ends = row["valid_to"]
    return date.fromisoformat(row["valid_from"]) <= day and (
        not ends or day <= date.fromisoformat(ends)
    )


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
