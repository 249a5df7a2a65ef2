"""The two papers that say what a session decided, and which of them nobody has signed yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from workflow.core.db import db
from workflow.core.i18n import _
from workflow.councils.models import Session
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus

MINUTES, VOTE_COUNT = "minutes", "vote_count"
RECORDS = (VOTE_COUNT, MINUTES)
UNSIGNED = frozenset({PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED})


@dataclass(frozen=True)
class UnsignedRecord:
    """A paper of a session that still lacks a signature, or was not written at all."""

    session: Session
    purpose: str
    paper: Paper | None

    @property
    def name(self) -> str:
        if self.session.is_consultation:
            return _("Biên bản tổng hợp ý kiến")
        return (
            _("Biên bản họp Hội đồng") if self.purpose == MINUTES else _("Bảng tổng hợp biểu quyết")
        )


def records_of(session: Session) -> tuple[str, ...]:
    """Return what papers say what was decided: one where the members were asked in writing."""
    return (MINUTES,) if session.is_consultation else RECORDS


def unsigned_records(sessions: Iterable[Session]) -> list[UnsignedRecord]:
    """Return what is still to be signed of these sessions, in one query."""
    asked = {session.id: session for session in sessions}
    if not asked:
        return []
    rows = db.session.scalars(
        select(Paper).where(
            Paper.owner_kind == "session", Paper.owner_id.in_(asked), Paper.purpose.in_(RECORDS)
        )
    )
    written = {(paper.owner_id, paper.purpose): paper for paper in rows}
    wanted = [(asked[key], purpose) for key in sorted(asked) for purpose in records_of(asked[key])]
    found = [(one, purpose, written.get((one.id, purpose))) for one, purpose in wanted]
    return [
        UnsignedRecord(one, purpose, paper)
        for one, purpose, paper in found
        if paper is None or paper.status in UNSIGNED
    ]
