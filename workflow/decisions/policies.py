"""Who drafts, checks, signs and sees a decision."""

from collections.abc import Iterable

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.models import Certificate, Decision, DecisionItem
from workflow.decisions.queries import signers_of, visible_to
from workflow.documents.second_eyes import desk_of


def in_office(actor: Actor, decision: Decision) -> bool:
    return actor.organisation_id == decision.organisation_id


def drafter_of(actor: Actor, decision: Decision) -> bool:
    """The secretary of the deciding organisation."""
    return in_office(actor, decision) and actor.has("secretary")


def signer_of(actor: Actor, decision: Decision) -> bool:
    """The one named to sign, still with the head's right in the organisation."""
    named = _signer_ids(decision)
    return in_office(actor, decision) and actor.has("head") and actor.user_id in named


def at_desk(actor: Actor, decision: Decision) -> bool:
    """A clerk or secretary of the office."""
    return in_office(actor, decision) and not actor.roles.isdisjoint({"clerk", "secretary"})


def content_checker_of(actor: Actor, decision: Decision) -> bool:
    """The secretary, and not the one who signs (promise P13)."""
    return drafter_of(actor, decision) and actor.user_id not in _signer_ids(decision)


def form_checker_of(actor: Actor, decision: Decision) -> bool:
    """A clerk or secretary of the office who neither signs it nor checked its content (ADR 18)."""
    signers = _signer_ids(decision)
    if not at_desk(actor, decision) or actor.user_id in signers:
        return False
    if actor.user_id != decision.content_checked_by_id:
        return True
    return is_alone(actor, desk_of(decision.organisation_id), signers)


def is_alone(actor: Actor, desk: set[int], signers: Iterable[int | None]) -> bool:
    """Tell whether nobody else at the office's desk could check: then one person checks both."""
    return not desk - {actor.user_id, *signers}


def _signer_ids(decision: Decision) -> set[int | None]:
    return {signer.user_id for signer in signers_of(decision.paper_id)}


def striker_of(actor: Actor, item: DecisionItem) -> bool:
    """The head before whom the list lies."""
    return signer_of(actor, item.decision)


def is_checked(decision: Decision) -> bool:
    """Tell whether content and form were both checked as they stand now."""
    return decision.content_checked_at is not None and decision.form_checked_at is not None


def own_award(user_id: int | None, items: Iterable[DecisionItem]) -> bool:
    """Tell whether the person would sign their own award (promise P13)."""
    return user_id is not None and any(
        item.recipient is not None and item.recipient.user_id == user_id for item in items
    )


def may_view_id(actor: Actor, decision_id: int) -> bool:
    """May the actor open the files of this decision? The rule of `visible_to`, for one row."""
    return db.session.scalar(visible_to(actor).where(Decision.id == decision_id)) is not None


def may_view_certificate_id(actor: Actor, certificate_id: int) -> bool:
    """Tell whether the actor may open a certificate's file: as its decision, once issued."""
    seen = visible_to(actor).join(DecisionItem, DecisionItem.decision_id == Decision.id)
    rows = seen.join(Certificate, Certificate.item_id == DecisionItem.id)
    return db.session.scalar(rows.where(Certificate.id == certificate_id)) is not None
