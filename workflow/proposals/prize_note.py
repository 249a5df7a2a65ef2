"""What prize money would go with a nomination if it were decided today, where that is known."""

from workflow.awards.prizes import prize_of
from workflow.core import clock
from workflow.core.i18n import _
from workflow.proposals.models import Nomination


def prize_note(row: Nomination) -> str:
    """Return one sentence; nothing where coefficient or base salary is unknown or unconfirmed."""
    prize = prize_of(row.award_version.award.code, row.recipient.kind, clock.today())
    if prize.amount is None or not prize.verified:
        return ""
    amount = f"{prize.amount:,}".replace(",", ".")
    return _("Tiền thưởng kèm theo nếu quyết định hôm nay: %(amount)s đồng.", amount=amount)
