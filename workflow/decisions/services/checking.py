"""The two checks of a draft, and putting it before the signer."""

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.decisions.briefing import services as briefing
from workflow.decisions.candidates import unsigned_behind
from workflow.decisions.models import Decision
from workflow.decisions.policies import (
    content_checker_of,
    drafter_of,
    form_checker_of,
    is_checked,
    own_award,
)
from workflow.decisions.prizes_shown import require_printed_money
from workflow.decisions.queries import (
    decision_of_paper,
    get_for_change,
    items_of,
    signers_of,
)
from workflow.decisions.services.drafting import signers_for
from workflow.decisions.services.drawing import void_checks
from workflow.decisions.services.reading import compare, read_copy
from workflow.documents.events import AnnexesChanged
from workflow.documents.services import check_paper, offer_paper, redraft_paper
from workflow.documents.states import PaperStatus
from workflow.recipients.holding import refuse_held


def _to_check(public_id: str, actor: Actor) -> Decision:
    """Return the locked draft; or the offered decision, whose list the head has changed since."""
    decision = get_for_change(public_id, actor)
    if decision.paper.status not in (PaperStatus.DRAFT, PaperStatus.OFFERED):
        raise InvalidStep(_("Quyết định đã qua bước kiểm tra. Hãy tải lại trang để xem bước tiếp."))
    return decision


def _recorded(decision: Decision, act: str, actor: Actor) -> None:
    audit.record(
        f"decision.{act}", stream=("paper", decision.paper_id), actor=actor,
        subject=("decision", decision.id), detail={"digest": read_copy(decision.paper_id).digest},
    )  # fmt: skip


def check_content(public_id: str, digest: str, *, actor: Actor) -> Decision:
    """Record that the secretary has compared names, awards and words with the dossiers."""
    decision = _to_check(public_id, actor)
    if decision.content_checked_at is not None:
        raise InvalidStep(_("Nội dung đã được kiểm tra. Hãy tải lại trang để xem bước tiếp."))
    if not content_checker_of(actor, decision):
        raise NotAllowed(_("Chỉ thư ký, và không phải người sẽ ký, mới kiểm tra nội dung."))
    compare(decision.paper_id, digest)
    require_printed_money(decision, items_of(decision.id))
    decision.content_checked_by_id, decision.content_checked_at = actor.user_id, clock.now()
    _recorded(decision, "check_content", actor)
    return decision


def check_form(public_id: str, digest: str, *, actor: Actor) -> Decision:
    """Record that the layout is as Decree 30/2020 asks; a secretary's check moves the paper on."""
    decision = _to_check(public_id, actor)
    if decision.content_checked_at is None:
        raise Incomplete(_("Thư ký kiểm tra nội dung trước, rồi mới kiểm tra thể thức."))
    if decision.form_checked_at is not None:
        raise InvalidStep(_("Thể thức đã được kiểm tra. Hãy tải lại trang để xem bước tiếp."))
    if not form_checker_of(actor, decision):
        raise NotAllowed(_why_not_form(decision, actor))
    compare(decision.paper_id, digest)
    decision.form_checked_by_id, decision.form_checked_at = actor.user_id, clock.now()
    _recorded(decision, "check_form", actor)
    if decision.paper.status is PaperStatus.DRAFT and drafter_of(actor, decision):
        check_paper(decision.paper.public_id, actor=actor)
    if decision.paper.status is PaperStatus.OFFERED:  # the list has changed before its signer
        briefing.request(decision, actor=actor)
    return decision


def _why_not_form(decision: Decision, actor: Actor) -> str:
    if actor.user_id == decision.content_checked_by_id:
        return _("Bạn đã kiểm tra nội dung nên không kiểm tra cả thể thức. Hãy nhờ văn thư hoặc "
                 "thư ký khác của cơ quan kiểm tra thể thức.")  # fmt: skip
    return _("Chỉ văn thư hoặc thư ký, không phải người sẽ ký, kiểm tra thể thức.")


