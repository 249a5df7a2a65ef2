"""The money of a lower title: it falls due when the higher one that was paid instead is gone."""

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.models import DecisionItem
from workflow.decisions.money import amount_now, outranked_by
from workflow.decisions.money_words import dong
from workflow.decisions.presenting.placing import lock_placed


def pay_lower(item: DecisionItem, by_text: str, *, actor: Actor) -> list[str]:
    """Write the money into the lines a revoked title had outranked, and say what is due.

    Their decisions stay as printed; the lines say in a note since when and why. Where the line
    still waits at a ceremony, the envelope is put to what is handed over.
    """
    db.session.flush()
    told = []
    for lower in outranked_by(item):
        amount = amount_now(lower)
        if amount == 0:  # yet another title of the period is paid instead
            continue
        sum_ = "mức chưa xác định" if amount is None else f"{dong(amount)} đồng"
        lower.prize_amount = amount
        note = f"Được chi tiền thưởng ({sum_}) từ khi {item.award_name} bị hủy bỏ theo {by_text}"
        lower.note = "\n".join(filter(None, [lower.note, note]))
        _add_envelope(lower)
        number = lower.decision.paper.number_text or ""
        audit.record(
            "decision.prize_due", stream=("paper", lower.decision.paper_id),
            actor=actor.as_system(), subject=("decision", lower.decision_id),
            detail={"name": lower.name, "award": lower.award_name, "amount": amount, "by": by_text},
        )  # fmt: skip
        told.append(f"nay được chi tiền thưởng {lower.award_name} ({number}): {sum_}")
    return told


def _add_envelope(lower: DecisionItem) -> None:
    placed = lock_placed([lower.id]).get(lower.id)
    if placed is not None and placed.is_open:
        placed.has_envelope = True
