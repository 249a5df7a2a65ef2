"""Who signs and who seals the certificates of a decision, and who sees how far it is."""

from workflow.accounts.delegating.standing import standing_of
from workflow.accounts.delegating.states import SignedKind
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.decisions.models import Decision, Origin
from workflow.decisions.policies import in_office
from workflow.decisions.printing.contexts import signer_of_certificates
from workflow.documents.policies import keeps_numbers_of
from workflow.documents.states import OUT
from workflow.signatures.states import Part

_LOOKERS = frozenset({"head", "clerk", "secretary"})


def is_offered(decision: Decision) -> bool:
    """Whether certificates of this decision are signed digitally at all."""
    issued = decision.origin is Origin.MADE_HERE and decision.paper.status in OUT
    return issued and decision.organisation.signs_digitally


def may_open(actor: Actor, decision: Decision) -> bool:
    """Whether the actor sees the page: who has a part in it, and the secretary."""
    if not is_offered(decision) or not in_office(actor, decision):
        return False
    return not actor.roles.isdisjoint(_LOOKERS) or part_of(actor, decision) is not None


def part_of(actor: Actor, decision: Decision) -> Part | None:
    """Return what the actor makes: the signature of the person named, or the seal as the clerk.

    Nobody makes both (Decree 30/2020, Art. 32).
    """
    if not is_offered(decision) or not in_office(actor, decision) or actor.user_id is None:
        return None
    if actor.user_id == signer_of_certificates(decision):
        return Part.PERSON
    return Part.SEAL if keeps_numbers_of(actor, decision.paper) else None


def may_still_sign(actor: Actor, decision: Decision) -> bool:
    """Whether the person named has the right to sign certificates today as well."""
    user_id, kind = actor.user_id or 0, SignedKind.CERTIFICATE
    return standing_of(decision.organisation, user_id, kind, clock.today()) is not None
