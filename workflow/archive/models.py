"""Records of what was issued or received, and the words one finds them by."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.core.db import Base, Public, enum_type
from workflow.documents.models import Paper
from workflow.documents.states import PaperKind
from workflow.organisations.models import Organisation


class RecordStatus(StrEnum):
    FILED = "filed"


class Record(Public, Base):
    """One filed paper. The parsed number serves the search; the printed one is the paper's.

    `year` is that of the paper's date as judged; a record whose date is in doubt says so.
    """

    __tablename__ = "records"
    __table_args__ = (
        Index(None, "organisation_id", "year"),
        Index(None, "number", "year"),
        Index(None, "dated", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), unique=True)
    kind: Mapped[PaperKind] = mapped_column(enum_type(PaperKind))
    number: Mapped[int | None]
    symbol_fold: Mapped[str] = mapped_column(default="", index=True)  # "qdcqltt"
    title: Mapped[str]
    issuer: Mapped[str] = mapped_column(default="")
    dated: Mapped[date]
    year: Mapped[int]
    award_name: Mapped[str] = mapped_column(default="", index=True)
    collectives: Mapped[int] = mapped_column(default=0)
    individuals: Mapped[int] = mapped_column(default=0)
    retention: Mapped[str] = mapped_column(default="")
    doubt: Mapped[str] = mapped_column(default="")
    status: Mapped[RecordStatus] = mapped_column(
        enum_type(RecordStatus), default=RecordStatus.FILED
    )
    filed_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(default="")  # folded: title, names, units, numbers

    paper: Mapped[Paper] = relationship()
    organisation: Mapped[Organisation] = relationship()


class RecordRecipient(Base):
    """A recipient named in a record: the exact name, and the folded one the index is on."""

    __tablename__ = "record_recipients"
    __table_args__ = (Index(None, "name_fold", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey(Record.id), index=True)
    ordinal: Mapped[int]
    name: Mapped[str]
    name_fold: Mapped[str]
    unit_name: Mapped[str] = mapped_column(default="")
    unit_fold: Mapped[str] = mapped_column(default="", index=True)
    award_name: Mapped[str] = mapped_column(default="")
