"""Records of what was issued or received, who may read them, and the checks made on them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Index, Table, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts.models import User
from workflow.archive import word_index
from workflow.core.db import Base, Public, enum_type
from workflow.documents.models import Paper
from workflow.documents.states import PaperKind
from workflow.organisations.models import Organisation


class RecordStatus(StrEnum):
    FILED = "filed"


class Level(StrEnum):
    """Who decided, as far as retention asks (table 10 of the retention list)."""

    STATE = "state"
    MINISTRY_PROVINCE = "ministry_province"
    OFFICE = "office"


class Record(Public, Base):
    """One filed paper. The parsed number serves the search; the printed one is the paper's.

    `dated` and `year` are those of the paper as judged; a record whose date is in doubt says
    why and is counted provisionally. The `search_…` columns hold words alone (`words.py`);
    the word index of either database is kept from them by triggers (`word_index.py`).
    """

    __tablename__ = "records"
    __table_args__ = (
        Index(None, "organisation_id", "year"),
        Index(None, "number", "year"),
        Index(None, "dated", "number", "public_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id), unique=True)
    kind: Mapped[PaperKind] = mapped_column(enum_type(PaperKind))
    number: Mapped[int] = mapped_column(default=0)  # 0: written in a way that says none
    symbol_fold: Mapped[str] = mapped_column(default="", index=True)  # "qdcqltt"
    title: Mapped[str]
    issuer: Mapped[str] = mapped_column(default="")
    dated: Mapped[date]
    year: Mapped[int]
    award_name: Mapped[str] = mapped_column(default="", index=True)
    collectives: Mapped[int] = mapped_column(default=0)
    individuals: Mapped[int] = mapped_column(default=0)
    level: Mapped[Level] = mapped_column(enum_type(Level), default=Level.OFFICE)
    retention: Mapped[str] = mapped_column(default="")
    doubt: Mapped[str] = mapped_column(default="")
    status: Mapped[RecordStatus] = mapped_column(
        enum_type(RecordStatus), default=RecordStatus.FILED
    )
    filed_at: Mapped[datetime]
    search_title: Mapped[str] = mapped_column(default="", deferred=True)
    search_names: Mapped[str] = mapped_column(default="", deferred=True)
    search_units: Mapped[str] = mapped_column(default="", deferred=True)
    search_marked: Mapped[str] = mapped_column(default="", deferred=True)

    paper: Mapped[Paper] = relationship()
    organisation: Mapped[Organisation] = relationship()


class RecordReader(Base):
    """An organisation whose people may find and open the record, in any of their roles."""

    __tablename__ = "record_readers"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey(Record.id), primary_key=True, index=True)


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


class RecordCheck(Base):
    """One reading of every file of a record against its digest: when, by whom, what was wrong."""

    __tablename__ = "record_checks"
    __table_args__ = (Index(None, "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey(Record.id))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str]
    files: Mapped[int]
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


def _make_word_index(_table: Table, connection: Connection, **_options: Any) -> None:
    for statement in word_index.statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def _drop_word_index(_table: Table, connection: Connection, **_options: Any) -> None:
    for statement in word_index.drop_statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


event.listen(Record.__table__, "after_create", _make_word_index)
event.listen(Record.__table__, "before_drop", _drop_word_index)
