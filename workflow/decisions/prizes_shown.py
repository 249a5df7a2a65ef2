"""The prize money as the page of a decision shows it, beside what its sheet has printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.core.errors import Incomplete, WayOut
from workflow.core.i18n import _
from workflow.decisions import money_words
from workflow.decisions.models import Decision, DecisionItem, Origin
from workflow.decisions.money import Line, Money, money_of
from workflow.documents.states import OUT, PaperStatus

_OPEN = frozenset({PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED})


@dataclass(frozen=True)
class Shown:
    """Line by line in the order of the list; `changed` are the lines the sheet prints otherwise."""

    amounts: tuple[int | None, ...]
    formulas: tuple[str, ...]
    total: int
    unknown: int
    reasons: tuple[str, ...]
    outranked: bool
    changed: tuple[int, ...]

    @property
    def differs(self) -> bool:
        return bool(self.changed)

    @property
    def column(self) -> bool:
        return any(self.amounts)


def prizes_of(decision: Decision, items: Sequence[DecisionItem]) -> Shown | None:
    """Return the money of the list; what is signed shows what was printed, for good."""
    if decision.origin is Origin.RECEIVED or not items:
        return None
    status, money = decision.paper.status, money_of(decision, items)
    now = tuple(line.amount for line in money.lines)
    printed = tuple(item.prize_amount for item in items)
    amounts = now if status in _OPEN else printed
    known = any(amounts) or status in _OPEN
    return Shown(
        amounts,
        tuple(_formula(line) if line.amount == amount else ""
              for line, amount in zip(money.lines, amounts, strict=True)),
        sum(amount or 0 for amount in amounts),
        sum(amount is None for amount in amounts) if known else 0,
        _reasons(money) if None in amounts else (),
        outranked=0 in amounts,
        changed=tuple(
            item.ordinal for item, amount in zip(items, now, strict=True)
            if status not in OUT and item.prize_amount != amount
        ),
    )  # fmt: skip


def _formula(line: Line) -> str:
    if line.coefficient is None or line.base is None or line.missing is not None:
        return ""
    return f"{money_words.decimal(line.coefficient)} × {money_words.dong(line.base)}"


def _reasons(money: Money) -> tuple[str, ...]:
    return tuple(
        money_words.why_unknown(missing, money.day) for missing in sorted(money.missing)
    )  # fmt: skip


def require_printed_money(decision: Decision, items: Sequence[DecisionItem]) -> None:
    """Refuse to check a sheet whose money is no longer what would be paid today."""
    shown = prizes_of(decision, items)
    if shown is None or not shown.differs:
        return
    lines, code = ", ".join(map(str, shown.changed)), decision.public_id
    if decision.paper.status is PaperStatus.DRAFT:
        refusal = Incomplete(
            _("Tiền thưởng in ở dòng %(lines)s không còn đúng với dữ liệu hiện nay. Mở phần Tiền "
              "thưởng của dự thảo và ghi lại để dựng bản mới.", lines=lines)
        )  # fmt: skip
        refusal.way_out = WayOut(_("Mở Tiền thưởng"), "decisions.prizes", {"public_id": code})
    else:
        refusal = Incomplete(
            _("Tiền thưởng in ở dòng %(lines)s không còn đúng với dữ liệu hiện nay. Người ký trả "
              "lại bản này thì thư ký ghi lại được tiền thưởng.", lines=lines)
        )  # fmt: skip
        refusal.way_out = WayOut(_("Về quyết định"), "decisions.detail", {"public_id": code})
    raise refusal
