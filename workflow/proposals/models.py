"""Award dossiers: the proposal, its nominations, sign-off, meeting, revisions and points."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.awards.models import AwardVersion, Ground
from workflow.awards.suggestions import Standing
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.core.jobs import Job
from workflow.documents.models import Document
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation
from workflow.proposals.states import (
    ConfirmationResult,
    NominationStatus,
    PassBasis,
    ProposalStatus,
)
from workflow.recipients.models import Recipient


class Proposal(Public, Versioned, Base):
    """A dossier (hồ sơ). Only `services` change its status, through `steps`."""

    __tablename__ = "proposals"
    __table_args__ = (
        Index(None, "receiving_id", "status"),
        Index(None, "proposing_id", "status"),
        {"sqlite_autoincrement": True},  # a deleted draft's id must not come back: its audit stays
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # HS-2020-0017
    proposing_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    receiving_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    round_id: Mapped[int | None] = mapped_column(ForeignKey(Round.id), index=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    status: Mapped[ProposalStatus] = status_column(ProposalStatus.DRAFT)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]  # when the check began; the clock counts from here
    late_reason: Mapped[str] = mapped_column(default="")
    from_transmittal: Mapped[bool] = mapped_column(default=False)  # came from a lower level

    proposing: Mapped[Organisation] = relationship(foreign_keys=[proposing_id])
    receiving: Mapped[Organisation] = relationship(foreign_keys=[receiving_id])
    round: Mapped[Round | None] = relationship()


class Nomination(Public, Versioned, Base):
    """A row of the dossier (đề nghị): one recipient, one award, one ground, one period.

    `origin_id` is the nomination of the lower level this one continues; an outcome flows
    down to it. `frozen` holds the facts, the name and what was said of its eligibility as they
    were at submission; `eligibility_note` is the unit's sentence where a person has to look;
    `override` is what a person said against the verdict, and against what exactly.
    """

    __tablename__ = "nominations"
    __table_args__ = (
        Index(None, "proposal_id", "position"),
        CheckConstraint("unit_agree IS NULL OR unit_agree >= 0", name="unit_agree"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey(Proposal.id))
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    award_version_id: Mapped[int] = mapped_column(ForeignKey(AwardVersion.id), index=True)
    ground: Mapped[Ground] = mapped_column(enum_type(Ground), default=Ground.MERIT)
    year: Mapped[int]
    period: Mapped[str] = mapped_column(default="")  # "2019–2020" where it is more than a year
    post: Mapped[str] = mapped_column(default="")  # post and unit as printed in lists
    unit_name: Mapped[str] = mapped_column(default="")
    achievements: Mapped[str] = mapped_column(default="")
    eligibility_note: Mapped[str] = mapped_column(default="", server_default="")
    position: Mapped[int]
    unit_agree: Mapped[int | None]  # agreeing votes at the unit's meeting
    status: Mapped[NominationStatus] = status_column(NominationStatus.PROPOSED)
    pass_basis: Mapped[PassBasis | None] = mapped_column(enum_type(PassBasis))
    outcome_reason: Mapped[str] = mapped_column(default="")
    outcome_number: Mapped[str] = mapped_column(default="")  # the decision's number as written
    outcome_on: Mapped[date | None]
    outcome_issuer: Mapped[str] = mapped_column(default="")
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("nominations.id"), index=True)
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    override: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    proposal: Mapped[Proposal] = relationship()
    recipient: Mapped[Recipient] = relationship()
    award_version: Mapped[AwardVersion] = relationship()


class UnitMeeting(Base):
    """The unit's own meeting that reviewed the list: place, present of total, who presided."""

    __tablename__ = "unit_meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey(Proposal.id), unique=True)
    held_at: Mapped[datetime]
    place: Mapped[str]
    present: Mapped[int]
    total: Mapped[int]
    presided_by: Mapped[str]
    minuted_by: Mapped[str]
    remarks: Mapped[str] = mapped_column(default="")


class SignOff(Base):
    """The unit head's sign-off: person, time and digest of what was read. Any edit voids it."""

    __tablename__ = "sign_offs"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey(Proposal.id), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    content_digest: Mapped[str] = mapped_column(String(64))
    voided_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class ProposalRevision(Base):
    """What was submitted each time, whole: the snapshot and its digest."""

    __tablename__ = "proposal_revisions"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey(Proposal.id))
    number: Mapped[int]
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class ReviewPoint(Base):
    """A point to mend, on a named row or on the dossier as a whole, and its answer.

    `sent` tells a point the secretary is still collecting from one that went back to the unit.
    """

    __tablename__ = "review_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(ProposalRevision.id), index=True)
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey(Nomination.id))
    text: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    made_at: Mapped[datetime]
    sent: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(default="")
    resolved_at: Mapped[datetime | None]

    nomination: Mapped[Nomination | None] = relationship()


class Confirmation(Public, Versioned, Base):
    """What another office was asked about a nominee, and what it answered (hiệp y)."""

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("nomination_id", "office"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id))
    office: Mapped[str]
    asked_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[str] = mapped_column(default="")  # number of the paper, or who said it
    result: Mapped[ConfirmationResult | None] = mapped_column(enum_type(ConfirmationResult))
    document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))

    document: Mapped[Document | None] = relationship()


class ChecklistTick(Base):
    """A line of an award's checklist the secretary has seen to be there, for one nomination."""

    __tablename__ = "checklist_ticks"
    __table_args__ = (UniqueConstraint("nomination_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id))
    item: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]


class SuggestionRun(Base):
    """An organisation's people held against the rules: how often asked, by which job, when done."""

    __tablename__ = "suggestion_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), unique=True)
    asked: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id), index=True)
    people: Mapped[int] = mapped_column(default=0)
    computed_at: Mapped[datetime | None]

    job: Mapped[Job | None] = relationship()


class Suggestion(Base):
    """Who was due for an award of a year, or one condition short, when it was last looked at.

    `told` says why, in the words of papers. A page asks anew whether it still holds.
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "recipient_id", "award_version_id", "year",
            name="uq_suggestions_what",  # all four in a name are longer than a name may be
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    award_version_id: Mapped[int] = mapped_column(ForeignKey(AwardVersion.id))
    year: Mapped[int]
    standing: Mapped[Standing] = mapped_column(enum_type(Standing))
    told: Mapped[str]

    recipient: Mapped[Recipient] = relationship()
    unit: Mapped[Organisation] = relationship(foreign_keys=[unit_id])
    award_version: Mapped[AwardVersion] = relationship()
