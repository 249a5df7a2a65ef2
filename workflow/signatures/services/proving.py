"""Brings a signature made elsewhere to the strength the office's terms ask for."""

from workflow.core import clock
from workflow.signatures.engine.proving import prove
from workflow.signatures.services.means import Gathered, Plan, stamp_of
from workflow.signatures.states import Level


def proven(signed: bytes, plan: Plan, gathered: Gathered) -> bytes:
    """Return the file with time-stamp and evidence added, where the terms ask for more.

    A person's signature is proven at once, not with the seal: its certificate may be revoked
    between the two.
    """
    stamp = stamp_of(plan)
    if stamp is None:
        return signed
    kept = gathered.evidence if plan.level is Level.ARCHIVAL else None
    return prove(signed, stamp, kept, clock.now())
