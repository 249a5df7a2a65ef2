"""Read dossiers as one may see them, their nominations, and what waits for whom."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.models import AwardVersion
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.proposals.models import (
    ChecklistTick,
    Nomination,
    Proposal,
    ProposalRevision,
    ReviewPoint,
    SignOff,
    UnitMeeting,
)
from workflow.proposals.states import NominationStatus, ProposalStatus

PROPOSING_ROLES = frozenset({"officer", "unit_head", "secretary", "head", "clerk", "archivist"})
RECEIVING_ROLES = frozenset({"secretary", "head", "clerk", "archivist"})
TASKS = 20
WRITTEN = (ProposalStatus.DRAFT, ProposalStatus.RETURNED)
INCOMING = (ProposalStatus.SUBMITTED, ProposalStatus.CHECKING)
IN_COUNCIL = (ProposalStatus.COUNCIL_REVIEW, ProposalStatus.SUBMITTED_UPWARD)
UNDER_WAY = INCOMING + IN_COUNCIL

ViewerRule = Callable[[Actor], Select[int]]
_viewer_rules: list[ViewerRule] = []


def register_viewer(rule: ViewerRule) -> None:
    """Let a higher domain open dossiers to its people: `rule` selects the proposals' ids."""
    if rule not in _viewer_rules:
        _viewer_rules.append(rule)


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = [false()]
    here = actor.organisation_id
    if here is not None and not actor.roles.isdisjoint(PROPOSING_ROLES):
        ways.append(Proposal.proposing_id == here)
    if here is not None and not actor.roles.isdisjoint(RECEIVING_ROLES):
        ways.append((Proposal.receiving_id == here) & Proposal.submitted_at.is_not(None))
    ways += [Proposal.id.in_(rule(actor)) for rule in _viewer_rules]
    return or_(*ways)


def visible_to(actor: Actor) -> Select[Proposal]:
    """Select what the actor may see: their unit's dossiers, and those handed to their office."""
    return select(Proposal).where(_seen_by(actor))


def visible_ids(actor: Actor, proposal_ids: Collection[int]) -> set[int]:
    """Return which of these dossiers the actor may see."""
    if not proposal_ids:
        return set()
    seen = visible_to(actor).with_only_columns(Proposal.id)
    return set(db.session.scalars(seen.where(Proposal.id.in_(sorted(proposal_ids)))))


def _one(statement: Select[Proposal]) -> Proposal:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy hồ sơ này, hoặc hồ sơ không dành cho bạn."))
    return found


def get_visible(public_id: str, actor: Actor) -> Proposal:
    """Return the dossier with its organisations and round, for showing."""
    return _one(
        visible_to(actor)
        .where(Proposal.public_id == public_id)
        .options(
            joinedload(Proposal.proposing),
            joinedload(Proposal.receiving),
            joinedload(Proposal.round),
        )
    )


def find_visible(public_id: str, actor: Actor) -> Proposal | None:
    """Return the dossier if there is one the actor may see, for a link back to it."""
    if not public_id:
        return None
    return db.session.scalars(
        visible_to(actor).where(Proposal.public_id == public_id)
    ).one_or_none()


def get_for_change(public_id: str, actor: Actor) -> Proposal:
    """Return the dossier as stored now, its row locked until the transaction ends."""
    return _one(
        visible_to(actor)
        .where(Proposal.public_id == public_id)
        .with_for_update(of=Proposal)
        .execution_options(populate_existing=True)
    )


def lock(proposal_id: int) -> Proposal:
    """Return the dossier with its row locked, for acts the rules take by themselves."""
    return db.session.get_one(Proposal, proposal_id, with_for_update=True, populate_existing=True)


def lock_nomination(nomination_id: int) -> Nomination:
    """Return the nomination with its row locked; its dossier is locked first, by the caller."""
    return db.session.get_one(
        Nomination, nomination_id, with_for_update=True, populate_existing=True
    )


def _with_faces(statement: Select[Nomination]) -> Select[Nomination]:
    return statement.options(
        joinedload(Nomination.recipient),
        joinedload(Nomination.award_version).joinedload(AwardVersion.award),
    )


def nominations_of(proposal_id: int) -> Sequence[Nomination]:
    """Return the rows of the dossier in their order, with recipient and award."""
    return nominations_of_many([proposal_id])[proposal_id]


