"""The code of a dossier, HS-CQLTT-2020-0017, out of the receiving organisation's own book."""

from sqlalchemy import select

from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.organisations.models import Organisation
from workflow.proposals.models import Proposal

SERIES = "HS"


def _mark(receiver: Organisation) -> str:
    """Return the receiver's symbol; where several write the same one, with its place: CQLTT-LA."""
    if not receiver.symbol:
        return str(receiver.id)
    places = db.session.scalars(
        select(Organisation.place).where(
            Organisation.symbol == receiver.symbol, Organisation.id != receiver.id
        )
    ).all()
    if not places:
        return receiver.symbol
    here = _initials(receiver.place)
    alone = here and here not in {_initials(place) for place in places}
    return f"{receiver.symbol}-{here if alone else receiver.id}"


def _initials(place: str) -> str:
    return "".join(word[0] for word in place.split()).upper()


def code_key(proposal: Proposal) -> str:
    """Return the key of the act that took the dossier's number."""
    return f"proposal:{proposal.public_id}"


def give_code(proposal: Proposal) -> None:
    """Take the dossier's number. Call last: the book stays locked until the transaction ends."""
    receiver = db.session.get_one(Organisation, proposal.receiving_id)
    today = clock.today()
    entry = numbers.take(
        receiver.id, SERIES, dated=today, holder=("proposal", proposal.id),
        act_key=code_key(proposal),
    )  # fmt: skip
    proposal.code = f"{SERIES}-{_mark(receiver)}-{today.year}-{entry.number:04d}"
