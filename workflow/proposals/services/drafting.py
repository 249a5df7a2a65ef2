"""Open a dossier, mend its general part, and keep state secrets out."""

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db, new_public_id
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import normalise, one_line
from workflow.emulation.models import Round
from workflow.proposals.codes import give_code
from workflow.proposals.discarding import erase
from workflow.proposals.editing import changed, open_for_edit, refuse_stale
from workflow.proposals.models import Proposal
from workflow.proposals.rounds import rounds_open_to
from workflow.proposals.states import ProposalStatus


def open_dossier(round_public_id: str, *, title: str, summary: str = "", actor: Actor) -> Proposal:
    """Open the unit's dossier in a round. It takes its code (HS-…) at once."""
    here = actor.organisation_id
    if here is None or actor.user_id is None or not actor.has("officer"):
        raise NotAllowed(_("Chỉ cán bộ thi đua của đơn vị được lập hồ sơ."))
    found = {one.public_id: one for one in rounds_open_to(here)}.get(round_public_id)
    if found is None:
        raise BadInput(_("Hãy chọn một đợt đang nhận hồ sơ."), field="round")
    if not one_line(title):
        raise BadInput(_("Hãy ghi tên hồ sơ."), field="title")
    public_id = new_public_id()
    proposal = Proposal(
        public_id=public_id, code=public_id, proposing_id=here,
        receiving_id=found.organisation_id, round_id=found.id, title=one_line(title),
        summary=normalise(summary), created_by_id=actor.user_id, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    audit.record("proposal.open", stream=("proposal", proposal.id), actor=actor)
    give_code(proposal)
    db.session.flush()
    return proposal


def edit_dossier(
    public_id: str, *, title: str, summary: str, version: int, actor: Actor
) -> Proposal:
    """Mend the title and the general part."""
    proposal = open_for_edit(public_id, actor)
    title, summary = one_line(title), normalise(summary)
    pairs = [
        (_("Tên hồ sơ"), title, proposal.title),
        (_("Tình hình, thành tích chung"), summary, proposal.summary),
    ]
    refuse_stale(_("thông tin chung"), proposal.version, version, pairs)
    if not title:
        raise BadInput(_("Hãy ghi tên hồ sơ."), field="title")
    proposal.title, proposal.summary = title, summary
    changed(proposal, "edit", actor=actor, part="general")
    return proposal


def discard_secret(public_id: str, *, actor: Actor) -> None:
    """Delete a draft that turned out to hold state secrets, whole; nothing of it is kept.

    The journal says who did it and when, and none of the content.
    """
    proposal = open_for_edit(public_id, actor)
    if proposal.status is not ProposalStatus.DRAFT or proposal.submitted_at is not None:
        raise InvalidStep(
            _(
                "Hồ sơ đã được gửi đi nên không tự xóa được. Ngừng nhập và báo ngay thư ký "
                "Hội đồng và bộ phận bảo vệ bí mật nhà nước của cơ quan."
            )
        )
    proposal_id = proposal.id
    erase(proposal)
    audit.record("proposal.discard_secret", stream=("proposal", proposal_id), actor=actor)


def dossier_title(award_round: Round) -> str:
    """Return the title offered for a new dossier of the round."""
    return f"Hồ sơ đề nghị khen thưởng năm {award_round.year}"
