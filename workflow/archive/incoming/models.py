"""What arrived and who handles it; the paper itself is a row of `documents`."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.archive.incoming.states import ArrivalStatus, Urgency, Voice
from workflow.core.db import Base, Public, Versioned, enum_type, status_column
from workflow.documents.models import Paper
from workflow.organisations.models import Organisation


class Arrival(Public, Versioned, Base):
    """A paper from outside and its handling: by whom, until when, and what came of it.

    `kind_text` is what the sheet calls itself. Unit and person are first what the leader
    says, then who really has it; `sent_on` and `taken_on` tell which.
    """

    __tablename__ = "arrivals"
    __table_args__ = (
        Index(None, "organisation_id", "status"),
        Index(None, "handler_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), unique=True)
    status: Mapped[ArrivalStatus] = status_column(ArrivalStatus.RECEIVED)
    kind_text: Mapped[str]
    urgency: Mapped[Urgency] = mapped_column(enum_type(Urgency), default=Urgency.NORMAL)
    pages: Mapped[int | None]
    copies: Mapped[int] = mapped_column(default=1)
    entered_on: Mapped[date]
    instructed_on: Mapped[date | None]
    unit_name: Mapped[str] = mapped_column(default="")
    handler_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    handler_name: Mapped[str] = mapped_column(default="")  # as the register keeps it
    due_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    taken_on: Mapped[date | None]
    handed_back: Mapped[str] = mapped_column(default="")  # why it lies with the clerk again
    answer_id: Mapped[int | None] = mapped_column(ForeignKey(Paper.id))
    answer_text: Mapped[str] = mapped_column(default="")  # of an answer made outside this system
    answer_dated: Mapped[date | None]
    answer_sender: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]
    close_reason: Mapped[str] = mapped_column(default="")  # why no answer, or why sent back
    sent_back_to: Mapped[str] = mapped_column(default="")
    search_fold: Mapped[str] = mapped_column(default="", deferred=True)

    organisation: Mapped[Organisation] = relationship()
    paper: Mapped[Paper] = relationship(foreign_keys=[paper_id])
    answer: Mapped[Paper | None] = relationship(foreign_keys=[answer_id])
    handler: Mapped[User | None] = relationship()

    @property
    def answered_with(self) -> str:
        """Return the answering paper as registers write it; nothing where there is none."""
        if self.answer is not None:
            return self.answer.number_text or ""
        if self.answer_dated is None:
            return ""
        return f"{self.answer_text} ngày {self.answer_dated:%d/%m/%Y}, {self.answer_sender}"


class ArrivalOpinion(Base):
    """What the leader, the unit or the handler wrote of it, with the day. Never changed."""

    __tablename__ = "arrival_opinions"

    id: Mapped[int] = mapped_column(primary_key=True)
    arrival_id: Mapped[int] = mapped_column(ForeignKey(Arrival.id), index=True)
    voice: Mapped[Voice] = mapped_column(enum_type(Voice))
    text: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str]
    at: Mapped[datetime]
