"""Deleting a draft whole: rows, files, drawings, and the people entered for it alone."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import delete, func, or_, select

from workflow.core.audit import AuditRecord
from workflow.core.db import Base, db
from workflow.core.engine import forget_deleted
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
from workflow.recipients.models import Membership, Recipient


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


def _named_first_in(proposal: Proposal) -> list[int]:
    """Return the recipients of its rows who were entered after the dossier was opened.

    Somebody with an account, or a unit of this server, is known without the dossier.
    An SQLite id may have had an earlier owner, so the latest registration counts.
    """
    entered = (
        select(func.max(AuditRecord.at))
        .where(AuditRecord.stream_kind == "recipient", AuditRecord.stream_id == Recipient.id)
        .where(AuditRecord.act == "recipient.register")
        .scalar_subquery()
    )
    rows = select(Nomination.recipient_id).where(Nomination.proposal_id == proposal.id)
    named = select(Recipient.id).where(
        Recipient.id.in_(rows), Recipient.user_id.is_(None), Recipient.organisation_id.is_(None),
        entered >= proposal.created_at,
    )  # fmt: skip
    return list(db.session.scalars(named))


def _erase_recipients(recipient_ids: Sequence[int]) -> None:
    """Delete those nothing refers to any more, with their places."""
    # Rows of higher domains (decisions, honours) count too, whatever table holds them.
    referring = [
        key.parent
        for table in Base.metadata.sorted_tables if table is not Membership.__table__
        for key in table.foreign_keys if key.column is Recipient.__table__.c.id
    ]  # fmt: skip
    unnamed = [Recipient.id.not_in(select(one).where(one.is_not(None))) for one in referring]
    lonely = select(Recipient.id).where(Recipient.id.in_(recipient_ids), *unnamed)
    gone = list(db.session.scalars(lonely))
    db.session.execute(delete(Membership).where(Membership.recipient_id.in_(gone)))
    db.session.execute(delete(Recipient).where(Recipient.id.in_(gone)))


def erase(proposal: Proposal) -> None:
    """Delete a draft that was never handed in. The caller holds its lock and writes the audit."""
    rows = select(Nomination.id).where(Nomination.proposal_id == proposal.id)
    nomination_ids = list(db.session.scalars(rows))
    named_here = _named_first_in(proposal)
    _erase_files(proposal.id, nomination_ids)
    _erase_drawings(proposal.id)
    revisions = select(ProposalRevision.id).where(ProposalRevision.proposal_id == proposal.id)
    db.session.execute(delete(ReviewPoint).where(ReviewPoint.revision_id.in_(revisions)))
    db.session.execute(delete(ChecklistTick).where(ChecklistTick.nomination_id.in_(nomination_ids)))
    for model in (ProposalRevision, SignOff, UnitMeeting, Nomination):
        db.session.execute(delete(model).where(model.proposal_id == proposal.id))
    db.session.delete(proposal)
    db.session.flush()
    _erase_recipients(named_here)
    after_commit(forget_deleted)
