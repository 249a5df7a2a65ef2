"""Council sessions with agenda, ballot, votes, count and minutes; and dossiers sent up."""

# Rows are written by short calls whose arguments come in the order of the row.
# ruff: noqa: PLR0917

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench import filing
from bench.world import TODAY, Place, Row, World, at
from workflow.core.audit import digest_of
from workflow.core.numbers import NumberBook, NumberEntry
from workflow.councils.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotItem,
    Elector,
    NamedVote,
    Session,
    TallyLine,
)
from workflow.councils.states import BallotStatus, Choice, Presence, SeatPost, SessionStatus
from workflow.documents.models import Paper, PaperSigner
from workflow.documents.states import Direction, PaperKind, PaperStatus
from workflow.exchange.models import Transmittal, TransmittalItem
from workflow.exchange.states import TransmittalStatus
from workflow.proposals.states import NominationStatus as N

if TYPE_CHECKING:
    from bench.rulings import Ruling

AGENDA = 60
VOTES_SINCE = 2025  # older ballots keep their counts; their single votes are left out


def write(world: World, office: Place, year: int, rows: Sequence[tuple[Row, N]]) -> None:
    """Write the year's sessions of an office that has a council; the others go without."""
    if not office.council_id:
        return
    decided = [row for row in rows if row[1] in (N.AWARDED, N.NOT_PASSED, N.PASSED)]
    book_id = world.sink.add(
        NumberBook, organisation_id=office.id, series="HĐTĐKT", year=year,
        last=-(-len(decided) // AGENDA), last_date=min(TODAY, date(year, 12, 1)),
    )  # fmt: skip
    for number, start in enumerate(range(0, len(decided), AGENDA), start=1):
        last = min(date(year, 11, 20), TODAY - timedelta(days=9))
        share = start / max(len(decided), 1)
        day = date(year, 1, 20) + (last - date(year, 1, 20)) * share
        session_id = _session(world, office, number, day, SessionStatus.MINUTED)
        _past_ballot(world, office, session_id, day, decided[start : start + AGENDA])
        _minutes(world, office, session_id, book_id, number, day)
    waiting = [row for row in rows if row[1] is N.ON_AGENDA]
    for number, start in enumerate(range(0, len(waiting), AGENDA), start=1):
        day = TODAY + timedelta(days=number)
        session_id = _session(world, office, number, day, SessionStatus.CONVENED)
        for position, (row, _status) in enumerate(waiting[start : start + AGENDA], start=1):
            world.sink.add(
                AgendaItem, session_id=session_id, nomination_id=row.id, position=position
            )


def _session(world: World, office: Place, number: int, day: date, status: SessionStatus) -> int:
    sat = status not in (SessionStatus.PLANNED, SessionStatus.CONVENED)
    session_id = world.sink.add(
        Session, council_id=office.council_id, title=f"Phiên họp lần {number} năm {day.year}",
        starts_at=at(day), place="Phòng họp số 1", status=status,
        opened_at=at(day) if sat else None,
        adjourned_at=at(day, 11) if status is SessionStatus.MINUTED else None,
        created_by_id=office.users["secretary"][0],
    )  # fmt: skip
    for user_id, _name in office.members:
        world.sink.add(Attendance, session_id=session_id, user_id=user_id,
                       presence=Presence.PRESENT if sat else None)  # fmt: skip
    return session_id


def _ballot(
    world: World, office: Place, session_id: int, day: date, status: BallotStatus
) -> tuple[int, list[int]]:
    done = status is BallotStatus.TALLIED
    ballot_id = world.sink.add(
        Ballot, session_id=session_id, status=status, opened_at=at(day),
        closed_at=at(day, 10) if done else None, tallied_at=at(day, 10) if done else None,
    )  # fmt: skip
    electors = [
        world.sink.add(
            Elector, ballot_id=ballot_id, user_id=user_id, name=name, rank=rank, voted=done,
            presence=Presence.PRESENT,
            post=(SeatPost.CHAIR, SeatPost.SECRETARY)[rank] if rank < 2 else SeatPost.MEMBER,
        )
        for rank, (user_id, name) in enumerate(office.members)
    ]  # fmt: skip
    return ballot_id, electors


def _item(world: World, session_id: int, ballot_id: int, row_id: int, position: int) -> int:
    agenda_id = world.sink.add(AgendaItem, session_id=session_id, nomination_id=row_id,
                               position=position)  # fmt: skip
    return world.sink.add(BallotItem, ballot_id=ballot_id, agenda_item_id=agenda_id, numerator=1,
                          position=position, denominator=2, strict=True)  # fmt: skip


def _past_ballot(
    world: World, office: Place, session_id: int, day: date, rows: Sequence[tuple[Row, N]]
) -> None:
    ballot_id, electors = _ballot(world, office, session_id, day, BallotStatus.TALLIED)
    for position, (row, status) in enumerate(rows, start=1):
        item_id = _item(world, session_id, ballot_id, row.id, position)
        agree = len(electors) - world.random.randrange(3) if status is not N.NOT_PASSED else 3
        world.sink.add(
            TallyLine, ballot_item_id=item_id, agree=agree, disagree=len(electors) - agree, other=0,
            recused=0, silent=0, total=len(electors), passed=status is not N.NOT_PASSED,
        )  # fmt: skip
        if day.year >= VOTES_SINCE:
            for index, elector_id in enumerate(electors):
                world.sink.add(
                    NamedVote, elector_id=elector_id, ballot_item_id=item_id,
                    choice=Choice.AGREE if index < agree else Choice.DISAGREE,
                    entered_by_id=office.members[index][0],
                )  # fmt: skip


def open_ballot(world: World, office: Place, row_ids: Sequence[int]) -> None:
    """Write a sitting session of today whose ballot takes votes."""
    session_id = _session(world, office, 99, TODAY, SessionStatus.SITTING)
    ballot_id, _electors = _ballot(world, office, session_id, TODAY, BallotStatus.OPEN)
    for position, row_id in enumerate(row_ids, start=1):
        _item(world, session_id, ballot_id, row_id, position)


def _minutes(
    world: World, office: Place, session_id: int, book_id: int, number: int, day: date
) -> None:
    sink, text = world.sink, f"{number:02d}/BB-HĐTĐKT"
    entry_id = sink.add(
        NumberEntry, book_id=book_id, number=number, dated=day, holder_kind="paper", holder_id=0,
        act_key=f"bench:bb:{book_id}:{number}",
    )  # fmt: skip
    paper = {
        "organisation_id": office.id, "kind": PaperKind.MINUTES, "dated": day, "number_text": text,
        "title": f"Biên bản phiên họp lần {number} năm {day.year}",
    }  # fmt: skip
    paper_id = sink.add(
        Paper, **paper, symbol="BB-HĐTĐKT",
        direction=Direction.OUTGOING, series="HĐTĐKT", purpose="minutes",
        owner_kind="session", owner_id=session_id, status=PaperStatus.ISSUED, signed_at=at(day, 14),
        number_entry_id=entry_id, issued_at=at(day, 15), template="councils/minutes", context={},
        destinations=["Lưu: HĐTĐKT"], numbered_by_id=office.users["secretary"][0],
    )  # fmt: skip
    for ordinal, (user_id, name) in enumerate(office.members[:2], start=1):
        sink.add(PaperSigner, paper_id=paper_id, ordinal=ordinal, user_id=user_id, name=name,
                 signed_at=at(day, 14))  # fmt: skip
    filing.write(world, paper_id=paper_id, issuer=office.short_name, award_name="",
                 level=office.kind, readers={office.id}, people=[], **paper)  # fmt: skip


def send(
    world: World, sender: Place, receiver: Place, day: date, proposal_id: int,
    below: "Sequence[tuple[Row, Ruling]]", above: "Sequence[tuple[Row, Ruling]]",
) -> None:  # fmt: skip
    """Write the transmittal that took `below` up, where it became `above`."""
    manifest: list[dict[str, str]] = []
    transmittal_id = world.sink.add(
        Transmittal, sender_id=sender.id, receiver_id=receiver.id, manifest=manifest,
        title=f"Tờ trình đề nghị tặng Bằng khen năm {day.year}", status=TransmittalStatus.DECIDED,
        manifest_digest=digest_of(manifest), sent_at=at(day), received_at=at(day, 15),
        arrived_as_id=proposal_id, created_by_id=sender.users["secretary"][0],
    )  # fmt: skip
    for (lower, _one), (upper, _two) in zip(below, above, strict=True):
        world.sink.add(TransmittalItem, transmittal_id=transmittal_id, nomination_id=lower.id,
                       arrived_as_id=upper.id)  # fmt: skip
