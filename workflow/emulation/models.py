"""Award rounds (đợt khen thưởng): when dossiers are received and decided."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.awards.models import Ground
from workflow.core.db import Base, Public, Versioned, enum_type
from workflow.organisations.models import Organisation


class Round(Public, Versioned, Base):
    """One round of one receiving organisation, open to it and to the units under it."""

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    name: Mapped[str]
    ground: Mapped[Ground] = mapped_column(enum_type(Ground), default=Ground.MERIT)
    year: Mapped[int]
    opens_on: Mapped[date]
    due_at: Mapped[datetime]
    check_by: Mapped[date | None]
    meets_on: Mapped[date | None]
    ceremony_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
