"""Ends the validity of signed files whose certificate was corrected."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.models import Certificate, Decision, DecisionItem
from workflow.decisions.queries import lock
from workflow.decisions.sealing.models import SignedCertificate
from workflow.documents.models import DocumentLink, Drawing
from workflow.documents.states import FileRole
from workflow.signatures.renewal.keeping import forget
from workflow.signatures.states import Part

ROLES = {Part.PERSON: FileRole.PERSON_SIGNED, Part.SEAL: FileRole.SIGNED}


def void_changed(decision: Decision, items: Sequence[DecisionItem], *, actor: Actor) -> None:
    """Void what was signed before these lines were worded as they are to be drawn now.

    The lock makes a run under way wait, and then see what the lines say.
    """
    lock(decision.id)
    rows = db.session.execute(
        select(SignedCertificate, Drawing.context)
        .join(Certificate, Certificate.id == SignedCertificate.certificate_id)
        .join(Drawing, (Drawing.owner_kind == "certificate") & (Drawing.owner_id == Certificate.id))
        .where(
            Certificate.item_id.in_([one.id for one in items]),
            SignedCertificate.voided_at.is_(None),
        )
    )
    stale = [row[0] for row in rows if row[0].context_digest != audit.digest_of(row[1])]
    if not stale:
        return
    for one in stale:
        one.voided_at = clock.now()
    _unlink({one.certificate_id for one in stale})
    forget([one.document_id for one in stale])
    audit.record(
        "certificates.void_signed", stream=("paper", decision.paper_id), actor=actor,
        subject=("decision", decision.id),
        detail={"files": [one.document.file.digest for one in stale]},
    )  # fmt: skip


def _unlink(certificate_ids: Collection[int]) -> None:
    links = db.session.scalars(
        select(DocumentLink).where(
            DocumentLink.owner_kind == "certificate", DocumentLink.owner_id.in_(certificate_ids),
            DocumentLink.role.in_([*ROLES.values(), FileRole.RENEWED]),
            DocumentLink.removed_at.is_(None),
        )
    )  # fmt: skip
    for link in links:
        link.removed_at = clock.now()