def offer(public_id: str, *, actor: Actor, unsigned_known: bool = False) -> Decision:
    """Put the checked decision before its signer.

    An office that numbers before it signs stops at “checked” until the clerk holds a number.
    That the session's own papers still lack a signature has to be known to the secretary, and
    is written in the journal.
    """
    decision = get_for_change(public_id, actor)
    if not drafter_of(actor, decision):
        raise NotAllowed(_("Chỉ thư ký của cơ quan quyết định mới trình ký."))
    require_both_checks(decision)
    refuse_own_award(decision)
    refuse_inspected(decision)
    if decision.paper.status is PaperStatus.DRAFT:
        check_paper(decision.paper.public_id, actor=actor)
    if decision.organisation.numbers_first and decision.paper.number_entry_id is None:
        return decision
    _tell_unsigned(decision, known=unsigned_known, actor=actor)
    offer_paper(decision.paper.public_id, actor=actor)
    briefing.request(decision, actor=actor)
    return decision


def _tell_unsigned(decision: Decision, *, known: bool, actor: Actor) -> None:
    missing = unsigned_behind(items_of(decision.id))
    if not missing:
        return
    if not known:
        raise BadInput(
            _("Quyết định căn cứ vào phiên họp có văn bản chưa ký: %(papers)s. Hãy ký các văn bản "
              "này trước, hoặc đánh dấu xác nhận đã biết rồi trình ký lại.",
              papers=", ".join(record.name for record in missing)),
            field="unsigned_known",
        )  # fmt: skip
    audit.record(
        "decision.offer_before_minutes", stream=("paper", decision.paper_id), actor=actor,
        subject=("decision", decision.id),
        detail={"unsigned": [f"{one.session.public_id}:{one.purpose}" for one in missing]},
    )  # fmt: skip


def hear_annexes(event: AnnexesChanged) -> None:
    """An annex came or went: what was checked is no longer all that goes out."""
    decision = decision_of_paper(event.paper_id)
    if decision is not None:
        void_checks(decision)


def redraft(public_id: str, *, actor: Actor) -> Decision:
    """Take a checked decision back to its draft, to change it."""
    decision = get_for_change(public_id, actor)
    redraft_paper(decision.paper, actor=actor)
    void_checks(decision)
    return decision


def require_both_checks(decision: Decision) -> None:
    """Refuse what was not checked as it stands: a check belongs to the list it looked at."""
    if is_checked(decision):
        return
    if decision.paper.status is PaperStatus.OFFERED:
        raise Incomplete(
            _("Danh sách đã thay đổi sau khi kiểm tra. Thư ký kiểm tra lại nội dung, văn thư hoặc "
              "thư ký kiểm tra lại thể thức, rồi mới ký.")
        )  # fmt: skip
    raise Incomplete(_("Cần kiểm tra cả nội dung lẫn thể thức trước khi trình ký."))


def refuse_own_award(decision: Decision) -> None:
    """Refuse when a signer is among the rewarded, and say who may sign instead (P13)."""
    items = items_of(decision.id)
    for signer in signers_of(decision.paper_id):
        if own_award(signer.user_id, items):
            raise NotAllowed(_sentence(decision, signer.name))


def refuse_inspected(decision: Decision) -> None:
    """An inspection that began after the vote holds up the signature as it would the dossier."""
    refuse_held([one.recipient_id for one in items_of(decision.id) if one.recipient_id])


def _sentence(decision: Decision, name: str) -> str:
    items = items_of(decision.id)
    offered = [one.user for one in signers_for(decision.organisation)]
    others = [one.name for one in offered if not own_award(one.id, items)]
    refused = _(
        "%(name)s có tên trong danh sách khen thưởng nên không được ký quyết định này.", name=name
    )
    if others:
        way_out = _("Người ký được: %(names)s. Thư ký sửa người ký rồi trình lại.",
                    names=", ".join(others))  # fmt: skip
    else:
        way_out = _("Nhờ quản trị viên giao quyền ký cho một cấp phó, rồi thư ký sửa người ký.")
    return f"{refused} {way_out}"