def nominations_of_many(proposal_ids: Collection[int]) -> dict[int, list[Nomination]]:
    """Return the same of several dossiers in one query; of one without rows, none."""
    found: dict[int, list[Nomination]] = {one: [] for one in proposal_ids}
    rows = select(Nomination).where(Nomination.proposal_id.in_(sorted(found)))
    for row in db.session.scalars(_with_faces(rows).order_by(Nomination.position, Nomination.id)):
        found[row.proposal_id].append(row)
    return found


def get_nomination(proposal_id: int, public_id: str) -> Nomination:
    """Return one row of a dossier the actor was already found to see."""
    rows = select(Nomination).where(
        Nomination.proposal_id == proposal_id, Nomination.public_id == public_id
    )
    found = db.session.scalars(_with_faces(rows)).one_or_none()
    if found is None:
        raise NotVisible(_("Dòng đề nghị này không còn trong hồ sơ. Hãy xem lại danh sách."))
    return found


def _in_hand(organisation_id: int, status: NominationStatus) -> Sequence[Nomination]:
    rows = (
        select(Nomination)
        .join(Proposal)
        .where(
            Proposal.receiving_id == organisation_id,
            Proposal.status.in_(IN_COUNCIL),
            Nomination.status == status,
        )
        .options(joinedload(Nomination.proposal).joinedload(Proposal.proposing))
        .order_by(Nomination.proposal_id, Nomination.position, Nomination.id)
    )
    return db.session.scalars(_with_faces(rows)).all()


def ready_for_agenda(organisation_id: int) -> Sequence[Nomination]:
    """Return what was accepted here and is on no agenda yet."""
    return _in_hand(organisation_id, NominationStatus.PROPOSED)


def versions_ready_for_agenda(organisation_id: int) -> Sequence[AwardVersion]:
    """Return the rules of the awards that wait for an agenda, each once."""
    waiting = (
        select(Nomination.award_version_id)
        .join(Proposal)
        .where(
            Proposal.receiving_id == organisation_id, Proposal.status.in_(IN_COUNCIL),
            Nomination.status == NominationStatus.PROPOSED,
        )
    )  # fmt: skip
    return db.session.scalars(select(AwardVersion).where(AwardVersion.id.in_(waiting))).all()


def passed_undecided(organisation_id: int) -> Sequence[Nomination]:
    """Return what passed here and is neither decided nor sent up."""
    return _in_hand(organisation_id, NominationStatus.PASSED)


def find_meeting(proposal_id: int) -> UnitMeeting | None:
    return db.session.scalars(
        select(UnitMeeting).where(UnitMeeting.proposal_id == proposal_id)
    ).one_or_none()


def find_sign_off(proposal_id: int) -> SignOff | None:
    """Return the sign-off that still holds, if there is one."""
    return db.session.scalars(
        select(SignOff)
        .options(joinedload(SignOff.user))
        .where(SignOff.proposal_id == proposal_id, SignOff.voided_at.is_(None))
        .order_by(SignOff.id.desc())
        .limit(1)
    ).one_or_none()


def find_revision(proposal_id: int) -> ProposalRevision | None:
    """Return the latest revision, or None before the first submission."""
    return db.session.scalars(
        select(ProposalRevision)
        .where(ProposalRevision.proposal_id == proposal_id)
        .order_by(ProposalRevision.number.desc())
        .limit(1)
    ).one_or_none()


def points_of(proposal_id: int, *, sent: bool | None = None) -> Sequence[ReviewPoint]:
    """Return the points of every revision, oldest first; `sent` tells collected from returned."""
    rows = (
        select(ReviewPoint)
        .join(ProposalRevision, ProposalRevision.id == ReviewPoint.revision_id)
        .options(joinedload(ReviewPoint.nomination).joinedload(Nomination.recipient))
        .where(ProposalRevision.proposal_id == proposal_id)
        .order_by(ReviewPoint.id)
    )
    if sent is not None:
        rows = rows.where(ReviewPoint.sent.is_(sent))
    return db.session.scalars(rows).all()


