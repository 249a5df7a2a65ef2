"""Who was given to sign what for an organisation, from when to when, and on what basis."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.delegating.states import SignedKind, Way
from workflow.accounts.models import User
from workflow.core.db import Base, Public, enum_type
from workflow.organisations.models import Organisation


class Delegation(Public, Base):
    """Never altered: what was entered wrongly is ended with a reason and entered again.

    `ended_on` is the last day it held where it was ended before `valid_to`; `giver` is nobody
    where there is no head, or where a collective has its own head sign for it.
    """

    __tablename__ = "delegations"
    __table_args__ = (Index(None, "organisation_id", "holder_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    way: Mapped[Way] = mapped_column(enum_type(Way))
    giver_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    holder_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    post: Mapped[str]  # as printed below the authority
    body: Mapped[str] = mapped_column(default="")  # the collective signed for
    kinds: Mapped[list[str]] = mapped_column(JSON)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis_number: Mapped[str] = mapped_column(default="")
    basis_date: Mapped[date | None]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    entered_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    giver: Mapped[User | None] = relationship(foreign_keys=[giver_id])
    holder: Mapped[User] = relationship(foreign_keys=[holder_id])
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def last_day(self) -> date | None:
        """The last day it holds; None while it has no end."""
        days = [day for day in (self.valid_to, self.ended_on) if day is not None]
        return min(days, default=None)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.last_day is None or day <= self.last_day)

    def covers(self, kind: SignedKind) -> bool:
        return kind.value in self.kinds
