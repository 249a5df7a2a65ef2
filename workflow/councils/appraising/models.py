"""Appraisal before a session: what a council asks for, who looks at whom, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, enum_type
from workflow.councils.appraising.choices import Outcome, Recommendation
from workflow.councils.models import Council, Session
from workflow.proposals.models import Nomination


class AppraisalRule(Versioned, Base):
    """Whether a council appraises before its sessions, by how many sheets a nomination.

    `most_spread` is how far two totals may lie apart, in percent of the most points there are;
    where it `holds_ballot`, nothing is voted on before its appraisal is over.
    """

    __tablename__ = "appraisal_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey(Council.id), unique=True)
    asked: Mapped[bool]
    wanted: Mapped[int]
    most_spread: Mapped[int]
    holds_ballot: Mapped[bool] = mapped_column(default=False, server_default="0")


class AppraisalCriterion(Public, Versioned, Base):
    """What members score, from nought to `most` points."""

    __tablename__ = "appraisal_criteria"

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey(Council.id), index=True)
    name: Mapped[str]
    guidance: Mapped[str] = mapped_column(default="")
    most: Mapped[int]
    rank: Mapped[int]


class Appraisal(Base):
    """The appraisal of one session, by the council's rule and criteria as it began.

    They are taken anew while nobody has written anything: `criteria` holds key, name, guidance
    and the most points of each.
    """

    __tablename__ = "appraisals"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(Session.id), unique=True)
    wanted: Mapped[int]
    most_spread: Mapped[int]
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    @property
    def most(self) -> int:
        """Return the most points a nomination can be given."""
        return sum(one["most"] for one in self.criteria)


class AppraisalSheet(Public, Versioned, Base):
    """What one member is asked to say of one nomination; final once handed in.

    It hangs on the nomination, not on its place in the agenda: what was said of a row stays
    when the row is taken off. Released, it waits with its draft to be assigned once more.
    """

    __tablename__ = "appraisal_sheets"
    __table_args__ = (UniqueConstraint("appraisal_id", "nomination_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey(Appraisal.id))
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    released_at: Mapped[datetime | None]
    scores: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # by the criterion's key
    recommendation: Mapped[Recommendation | None] = mapped_column(enum_type(Recommendation))
    remark: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime | None]
    handed_in_at: Mapped[datetime | None]

    nomination: Mapped[Nomination] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    @property
    def total(self) -> int:
        return sum(self.scores.values())


class AppraisalResult(Base):
    """What became of a nomination's appraisal: who said so, having read how many sheets."""

    __tablename__ = "appraisal_results"
    __table_args__ = (UniqueConstraint("appraisal_id", "nomination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey(Appraisal.id))
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id), index=True)
    outcome: Mapped[Outcome] = mapped_column(enum_type(Outcome))
    note: Mapped[str] = mapped_column(default="")
    sheets_read: Mapped[int]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    decided_at: Mapped[datetime]

    nomination: Mapped[Nomination] = relationship()
    decided_by: Mapped[User] = relationship()
