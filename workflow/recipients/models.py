"""Persons, collectives and households that can be rewarded, and where they belong."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.accounts.models import User
from workflow.core.db import Base, Public, Versioned, enum_type
from workflow.organisations.models import Organisation


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
