"""What the minutes say of members who did not vote on a row, or were let vote on it."""

from collections import defaultdict
from collections.abc import Sequence

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
    by_id = {item.id: item for item in items}
    kept: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for ballot in ballots:
        names = {one.id: one.name for one in electors_of(ballot.id)}
        for row in all_recusals(ballot.id):
            if row.ballot_item_id in by_id:
                nominee = name_text(by_id[row.ballot_item_id].nomination)
                kept[names[row.elector_id], row.reason].append(nominee)
    lines = [
        f"{member} không tham gia biểu quyết đối với {', '.join(dict.fromkeys(nominees))} "
        f"(lý do: {reason})."
        for (member, reason), nominees in kept.items()
    ]
    return [*lines, *_let_vote(items), *_base(ballots, bool(kept))]


def _let_vote(items: Sequence[BallotItem]) -> list[str]:
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
    nominees = {item.agenda_item_id: name_text(item.nomination) for item in items}
    with on_paper():
        return [
            f"{row.decided_by.name} quyết định {member} ({ground_words(Ground(row.ground))}) vẫn "
            f"biểu quyết đối với {nominees[row.agenda_item_id]}: {row.reason.rstrip(' .')}."
            for row, member in rows
        ]


def _base(ballots: Sequence[Ballot], anybody: bool) -> list[str]:
    if not anybody:
        return []
    if any(ballot.base_without_recused for ballot in ballots):
        return ["Theo quy chế Hội đồng, người không tham gia biểu quyết không tính vào tổng số "
                "thành viên ở dòng đó."]  # fmt: skip
    return ["Người không tham gia biểu quyết vẫn tính vào tổng số thành viên Hội đồng."]
