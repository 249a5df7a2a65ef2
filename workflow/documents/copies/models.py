"""Copies of issued papers: what was asked for at once, each copy, and who asked the office."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.core.db import Base, Public, enum_type
from workflow.core.jobs import Job
from workflow.core.numbers import EntryState, NumberEntry
from workflow.documents.models import Paper
from workflow.organisations.models import Organisation


class CopyForm(StrEnum):
    """The form of a copy; the value is the abbreviation in its symbol (Decree 30, PL III)."""

    WHOLE = "SY"
    FURTHER = "SL"  # made from a sao y
    EXTRACT = "TrS"


class CopyRun(Public, Base):
    """One act of copying one paper: everything that was wanted, before the first number.

    `targets` are taken up one by one; how many copies there are says how far it is.
    """

    __tablename__ = "copy_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    form: Mapped[CopyForm] = mapped_column(enum_type(CopyForm))
    template: Mapped[str]
    context: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)  # shared by its copies
    targets: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    size: Mapped[int]  # how many targets
    signature: Mapped[dict[str, str]] = mapped_column(JSON)
    asked_by: Mapped[str] = mapped_column(default="")  # at whose request
    mark: Mapped[str] = mapped_column(default="")  # printed: the paper was replaced or revoked
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))

    paper: Mapped[Paper] = relationship()
    organisation: Mapped[Organisation] = relationship()
    job: Mapped[Job | None] = relationship()


class Copy(Public, Base):
    """A copy with its number in the book of copies; `quantity` sheets of it are made."""

    __tablename__ = "copies"
    __table_args__ = (
        UniqueConstraint("run_id", "ordinal"),
        Index(None, "for_organisation_id", "paper_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey(CopyRun.id))
    ordinal: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    for_organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id))
    title: Mapped[str]
    destinations: Mapped[list[str]] = mapped_column(JSON)
    quantity: Mapped[int]
    number_entry_id: Mapped[int | None] = mapped_column(ForeignKey(NumberEntry.id), unique=True)
    number_text: Mapped[str] = mapped_column(default="", index=True)
    dated: Mapped[date | None]

    run: Mapped[CopyRun] = relationship()
    paper: Mapped[Paper] = relationship()
    number_entry: Mapped[NumberEntry | None] = relationship()

    @property
    def is_void(self) -> bool:
        """Whether the number is void: the copy does not count and nobody outside gets it."""
        return self.number_entry is not None and self.number_entry.state is EntryState.VOID


class CopyRequest(Public, Base):
    """Somebody asks the office that keeps a paper for a copy; answered by a run or a refusal."""

    __tablename__ = "copy_requests"
    __table_args__ = (Index(None, "organisation_id", "answered_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))  # who is asked
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    asking_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    form: Mapped[CopyForm] = mapped_column(enum_type(CopyForm))
    purpose: Mapped[str]  # what it is needed for
    answered_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey(CopyRun.id))

    paper: Mapped[Paper] = relationship()
    asking: Mapped[Organisation] = relationship(foreign_keys=[asking_id])
