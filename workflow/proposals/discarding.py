"""Deleting a draft whole: rows, files, drawings, and the people entered for it alone.

Rows removed from the list before are found through the journal, which keeps ids and no name.
"""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from workflow.core import audit, numbers
from workflow.core.audit import AuditRecord
from workflow.core.db import Base, db
from workflow.core.engine import forget_deleted
from workflow.core.jobs import Job, JobState
from workflow.core.numbers import NumberEntry
from workflow.core.unit_of_work import after_commit
from workflow.documents.contents import current_store
from workflow.documents.models import Document, DocumentLink, Drawing, StoredFile
from workflow.proposals.codes import code_key
from workflow.proposals.models import (
    ChecklistTick,
    Confirmation,
    Nomination,
    Proposal,
    ProposalRevision,
    ReviewPoint,
    SignOff,
    Suggestion,
    UnitMeeting,
)
from workflow.recipients.models import Membership, Recipient

# Stored in the book, so it is no translated text; it must not say what the dossier held.
VOID_REASON = "Hồ sơ không thuộc hệ thống này"

_MANY_AT_ONCE = frozenset({"proposal.copy_nominations", "proposal.import_nominations"})


def _drop_bytes(digest: str) -> None:
    current_store().remove_orphan(digest)


def _erase_files(proposal_id: int, nomination_ids: Collection[int]) -> None:
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
    unused = _unreferred(StoredFile.__table__.c.id)
    orphans = db.session.scalars(select(StoredFile).where(StoredFile.id.in_(files), *unused)).all()
    for orphan in orphans:
        after_commit(partial(_drop_bytes, orphan.digest))
        db.session.delete(orphan)


def _erase_drawings(proposal_id: int, nomination_ids: Collection[int]) -> None:
    """Remove the wishes and the jobs of every round of them.

    A job under way goes on to find its wish gone; only its key is freed, for SQLite may give
    the drawing's id out again.
    """
    owned = or_(
        (Drawing.owner_kind == "proposal") & (Drawing.owner_id == proposal_id),
        (Drawing.owner_kind == "nomination") & Drawing.owner_id.in_(nomination_ids),
    )
    ids = db.session.scalars(select(Drawing.id).where(owned)).all()
    db.session.execute(delete(Drawing).where(owned))
    jobs = or_(*(Job.key.like(f"drawing:{one}:%") for one in ids)) if ids else Job.id.in_([])
    under_way = jobs & (Job.state == JobState.RUNNING)
    db.session.execute(update(Job).where(under_way).values(key="erased:" + Job.public_id))
    db.session.execute(delete(Job).where(jobs))


def _ever_listed(proposal_id: int) -> tuple[set[int], set[int]]:
    """Return the ids of all rows it ever had, and of the recipients they were for."""
    rows = db.session.execute(
        select(Nomination.id, Nomination.recipient_id).where(Nomination.proposal_id == proposal_id)
    ).all()
    nominations, recipients = {row[0] for row in rows}, {row[1] for row in rows}
    for act in audit.journal("proposal", proposal_id):
        if act.act == "proposal.add_nomination":
            nominations |= {act.detail["nomination"]} if "nomination" in act.detail else set()
            recipients |= {act.detail["recipient"]} if "recipient" in act.detail else set()
        if act.act in _MANY_AT_ONCE:
            nominations |= set(act.detail["nominations"])
            recipients |= set(act.detail["recipients"])
    return nominations, recipients


def _entered_for(proposal: Proposal, listed: Collection[int]) -> list[int]:
    """Return those listed who were entered after the dossier was opened.

    Somebody with an account, or a unit of this server, is known without the dossier.
    An SQLite id may have had an earlier owner, so the latest registration counts.
    """
    entered = (
        select(func.max(AuditRecord.at))
        .where(AuditRecord.stream_kind == "recipient", AuditRecord.stream_id == Recipient.id)
        .where(AuditRecord.act == "recipient.register")
        .scalar_subquery()
    )
    named = select(Recipient.id).where(
        Recipient.id.in_(listed), Recipient.user_id.is_(None), Recipient.organisation_id.is_(None),
        entered >= proposal.created_at,
    )  # fmt: skip
    return list(db.session.scalars(named))


def _unreferred(column: Any, *, besides: Any = None) -> list[ColumnElement[bool]]:
    """Return the conditions that no row of any table, whatever its domain, refers to `column`."""
    referring = [
        key.parent
        for table in Base.metadata.sorted_tables if table is not besides
        for key in table.foreign_keys if key.column is column
    ]  # fmt: skip
    return [column.not_in(select(one).where(one.is_not(None))) for one in referring]


def _erase_recipients(recipient_ids: Sequence[int]) -> None:
    """Delete those nothing refers to any more, with their places and what was computed of them."""
    db.session.execute(delete(Suggestion).where(Suggestion.recipient_id.in_(recipient_ids)))
    unnamed = _unreferred(Recipient.__table__.c.id, besides=Membership.__table__)
    lonely = select(Recipient.id).where(Recipient.id.in_(recipient_ids), *unnamed)
    gone = list(db.session.scalars(lonely))
    db.session.execute(delete(Membership).where(Membership.recipient_id.in_(gone)))
    db.session.execute(delete(Recipient).where(Recipient.id.in_(gone)))


def _void_code(proposal: Proposal) -> None:
    """Leave the number of its code in the book, with a reason that gives nothing away."""
    entry = db.session.scalars(
        select(NumberEntry).where(NumberEntry.act_key == code_key(proposal))
    ).one_or_none()
    if entry is not None:
        numbers.void(entry, reason=VOID_REASON)


def erase(proposal: Proposal) -> None:
    """Delete a draft that was never handed in. The caller holds its lock and writes the audit."""
    nomination_ids, listed = _ever_listed(proposal.id)
    entered_here = _entered_for(proposal, listed)
    _void_code(proposal)
    db.session.execute(delete(Confirmation).where(Confirmation.nomination_id.in_(nomination_ids)))
    _erase_files(proposal.id, nomination_ids)
    _erase_drawings(proposal.id, nomination_ids)
    revisions = select(ProposalRevision.id).where(ProposalRevision.proposal_id == proposal.id)
    db.session.execute(delete(ReviewPoint).where(ReviewPoint.revision_id.in_(revisions)))
    db.session.execute(delete(ChecklistTick).where(ChecklistTick.nomination_id.in_(nomination_ids)))
    for model in (ProposalRevision, SignOff, UnitMeeting, Nomination):
        db.session.execute(delete(model).where(model.proposal_id == proposal.id))
    db.session.delete(proposal)
    db.session.flush()
    _erase_recipients(entered_here)
    after_commit(forget_deleted)
