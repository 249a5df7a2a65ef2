"""What waits for whom among the dossiers: the inbox, the secretary's queue, the lists."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation
from workflow.proposals.models import Proposal, SignOff
from workflow.proposals.queries import visible_to
from workflow.proposals.states import ProposalStatus as P

TASKS = 20
PAGE = 30
INCOMING = (P.SUBMITTED, P.CHECKING)
UNDER_WAY = (P.SUBMITTED, P.CHECKING, P.COUNCIL_REVIEW, P.SUBMITTED_UPWARD)


def _faces(rows: Select[Proposal]) -> Select[Proposal]:
    return rows.options(
        joinedload(Proposal.proposing), joinedload(Proposal.receiving), joinedload(Proposal.round)
    )


def dossiers_of_unit(
    actor: Actor, *, round_public_id: str = "", status: str = "", before_id: int | None = None
) -> Sequence[Proposal]:
    """Return the unit's dossiers, newest first, one page and one more."""
    rows = visible_to(actor).where(Proposal.proposing_id == actor.organisation_id)
    if round_public_id:
        rows = rows.where(
            Proposal.round_id.in_(select(Round.id).where(Round.public_id == round_public_id))
        )
    if status in set(P):
        rows = rows.where(Proposal.status == P(status))
    if before_id is not None:
        rows = rows.where(Proposal.id < before_id)
    return db.session.scalars(_faces(rows).order_by(Proposal.id.desc()).limit(PAGE + 1)).all()


def incoming_to(
    actor: Actor, *, status: str = "", unit_public_id: str = "", limit: int = 200
) -> Sequence[Proposal]:
    """Return what was handed in to the actor's office, by unit, longest waiting first."""
    wanted = P(status) if status in set(P) else None
    rows = visible_to(actor).where(
        Proposal.receiving_id == actor.organisation_id,
        Proposal.submitted_at.is_not(None),
        Proposal.status == wanted if wanted else Proposal.status.in_(INCOMING),
    )
    if unit_public_id:
        rows = rows.where(Proposal.proposing.has(public_id=unit_public_id))
    order = (Organisation.name_fold, Proposal.submitted_at, Proposal.id)
    rows = rows.join(Organisation, Organisation.id == Proposal.proposing_id).order_by(*order)
    return db.session.scalars(_faces(rows).limit(limit)).all()


def count_incoming(actor: Actor) -> int:
    """Return how many dossiers wait for the secretary's check."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Proposal)
            .where(
                Proposal.receiving_id == actor.organisation_id, Proposal.status.in_(INCOMING)
            )
        )
        or 0
    )


def handed_in(round_id: int) -> int:
    """Return how many units have handed in for a round."""
    return (
        db.session.scalar(
            select(func.count(Proposal.proposing_id.distinct())).where(
                Proposal.round_id == round_id, Proposal.submitted_at.is_not(None)
            )
        )
        or 0
    )


def _due(proposal: Proposal) -> datetime | None:
    return proposal.round.due_at if proposal.round else None


def _mine(actor: Actor, row: Proposal, signed: bool) -> tuple[str, str, str] | None:
    """Return endpoint, verb and note of what the actor should do with the dossier, if anything."""
    here = actor.organisation_id
    if row.proposing_id == here and row.status is P.DRAFT and actor.has("officer"):
        if signed:
            return "proposals.submit", _("Nộp hồ sơ"), _("Thủ trưởng đã ký nội bộ.")
        return "proposals.nominations", _("Tiếp tục"), ""
    if row.proposing_id == here and row.status is P.RETURNED and actor.has("officer"):
        return "proposals.points", _("Sửa và trả lời"), _("Thư ký trả lại để bổ sung.")
    waits = row.proposing_id == here and row.status in (P.DRAFT, P.RETURNED) and not signed
    if waits and actor.has("unit_head"):
        return "proposals.signing", _("Đọc và ký"), _("Hồ sơ chờ ký nội bộ trước khi nộp.")
    if row.receiving_id == here and row.status in INCOMING and actor.has("secretary"):
        verb = _("Kiểm tra") if row.status is P.SUBMITTED else _("Kiểm tra tiếp")
        return "proposals.check", verb, row.proposing.short_name
    return None


def tasks_for(actor: Actor) -> list[Task]:
    """Return the dossiers that wait for the actor, then those they wait for elsewhere."""
    here = actor.organisation_id
    if here is None:
        return []
    unit = {"officer", "unit_head"} & actor.roles
    wanted = []
    if unit:
        states = (P.DRAFT, P.RETURNED, *UNDER_WAY)
        wanted.append(and_(Proposal.proposing_id == here, Proposal.status.in_(states)))
    if actor.has("secretary"):
        wanted.append(and_(Proposal.receiving_id == here, Proposal.status.in_(INCOMING)))
    if not wanted:
        return []
    rows = select(Proposal).where(or_(*wanted))
    order = (Proposal.status.in_(UNDER_WAY), Proposal.id.desc())
    found = db.session.scalars(_faces(rows).order_by(*order).limit(TASKS)).all()
    signed = set(
        db.session.scalars(
            select(SignOff.proposal_id).where(
                SignOff.proposal_id.in_([row.id for row in found]), SignOff.voided_at.is_(None)
            )
        )
    )
    return [_task(actor, row, row.id in signed) for row in found]


def _task(actor: Actor, row: Proposal, signed: bool) -> Task:
    mine = _mine(actor, row, signed)
    values = {"public_id": row.public_id}
    if mine is None:
        note = _("%(place)s đang giữ", place=row.receiving.short_name)
        if row.status in (P.DRAFT, P.RETURNED):
            note = _("Đơn vị đang soạn")
        return Task(row.title, "proposals.detail", values, "proposal", row.status.value, note=note)
    endpoint, verb, note = mine
    return Task(
        row.title, endpoint, values, "proposal", row.status.value, verb=verb, note=note,
        due_at=_due(row),
    )  # fmt: skip
