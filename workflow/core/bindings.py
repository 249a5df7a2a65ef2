"""When the register of a number book was last closed and bound: what is entered later says so."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.core import clock
from workflow.core.audit import AuditRecord
from workflow.core.db import db

ACT, STREAM = "register.bind", "number_book"


@dataclass(frozen=True)
class Binding:
    """One closing of a register: the how-manieth, and its day."""

    edition: int
    on: date

    @property
    def late(self) -> str:
        """Return what registers say of a number that was entered later."""
        return f"Ghi sau khi đóng sổ lần {self.edition} ngày {self.on:%d/%m/%Y}"


def last_binding(book_id: int) -> Binding | None:
    """Return the last closing of the book's register; it is a record of the journal."""
    row = db.session.scalars(
        select(AuditRecord)
        .where(
            AuditRecord.stream_kind == STREAM, AuditRecord.stream_id == book_id,
            AuditRecord.act == ACT,
        )
        .order_by(AuditRecord.seq.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
    return Binding(row.detail["edition"], clock.local(row.at).date()) if row else None


def late_note(book_id: int) -> str:
    """Return the words for a number entered now; nothing while the register is not bound."""
    binding = last_binding(book_id)
    return binding.late if binding else ""