def ticks_of(proposal_id: int) -> dict[int, frozenset[str]]:
    """Return what the secretary has seen to be there, by nomination."""
    rows = db.session.execute(
        select(ChecklistTick.nomination_id, ChecklistTick.item)
        .join(Nomination, Nomination.id == ChecklistTick.nomination_id)
        .where(Nomination.proposal_id == proposal_id)
    )
    found: dict[int, set[str]] = {}
    for nomination_id, item in rows:
        found.setdefault(nomination_id, set()).add(item)
    return {key: frozenset(items) for key, items in found.items()}


def count_nominations(proposal_ids: Sequence[int]) -> dict[int, int]:
    """Return how many rows each dossier has, in one query."""
    rows = db.session.execute(
        select(Nomination.proposal_id, func.count())
        .where(Nomination.proposal_id.in_(proposal_ids))
        .group_by(Nomination.proposal_id)
    )
    return dict(rows.all())


def is_nominee(user_id: int | None, proposal_id: int) -> bool:
    """Return whether the dossier asks for an award for this very person (promise P13)."""
    if user_id is None:
        return False
    rows = (
        select(Nomination.id)
        .where(
            Nomination.proposal_id == proposal_id,
            Nomination.status != NominationStatus.WITHDRAWN,
            Nomination.recipient.has(user_id=user_id),
        )
        .limit(1)
    )
    return db.session.scalar(rows) is not None


def award_text(nomination: Nomination) -> str:
    """Return the award's name as it was written down when the dossier was handed in."""
    frozen: dict[str, Any] = nomination.frozen or {}
    return frozen.get("award") or nomination.award_version.name


def name_text(nomination: Nomination) -> str:
    """Return the recipient's name as frozen at submission, or as it is now in a draft."""
    frozen: dict[str, Any] = nomination.frozen or {}
    return frozen.get("name") or nomination.recipient.name


# Work


def _due(proposal: Proposal) -> datetime | None:
    return proposal.round.due_at if proposal.round else None


def _mine(actor: Actor, row: Proposal, signed: bool) -> tuple[str, str, str] | None:
    """Return endpoint, verb and note of what the actor should do with the dossier, if anything."""
    here = actor.organisation_id
    writing = row.proposing_id == here and row.status in WRITTEN
    if writing and row.status is ProposalStatus.RETURNED and actor.has("officer"):
        return "proposals.points", _("Sửa và trả lời"), _("Thư ký trả lại để bổ sung.")
    if writing and signed and actor.has("officer"):
        return "proposals.submit", _("Nộp hồ sơ"), _("Thủ trưởng đã ký nội bộ.")
    if writing and actor.has("officer"):
        return "proposals.nominations", _("Tiếp tục"), ""
    if writing and not signed and actor.has("unit_head"):
        return "proposals.signing", _("Đọc và ký"), _("Hồ sơ chờ ký nội bộ trước khi nộp.")
    if row.receiving_id == here and row.status in INCOMING and actor.has("secretary"):
        verb = _("Kiểm tra") if row.status is ProposalStatus.SUBMITTED else _("Kiểm tra tiếp")
        return "proposals.check", verb, row.proposing.short_name
    return None


def _with_places(rows: Select[Proposal]) -> Select[Proposal]:
    return rows.options(
        joinedload(Proposal.proposing), joinedload(Proposal.receiving), joinedload(Proposal.round)
    )


def tasks_for(actor: Actor) -> list[Task]:
    """Return the dossiers that wait for the actor, then those they wait for elsewhere."""
    here = actor.organisation_id
    if here is None:
        return []
    unit = {"officer", "unit_head"} & actor.roles
    wanted = []
    if unit:
        states = WRITTEN + UNDER_WAY
        wanted.append(and_(Proposal.proposing_id == here, Proposal.status.in_(states)))
    if actor.has("secretary"):
        wanted.append(and_(Proposal.receiving_id == here, Proposal.status.in_(INCOMING)))
    if not wanted:
        return []
    rows = select(Proposal).where(or_(*wanted))
    order = (Proposal.status.in_(UNDER_WAY), Proposal.id.desc())
    found = db.session.scalars(_with_places(rows).order_by(*order).limit(TASKS)).all()
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
        if row.status in WRITTEN:
            note = _("Đơn vị đang soạn")
        return Task(row.title, "proposals.detail", values, "proposal", row.status.value, note=note)
    endpoint, verb, note = mine
    return Task(
        row.title, endpoint, values, "proposal", row.status.value, verb=verb, note=note,
        due_at=_due(row),
    )  # fmt: skip
