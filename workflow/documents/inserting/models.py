"""A wish to give one paper an inserted number, and the word of whoever has authority."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, Versioned, status_column
from workflow.documents.inserting.states import InsertionStatus
from workflow.documents.models import Paper


class Insertion(Versioned, Base):
    """One paper, one day before its book's last one, one number with a letter, used once."""

    __tablename__ = "insertions"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), index=True)
    dated: Mapped[date]
    reason: Mapped[str]
    status: Mapped[InsertionStatus] = status_column(InsertionStatus.ASKED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")  # why not
    number_text: Mapped[str] = mapped_column(default="")  # what came of it

    paper: Mapped[Paper] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
