"""Who sees the signing page of a paper, and who may do what on it."""

from workflow.core.actors import Actor
from workflow.documents import digital, policies, queries
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus


def may_sign(actor: Actor, paper: Paper) -> bool:
    """Whether it is the actor's turn to sign digitally."""
    waits = digital.is_digital(paper) and paper.status is PaperStatus.OFFERED
    return waits and policies.next_signer_of(actor, paper)


def may_seal(actor: Actor, paper: Paper) -> bool:
    """Whether the actor seals the paper now: number and date are taken, the file is signed."""
    waits = digital.is_digital(paper) and paper.status is PaperStatus.NUMBERED
    return waits and policies.clerk_for(actor, paper)


def medium_is_open(paper: Paper) -> bool:
    """Whether the paper may still be signed the other way: nobody has signed it yet."""
    early = paper.status in {PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED}
    return early and all(one.signed_at is None for one in queries.signers_of(paper.id))


def may_choose_medium(actor: Actor, paper: Paper) -> bool:
    """Whether the actor may still have the paper signed the other way."""
    keeps = policies.drafter_of(actor, paper) or policies.keeps_numbers_of(actor, paper)
    return keeps and medium_is_open(paper)
