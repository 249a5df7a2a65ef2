"""What every change of a dossier's content shares: who, when, and that it voids the sign-off."""

from datetime import date
from typing import Any

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.errors import Difference, InvalidStep, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.policies import proposer_of
from workflow.proposals.queries import get_for_change, get_nomination, lock_nomination
from workflow.proposals.snapshots import void_sign_off
from workflow.proposals.states import ProposalStatus

EDITABLE = frozenset({ProposalStatus.DRAFT, ProposalStatus.RETURNED})


def open_for_edit(public_id: str, actor: Actor) -> Proposal:
    """Return the dossier locked. Raises when it is not a draft or not the actor's to change."""
    proposal = get_for_change(public_id, actor)
    if proposal.status not in EDITABLE:
        raise InvalidStep(
            _("Hồ sơ đã nộp nên không sửa được. Muốn sửa, hãy nhờ thư ký Hội đồng trả lại.")
        )
    if not proposer_of(actor, proposal):
        raise NotAllowed(_("Chỉ cán bộ thi đua của đơn vị đề nghị được sửa hồ sơ."))
    return proposal


def open_row(
    public_id: str, nomination_public_id: str, actor: Actor
) -> tuple[Proposal, Nomination]:
    """Return the dossier and one of its rows, both locked, as `open_for_edit` allows."""
    proposal = open_for_edit(public_id, actor)
    return proposal, lock_nomination(get_nomination(proposal.id, nomination_public_id).id)


def changed(proposal: Proposal, act: str, *, actor: Actor, **detail: Any) -> None:
    """Void the sign-off and write the journal. `detail` names no person: a draft may vanish."""
    void_sign_off(proposal)
    audit.record(f"proposal.{act}", stream=("proposal", proposal.id), actor=actor, detail=detail)


def refuse_stale(what: str, stored: int, seen: int, pairs: list[tuple[str, str, str]]) -> None:
    """Raise StaleEdit with both texts when the row moved on since the form was drawn.

    `pairs` are label, what was typed, what is stored now.
    """
    if stored == seen:
        return
    raise StaleEdit(
        _("Người khác vừa sửa %(what)s trong lúc trang này đang mở.", what=what),
        [Difference(label, yours, theirs) for label, yours, theirs in pairs if yours != theirs],
    )


def rules_day(year: int) -> date:
    """Return the day whose rules judge an achievement of `year`: its last day, or today."""
    return min(date(year, 12, 31), clock.today())
