"""Certificates signed digitally, many with one PIN: the runs, and the file each run left."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public, enum_type
from workflow.decisions.models import Certificate, Decision
from workflow.documents.models import Document
from workflow.signatures.models import SigningCertificate
from workflow.signatures.states import Level, Part

_UNDER_WAY, _COUNTS = text("ended_at IS NULL"), text("voided_at IS NULL")


class SigningRun(Public, Base):
    """One PIN entry over the certificates of a decision: by whom, with what, how far it came.

    The open key lies in the process that runs it and ends with it. `heard_at` is real time: a run
    that has said nothing for a while is dead, and another takes its place.
    """

    __tablename__ = "signing_runs"
    __table_args__ = (
        Index(
            "uq_signing_runs_under_way", "decision_id", "part", unique=True,
            sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id), index=True)
    part: Mapped[Part] = mapped_column(enum_type(Part))
    by_certificate_id: Mapped[int] = mapped_column(ForeignKey(SigningCertificate.id))
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    started_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")  # why it ended early, or what was left out

    started_by: Mapped[User | None] = relationship()


class SignedCertificate(Base):
    """A certificate's file with a person's signature, or with the seal behind it.

    What it says is known by `context_digest`; a corrected name makes it void. One file of each
    part counts for a certificate.
    """

    __tablename__ = "signed_certificates"
    __table_args__ = (
        Index(
            "uq_signed_certificates_counts", "certificate_id", "part", unique=True,
            sqlite_where=_COUNTS, postgresql_where=_COUNTS,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey(Certificate.id))
    part: Mapped[Part] = mapped_column(enum_type(Part))
    context_digest: Mapped[str] = mapped_column(String(64))
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    run_id: Mapped[int] = mapped_column(ForeignKey(SigningRun.id), index=True)
    by_certificate_id: Mapped[int] = mapped_column(ForeignKey(SigningCertificate.id))
    level: Mapped[Level] = mapped_column(enum_type(Level))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    made_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship()
    by_certificate: Mapped[SigningCertificate] = relationship()
