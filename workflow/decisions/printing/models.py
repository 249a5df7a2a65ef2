"""How an office's certificates look, the sheets it has had printed, and what was put into print."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Versioned, enum_type
from workflow.core.jobs import Job
from workflow.decisions.families import Family
from workflow.decisions.models import Decision
from workflow.documents.models import Document
from workflow.organisations.models import Organisation


class Layout(StrEnum):
    """Which template draws the whole page; the value is the end of its name."""

    RED_AND_GOLD = "certificate"
    FINE_GOLD = "certificate_gold"
    WORDS_ALONE = "certificate_words"  # for sheets with a border, the rest of them blank

    @property
    def template(self) -> str:
        return f"decisions/{self.value}"


class CertificateStyle(Versioned, Base):
    """How an office's certificates of one family are drawn, and whether on printed stock."""

    __tablename__ = "certificate_styles"
    __table_args__ = (UniqueConstraint("organisation_id", "family"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    family: Mapped[Family] = mapped_column(enum_type(Family))
    layout: Mapped[Layout] = mapped_column(enum_type(Layout), default=Layout.RED_AND_GOLD)
    on_stock: Mapped[bool] = mapped_column(default=False)


class StockVersion(Base):
    """Where each value goes on a printed sheet; changed by a new row, so what was printed stays."""

    __tablename__ = "stock_versions"
    __table_args__ = (UniqueConstraint("style_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    style_id: Mapped[int] = mapped_column(ForeignKey(CertificateStyle.id))
    number: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)  # a `Stock`
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    made_at: Mapped[datetime]


class CertificatePrinting(Base):
    """One file of certificates to be printed; without a stock version its pages are whole ones."""

    __tablename__ = "certificate_printings"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id), index=True)
    stock_version_id: Mapped[int | None] = mapped_column(ForeignKey(StockVersion.id))
    certificates: Mapped[list[int]] = mapped_column(JSON)  # their ids, in the list's order
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    asked_at: Mapped[datetime]
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))
    document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))

    decision: Mapped[Decision] = relationship()
    stock_version: Mapped[StockVersion | None] = relationship()
    asked_by: Mapped[User | None] = relationship()
    job: Mapped[Job | None] = relationship()
    document: Mapped[Document | None] = relationship()
