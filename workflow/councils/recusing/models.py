"""What members said of themselves and nominees, and what the chair decided of each conflict."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.core.db import Base, enum_type
from workflow.councils.models import AgendaItem
from workflow.councils.recusing.grounds import Ground, TieKind
from workflow.recipients.models import Recipient


class DeclaredTie(Base):
    """A member's tie to somebody who may be rewarded, as the member declared it."""

    __tablename__ = "declared_ties"
    __table_args__ = (UniqueConstraint("user_id", "recipient_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    recipient_id: Mapped[int] = mapped_column(ForeignKey(Recipient.id), index=True)
    kind: Mapped[TieKind] = mapped_column(enum_type(TieKind))
    declared_at: Mapped[datetime]


class ConflictRuling(Base):
    """The chair's word on one member and one agenda item: whether the member votes on it."""

    __tablename__ = "conflict_rulings"
    __table_args__ = (UniqueConstraint("agenda_item_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey(AgendaItem.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    ground: Mapped[Ground] = mapped_column(enum_type(Ground))
    recused: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    decided_at: Mapped[datetime]

    decided_by: Mapped[User] = relationship(foreign_keys=[decided_by_id])
