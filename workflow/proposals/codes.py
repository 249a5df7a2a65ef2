"""The code of a dossier, HS-CQLTT-2020-0017, out of the receiving organisation's own book."""

from sqlalchemy import func, select

from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.organisations.models import Organisation
from workflow.proposals.models import Proposal

SERIES = "HS"


def _mark(receiver: Organisation) -> str:
    """Return the receiver's symbol, with its id where two organisations write the same one."""
    same = db.session.scalar(
        select(func.count()).select_from(Organisation).where(Organisation.symbol == receiver.symbol)
    )
    if not receiver.symbol:
        return str(receiver.id)
    return receiver.symbol if same == 1 else f"{receiver.symbol}{receiver.id}"


def give_code(proposal: Proposal) -> None:
    """Take the dossier's number. Call last: the book stays locked until the transaction ends."""
    receiver = db.session.get_one(Organisation, proposal.receiving_id)
    today = clock.today()
    entry = numbers.take(
        receiver.id, SERIES, dated=today, holder=("proposal", proposal.id),
        act_key=f"proposal:{proposal.public_id}",
    )  # fmt: skip
    proposal.code = f"{SERIES}-{_mark(receiver)}-{today.year}-{entry.number:04d}"
