"""Sealed files and what renewed them: a renewal is a file beside the sealed one (ADR 20)."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core.db import db
from workflow.documents.models import Document, DocumentLink
from workflow.documents.states import FileRole

RENEWED_AS = {
    FileRole.SIGNED: FileRole.RENEWED, FileRole.DIGITISED: FileRole.RENEWED_COPY,
    FileRole.SEALED_ANNEX: FileRole.RENEWED_ANNEX,
}  # fmt: skip


def newest_of(sealed: Document) -> Document:
    """Return the sealed file as it is proven today: its newest renewal, else itself."""
    return newest_among([sealed])[0]


def newest_among(sealed: Collection[Document]) -> list[Document]:
    """Return each sealed file as it is proven today, in the same order, in one query."""
    newest = {one.id: one for one in sealed}
    if newest:
        rows = db.session.scalars(
            select(Document)
            .join(DocumentLink, DocumentLink.document_id == Document.id)
            .where(
                Document.source_id.in_(newest), DocumentLink.removed_at.is_(None),
                DocumentLink.role.in_(RENEWED_AS.values()),
            )
            .options(joinedload(Document.file)).order_by(Document.id)
        )  # fmt: skip
        newest |= {row.source_id or 0: row for row in rows}
    return [newest[one.id] for one in sealed]
