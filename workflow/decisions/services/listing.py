"""Change the list of a draft: add, take out, move, arrange. Each change voids the checks."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm.attributes import flag_modified

from workflow.awards.wording import form_name
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.decisions import printouts
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.policies import drafter_of
from workflow.decisions.queries import find_item, get_for_change, items_of
from workflow.decisions.services.drafting import gather, item_of
from workflow.decisions.services.drawing import in_groups, redraw, renumber, void_checks
from workflow.documents.states import PaperStatus


def open_draft(public_id: str, actor: Actor) -> Decision:
    """Return the locked decision if its words and list may still be changed by the actor."""
    decision = get_for_change(public_id, actor)
    if decision.paper.status is not PaperStatus.DRAFT:
        raise InvalidStep(
            _(
                "Quyết định đã qua bước soạn nên không sửa được nữa. "
                "Muốn sửa, hãy đưa về bản thảo trước."
            )
        )
    if not drafter_of(actor, decision):
        raise NotAllowed(_("Chỉ thư ký của cơ quan quyết định mới sửa được dự thảo."))
    return decision


def changed(decision: Decision, act: str, *, actor: Actor, **detail: object) -> None:
    """Draw the changed draft anew, void its checks and write the journal line."""
    void_checks(decision)
    flag_modified(decision, "subject")  # a change of the list alone raises the version too
    db.session.flush()
    redraw(decision, actor=actor)
    audit.record(
        f"decision.{act}", stream=("paper", decision.paper_id), actor=actor,
        subject=("decision", decision.id), detail=dict(detail),
    )  # fmt: skip


def add_items(public_id: str, nomination_ids: Sequence[int], *, actor: Actor) -> Decision:
    """Put further nominations into a draft, at the end of their group."""
    decision = open_draft(public_id, actor)
    nominations = gather(nomination_ids, decision.organisation, actor)
    if any(form_name(n.award_version) != decision.award_name for n in nominations):
        raise BadInput(_("Dự thảo này tặng %(award)s. Hãy chọn đề nghị cùng hình thức.",
                         award=decision.award_name), field="nominations")  # fmt: skip
    before = items_of(decision.id)
    kind = printouts.conferring(decision, before).kind
    if any(n.award_version.award.kind is not kind for n in nominations):
        raise BadInput(_("Danh hiệu thi đua và hình thức khen thưởng là hai quyết định khác nhau. "
                         "Hãy chọn các đề nghị cùng loại."), field="nominations")  # fmt: skip
    items = [item_of(nomination) for nomination in nominations]
    for item in items:
        item.decision_id = decision.id
    db.session.add_all(items)
    renumber(in_groups([*before, *items]))
    changed(decision, "add", actor=actor, names=[item.name for item in items])
    return decision


def remove_item(public_id: str, item_id: str, *, actor: Actor) -> Decision:
    """Take a line out of a draft; its nomination waits for another decision."""
    decision = open_draft(public_id, actor)
    item = find_item(decision.id, item_id)
    rest = [other for other in items_of(decision.id) if other is not item]
    if not rest:
        raise InvalidStep(_("Quyết định phải còn ít nhất một tập thể hoặc cá nhân."))
    name = item.name
    db.session.delete(item)
    db.session.flush()
    renumber(rest)
    changed(decision, "remove", actor=actor, name=name)
    return decision


def move_item(public_id: str, item_id: str, *, up: bool, actor: Actor) -> Decision:
    """Move a line one place up or down among its own kind."""
    decision = open_draft(public_id, actor)
    item = find_item(decision.id, item_id)
    items = list(items_of(decision.id))
    here = items.index(item)
    there = here - 1 if up else here + 1
    if there in range(len(items)) and items[there].kind is item.kind:
        items[here], items[there] = items[there], items[here]
        renumber(items)
        changed(decision, "move", actor=actor, name=item.name, up=up)
    return decision


def arrange(public_id: str, key: Callable[[DecisionItem], object], *, actor: Actor) -> Decision:
    """Put the whole list in one order, each kind by itself."""
    decision = open_draft(public_id, actor)
    items = sorted(items_of(decision.id), key=key)  # type: ignore[arg-type]
    renumber(in_groups(items))
    changed(decision, "arrange", actor=actor)
    return decision
