"""What the head does with a decision: sign, decline with a reason, strike a name with a reason."""

from workflow.core.actors import Actor
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.policies import signer_of
from workflow.decisions.queries import (
    decision_of_paper,
    find_item,
    get_for_change,
    items_of,
)
from workflow.decisions.services.checking import refuse_own_award, require_both_checks
from workflow.decisions.services.drawing import redraw, renumber, void_checks
from workflow.decisions.services.reading import compare
from workflow.decisions.steps import item_lifecycle
from workflow.documents.events import PaperToBeSigned
from workflow.documents.services import decline_paper, sign_paper
from workflow.documents.states import PaperStatus
from workflow.proposals import outcomes


def _before_the_head(public_id: str, actor: Actor) -> Decision:
    decision = get_for_change(public_id, actor)
    if decision.paper.status is not PaperStatus.OFFERED:
        raise InvalidStep(_("Quyết định không còn ở bước chờ ký. Hãy tải lại trang."))
    if not signer_of(actor, decision):
        raise NotAllowed(_("Chỉ người được trình ký mới làm được bước này."))
    return decision


def sign(public_id: str, digest: str, *, actor: Actor) -> Decision:
    """Sign the very copy that was read; `digest` is the one its page showed."""
    decision = _before_the_head(public_id, actor)
    compare(decision.paper_id, digest)
    sign_paper(decision.paper.public_id, actor=actor, seen=digest)
    return decision


def hear_to_be_signed(event: PaperToBeSigned) -> None:
    """Refuse a decision not looked at by both checkers, or one that rewards its own signer.

    However it is signed: here by a click, or digitally on the page of its paper.
    """
    decision = decision_of_paper(event.paper_id)
    if decision is not None:
        require_both_checks(decision)
        refuse_own_award(decision)


def decline(public_id: str, reason: str, *, actor: Actor) -> Decision:
    """Send the decision back to its drafter. Needs a reason; both checks start over."""
    decision = _before_the_head(public_id, actor)
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do không ký để người soạn biết cần sửa gì."), field="reason")
    decline_paper(decision.paper.public_id, reason, actor=actor)
    return decision


def strike(public_id: str, item_id: str, reason: str, *, actor: Actor) -> DecisionItem:
    """Strike a name before signing: the rest is renumbered, and checked and read anew.

    Both checks looked at another list, so they are void; the decision stays before its signer.
    """
    decision = _before_the_head(public_id, actor)
    item = find_item(decision.id, item_id)
    if item.status is not ItemStatus.PROPOSED:
        raise InvalidStep(_("Tên này không còn trong danh sách. Hãy tải lại trang."))
    rest = [other for other in items_of(decision.id) if other is not item]
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do đưa tên này ra khỏi quyết định."), field="reason")
    if not rest:
        raise InvalidStep(_("Chỉ còn một tên trong danh sách. Nếu không khen, hãy chọn không ký."))
    with item_lifecycle.step(
        item, "strike", actor=actor, stream=("paper", decision.paper_id),
        name=item.name, reason=reason,
    ):  # fmt: skip
        item.reason, item.ordinal = reason, 0
        # an award that stands already is revoked when the replacement is issued without it
        if item.nomination is not None and item.replaces_id is None:
            outcomes.strike(item.nomination, reason, actor=actor)
    void_checks(decision)
    renumber(rest)
    redraw(decision, actor=actor)
    return item
