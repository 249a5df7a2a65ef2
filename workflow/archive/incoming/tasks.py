"""What waits for whom of what arrived, as the inbox shows it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import joinedload

from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.queries import visible_to
from workflow.archive.incoming.signatures import unseen_signatures
from workflow.archive.incoming.states import ArrivalStatus
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.documents.queries import INSIDERS
from workflow.signatures.states import Verdict
from workflow.signatures.words import HEADS

MOST = 20
OFFICE_CLOSES = timedelta(hours=17)
_READY = or_(Arrival.instructed_on.is_not(None), Arrival.handed_back != "")


def _mine(actor: Actor) -> ColumnElement[bool]:
    held = Arrival.status.in_([ArrivalStatus.ASSIGNED, ArrivalStatus.IN_HAND])
    mine = held & (Arrival.handler_id == actor.user_id)
    lies = Arrival.status == ArrivalStatus.RECEIVED
    clerks = lies & _READY if actor.has("clerk") else false()
    leads = not actor.roles.isdisjoint({"secretary", "head"})
    leaders = lies & ~_READY if leads else false()
    return mine | clerks | leaders


def tasks_for(actor: Actor) -> list[Task]:
    """Return what the actor has to instruct, to assign or to handle, most urgent first."""
    if actor.organisation_id is None or actor.roles.isdisjoint(INSIDERS):
        return []
    rows = db.session.scalars(
        visible_to(actor)
        .where(_mine(actor))
        .options(joinedload(Arrival.paper))
        .order_by(Arrival.due_on.is_(None), Arrival.due_on, Arrival.id)
        .limit(MOST)
    )
    unseen = {row.id: row for row in unseen_signatures(actor)} if actor.has("clerk") else {}
    return [
        *(_look_at(row) for row in unseen.values()),
        *(_task(row) for row in rows if row.id not in unseen),
    ]  # fmt: skip


def _look_at(row: Arrival) -> Task:
    return replace(_task(row), verb=_("Xem chữ ký số"), note=str(HEADS[Verdict.INVALID]))


def _task(row: Arrival) -> Task:
    due = clock.start_of(row.due_on) + OFFICE_CLOSES if row.due_on else None
    return Task(
        title=row.paper.title, endpoint="archive.incoming.show",
        values={"public_id": row.public_id}, kind="arrival", status=row.status.value,
        verb=_verb(row), note=_note(row), due_at=due,
    )  # fmt: skip


def _verb(row: Arrival) -> str:
    if row.status is ArrivalStatus.ASSIGNED:
        return _("Ký nhận")
    if row.status is ArrivalStatus.IN_HAND:
        return _("Giải quyết")
    ready = row.instructed_on is not None or row.handed_back
    return _("Giao xử lý") if ready else _("Cho ý kiến")


def _note(row: Arrival) -> str:
    number = f"{row.paper.arrival_number or 0:02d}"
    told = _("Số đến %(number)s, %(issuer)s", number=number, issuer=row.paper.issuer_text)
    if row.handed_back and row.status is ArrivalStatus.RECEIVED:
        return _("%(told)s. Trả lại: %(reason)s", told=told, reason=row.handed_back)
    return told
