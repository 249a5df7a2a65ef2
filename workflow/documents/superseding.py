"""What has left the house, and what may become of it: replaced by another paper, or revoked."""

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents import queries
from workflow.documents.models import Paper
from workflow.documents.states import OUT, Direction
from workflow.documents.steps import paper_lifecycle


def is_out(paper: Paper) -> bool:
    """Tell whether it is a paper of ours that was issued, whatever became of it since."""
    return paper.direction is Direction.OUTGOING and paper.status in OUT


def replace_paper(paper_id: int, by_id: int, *, actor: Actor) -> Paper:
    """Note that another issued paper takes this one's place; this one stays as it was."""
    paper = queries.lock(paper_id)
    with paper_lifecycle.step(paper, "replace", actor=actor.as_system(), by=by_id):
        paper.replaced_by_id = by_id
    return paper


def revoke_paper(paper_id: int, reason: str, *, actor: Actor) -> Paper:
    """Note that the issued paper is revoked, as the revoking decision says."""
    paper = queries.lock(paper_id)
    with paper_lifecycle.step(paper, "revoke", actor=actor.as_system(), reason=reason):
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do hủy bỏ."), field="reason")
    return paper
