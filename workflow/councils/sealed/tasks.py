"""What a secret ballot asks of its tellers, as the inbox shows it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.councils.models import Ballot, Session
from workflow.councils.sealed.models import Teller
from workflow.councils.states import BallotMode, BallotStatus


def tasks_for(actor: Actor) -> list[Task]:
    """Return the codes to be drawn before the opening, and the boxes to be counted."""
    rows = db.session.execute(
        select(Ballot, Teller)
        .join(Teller, Teller.ballot_id == Ballot.id)
        .join(Ballot.session)
        .options(contains_eager(Ballot.session).joinedload(Session.council))
        .where(
            Teller.user_id == (actor.user_id or 0), Ballot.mode == BallotMode.SECRET,
            or_(
                (Ballot.status == BallotStatus.DRAFT) & Teller.public_key.is_(None),
                Ballot.status == BallotStatus.CLOSED,
            ),
        )
        .order_by(Ballot.id)
    )  # fmt: skip
    return [_task(ballot) for ballot, _teller in rows]


def _task(ballot: Ballot) -> Task:
    drawing, note = ballot.status is BallotStatus.DRAFT, ""
    if drawing and ballot.reminded_at is not None:
        at = f"{clock.local(ballot.reminded_at):%H:%M, %d/%m/%Y}"
        note = _("Thư ký nhắc lúc %(at)s", at=at)
    return Task(
        _("Ban kiểm phiếu: %(session)s", session=ballot.session.title),
        "councils.teller_code" if drawing else "councils.count_box",
        {"public_id": ballot.public_id}, "ballot", ballot.status.value,
        verb=_("Nhận mã") if drawing else _("Kiểm phiếu"), note=note,
    )  # fmt: skip
