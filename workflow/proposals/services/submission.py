"""The unit head signs off, the officer hands in, answers points, or takes the dossier back."""

from collections.abc import Mapping, Sequence

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.events import emit
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.proposals.editing import EDITABLE, open_for_edit
from workflow.proposals.eligibility.assessing import Assessment, assess
from workflow.proposals.events import NominationWithdrawn
from workflow.proposals.models import Nomination, Proposal, ReviewPoint, SignOff
from workflow.proposals.policies import head_of_proposer
from workflow.proposals.preflight import Missing, missing, missing_content
from workflow.proposals.printouts import gather
from workflow.proposals.queries import find_revision, get_for_change, nominations_of, points_of
from workflow.proposals.snapshots import content_digest, freeze, void_sign_off
from workflow.proposals.states import OPEN_NOMINATIONS, ProposalStatus
from workflow.proposals.steps import nomination_lifecycle, proposal_lifecycle


def _refuse_ineligible(rows: Sequence[Nomination], answers: Mapping[int, Assessment]) -> None:
    """Name every row that may not leave, so that all are mended at once."""
    named = [
        _("dòng %(n)s, %(name)s (%(reason)s)", n=number, name=row.recipient.name,
          reason=answers[row.id].heading)
        for number, row in enumerate(rows, start=1)
        if answers[row.id].blocks
    ]  # fmt: skip
    if named:
        raise Incomplete(
            _("Chưa nộp được vì chưa đủ điều kiện: %(rows)s. Hãy sửa hoặc bỏ những dòng này ở "
              "bước 2, rồi nộp lại.", rows="; ".join(named))
        )  # fmt: skip


def _sentence(found: list[Missing]) -> str:
    if len(found) == 1:
        return found[0].text
    return _("%(first)s Còn %(n)s điểm nữa.", first=found[0].text, n=len(found) - 1)


def sign_off(public_id: str, *, seen: str, actor: Actor) -> SignOff:
    """Sign the dossier off before it leaves; `seen` is the digest of what the head read."""
    proposal = get_for_change(public_id, actor)
    if proposal.status not in EDITABLE:
        raise InvalidStep(_("Hồ sơ đã rời đơn vị nên không ký nội bộ được nữa."))
    if not head_of_proposer(actor, proposal) or actor.user_id is None:
        raise NotAllowed(_("Chỉ thủ trưởng đơn vị được ký nội bộ hồ sơ này."))
    source = gather(proposal)
    found = missing_content(proposal, source)
    if found:
        raise Incomplete(_sentence(found))
    digest = content_digest(proposal, source)
    if seen != digest:
        raise InvalidStep(
            _("Hồ sơ vừa được sửa sau khi bạn mở trang. Hãy đọc lại nội dung mới rồi ký.")
        )
    void_sign_off(proposal)
    signed = SignOff(
        proposal_id=proposal.id, user_id=actor.user_id, at=clock.now(), content_digest=digest
    )
    db.session.add(signed)
    audit.record(
        "proposal.sign_off", stream=("proposal", proposal.id), actor=actor,
        detail={"digest": digest},
    )  # fmt: skip
    return signed


def submit(public_id: str, *, late_reason: str = "", actor: Actor) -> Proposal:
    """Hand the dossier in: a new revision is kept whole, names are frozen on every row.

    After the round's due moment a reason is required.
    """
    proposal = get_for_change(public_id, actor)
    with proposal_lifecycle.step(proposal, "submit", actor=actor) as detail:
        source = gather(proposal)
        answers = assess(proposal, source.rows)
        _refuse_ineligible(source.rows, answers)
        found = missing(proposal, source, answers=answers)
        if found:
            raise Incomplete(_sentence(found))
        late = proposal.round is not None and clock.now() > proposal.round.due_at
        if late and not proposal.submitted_at:
            reason = normalise(late_reason)
            if not reason:
                raise BadInput(_("Đã quá hạn nộp. Hãy ghi lý do để thư ký xét nhận."),
                               field="late_reason")  # fmt: skip
            proposal.late_reason = reason
        revision = freeze(proposal, source, answers, actor=actor)
        proposal.submitted_at = clock.now()
        detail |= {"revision": revision.number, "late": bool(late), "digest": revision.digest}
    return proposal


def withdraw(public_id: str, reason: str, *, actor: Actor) -> Proposal:
    """Take the whole dossier back; every open row goes with it. Needs a reason."""
    proposal = get_for_change(public_id, actor)
    with proposal_lifecycle.step(proposal, "withdraw", actor=actor, reason=normalise(reason)):
        if not normalise(reason):
            raise BadInput(_("Hãy ghi lý do rút hồ sơ."), field="reason")
        for row in nominations_of(proposal.id):
            if row.status in OPEN_NOMINATIONS:
                with nomination_lifecycle.step(
                    row, "withdraw", actor=actor, stream=("proposal", proposal.id)
                ):
                    row.outcome_reason = normalise(reason)
                emit(NominationWithdrawn(actor, row.id))
    return proposal


def answer_point(public_id: str, point_id: int, answer: str, *, actor: Actor) -> ReviewPoint:
    """Answer one point that came back."""
    proposal = open_for_edit(public_id, actor)
    if proposal.status is not ProposalStatus.RETURNED:
        raise InvalidStep(_("Hồ sơ không ở trạng thái trả lại nên không có điểm cần trả lời."))
    sent = points_of(proposal.id, sent=True)
    point = next((one for one in sent if one.id == point_id), None)
    if point is None:
        raise NotVisible(_("Không tìm thấy điểm này trong hồ sơ."))
    revision = find_revision(proposal.id)
    if revision is None or point.revision_id != revision.id:
        raise InvalidStep(_("Điểm này thuộc lần trả lại trước và đã được nộp lại."))
    answer = normalise(answer)
    if not answer:
        raise BadInput(_("Hãy ghi đã sửa thế nào."), field=f"answer_{point_id}")
    point.answer, point.resolved_at = answer, clock.now()
    audit.record(
        "proposal.answer_point", stream=("proposal", proposal.id), actor=actor,
        detail={"point": point.id},
    )  # fmt: skip
    return point
