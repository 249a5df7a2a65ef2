"""Read the secret part of a ballot: its key, its tellers, its box."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.councils.models import Ballot
from workflow.councils.sealed.box import Slot
from workflow.councils.sealed.models import BoxPaper, SecretBallot, Teller
from workflow.councils.states import BallotStatus


def secret_of(ballot_id: int) -> SecretBallot | None:
    """Return the secret part of a ballot, None of one by name."""
    return db.session.get(SecretBallot, ballot_id)


def get_secret(ballot_id: int) -> SecretBallot:
    """Return the secret part. Raises InvalidStep for a ballot by name."""
    found = secret_of(ballot_id)
    if found is None:
        raise InvalidStep(_("Đây là cuộc biểu quyết ghi tên, không phải phiếu kín."))
    return found


def tellers_of(ballot_id: int) -> Sequence[Teller]:
    """Return the tellers by their number."""
    return db.session.scalars(
        select(Teller)
        .options(joinedload(Teller.user))
        .where(Teller.ballot_id == ballot_id)
        .order_by(Teller.number)
    ).all()


def secrets_of(ballots: Sequence[Ballot]) -> dict[int, SecretBallot]:
    """Return the secret parts of these ballots, by ballot."""
    if not ballots:
        return {}
    asked = SecretBallot.ballot_id.in_([one.id for one in ballots])
    return {row.ballot_id: row for row in db.session.scalars(select(SecretBallot).where(asked))}


def tellers_by_ballot(ballots: Sequence[Ballot]) -> dict[int, list[Teller]]:
    """Return the tellers of these ballots by their number, by ballot."""
    found: dict[int, list[Teller]] = {}
    if ballots:
        rows = db.session.scalars(
            select(Teller)
            .options(joinedload(Teller.user))
            .where(Teller.ballot_id.in_([one.id for one in ballots]))
            .order_by(Teller.number)
        )
        for row in rows:
            found.setdefault(row.ballot_id, []).append(row)
    return found


def is_teller(actor: Actor, ballot: Ballot) -> bool:
    """Say whether the actor keeps a part of this ballot's key."""
    asked = exists().where(Teller.ballot_id == ballot.id, Teller.user_id == (actor.user_id or 0))
    return bool(db.session.scalar(select(asked)))


def without_key_file() -> set[str]:
    """Return the ballots whose key file, if one is left, has no more use: counted or called off."""
    done = (BallotStatus.TALLIED, BallotStatus.VOID)
    rows = select(Ballot.public_id).join(SecretBallot).where(Ballot.status.in_(done))
    return set(db.session.scalars(rows.where(SecretBallot.needed == 0)))


def box_of(ballot_id: int) -> list[Slot]:
    """Return the sealed papers in the order of their slots."""
    rows = db.session.execute(
        select(BoxPaper.slot, BoxPaper.sealed)
        .where(BoxPaper.ballot_id == ballot_id)
        .order_by(BoxPaper.slot)
    )
    return [Slot(slot, sealed) for slot, sealed in rows]
