"""A person insists on a row the rules refuse, with one sentence of reason, or takes it back."""

from typing import Any

from workflow.awards.eligibility.verdicts import Verdict
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.events import emit
from workflow.core.i18n import _, on_paper
from workflow.core.text import one_line
from workflow.proposals.editing import EDITABLE, changed, refuse_stale
from workflow.proposals.eligibility.assessing import Assessment, assess_now
from workflow.proposals.eligibility.overrides import SECRETARY, UNIT_HEAD
from workflow.proposals.events import VerdictOverridden
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.policies import head_of_proposer, may_override, secretary_of
from workflow.proposals.queries import (
    get_for_change,
    get_nomination,
    is_nominee,
    lock_nomination,
    nominations_of,
)
from workflow.proposals.services.review import IN_HAND
from workflow.proposals.states import NominationStatus, ProposalStatus

_BEFORE_VOTE = frozenset({NominationStatus.PROPOSED, NominationStatus.ON_AGENDA})


def role_in(actor: Actor, proposal: Proposal, row: Nomination) -> str | None:
    """Return in which role the actor may insist on the row where the dossier lies now, if any."""
    if proposal.status in EDITABLE:
        return UNIT_HEAD if head_of_proposer(actor, proposal) else None
    in_council = proposal.status is ProposalStatus.COUNCIL_REVIEW and row.status in _BEFORE_VOTE
    if proposal.status in IN_HAND or in_council:
        return SECRETARY if secretary_of(actor, proposal) else None
    return None


def is_own(actor: Actor, row: Nomination) -> bool:
    """Tell whether the row is about the actor."""
    return row.recipient.user_id is not None and row.recipient.user_id == actor.user_id


def _refuse_own(actor: Actor, proposal: Proposal, row: Nomination, role: str) -> None:
    """Nobody insists on their own award; a secretary with one in the dossier not at all (P13)."""
    if is_own(actor, row) or (role == SECRETARY and is_nominee(actor.user_id, proposal.id)):
        raise NotAllowed(
            _("Bạn được đề nghị khen thưởng ở đây nên không tự đề nghị xét; hãy để người khác.")
        )


def _refuse_closed(answer: Assessment, role: str) -> None:
    """Say why nobody, or not this person, may insist on the row."""
    if answer.is_open_to(role):
        return
    if answer.is_refused_by_guard:
        raise InvalidStep(
            _("Không ai được đề nghị xét trường hợp này: %(reason)s.", reason=answer.heading)
        )
    if answer.verdict is Verdict.NOT_ELIGIBLE:
        raise InvalidStep(
            _("Quy định của hình thức này không để đơn vị xem xét thêm. Bổ sung dữ liệu, đổi hình "
              "thức, hoặc bỏ dòng này.")
        )  # fmt: skip
    raise InvalidStep(_("Dòng này không còn cần đề nghị xét. Hãy tải lại trang."))


def _opened(public_id: str, nomination_public_id: str, actor: Actor) -> tuple[
    Proposal, Nomination, str
]:  # fmt: skip
    """Return dossier and row locked, and the role the actor insists in: status, then right."""
    proposal = get_for_change(public_id, actor)
    row = lock_nomination(get_nomination(proposal.id, nomination_public_id).id)
    role = role_in(actor, proposal, row)
    if role is None and not may_override(actor, proposal):
        raise NotAllowed(
            _("Chỉ thủ trưởng đơn vị, trước khi nộp, hoặc thư ký nơi nhận, trước khi bỏ phiếu, "
              "được đề nghị xét một trường hợp chưa đủ điều kiện.")
        )  # fmt: skip
    if role is None:
        raise InvalidStep(_("Hồ sơ không ở bước cho phép đề nghị xét. Hãy tải lại trang."))
    _refuse_own(actor, proposal, row, role)
    return proposal, row, role


def _written(answer: Assessment, reason: str, role: str, actor: Actor) -> dict[str, Any]:
    version = answer.version
    with on_paper():
        heading = answer.heading
    return {
        "by": actor.user_id, "name": actor.name, "role": role, "at": clock.now().isoformat(),
        "reason": reason, "verdict": answer.verdict.value, "heading": heading,
        "version": version.id if version else None,
        "rule": version.prerequisite if version else "", "digest": answer.digest,
    }  # fmt: skip


def override_verdict(
    public_id: str, nomination_public_id: str, reason: str, *, seen: str, version: int,
    actor: Actor,
) -> Nomination:  # fmt: skip
    """Insist that the row be considered; `seen` is the digest of what was read of it."""
    proposal, row, role = _opened(public_id, nomination_public_id, actor)
    reason = one_line(reason)
    what = _("đề nghị xét cho %(name)s", name=row.recipient.name)
    stored = (row.override or {}).get("reason", "")
    refuse_stale(what, row.version, version, [(_("Lý do đề nghị xét"), reason, stored)])
    answer = assess_now(proposal, nominations_of(proposal.id))[row.id]
    _refuse_closed(answer, role)
    if seen != answer.digest:
        raise InvalidStep(
            _("Dữ liệu vừa thay đổi sau khi bạn mở trang. Hãy đọc lại vì sao chưa đủ điều kiện.")
        )
    if not reason:
        raise BadInput(_("Hãy ghi một câu lý do."), field="reason")
    row.override = _written(answer, reason, role, actor)
    _record(proposal, row, "override", role, actor, verdict=answer.verdict.value,
            version=row.override["version"])  # fmt: skip
    return row


def take_override_back(
    public_id: str, nomination_public_id: str, *, version: int, actor: Actor
) -> Nomination:
    """Insist no longer."""
    proposal, row, role = _opened(public_id, nomination_public_id, actor)
    what = _("đề nghị xét cho %(name)s", name=row.recipient.name)
    stored = (row.override or {}).get("reason", "")
    refuse_stale(what, row.version, version, [(_("Lý do đề nghị xét"), "", stored)])
    if row.override is not None:
        row.override = None
        _record(proposal, row, "take_override_back", role, actor)
    return row


def _record(
    proposal: Proposal, row: Nomination, act: str, role: str, actor: Actor, **detail: Any
) -> None:
    """A draft's journal tells no content: it may vanish. The sign-off of what was read is void."""
    if role == UNIT_HEAD:
        changed(proposal, act, actor=actor, row=row.position, **detail)
    else:
        told = {"reason": row.override["reason"]} if row.override else {}
        audit.record(
            f"proposal.{act}", stream=("proposal", proposal.id), actor=actor,
            subject=("nomination", row.id), detail={"row": row.position} | detail | told,
        )  # fmt: skip
    emit(VerdictOverridden(actor, row.id))
