"""Pure rules of a count: thresholds over all members, quorum, and the words for both.

Nothing is rounded: fractions are compared as integers, so 80 % of 9 members is 8 votes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.core.i18n import _
from workflow.councils.states import Choice, TieRule, Waits

_PERCENT = 100


@dataclass(frozen=True)
class Threshold:
    """A share of all members: reached, or exceeded when `strict` (“trên 50 %” is 1/2, strict)."""

    numerator: int
    denominator: int
    strict: bool

    def __post_init__(self) -> None:
        possible = self.numerator < self.denominator or not self.strict
        if not (0 < self.numerator <= self.denominator and possible):
            raise ValueError("a threshold nobody, or everybody, would reach")

    def met_by(self, agree: int, total: int) -> bool:
        """Do `agree` votes carry the item among `total` members, silent ones included? Exact."""
        votes, wanted = agree * self.denominator, self.numerator * total
        return total > 0 and (votes > wanted if self.strict else votes >= wanted)

    def needed(self, total: int) -> int:
        """Return the fewest agreeing votes that carry an item among `total` members."""
        wanted = self.numerator * total
        if self.strict:
            return wanted // self.denominator + 1
        return -(-wanted // self.denominator)

    @property
    def words(self) -> str:
        """Return “trên 50%” or “từ 80%”."""
        share = share_words(self.numerator, self.denominator)
        return _("trên %(share)s", share=share) if self.strict else _("từ %(share)s", share=share)


@dataclass(frozen=True)
class Count:
    """What was counted on one item; the rest of the members said nothing, or had to."""

    agree: int
    disagree: int
    other: int
    recused: int
    total: int

    @property
    def silent(self) -> int:
        return self.total - self.agree - self.disagree - self.other - self.recused


def count_choices(choices: Iterable[Choice], *, recused: int, total: int) -> Count:
    """Count one item's votes. Raises ValueError when there are more than members."""
    given = list(choices)
    if len(given) + recused > total:
        raise ValueError("more votes than members")
    return Count(
        agree=given.count(Choice.AGREE), disagree=given.count(Choice.DISAGREE),
        other=given.count(Choice.OTHER), recused=recused, total=total,
    )  # fmt: skip


@dataclass(frozen=True)
class AfterCount:
    """A council's rules on what an item that did not pass may still become."""

    rounds: int
    again_numerator: int
    again_denominator: int
    tie_rule: TieRule

    def waits(self, rule: Threshold, agree: int, total: int, *, round_no: int) -> Waits | None:
        """Return what an item short of its threshold waits for after its `round_no`-th vote.

        The rounds the rules ask for come first; a tie in the last of them follows the tie rule,
        which may give it one round more.
        """
        if rule.met_by(agree, total):
            return None
        enough = agree * self.again_denominator >= self.again_numerator * total
        if round_no < self.rounds and enough:
            return Waits.ROUND
        if not is_tie(rule, agree, total):
            return None
        if self.tie_rule is TieRule.ROUND and round_no == self.rounds:
            return Waits.ROUND
        return Waits.CHAIR if self.tie_rule is TieRule.CHAIR else None


def is_tie(rule: Threshold, agree: int, total: int) -> bool:
    """Say whether exactly half agree where more than half are needed."""
    half = rule.strict and rule.numerator * 2 == rule.denominator
    return half and total > 0 and agree * 2 == total


def threshold_for(
    numerator: int | None, denominator: int | None, strict: bool | None, *, ordinary: Threshold
) -> Threshold:
    """Return the threshold an award demands, or the council's ordinary one when it demands none."""
    if numerator is None or denominator is None or strict is None:
        return ordinary
    return Threshold(numerator, denominator, strict)


def has_quorum(present: int, total: int, *, numerator: int, denominator: int) -> bool:
    """May the council sit? A council of nobody may not."""
    return total > 0 and present * denominator >= numerator * total


def missing_for_quorum(present: int, total: int, *, numerator: int, denominator: int) -> int:
    """Return how many more members must be there before the council may sit."""
    return max(0, -(-numerator * total // denominator) - present)


def share_words(numerator: int, denominator: int) -> str:
    """Return 80% where that is exact, else the fraction as the rules write it: 2/3."""
    if numerator * _PERCENT % denominator == 0:
        return f"{numerator * _PERCENT // denominator}%"
    return f"{numerator}/{denominator}"


def percent_words(agree: int, total: int) -> str:
    """Return 88,9% or 100%: one decimal, for reading only; never compared."""
    if total == 0:
        return "0%"
    tenths = (agree * 2000 + total) // (2 * total)
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}%" if tenth else f"{whole}%"


def result_words(agree: int, total: int, threshold: Threshold, *, left_out: int = 0) -> str:
    """Return “7 trên tổng số 9 thành viên, cần ít nhất 8”: the base is always said.

    `left_out` are the recused members whom the council's rule leaves out of `total`.
    """
    said = {"agree": agree, "total": total, "needed": threshold.needed(total)}
    if left_out:
        return _(
            "%(agree)s trên %(total)s thành viên được biểu quyết (không tính %(out)s người không "
            "tham gia), cần ít nhất %(needed)s", out=left_out, **said,
        )  # fmt: skip
    return _("%(agree)s trên tổng số %(total)s thành viên, cần ít nhất %(needed)s", **said)


def threshold_sentence(threshold: Threshold, *, without_recused: bool = False) -> str:
    """Return the sentence of the minutes: what an item needs, and over whom."""
    share = share_words(threshold.numerator, threshold.denominator)
    whom = "số thành viên Hội đồng được biểu quyết" if without_recused else (
        "tổng số thành viên Hội đồng"
    )  # fmt: skip
    if threshold.strict:
        return f"Đạt khi có trên {share} {whom} đồng ý"
    return f"Đạt khi có từ {share} trở lên {whom} đồng ý"
