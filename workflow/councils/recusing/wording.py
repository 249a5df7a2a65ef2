"""What the minutes say of members who did not vote on a row, or were let vote on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import User
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.councils.models import Ballot, BallotItem
from workflow.councils.recusing.grounds import Ground, ground_words
from workflow.councils.recusing.models import ConflictRuling
from workflow.councils.voting import all_recusals, electors_of
from workflow.proposals.queries import name_text


def lines_for_minutes(ballots: Sequence[Ballot], items: Sequence[BallotItem]) -> list[str]:
    """Return a line for each reason a member kept out, and one for each member let vote."""
    by_id, words = {item.id: item for item in items}, _words(items)
    kept: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for ballot in ballots:
        electors = {one.id: one for one in electors_of(ballot.id)}
        for row in all_recusals(ballot.id):
            if row.ballot_item_id in by_id:
                item, elector = by_id[row.ballot_item_id], electors[row.elector_id]
                why = words.get((item.agenda_item_id, elector.user_id), "")
                reason = f"{row.reason}; {why}" if why else row.reason
                kept[elector.name, reason].append(name_text(item.nomination))
    with on_paper():
        own = ground_words(Ground.NOMINEE)
    selves = list(dict.fromkeys(member for member, reason in kept if reason == own))
    lines = [f"Người được xét không biểu quyết về mình: {', '.join(selves)}."] if selves else []
    lines += [
        f"{member} không tham gia biểu quyết đối với {', '.join(dict.fromkeys(nominees))} "
        f"(lý do: {reason})."
        for (member, reason), nominees in kept.items()
        if reason != own
    ]
    return [*lines, *_let_vote(items), *_base(ballots, bool(kept))]


def _words(items: Sequence[BallotItem]) -> dict[tuple[int, int], str]:
    """Return what was written of members kept out, by agenda item and member."""
    rows = db.session.scalars(
        select(ConflictRuling).where(
            ConflictRuling.agenda_item_id.in_([item.agenda_item_id for item in items]),
            ConflictRuling.recused, ConflictRuling.reason != "",
        )
    )  # fmt: skip
    return {(row.agenda_item_id, row.user_id): row.reason.rstrip(" .") for row in rows}


def _let_vote(items: Sequence[BallotItem]) -> list[str]:
    """Say it once of all the nominees one member was let vote on by one person for one reason."""
    rows = db.session.execute(
        select(ConflictRuling, User.name)
        .join(User, ConflictRuling.user_id == User.id)
        .options(joinedload(ConflictRuling.decided_by))
        .where(
            ConflictRuling.agenda_item_id.in_([item.agenda_item_id for item in items]),
            ConflictRuling.recused.is_(False),
        )
        .order_by(ConflictRuling.id)
    )  # fmt: skip
    names = {item.agenda_item_id: name_text(item.nomination) for item in items}
    let: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    with on_paper():
        for row, member in rows:
            ground, reason = ground_words(Ground(row.ground)), row.reason.rstrip(" .")
            let[row.decided_by.name, member, ground, reason].append(names[row.agenda_item_id])
    return [
        f"{decider} quyết định {member} ({ground}) vẫn biểu quyết đối với {', '.join(nominees)}: "
        f"{reason}."
        for (decider, member, ground, reason), nominees in let.items()
    ]


def rows_short(items: Sequence[BallotItem], recused: Mapping[int, int]) -> list[str]:
    """Say of the count's rows why they hold fewer votes than papers came back; by item."""
    told = [
        f"{name_text(item.nomination)} ({recused[item.id]:02d})"
        for item in items if recused.get(item.id)
    ]  # fmt: skip
    if not told:
        return []
    return [f"Số thành viên không tham gia biểu quyết ở từng đề nghị: {', '.join(told)}."]


def _base(ballots: Sequence[Ballot], anybody: bool) -> list[str]:
    if not anybody:
        return []
    if any(ballot.base_without_recused for ballot in ballots):
        return ["Theo quy chế Hội đồng, người không tham gia biểu quyết không tính vào tổng số "
                "thành viên ở dòng đó."]  # fmt: skip
    return ["Người không tham gia biểu quyết vẫn tính vào tổng số thành viên Hội đồng."]
