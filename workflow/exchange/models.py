"""Submission upward: the transmittal, what it carries, and what the superior asked for."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, status_column
from workflow.documents.models import Paper
from workflow.exchange.states import TransmittalStatus
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal


class Transmittal(Public, Versioned, Base):
    """Nominations of one or many dossiers sent up with a numbered Tờ trình.

    `manifest` lists every file with its digest; `manifest_digest` seals it at sending and is
    compared on receipt. `arrived_as` is the proposal it became at the superior.
    """

    __tablename__ = "transmittals"

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    title: Mapped[str]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey(Paper.id))
    status: Mapped[TransmittalStatus] = status_column(TransmittalStatus.DRAFT)
    manifest: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    manifest_digest: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")  # why the superior could not take it in
    refused_at: Mapped[datetime | None]
    term_days: Mapped[int | None]  # working days the superior has, as its rule was on receipt
    arrival_number: Mapped[int | None]
    due_on: Mapped[date | None]
    arrived_as_id: Mapped[int | None] = mapped_column(ForeignKey(Proposal.id), unique=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    sender: Mapped[Organisation] = relationship(foreign_keys=[sender_id])
    receiver: Mapped[Organisation] = relationship(foreign_keys=[receiver_id])
    paper: Mapped[Paper | None] = relationship()


class TransmittalItem(Base):
    """A nomination going up; `arrived_as` is the nomination made of it at the superior.

    A nomination travels in one transmittal only, whoever else thought of it meanwhile.
    """

    __tablename__ = "transmittal_items"
    __table_args__ = (UniqueConstraint("nomination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transmittal_id: Mapped[int] = mapped_column(ForeignKey(Transmittal.id), index=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id))
    arrived_as_id: Mapped[int | None] = mapped_column(ForeignKey(Nomination.id), index=True)

    nomination: Mapped[Nomination] = relationship(foreign_keys=[nomination_id])


class MoreRequest(Public, Base):
    """What the superior asked to be added, by when, and the sender's answer."""

    __tablename__ = "more_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    transmittal_id: Mapped[int] = mapped_column(ForeignKey(Transmittal.id), index=True)
    text: Mapped[str]
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])


class ReviewTerm(Versioned, Base):
    """How many working days an organisation gives itself for what arrives from below."""

    __tablename__ = "review_terms"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    working_days: Mapped[int]
