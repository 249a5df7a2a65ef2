"""Certificates expected to sign, roots trusted, files handed out to be signed, signatures made."""

from datetime import datetime
from typing import Any

from asn1crypto import x509
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.documents.models import Paper, StoredFile
from workflow.organisations.models import Organisation
from workflow.signatures.engine.holders import holder_of, names_of
from workflow.signatures.engine.report import Holder, Report
from workflow.signatures.states import (
    Level,
    Part,
    RequestStatus,
    RootStatus,
    TrustClass,
    Way,
)

USUAL_SEAL_MM = 36  # of most offices; another one is entered with the terms
USUAL_RENEW_DAYS = 365  # no rule names a term: an office enters its own with its terms


class SigningTerms(Versioned, Base):
    """How an office signs: how strong, who stamps the time, how large its seal is.

    Without a row of its own an office signs on its superior's terms.
    """

    __tablename__ = "signing_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), unique=True)
    level: Mapped[Level] = mapped_column(enum_type(Level), default=Level.BASIC)
    stamp_url: Mapped[str] = mapped_column(default="")  # of the time-stamp authority (RFC 3161)
    seal_mm: Mapped[int] = mapped_column(default=USUAL_SEAL_MM)  # its picture's width
    renew_days: Mapped[int] = mapped_column(default=USUAL_RENEW_DAYS)  # before the proof ends


class TrustedRoot(Public, Versioned, Base):
    """A root certificate trusted for signatures, with the addresses its evidence comes from.

    Nothing is ever fetched from an address a certificate names: only from these. What changes
    about a root is a row of its own, which takes the old one's place once it is confirmed.
    """

    __tablename__ = "trusted_roots"
    __table_args__ = tuple(
        Index(
            f"uq_trusted_roots_{status}", "fingerprint", unique=True,
            sqlite_where=text(f"status = '{status}'"),
            postgresql_where=text(f"status = '{status}'"),
        )
        for status in ("proposed", "trusted")
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_class: Mapped[TrustClass] = mapped_column(enum_type(TrustClass))
    der: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64))  # SHA-256 of the DER
    status: Mapped[RootStatus] = status_column(RootStatus.PROPOSED)
    name: Mapped[str]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")  # where its fingerprint is published
    intermediates: Mapped[list[str]] = mapped_column(JSON, default=list)  # PEM
    crl_urls: Mapped[list[str]] = mapped_column(JSON, default=list)
    ocsp_urls: Mapped[list[str]] = mapped_column(JSON, default=list)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    added_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    confirmed_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(default="")  # why declined or not trusted any more

    added_by: Mapped[User | None] = relationship(foreign_keys=[added_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class SigningCertificate(Public, Versioned, Base):
    """A certificate somebody, or an office itself, is expected to sign with.

    `key_id` names the key in the signing process; without it the key lies with its owner.
    `picture` is drawn into the field: a signature in blue, a seal in red.
    """

    __tablename__ = "signing_certificates"
    __table_args__ = (
        Index(None, "organisation_id", "part"),
        Index(
            "uq_signing_certificates_used", "organisation_id", "fingerprint", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    part: Mapped[Part] = mapped_column(enum_type(Part))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)  # of a person
    der: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str]
    issuer: Mapped[str]
    serial: Mapped[str]  # hexadecimal
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    trust_class: Mapped[TrustClass] = mapped_column(enum_type(TrustClass))
    key_id: Mapped[str] = mapped_column(default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id))
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    registered_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(default="")

    picture: Mapped[StoredFile | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation] = relationship()
    registered_by: Mapped[User | None] = relationship(foreign_keys=[registered_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def holder(self) -> Holder:
        """Whose it is and who issued it, as the certificate itself says."""
        return holder_of(x509.Certificate.load(self.der))

    @property
    def full_names(self) -> tuple[str, str]:
        """Return all that subject and issuer say (RFC 4514)."""
        return names_of(x509.Certificate.load(self.der))


class SigningRequest(Public, Versioned, Base):
    """The very bytes handed out to be signed with a key of one's own, and what came back."""

    __tablename__ = "signing_requests"
    __table_args__ = (
        Index(
            "uq_signing_requests_open", "paper_id", "part", "ordinal", unique=True,
            sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    part: Mapped[Part] = mapped_column(enum_type(Part))
    ordinal: Mapped[int] = mapped_column(default=1)  # of the signer; 1 for the seal
    certificate_id: Mapped[int] = mapped_column(ForeignKey(SigningCertificate.id))
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    status: Mapped[RequestStatus] = status_column(RequestStatus.OPEN)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")  # why the last file sent back was not taken

    file: Mapped[StoredFile] = relationship()
    certificate: Mapped[SigningCertificate] = relationship()
    paper: Mapped[Paper] = relationship()


class MadeSignature(Base):
    """A digital signature on a paper: by which certificate, where, when, in which file."""

    __tablename__ = "made_signatures"
    __table_args__ = (UniqueConstraint("file_id", "part", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    part: Mapped[Part] = mapped_column(enum_type(Part))
    ordinal: Mapped[int] = mapped_column(default=1)
    certificate_id: Mapped[int] = mapped_column(ForeignKey(SigningCertificate.id))
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    way: Mapped[Way] = mapped_column(enum_type(Way))
    level: Mapped[Level] = mapped_column(enum_type(Level))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    made_at: Mapped[datetime]

    certificate: Mapped[SigningCertificate] = relationship()
    file: Mapped[StoredFile] = relationship()


class FileVerdict(Base):
    """What was said of a file's signatures, kept so that looking at it costs no checking."""

    __tablename__ = "file_verdicts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)  # a `Report`
    judged_at: Mapped[datetime]

    @property
    def said(self) -> Report:
        return Report.from_data(self.report)
