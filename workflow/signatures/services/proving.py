"""Brings a signature made elsewhere to the strength the office's terms ask for."""

from workflow.core import clock
from workflow.signatures import evidence
from workflow.signatures.engine.proving import prove
from workflow.signatures.services.means import Plan
from workflow.signatures.states import Level


def proven(signed: bytes, plan: Plan) -> bytes:
    """Return the file with time-stamp and evidence added, where the terms ask for more.

    A person's signature is proven at once, not with the seal: its certificate may be revoked
    between the two.
    """
    if plan.level is Level.BASIC:
        return signed
    kept = evidence.gather(plan.sources) if plan.level is Level.ARCHIVAL else None
    return prove(signed, evidence.stamp_from(plan.stamp_url), kept, clock.now())
