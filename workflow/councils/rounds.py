"""The votes of a session one after another: which was an item's last, and what it waits for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core.audit import digest_of
from workflow.core.db import db
from workflow.core.written_dates import long_time
from workflow.councils.models import (
    AgendaItem,
    Ballot,
    BallotItem,
    Elector,
    NamedVote,
    TallyLine,
    TallyRuling,
)
from workflow.councils.queries import ballots_of
from workflow.councils.states import BallotMode, BallotStatus, Waits
from workflow.councils.tally import Threshold, is_tie
from workflow.councils.voting import electors_of, items_of, tallies_of, votes_of
from workflow.proposals.queries import name_text

_MODES = {
    BallotMode.SECRET: "bỏ phiếu kín", BallotMode.BY_NAME: "biểu quyết ghi tên",
    BallotMode.CONSULTATION: "lấy ý kiến",
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One counted ballot with all it holds."""

    ballot: Ballot
    items: Sequence[BallotItem]
    tallies: dict[int, TallyLine]
    electors: Sequence[Elector]
    votes: Sequence[NamedVote]


def counted_in(session_id: int) -> list[Counted]:
    """Return the counted ballots of a session in their order."""
    return [
        Counted(one, items_of(one.id), tallies_of(one.id), electors_of(one.id), votes_of(one.id))
        for one in ballots_of(session_id)
        if one.status is BallotStatus.TALLIED
    ]


def last_items(counted: Iterable[Counted]) -> list[BallotItem]:
    """Return each item as it was last voted on: the last round's outcome counts."""
    found = {item.agenda_item_id: item for one in counted for item in one.items}
    return sorted(found.values(), key=lambda item: (item.agenda_item.position, item.id))


def last_lines(session_id: int) -> dict[int, tuple[TallyLine, BallotMode]]:
    """Return the last count of each agenda item of the session, and the mode it was voted in."""
    rows = db.session.execute(
        select(BallotItem.agenda_item_id, TallyLine, Ballot.mode)
        .join(BallotItem, TallyLine.ballot_item_id == BallotItem.id)
        .join(Ballot, BallotItem.ballot_id == Ballot.id)
        .where(Ballot.session_id == session_id)
        .order_by(TallyLine.id)
    )
    return {item_id: (line, mode) for item_id, line, mode in rows}


def rounds_held(session_id: int) -> dict[int, int]:
    """Return how often each agenda item of the session was counted."""
    held: dict[int, int] = {}
    rows = db.session.scalars(
        select(BallotItem.agenda_item_id)
        .join(TallyLine, TallyLine.ballot_item_id == BallotItem.id)
        .join(Ballot, BallotItem.ballot_id == Ballot.id)
        .where(Ballot.session_id == session_id)
    )
    for item_id in rows:
        held[item_id] = held.get(item_id, 0) + 1
    return held


def may_be_put(
    row: AgendaItem, mode: BallotMode, last: dict[int, tuple[TallyLine, BallotMode]]
) -> bool:
    """Say whether the row may be voted on in this mode: a further round keeps the first one's."""
    if row.id not in last:
        return True
    line, voted_in = last[row.id]
    return line.waits is Waits.ROUND and voted_in is mode


def mark_of(ballots: Sequence[Ballot], waiting: Iterable[AgendaItem]) -> str:
    """Return what a page that offers to open a ballot was drawn from, as one word."""
    return digest_of([len(ballots), [row.id for row in waiting]])[:16]


def rulings_of(lines: Iterable[TallyLine]) -> dict[int, TallyRuling]:
    """Return what was decided of counts that settled nothing, by tally line."""
    rows = db.session.scalars(
        select(TallyRuling)
        .options(joinedload(TallyRuling.tally_line))
        .where(TallyRuling.tally_line_id.in_([line.id for line in lines]))
    )
    return {row.tally_line_id: row for row in rows}


def lines_for_minutes(counted: Sequence[Counted]) -> list[str]:
    """Say every round but the last of each item, and what was decided where a count did not."""
    rulings = rulings_of(line for one in counted for line in one.tallies.values())
    last = {item.id for item in last_items(counted)}
    rounds: dict[int, int] = {}
    said = []
    for one in counted:
        for item in one.items:
            number = rounds[item.agenda_item_id] = rounds.get(item.agenda_item_id, 0) + 1
            line = one.tallies[item.id]
            told = f"{name_text(item.nomination)}, vòng {number}: {_counts(item, line)}"
            if item.id not in last:
                said.append(f"{told}; bỏ phiếu tiếp vòng {number + 1}.")
            elif line.id in rulings:
                said.append(f"{told}; {ruling_words(rulings[line.id])}.")
            elif number > 1:
                said.append(f"{told}.")
    return said


def lines_for_voided(session_id: int, modes: Collection[BallotMode]) -> list[str]:
    """Say of each ballot in these modes that was opened and never counted why."""
    return [
        f"Cuộc {_MODES[one.mode]} mở lúc {long_time(one.opened_at)} "
        f"đã hủy, không phiếu nào được đếm; lý do: "
        f"{one.void_reason.rstrip(' .') or 'số phiếu chưa đủ tỷ lệ quy chế Hội đồng cần'}."
        for one in ballots_of(session_id)
        if one.status is BallotStatus.VOID and one.opened_at and one.mode in modes
    ]


def _counts(item: BallotItem, line: TallyLine) -> str:
    rule = Threshold(item.numerator, item.denominator, item.strict)
    tied = ", số phiếu ngang nhau" if is_tie(rule, line.agree, line.total) else ""
    return f"đồng ý {line.agree} trên {line.total}, cần ít nhất {rule.needed(line.total)}{tied}"


def ruling_words(ruling: TallyRuling) -> str:
    """Return what was decided, by whom and why, as the papers say it."""
    why = ruling.reason.rstrip(" .")
    if ruling.about is Waits.ROUND:
        return f"không tổ chức vòng tiếp theo, lý do: {why}"
    outcome = "thông qua" if ruling.passed else "không thông qua"
    return f"người chủ trì {ruling.decided_by_name} quyết định {outcome}, lý do: {why}"
