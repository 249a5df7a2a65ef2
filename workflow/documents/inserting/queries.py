"""What was asked for a paper, and what waits for whom."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.documents.inserting.models import Insertion
from workflow.documents.inserting.states import InsertionStatus
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus
from workflow.organisations.models import Organisation, OrganisationKind

OPEN = (InsertionStatus.ASKED, InsertionStatus.PERMITTED)
WAITING = (PaperStatus.SIGNED, PaperStatus.CHECKED)
TASKS = 10


def of_paper(paper_id: int) -> list[Insertion]:
    """Return what was ever asked for the paper, the latest first."""
    return list(
        db.session.scalars(
            select(Insertion)
            .where(Insertion.paper_id == paper_id)
            .options(joinedload(Insertion.asked_by), joinedload(Insertion.answered_by))
            .order_by(Insertion.id.desc())
        )
    )


def open_of(paper_id: int) -> Insertion | None:
    """Return the wish that still waits for an answer or for its use."""
    return db.session.scalars(
        select(Insertion)
        .where(Insertion.paper_id == paper_id, Insertion.status.in_(OPEN))
        .order_by(Insertion.id.desc())
        .limit(1)
    ).one_or_none()


def tasks_for(actor: Actor) -> list[Task]:
    """Return the wishes the actor may answer, and the permissions the actor may use."""
    wanted = _waiting_for(actor)
    if wanted is None:
        return []
    rows = db.session.scalars(
        wanted.options(joinedload(Insertion.paper)).order_by(Insertion.id).limit(TASKS)
    )
    return [_task(row) for row in rows]


def _waiting_for(actor: Actor) -> Select[Insertion] | None:
    conditions = []
    if actor.has("head"):
        conditions.append(Insertion.status == InsertionStatus.ASKED)
    elif actor.has("unit_head"):
        of_unit = Organisation.kind == OrganisationKind.UNIT
        conditions.append((Insertion.status == InsertionStatus.ASKED) & of_unit)
    if actor.has("clerk"):
        conditions.append(Insertion.status == InsertionStatus.PERMITTED)
    if not conditions:
        return None
    return (
        select(Insertion)
        .join(Paper, Paper.id == Insertion.paper_id)
        .join(Organisation, Organisation.id == Paper.organisation_id)
        .where(
            Paper.organisation_id == actor.organisation_id, Paper.status.in_(WAITING),
            Paper.number_entry_id.is_(None),
            or_(Insertion.asked_by_id != actor.user_id,
                Insertion.status == InsertionStatus.PERMITTED),
            or_(*conditions),
        )
    )  # fmt: skip


def _task(row: Insertion) -> Task:
    asked = row.status is InsertionStatus.ASKED
    return Task(
        title=_("Số chèn cho: %(title)s", title=row.paper.title),
        endpoint="documents.inserting.page", values={"public_id": row.paper.public_id},
        kind="insertion", status=row.status.value,
        verb=_("Xem xét") if asked else _("Cấp số chèn"),
        note=_("Ngày %(day)s: %(reason)s", day=f"{row.dated:%d/%m/%Y}", reason=row.reason),
    )  # fmt: skip
