"""How long sealed files can be proven, what was renewed, which algorithms have a last day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.documents.models import Document, Paper, StoredFile
from workflow.signatures.renewal.states import RetirementStatus, Trouble, Why


class FileProof(Base):
    """How long the newest renewal of a sealed file can be proven, and what hinders the next.

    `document_id` is the file as it was sealed, of a paper or of what a paper carries with it; the
    paper is the one whose office keeps it. `until` is the end of what its last archival time-stamp
    stands on; empty where it has none.
    `algorithms` are those of that time-stamp, each between strokes: |sha256|rsa-2048|.
    """

    __tablename__ = "file_proofs"

    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    good: Mapped[bool]  # everything in it could be proven when it was read
    until: Mapped[datetime | None] = mapped_column(index=True)
    algorithms: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]
    next_at: Mapped[datetime | None]  # not tried before
    trouble: Mapped[Trouble | None] = mapped_column(enum_type(Trouble))
    failure: Mapped[str] = mapped_column(default="")
    failing_since: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    settled_at: Mapped[datetime | None]  # known to be beyond proof: neither tried nor told again
    settled_reason: Mapped[str] = mapped_column(default="")

    document: Mapped[Document] = relationship()
    paper: Mapped[Paper] = relationship()
    file: Mapped[StoredFile] = relationship()
    settled_by: Mapped[User | None] = relationship()

    @property
    def public_id(self) -> str:
        """Return by what it is known outside: its document's."""
        return self.document.public_id


class FileRenewal(Base):
    """One renewal: which file became which, why, and until when it could be proven then.

    `document_id` is the file as it was sealed. A file is renewed once: what comes after it has a
    digest of its own.
    """

    __tablename__ = "file_renewals"
    __table_args__ = (UniqueConstraint("document_id", "before_id"), UniqueConstraint("after_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id))
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id))
    before_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    after_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    why: Mapped[Why] = mapped_column(enum_type(Why))
    until: Mapped[datetime]
    made_at: Mapped[datetime]

    document: Mapped[Document] = relationship()
    paper: Mapped[Paper] = relationship()


class RetiredAlgorithm(Public, Versioned, Base):
    """An algorithm that proves nothing on its own any more after its last day.

    A change is a row of its own, which takes the old one's place once a second person confirmed
    it; one without a day takes back what was entered.
    """

    __tablename__ = "retired_algorithms"
    __table_args__ = tuple(
        Index(
            f"uq_retired_algorithms_{status}", "name", unique=True,
            sqlite_where=text(f"status = '{status}'"),
            postgresql_where=text(f"status = '{status}'"),
        )
        for status in ("proposed", "holding")
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]  # sha256, rsa-2048, secp256r1
    last_day: Mapped[date | None]
    source: Mapped[str]  # which paper says so
    status: Mapped[RetirementStatus] = status_column(RetirementStatus.PROPOSED)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    added_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(default="")

    added_by: Mapped[User | None] = relationship(foreign_keys=[added_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
