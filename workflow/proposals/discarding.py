"""Deleting a draft whole: rows, files, drawings and what waits to be drawn."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import delete, or_, select

from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.unit_of_work import after_commit
from workflow.documents.contents import current_store
from workflow.documents.models import Document, DocumentLink, Drawing, StoredFile
from workflow.proposals.models import (
    ChecklistTick,
    Nomination,
    Proposal,
    ProposalRevision,
    ReviewPoint,
    SignOff,
    UnitMeeting,
)


def _drop_bytes(digest: str) -> None:
    current_store().remove_orphan(digest)


def _erase_files(proposal_id: int, nomination_ids: Sequence[int]) -> None:
    """Remove the links, then every document and every stored byte nobody else refers to."""
    owned = or_(
        (DocumentLink.owner_kind == "proposal") & (DocumentLink.owner_id == proposal_id),
        (DocumentLink.owner_kind == "nomination") & DocumentLink.owner_id.in_(nomination_ids),
    )
    documents = db.session.scalars(select(DocumentLink.document_id).where(owned)).all()
    db.session.execute(delete(DocumentLink).where(owned))
    kept = select(DocumentLink.document_id)
    lonely = Document.id.in_(documents) & Document.id.not_in(kept)
    files = db.session.scalars(select(Document.file_id).where(lonely)).all()
    db.session.execute(delete(Document).where(lonely & Document.source_id.is_not(None)))
    db.session.execute(delete(Document).where(lonely))
    used = select(Document.file_id)
    orphans = db.session.scalars(
        select(StoredFile).where(StoredFile.id.in_(files), StoredFile.id.not_in(used))
    ).all()
    for orphan in orphans:
        after_commit(partial(_drop_bytes, orphan.digest))
        db.session.delete(orphan)


def _erase_drawings(proposal_id: int) -> None:
    owned = (Drawing.owner_kind == "proposal") & (Drawing.owner_id == proposal_id)
    jobs = db.session.scalars(select(Drawing.job_id).where(owned, Drawing.job_id.is_not(None)))
    job_ids = list(jobs)
    db.session.execute(delete(Drawing).where(owned))
    db.session.execute(delete(Job).where(Job.id.in_(job_ids)))


def erase(proposal: Proposal) -> None:
    """Delete a draft that was never handed in. The caller holds its lock and writes the audit."""
    rows = select(Nomination.id).where(Nomination.proposal_id == proposal.id)
    nomination_ids = list(db.session.scalars(rows))
    _erase_files(proposal.id, nomination_ids)
    _erase_drawings(proposal.id)
    revisions = select(ProposalRevision.id).where(ProposalRevision.proposal_id == proposal.id)
    db.session.execute(delete(ReviewPoint).where(ReviewPoint.revision_id.in_(revisions)))
    db.session.execute(delete(ChecklistTick).where(ChecklistTick.nomination_id.in_(nomination_ids)))
    for model in (ProposalRevision, SignOff, UnitMeeting, Nomination):
        db.session.execute(delete(model).where(model.proposal_id == proposal.id))
    db.session.delete(proposal)
    db.session.flush()
