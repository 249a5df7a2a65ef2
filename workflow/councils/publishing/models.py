"""Lists made public before a vote, and what people of the organisation said of their rows."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Public
from workflow.councils.models import Council
from workflow.proposals.models import Nomination


class Publication(Public, Base):
    """A list made public for so many working days; `last_day` is the last one for comments."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey(Council.id), index=True)
    title: Mapped[str]
    days: Mapped[int]
    published_on: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    published_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    council: Mapped[Council] = relationship()


class PublishedRow(Base):
    """A nomination on a public list; it is made public before one council only once."""

    __tablename__ = "published_rows"
    __table_args__ = (UniqueConstraint("publication_id", "nomination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id))
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id), index=True)

    publication: Mapped[Publication] = relationship()
    nomination: Mapped[Nomination] = relationship()


class PublicComment(Public, Base):
    """What somebody said of a row, under the own name, and the secretary's answer."""

    __tablename__ = "public_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey(PublishedRow.id), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    author_name: Mapped[str]
    text: Mapped[str]
    said_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    answered_at: Mapped[datetime | None]

    row: Mapped[PublishedRow] = relationship()
