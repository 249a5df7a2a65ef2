"""What a member reads of each row of a session: dossier, eligibility, ledgers, evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.core import clock
from workflow.core.audit import digest_of
from workflow.councils.agenda import Part, parts_of
from workflow.councils.eligibility import Standing, standings
from workflow.councils.models import AgendaItem, BallotItem, Session, TallyLine
from workflow.councils.packet.ledger import Holding, holdings_of
from workflow.councils.queries import agenda_of, ballots_of
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.councils.voting import items_of, tallies_of
from workflow.documents.models import Document
from workflow.documents.queries import documents_of_many
from workflow.documents.states import FileRole
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus


@dataclass(frozen=True)
class Sheet:
    """One row as it is read before the vote; `number` counts through the whole packet."""

    number: int
    item: AgendaItem
    standing: Standing | None
    holdings: list[Holding]
    evidence: list[Document]

    @property
    def nomination(self) -> Nomination:
        return self.item.nomination


Evidence = Mapping[int, list[Document]]  # by nomination


def rows_of(session: Session) -> list[AgendaItem]:
    """Return the agenda's rows that are still before the council, in the order of its parts."""
    rows = [
        row for row in agenda_of(session.id)
        if row.nomination.status is not NominationStatus.WITHDRAWN
    ]  # fmt: skip
    return [row for part in parts_of(rows) for row in part.rows]


def evidence_of(rows: Sequence[AgendaItem]) -> dict[int, list[Document]]:
    """Return what was attached to each nomination, oldest first."""
    found = documents_of_many("nomination", [row.nomination_id for row in rows])
    return {
        key: [link.document for link in links if link.role is FileRole.EVIDENCE]
        for key, links in found.items()
    }


def composition(session: Session, rows: Sequence[AgendaItem], evidence: Evidence) -> str:
    """Return a digest of what the packet is made of: another agenda, row or file gives another."""
    return digest_of(
        [
            session.title, session.starts_at.isoformat(), session.place,
            [
                [row.nomination_id, row.nomination.award_version_id, row.nomination.achievements,
                 row.nomination.post, row.nomination.unit_name, row.nomination.frozen,
                 row.nomination.override,
                 [[one.title, one.file.digest] for one in evidence[row.nomination_id]]]
                for row in rows
            ],
        ]
    )  # fmt: skip


def sheets_of(
    session: Session, rows: Sequence[AgendaItem], evidence: Evidence, *, first: int = 1
) -> list[Sheet]:
    """Return these rows with all that is said of them, in a constant number of queries."""
    standing = _standings(session, rows)
    holdings = holdings_of([row.nomination.recipient_id for row in rows])
    return [
        Sheet(
            number, row, standing.get(row.nomination_id),
            holdings[row.nomination.recipient_id], evidence[row.nomination_id],
        )
        for number, row in enumerate(rows, start=first)
    ]  # fmt: skip


def _standings(session: Session, rows: Sequence[AgendaItem]) -> dict[int, Standing]:
    """Return the latest answer on each row: as voted on if it was, and as the ledgers say now."""
    put: dict[int, BallotItem] = {}
    counted: dict[int, TallyLine] = {}
    for ballot in ballots_of(session.id):
        if ballot.status is BallotStatus.VOID:
            continue
        tallies = tallies_of(ballot.id) if ballot.status is BallotStatus.TALLIED else {}
        for item in items_of(ballot.id):
            put[item.nomination.id] = item
            if item.id in tallies:
                counted[item.nomination.id] = tallies[item.id]
    live = session.status is not SessionStatus.MINUTED
    return standings([row.nomination for row in rows], put, counted, live=live)


def part_of(parts: Sequence[Part[AgendaItem]], asked: str) -> Part[AgendaItem]:
    """Return the part of that number, or the first: an address somebody typed leads somewhere."""
    return next((part for part in parts if str(part.number) == asked), parts[0])


def held_on(session: Session) -> str:
    return f"{clock.local(session.starts_at):%d/%m/%Y}"
