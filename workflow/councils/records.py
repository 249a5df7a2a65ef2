"""The papers that say what a session decided, and which of them nobody has signed yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from workflow.core.db import db
from workflow.core.i18n import _
from workflow.councils.models import Ballot, Session
from workflow.councils.states import BallotMode, BallotStatus
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus

MINUTES, VOTE_COUNT, NAME_COUNT = "minutes", "vote_count", "vote_count_by_name"
RECORDS = (VOTE_COUNT, NAME_COUNT, MINUTES)
NUMBERED = frozenset({PaperStatus.NUMBERED, PaperStatus.SEALED, PaperStatus.ISSUED})
UNSIGNED = frozenset({PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED})


@dataclass(frozen=True)
class UnsignedRecord:
    """A paper of a session that still lacks a signature, or was not written at all."""

    session: Session
    purpose: str
    paper: Paper | None
    modes: Collection[BallotMode] = ()  # of the session's ballots

    @property
    def name(self) -> str:
        if self.session.is_consultation:
            return _("Biên bản tổng hợp ý kiến")
        if self.purpose == MINUTES:
            return _("Biên bản họp Hội đồng")
        return count_name(self.purpose, self.modes)


def counts_of(modes: Collection[BallotMode]) -> tuple[str, ...]:
    """Return the papers of the count: one a session, two where it voted in both modes."""
    return (VOTE_COUNT, NAME_COUNT) if len(set(modes)) > 1 else (VOTE_COUNT,)


def count_name(purpose: str, modes: Collection[BallotMode]) -> str:
    """Return what a paper of the count is called: of a secret vote it tells no names."""
    secret = purpose == VOTE_COUNT and BallotMode.SECRET in modes
    return _("Biên bản kiểm phiếu") if secret else _("Bảng tổng hợp biểu quyết")


def records_of(session: Session, modes: Collection[BallotMode]) -> tuple[str, ...]:
    """Return what papers say what was decided: one where the members were asked in writing."""
    return (MINUTES,) if session.is_consultation else (*counts_of(modes), MINUTES)


def unsigned_records(sessions: Iterable[Session]) -> list[UnsignedRecord]:
    """Return what is still to be signed of these sessions, in two queries."""
    asked = {session.id: session for session in sessions}
    if not asked:
        return []
    rows = db.session.scalars(
        select(Paper).where(
            Paper.owner_kind == "session", Paper.owner_id.in_(asked), Paper.purpose.in_(RECORDS)
        )
    )
    modes = db.session.execute(
        select(Ballot.session_id, Ballot.mode).where(
            Ballot.session_id.in_(asked), Ballot.status != BallotStatus.VOID
        )
    ).all()
    held: defaultdict[int, set[BallotMode]] = defaultdict(set)
    for key, mode in modes:
        held[key].add(mode)
    written = {(paper.owner_id, paper.purpose): paper for paper in rows}
    wanted = [
        (asked[key], purpose)
        for key in sorted(asked)
        for purpose in records_of(asked[key], held[key])
    ]
    found = [(one, purpose, written.get((one.id, purpose))) for one, purpose in wanted]
    return [
        UnsignedRecord(one, purpose, paper, modes=held[one.id])
        for one, purpose, paper in found
        if paper is None or paper.status in UNSIGNED
    ]
