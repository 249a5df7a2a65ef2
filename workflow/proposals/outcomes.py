"""What councils, decisions and higher levels do to nominations; every outcome flows down.

An outcome recorded on a nomination is recorded on the nomination of the lower level it
continues, and so on down to the unit that first proposed it. A dossier with nothing open
any more is closed by the system.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from sqlalchemy import func, select

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.events import emit
from workflow.core.i18n import _
from workflow.proposals.events import NominationRevoked, NominationWithdrawn, OutcomeRecorded
from workflow.proposals.models import Nomination
from workflow.proposals.queries import IN_COUNCIL, lock, lock_nomination
from workflow.proposals.states import OPEN_NOMINATIONS, PassBasis
from workflow.proposals.steps import nomination_lifecycle, proposal_lifecycle


def _locked(nomination: Nomination) -> Nomination:
    lock(nomination.proposal_id)
    return lock_nomination(nomination.id)


def _step(
    nomination: Nomination, trigger: str, actor: Actor, **detail: Any
) -> AbstractContextManager[dict[str, Any]]:
    """Take a nomination's step, told in the journal of its dossier."""
    return nomination_lifecycle.step(
        nomination, trigger, actor=actor, stream=("proposal", nomination.proposal_id), **detail
    )


def _close_if_done(proposal_id: int, actor: Actor) -> None:
    db.session.flush()
    still_open = db.session.scalar(
        select(func.count())
        .select_from(Nomination)
        .where(Nomination.proposal_id == proposal_id, Nomination.status.in_(OPEN_NOMINATIONS))
    )
    proposal = lock(proposal_id)
    if not still_open and proposal.status in IN_COUNCIL:
        with proposal_lifecycle.step(proposal, "decide", actor=actor.as_system()):
            pass


def place(nomination: Nomination, *, actor: Actor) -> Nomination:
    """Put the nomination on a session's agenda."""
    nomination = _locked(nomination)
    with _step(nomination, "place", actor):
        pass
    return nomination


def take_off(nomination: Nomination, *, actor: Actor) -> Nomination:
    """Take the nomination off the agenda; it may be placed on another."""
    nomination = _locked(nomination)
    with _step(nomination, "take_off", actor):
        pass
    return nomination


def record_vote(
    nomination: Nomination, passed: bool, *, actor: Actor, detail: dict[str, Any],
    reason: str = "",
) -> Nomination:  # fmt: skip
    """Record what the tally says; `detail` holds the counts, `reason` says why it failed."""
    nomination = _locked(nomination)
    with _step(nomination, "pass" if passed else "fail", actor.as_system(), **detail):
        if passed:
            nomination.pass_basis = PassBasis.COUNCIL
        else:
            nomination.outcome_reason = reason
    if not passed:
        issuer = nomination.proposal.receiving.name
        reason = _("Hội đồng của %(issuer)s không thông qua", issuer=issuer)
        _tell_origin(nomination, issuer=issuer, reason=reason, actor=actor)
        _close_if_done(nomination.proposal_id, actor)
    return nomination


def clear(nomination: Nomination, *, actor: Actor) -> Nomination:
    """Let the nomination through where the award's route has no council."""
    nomination = _locked(nomination)
    with _step(nomination, "clear", actor):
        nomination.pass_basis = PassBasis.DIRECT
    return nomination


def strike(nomination: Nomination, reason: str, *, actor: Actor) -> Nomination:
    """Strike the name from the decision before signing it. Needs a reason."""
    nomination = _locked(nomination)
    with _step(nomination, "strike", actor, reason=reason):
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do đưa tên này ra khỏi quyết định."), field="reason")
        nomination.outcome_reason = reason
    issuer = nomination.proposal.receiving.name
    emit(OutcomeRecorded(actor, nomination.id, awarded=False, number="", on=None, issuer=issuer))
    _tell_origin(nomination, issuer=issuer, reason=reason, actor=actor)
    _close_if_done(nomination.proposal_id, actor)
    return nomination


