"""Have certificates drawn whose job failed for good; numbers and drawn ones stay as they are."""

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.errors import NotAllowed
from workflow.core.i18n import _
from workflow.decisions.models import Decision
from workflow.decisions.policies import at_desk
from workflow.decisions.queries import certificates_of, get_for_change
from workflow.documents.generation import try_again
from workflow.documents.queries import undrawn_of


def draw_certificates_again(public_id: str, *, actor: Actor) -> Decision:
    """Give each certificate that is not there yet another chance, as it was wished for."""
    decision = get_for_change(public_id, actor)
    if not at_desk(actor, decision):
        raise NotAllowed(_("Chỉ thư ký hoặc văn thư của cơ quan dựng lại được giấy khen."))
    waiting = undrawn_of("certificate", [one.id for one in certificates_of(decision.id)])
    for drawing in waiting:
        try_again(drawing)
    if waiting:
        audit.record(
            "decision.draw_certificates", stream=("paper", decision.paper_id), actor=actor,
            detail={"count": len(waiting)},
        )  # fmt: skip
    return decision
