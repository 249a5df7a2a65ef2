"""How prize money is written: amounts and coefficients, and the sentences on paper and on pages."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from workflow.core.i18n import _
from workflow.decisions.models import DecisionItem
from workflow.decisions.money import Missing, Money
from workflow.recipients.models import RecipientKind

UNKNOWN = "Chưa xác định"
OUTRANKED = "–"
_NOUNS = {
    RecipientKind.PERSON: "cá nhân", RecipientKind.COLLECTIVE: "tập thể",
    RecipientKind.HOUSEHOLD: "hộ gia đình",
}  # fmt: skip


def dong(amount: int) -> str:
    """Return 2.340.000."""
    return f"{amount:,}".replace(",", ".")


def decimal(value: Fraction) -> str:
    """Return 0,3 as documents write it."""
    return f"{float(value):.6g}".replace(".", ",")


def printed(amount: int | None) -> str:
    """Return what stands in the money column of the annex."""
    if amount is None:
        return UNKNOWN
    return dong(amount) if amount else OUTRANKED


def on_sheet(money: Money, items: Sequence[DecisionItem]) -> dict[str, str]:
    """Return the total and the note below the annex; empty where no amount is known."""
    if not money.shown:
        return {"total": "", "note": ""}
    return {"total": dong(money.total), "note": " ".join(_notes(money, items))}


def _notes(money: Money, items: Sequence[DecisionItem]) -> Iterable[str]:
    known = [
        (item.kind, line) for item, line in zip(items, money.lines, strict=True)
        if line.amount is not None
    ]  # fmt: skip
    bases = sorted({line.base for _kind, line in known if line.base})
    used = dict.fromkeys(
        f"{decimal(line.coefficient)} với {_NOUNS[kind]}"
        for kind, line in known
        if line.coefficient
    )
    source = f" ({money.source})" if money.source else ""
    yield (
        f"Tiền thưởng: mức lương cơ sở {', '.join(map(dong, bases))} đồng nhân hệ số "
        f"{', '.join(used)}, làm tròn lên 10.000 đồng{source}."
    )
    if any(line.outranked for line in money.lines):
        yield (
            f"Dấu “{OUTRANKED}”: đã hưởng tiền thưởng của danh hiệu cao hơn trong cùng thời gian."
        )
    if money.unknown:
        yield f"Tổng cộng chưa gồm {money.unknown:02d} mức chưa xác định."


def why_unknown(missing: Missing, day: date) -> str:
    """Return what is lacking, in the reader's language."""
    on = f"{day:%d/%m/%Y}"
    return {
        Missing.COEFFICIENT: _("chưa có hệ số tiền thưởng cho ngày %(day)s", day=on),
        Missing.BASE: _("chưa có mức lương cơ sở đã kiểm chứng cho ngày %(day)s", day=on),
        Missing.UNCONFIRMED: _("hệ số chưa được kiểm chứng với văn bản"),
    }[missing]