def _tell_origin(nomination: Nomination, *, issuer: str, reason: str, actor: Actor) -> None:
    """Record at the level below that this one ended without an award."""
    if nomination.origin_id is not None:
        origin = db.session.get_one(Nomination, nomination.origin_id)
        record_outcome(
            origin, awarded=False, number="", on=None, issuer=issuer, reason=reason, actor=actor
        )


def record_outcome(
    nomination: Nomination, *, awarded: bool, number: str, on: date | None, issuer: str,
    reason: str = "", actor: Actor,
) -> None:  # fmt: skip
    """Record the outcome on the nomination and on every one it continues, and tell the others."""
    nomination = _locked(nomination)
    trigger = "award" if awarded else "refuse"
    detail = {"number": number, "on": on.isoformat() if on else "", "issuer": issuer}
    with _step(nomination, trigger, actor.as_system(), **detail):
        nomination.outcome_number, nomination.outcome_on = number, on
        nomination.outcome_issuer, nomination.outcome_reason = issuer, reason
    emit(OutcomeRecorded(actor, nomination.id, awarded, number, on, issuer))
    if nomination.origin_id is not None:
        origin = db.session.get_one(Nomination, nomination.origin_id)
        record_outcome(
            origin, awarded=awarded, number=number, on=on, issuer=issuer, reason=reason, actor=actor
        )
    _close_if_done(nomination.proposal_id, actor)


def revoke(
    nomination: Nomination, *, number: str, on: date | None, reason: str, actor: Actor
) -> None:
    """Record that a decision (its `number`) took the award back, here and at every origin."""
    nomination = _locked(nomination)
    detail = {"number": number, "on": on.isoformat() if on else "", "reason": reason}
    with _step(nomination, "revoke", actor.as_system(), **detail):
        nomination.outcome_reason = reason
    emit(NominationRevoked(actor, nomination.id))
    if nomination.origin_id is not None:
        origin = db.session.get_one(Nomination, nomination.origin_id)
        revoke(origin, number=number, on=on, reason=reason, actor=actor)


def restate(
    nomination: Nomination, *, number: str, on: date | None, issuer: str, actor: Actor
) -> None:
    """Record that an award stands in another decision from now on, here and at every origin."""
    nomination = _locked(nomination)
    before = nomination.outcome_number
    nomination.outcome_number, nomination.outcome_on = number, on
    nomination.outcome_issuer = issuer
    audit.record(
        "nomination.restate", stream=("proposal", nomination.proposal_id),
        actor=actor.as_system(), subject=("nomination", nomination.id),
        detail={"number": number, "on": on.isoformat() if on else "", "issuer": issuer},
        before=before, after=number,
    )  # fmt: skip
    if nomination.origin_id is not None:
        origin = db.session.get_one(Nomination, nomination.origin_id)
        restate(origin, number=number, on=on, issuer=issuer, actor=actor)


def withdraw_nomination(nomination: Nomination, reason: str, *, actor: Actor) -> Nomination:
    """Take one nomination back after submission. Needs a reason."""
    nomination = _locked(nomination)
    with _step(nomination, "withdraw", actor, reason=reason):
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do rút đề nghị này."), field="reason")
        nomination.outcome_reason = reason
    emit(NominationWithdrawn(actor, nomination.id))
    _tell_origin(nomination, issuer=nomination.proposal.receiving.name, reason=reason, actor=actor)
    _close_if_done(nomination.proposal_id, actor)
    return nomination


def forward(nominations: Sequence[Nomination], *, actor: Actor) -> None:
    """Send what passed up: each nomination forwarded, each dossier marked as sent up."""
    for proposal_id in sorted({nomination.proposal_id for nomination in nominations}):
        proposal = lock(proposal_id)
        with proposal_lifecycle.step(proposal, "send_up", actor=actor):
            for nomination in nominations:
                if nomination.proposal_id == proposal_id:
                    with _step(lock_nomination(nomination.id), "forward", actor.as_system()):
                        pass
