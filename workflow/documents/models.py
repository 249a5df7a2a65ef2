"""Stored files, documents and their links to any owner, templates, and numbered papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.delegating.models import Delegation
from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.core.jobs import Job
from workflow.core.numbers import NumberEntry
from workflow.documents.states import (
    Direction,
    FileRole,
    Medium,
    PaperKind,
    PaperStatus,
    TemplateStatus,
)
from workflow.organisations.models import Organisation


class StoredFile(Base):
    """Bytes in the object store, known by their SHA-256. Written once, never changed."""

    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    stored_at: Mapped[datetime]


SHIPPED = text("organisation_id IS NULL")


class DocumentTemplate(Public, Base):
    """A version of a docx template; old documents keep the version they came from.

    Without an organisation it came with the product. An organisation's own is proposed by one
    administrator and approved by another; it was checked and compared when it was proposed, and
    what was found then stays with it. It holds from `valid_from` until a later one does, or until
    `valid_to`, when its organisation went back to what it inherits.
    """

    __tablename__ = "document_templates"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name", "version"),
        Index(
            "uq_document_templates_shipped", "name", "version", unique=True,
            sqlite_where=SHIPPED, postgresql_where=SHIPPED,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id))
    name: Mapped[str]  # "decisions/decision"
    version: Mapped[int]
    status: Mapped[TemplateStatus] = status_column(TemplateStatus.APPROVED)
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")  # what was changed, and why
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    uploaded_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    settled_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(default="")
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("document_templates.id"))
    shipped_id: Mapped[int | None] = mapped_column(ForeignKey("document_templates.id"))
    findings: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)  # dotted: "signature.name"
    difference: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    file: Mapped[StoredFile] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    uploaded_by: Mapped[User | None] = relationship(foreign_keys=[uploaded_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])
    based_on: Mapped["DocumentTemplate | None"] = relationship(
        foreign_keys=[based_on_id], remote_side="DocumentTemplate.id"
    )


class Document(Public, Base):
    """A file as people know it: a title and a name. Generated ones remember how they were made."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    title: Mapped[str]
    file_name: Mapped[str]
    pages: Mapped[int | None]
    template_id: Mapped[int | None] = mapped_column(ForeignKey(DocumentTemplate.id))
    context_digest: Mapped[str | None] = mapped_column(String(64))
    # what it was made from: the docx of a PDF, the scan or annex sealed, the sealed file renewed
    source_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    made_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()


class DocumentLink(Base):
    """A document in one role for one owner of any kind: dossier, nomination, paper, session."""

    __tablename__ = "document_links"
    __table_args__ = (Index(None, "owner_kind", "owner_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str]
    owner_id: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), index=True)
    role: Mapped[FileRole] = mapped_column(enum_type(FileRole))
    purpose: Mapped[str] = mapped_column(default="")  # tells an owner's generated documents apart
    removed_at: Mapped[datetime | None]  # only drafts' attachments may be removed

    document: Mapped[Document] = relationship()


class Drawing(Base):
    """What is to be generated for an owner: the latest wish, and whether it has been fulfilled.

    A changed wish raises `round`; a job that works for an earlier round finds out and stops.
    """

    __tablename__ = "drawings"
    __table_args__ = (UniqueConstraint("owner_kind", "owner_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_kind: Mapped[str]
    owner_id: Mapped[int]
    purpose: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    title: Mapped[str] = mapped_column(default="")
    template: Mapped[str] = mapped_column(default="")
    template_id: Mapped[int | None] = mapped_column(ForeignKey(DocumentTemplate.id))  # once known
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    digest: Mapped[str] = mapped_column(String(64), default="")  # of everything wished for
    pdf_role: Mapped[FileRole] = mapped_column(enum_type(FileRole), default=FileRole.OFFERED)
    round: Mapped[int] = mapped_column(default=0)
    drawn_round: Mapped[int] = mapped_column(default=0)
    without_pdf: Mapped[bool] = mapped_column(default=False)  # there was no converter
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))

    job: Mapped[Job | None] = relationship()


class Paper(Public, Versioned, Base):
    """Any numbered paper: decision, tờ trình, minutes, invitation, notice, letter.

    `series` names the number book, `symbol` what follows the slash. An incoming paper keeps
    number, date and issuer as its sheet has them, with our judgement of a doubtful date.
    """

    __tablename__ = "papers"
    __table_args__ = (
        Index(None, "organisation_id", "status"),
        Index(None, "owner_kind", "owner_id"),
        Index(None, "organisation_id", "number_year", "number_text", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    direction: Mapped[Direction] = mapped_column(enum_type(Direction), default=Direction.OUTGOING)
    kind: Mapped[PaperKind] = mapped_column(enum_type(PaperKind))
    title: Mapped[str]  # trích yếu
    owner_kind: Mapped[str | None]  # what it was written for: proposal, session, decision …
    owner_id: Mapped[int | None]
    purpose: Mapped[str] = mapped_column(default="")  # tells an owner's papers apart
    series: Mapped[str]
    symbol: Mapped[str]
    status: Mapped[PaperStatus] = status_column(PaperStatus.DRAFT)
    medium: Mapped[Medium] = mapped_column(enum_type(Medium), default=Medium.SHEET)
    number_entry_id: Mapped[int | None] = mapped_column(ForeignKey(NumberEntry.id), unique=True)
    number_text: Mapped[str | None] = mapped_column(index=True)  # 846/QĐ-CQLTT, or as received
    number_year: Mapped[int | None]  # of a number of ours: with its symbol, once in a year
    dated: Mapped[date | None]
    date_text: Mapped[str] = mapped_column(default="")  # as received, when it differs from `dated`
    date_doubt: Mapped[str] = mapped_column(default="")
    issuer_text: Mapped[str] = mapped_column(default="")
    arrival_number: Mapped[int | None]
    arrived_on: Mapped[date | None]
    signer_post: Mapped[str] = mapped_column(default="")  # as an incoming paper names them
    signer_name: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    numbered_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    issued_at: Mapped[datetime | None]
    destinations: Mapped[list[str]] = mapped_column(JSON, default=list)
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # as rendered, for redraws
    template: Mapped[str] = mapped_column(default="")
    decline_reason: Mapped[str] = mapped_column(default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id"))

    organisation: Mapped[Organisation] = relationship()
    number_entry: Mapped[NumberEntry | None] = relationship()


class PaperSigner(Base):
    """A person who has to sign a paper, in order; most papers have one, minutes have two."""

    __tablename__ = "paper_signers"
    __table_args__ = (UniqueConstraint("paper_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    ordinal: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    post: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    signed_at: Mapped[datetime | None]
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey(Delegation.id))  # once signed
