"""The secretary checks what came in: ticks, points on named rows, sending back, accepting."""

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.proposals.models import ChecklistTick, Proposal, ReviewPoint
from workflow.proposals.policies import secretary_of
from workflow.proposals.queries import (
    find_revision,
    get_for_change,
    get_nomination,
    is_nominee,
    points_of,
    ticks_of,
)
from workflow.proposals.required import checklist_of
from workflow.proposals.states import ProposalStatus
from workflow.proposals.steps import proposal_lifecycle

IN_HAND = frozenset({ProposalStatus.SUBMITTED, ProposalStatus.CHECKING})


def _refuse_own_award(proposal: Proposal, actor: Actor) -> None:
    """Nobody checks or accepts a dossier that asks for an award for themselves (P13)."""
    if is_nominee(actor.user_id, proposal.id):
        raise NotAllowed(
            _("Bạn được đề nghị khen thưởng trong hồ sơ này; hãy để một thư ký khác kiểm tra.")
        )


def _in_hand(public_id: str, actor: Actor) -> Proposal:
    """Return the dossier locked, if it is this secretary's to check."""
    proposal = get_for_change(public_id, actor)
    if proposal.status not in IN_HAND:
        raise InvalidStep(_("Hồ sơ không ở bước kiểm tra; hãy tải lại trang."))
    if not secretary_of(actor, proposal):
        raise NotAllowed(_("Chỉ thư ký của nơi nhận hồ sơ được kiểm tra."))
    _refuse_own_award(proposal, actor)
    return proposal


def start_check(public_id: str, *, actor: Actor) -> Proposal:
    """Begin the check; the clock of the receiving office counts from the first time."""
    proposal = get_for_change(public_id, actor)
    with proposal_lifecycle.step(proposal, "start_check", actor=actor):
        _refuse_own_award(proposal, actor)
        proposal.received_at = proposal.received_at or clock.now()
    return proposal


def tick(public_id: str, nomination_public_id: str, items: list[str], *, actor: Actor) -> None:
    """Record which lines of the award's checklist are there for one row."""
    proposal = _in_hand(public_id, actor)
    nomination = get_nomination(proposal.id, nomination_public_id)
    assert actor.user_id is not None  # noqa: S101  a secretary is a person
    wanted = set(items) & set(checklist_of(nomination))
    held = ticks_of(proposal.id).get(nomination.id, frozenset())
    for item in sorted(wanted - held):
        row = ChecklistTick(
            nomination_id=nomination.id, item=item, by_id=actor.user_id, at=clock.now()
        )
        db.session.add(row)
    if held - wanted:
        rows = db.session.query(ChecklistTick).filter_by(nomination_id=nomination.id)
        for row in rows.filter(ChecklistTick.item.in_(held - wanted)):
            db.session.delete(row)
    audit.record(
        "proposal.tick", stream=("proposal", proposal.id), actor=actor,
        subject=("nomination", nomination.id), detail={"seen": len(wanted)},
    )  # fmt: skip


def add_point(
    public_id: str, text: str, *, nomination_public_id: str = "", actor: Actor
) -> ReviewPoint:
    """Note a point to mend, on a named row or on the dossier as a whole."""
    proposal = _in_hand(public_id, actor)
    nomination = get_nomination(proposal.id, nomination_public_id) if nomination_public_id else None
    text = normalise(text)
    if not text:
        raise BadInput(_("Hãy ghi điểm cần sửa."), field="text")
    revision = find_revision(proposal.id)
    if revision is None or actor.user_id is None:
        raise InvalidStep(_("Hồ sơ chưa có bản nộp nào."))
    point = ReviewPoint(
        revision_id=revision.id, nomination_id=nomination.id if nomination else None,
        text=text, made_by_id=actor.user_id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(point)
    db.session.flush()
    audit.record(
        "proposal.add_point", stream=("proposal", proposal.id), actor=actor,
        detail={"point": point.id},
    )  # fmt: skip
    return point


def remove_point(public_id: str, point_id: int, *, actor: Actor) -> None:
    """Drop a point that was not sent yet."""
    proposal = _in_hand(public_id, actor)
    collected = points_of(proposal.id, sent=False)
    point = next((one for one in collected if one.id == point_id), None)
    if point is None:
        raise NotVisible(_("Điểm này không còn trong danh sách."))
    db.session.delete(point)
    audit.record(
        "proposal.remove_point", stream=("proposal", proposal.id), actor=actor,
        detail={"point": point_id},
    )  # fmt: skip


def send_back(public_id: str, *, actor: Actor) -> Proposal:
    """Send the dossier back with the collected points; the clock stops until it returns."""
    proposal = get_for_change(public_id, actor)
    with proposal_lifecycle.step(proposal, "send_back", actor=actor) as detail:
        _refuse_own_award(proposal, actor)
        points = points_of(proposal.id, sent=False)
        if not points:
            raise Incomplete(_("Ghi ít nhất một điểm cần sửa."))
        for point in points:
            point.sent = True
        detail["points"] = len(points)
    return proposal


def accept(public_id: str, *, actor: Actor) -> Proposal:
    """Take the dossier in; its rows may now be put on a session's agenda."""
    proposal = get_for_change(public_id, actor)
    with proposal_lifecycle.step(proposal, "accept", actor=actor):
        _refuse_own_award(proposal, actor)
        if points_of(proposal.id, sent=False):
            raise Incomplete(
                _("Còn điểm cần sửa chưa gửi. Hãy trả lại hồ sơ, hoặc bỏ các điểm rồi nhận.")
            )
    return proposal
