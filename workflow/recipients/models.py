"""Persons, collectives and households that can be rewarded, and where they belong."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, enum_type
from workflow.organisations.models import Organisation
from workflow.recipients.states import (
    AbsenceKind,
    Counts,
    DisciplineLevel,
    Grade,
    Ledger,
    LineageKind,
)


class RecipientKind(StrEnum):
    PERSON = "person"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"


class Recipient(Public, Versioned, Base):
    """Who is rewarded. The name is printed exactly as entered; fold and key serve the search.

    A collective that is an organisation on this server points at it; a person who signs in
    points at the account, which is how the rules know one's own award (promise P13).
    """

    __tablename__ = "recipients"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  an id never comes back

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecipientKind] = mapped_column(enum_type(RecipientKind))
    name: Mapped[str]
    name_fold: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str]
    employee_code: Mapped[str] = mapped_column(default="")
    citizen_id: Mapped[str] = mapped_column(default="", server_default="", index=True)
    birth_date: Mapped[date | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)


class Membership(Base):
    """A recipient's place in one organisation, with the post held there; may be several at once."""

    __tablename__ = "memberships"
    __table_args__ = (Index(None, "organisation_id", "recipient_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    post: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class YearlyGrade(Base):
    """A yearly grade as some decision gave it; two for one year are shown to a person."""

    __tablename__ = "yearly_grades"
    __table_args__ = (UniqueConstraint("recipient_id", "year", "grade"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id))
    year: Mapped[int]
    grade: Mapped[Grade] = mapped_column(enum_type(Grade))
    source: Mapped[str] = mapped_column(default="")  # the decision or list, as written


class Strength(Base):
    """How many people a collective counted in a year: what shares of members are taken of."""

    __tablename__ = "strengths"
    __table_args__ = (UniqueConstraint("recipient_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id))
    year: Mapped[int]
    members: Mapped[int]


class Discipline(Base):
    """A disciplinary measure and the days it is in force, both included."""

    __tablename__ = "disciplines"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    level: Mapped[DisciplineLevel] = mapped_column(enum_type(DisciplineLevel))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class Hold(Public, Base):
    """An inspection or investigation under way: nothing is handed in for the recipient meanwhile.

    An open end means it still lasts (NĐ 152/2025 Đ.4: consideration waits for the conclusion).
    """

    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    reason: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))


class Coverage(Base):
    """Years for which somebody says a ledger of the recipient is complete.

    `from_the_start` says that nothing lies before them. Outside of it silence means nothing.
    """

    __tablename__ = "coverages"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    ledger: Mapped[Ledger] = mapped_column(enum_type(Ledger))
    first_year: Mapped[int]
    last_year: Mapped[int]
    from_the_start: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")


class Lineage(Base):
    """What a collective was before: the day and the decision that made it of another one.

    The row stands in the ledger of the successor. Only a renaming leaves it the same one.
    """

    __tablename__ = "lineages"
    __table_args__ = (UniqueConstraint("recipient_id", "predecessor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id))
    predecessor_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    kind: Mapped[LineageKind] = mapped_column(enum_type(LineageKind))
    on: Mapped[date]
    source: Mapped[str]  # the decision, as written

    predecessor: Mapped[Recipient] = relationship(foreign_keys=[predecessor_id])
    successor: Mapped[Recipient] = relationship(foreign_keys=[recipient_id])


class Absence(Base):
    """Time somebody was away; the row itself says whether it counts as time worked."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    kind: Mapped[AbsenceKind] = mapped_column(enum_type(AbsenceKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    counts: Mapped[Counts] = mapped_column(enum_type(Counts))
    source: Mapped[str] = mapped_column(default="")
