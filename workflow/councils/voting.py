"""What a ballot knows: its items, electors, recusals and votes, and how each row is locked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import User
from workflow.awards.models import AwardVersion
from workflow.core.actors import Actor
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.councils.models import (
    AgendaItem,
    Ballot,
    BallotItem,
    Elector,
    NamedVote,
    Recusal,
    Session,
    TallyLine,
)
from workflow.councils.queries import visible_to
from workflow.councils.states import BallotStatus, Choice, Presence
from workflow.councils.tally import Count, count_choices
from workflow.proposals.models import Nomination

CAST = "ballot.cast"  # the act's name in the journal


def _ballot(public_id: str, actor: Actor) -> Select[Ballot]:
    seen = visible_to(actor).with_only_columns(Session.id)
    mine = select(Elector.ballot_id).where(Elector.user_id == (actor.user_id or 0))
    return select(Ballot).where(
        Ballot.public_id == public_id, or_(Ballot.session_id.in_(seen), Ballot.id.in_(mine))
    )


def _one(statement: Select[Ballot]) -> Ballot:
    found = db.session.scalars(
        statement.execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotVisible(_("Không tìm thấy cuộc bỏ phiếu này, hoặc không dành cho đồng chí."))
    return found


def get_ballot(public_id: str, actor: Actor) -> Ballot:
    """Return a ballot the actor may see. Raises NotVisible."""
    return _one(_ballot(public_id, actor))


def get_ballot_for_vote(public_id: str, actor: Actor) -> Ballot:
    """Return the ballot, kept from closing until the vote is stored (promise P6).

    Votes share the lock; closing needs it alone. SQLite has one writer at a time anyway.
    """
    return _one(_ballot(public_id, actor).with_for_update(read=True))


def get_ballot_for_change(public_id: str, actor: Actor) -> Ballot:
    """Return the ballot once every vote under way is stored, with no new one able to begin."""
    return _one(_ballot(public_id, actor).with_for_update())


def elector_for_change(ballot_id: int, user_id: int | None) -> Elector | None:
    """Return the user's place in the ballot, locked: one cast at a time (promise P9)."""
    return db.session.scalars(
        select(Elector)
        .where(Elector.ballot_id == ballot_id, Elector.user_id == (user_id or 0))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def find_elector(ballot_id: int, user_id: int | None) -> Elector | None:
    return db.session.scalars(
        select(Elector).where(Elector.ballot_id == ballot_id, Elector.user_id == (user_id or 0))
    ).one_or_none()


def cast_at(ballot: Ballot, user_id: int | None) -> datetime | None:
    """Return when the user cast the own paper: for that user alone, and nobody's page."""
    return db.session.scalar(
        select(AuditRecord.at).where(
            AuditRecord.stream_kind == "session", AuditRecord.stream_id == ballot.session_id,
            AuditRecord.act == CAST, AuditRecord.subject_kind == "ballot",
            AuditRecord.subject_id == ballot.id, AuditRecord.actor_id == user_id,
        )
    )  # fmt: skip


def electors_of(ballot_id: int) -> Sequence[Elector]:
    return db.session.scalars(
        select(Elector).where(Elector.ballot_id == ballot_id).order_by(Elector.rank, Elector.id)
    ).all()


def voters_of(ballot_id: int) -> list[int]:
    """Return the electors whose paper is in."""
    voted = select(Elector.id).where(Elector.ballot_id == ballot_id, Elector.voted)
    return list(db.session.scalars(voted))


def items_of(ballot_id: int) -> Sequence[BallotItem]:
    """Return the items in the order of the paper, with everything a row shows."""
    nomination = joinedload(BallotItem.agenda_item).joinedload(AgendaItem.nomination)
    return db.session.scalars(
        select(BallotItem)
        .options(
            nomination.joinedload(Nomination.recipient),
            nomination.joinedload(Nomination.award_version).joinedload(AwardVersion.award),
            nomination.joinedload(Nomination.proposal),
        )
        .where(BallotItem.ballot_id == ballot_id)
        .order_by(BallotItem.position, BallotItem.id)
    ).all()


def items_beside_agenda(ballot_id: int) -> Sequence[BallotItem]:
    """Return the items where the session's agenda was read: its rows are not read once more."""
    return db.session.scalars(
        select(BallotItem)
        .where(BallotItem.ballot_id == ballot_id)
        .order_by(BallotItem.position, BallotItem.id)
    ).all()


def recusals_of(elector_id: int) -> dict[int, str]:
    """Return the items the elector does not vote on, with the reason."""
    rows = db.session.scalars(select(Recusal).where(Recusal.elector_id == elector_id))
    return {row.ballot_item_id: _(row.reason) for row in rows}


def all_recusals(ballot_id: int) -> Sequence[Recusal]:
    return db.session.scalars(
        select(Recusal)
        .join(BallotItem, Recusal.ballot_item_id == BallotItem.id)
        .where(BallotItem.ballot_id == ballot_id)
        .order_by(Recusal.id)
    ).all()


def votes_of(ballot_id: int) -> Sequence[NamedVote]:
    """Return every vote. Pages ask for it only after the ballot is closed."""
    return db.session.scalars(
        select(NamedVote)
        .join(BallotItem, NamedVote.ballot_item_id == BallotItem.id)
        .where(BallotItem.ballot_id == ballot_id)
        .order_by(NamedVote.ballot_item_id, NamedVote.id)
    ).all()


def count_items(ballot_id: int) -> dict[int, Count]:
    """Count the votes of every item over all electors of the snapshot."""
    total = db.session.scalar(
        select(func.count()).select_from(Elector).where(Elector.ballot_id == ballot_id)
    )
    choices: defaultdict[int, list[Choice]] = defaultdict(list)
    for vote in votes_of(ballot_id):
        choices[vote.ballot_item_id].append(vote.choice)
    recused = Counter(recusal.ballot_item_id for recusal in all_recusals(ballot_id))
    item_ids = db.session.scalars(select(BallotItem.id).where(BallotItem.ballot_id == ballot_id))
    return {
        item_id: count_choices(choices[item_id], recused=recused[item_id], total=total or 0)
        for item_id in item_ids
    }


def tallies_of(ballot_id: int) -> dict[int, TallyLine]:
    """Return the count of every item of a tallied ballot, by item."""
    rows = db.session.scalars(
        select(TallyLine)
        .join(BallotItem, TallyLine.ballot_item_id == BallotItem.id)
        .where(BallotItem.ballot_id == ballot_id)
    )
    return {line.ballot_item_id: line for line in rows}


@dataclass(frozen=True)
class Progress:
    """Who has voted: never what, and never when."""

    electors: Sequence[Elector]

    @property
    def total(self) -> int:
        return len(self.electors)

    @property
    def voted(self) -> int:
        return sum(elector.voted for elector in self.electors)

    @property
    def in_room(self) -> list[Elector]:
        """Return those present who have not voted yet."""
        return [e for e in self.electors if not e.voted and e.presence is Presence.PRESENT]

    @property
    def by_paper(self) -> list[Elector]:
        """Return those absent whose written opinion is not entered yet."""
        return [e for e in self.electors if not e.voted and e.presence is Presence.ABSENT]


def progress_of(ballot_id: int) -> Progress:
    return Progress(electors_of(ballot_id))


def is_being_voted_on(nomination_id: int) -> bool:
    """Say whether a vote on the nomination is under way or waits to be counted."""
    put = (
        exists()
        .where(AgendaItem.nomination_id == nomination_id)
        .where(BallotItem.agenda_item_id == AgendaItem.id, BallotItem.ballot_id == Ballot.id)
        .where(Ballot.status.in_((BallotStatus.OPEN, BallotStatus.CLOSED)))
    )
    return bool(db.session.scalar(select(put)))


def users_of(ballot_id: int) -> dict[str, User]:
    """Return the electors' accounts by public id."""
    rows = db.session.scalars(
        select(User)
        .join(Elector, Elector.user_id == User.id)
        .where(Elector.ballot_id == ballot_id)
        .order_by(Elector.rank, Elector.id)
    )
    return {user.public_id: user for user in rows}
