"""Who may draft, check, sign, number and issue a paper."""

from typing import Any

from workflow.core.actors import Actor
from workflow.documents.queries import next_signer, signers_of
from workflow.documents.second_eyes import OWNERS, second_eyes
from workflow.organisations.models import OrganisationKind


def drafter_of(actor: Actor, paper: Any) -> bool:
    """Whether the actor is an officer or the secretary of the paper's organisation."""
    inside = actor.organisation_id == paper.organisation_id and not actor.is_system
    return inside and (actor.has("officer") or actor.has("secretary"))


def checker_of(actor: Actor, paper: Any) -> bool:
    """Whether the actor may say that the draft is right: whoever drafts papers there.

    A paper that takes awards back or corrects them is checked by somebody else than its author.
    """
    if paper.owner_kind not in OWNERS:
        return drafter_of(actor, paper)
    inside = actor.organisation_id == paper.organisation_id and not actor.is_system
    at_desk = inside and not actor.roles.isdisjoint({"secretary", "clerk"})
    return at_desk and actor.user_id in second_eyes([paper])[paper.id]


def next_signer_of(actor: Actor, paper: Any) -> bool:
    """Whether it is the actor's turn to sign."""
    if actor.is_system or actor.user_id is None:
        return False
    signer = next_signer(paper.id)
    return signer is not None and signer.user_id == actor.user_id


def signer_of(actor: Actor, paper: Any) -> bool:
    """Whether the actor is one of those who sign the paper."""
    return actor.user_id in {one.user_id for one in signers_of(paper.id)}


def keeps_numbers_of(actor: Actor, paper: Any) -> bool:
    """Whether the actor keeps the books the paper is numbered in.

    The organisation's clerk; for a council's papers its secretary too; in a small unit
    the officer, who is its clerk besides.
    """
    if actor.is_system or actor.organisation_id != paper.organisation_id:
        return False
    return (
        actor.has("clerk")
        or (paper.owner_kind == "session" and actor.has("secretary"))
        or (paper.organisation.kind is OrganisationKind.UNIT and actor.has("officer"))
    )


def clerk_for(actor: Actor, paper: Any) -> bool:
    """Whether the actor keeps the numbers, and is none of the signers."""
    return keeps_numbers_of(actor, paper) and not signer_of(actor, paper)
