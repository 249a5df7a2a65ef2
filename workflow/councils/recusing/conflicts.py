"""Conflicts of interest found in the data of a session, each with what was decided of it.

A constant number of queries, however many members and rows there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import Role, RoleGrant, User
from workflow.core import clock
from workflow.core.db import db
from workflow.councils.models import AgendaItem, Session
from workflow.councils.recusing.grounds import Ground, TieKind
from workflow.councils.recusing.models import ConflictRuling, DeclaredTie
from workflow.organisations.models import Organisation
from workflow.recipients.models import Membership, Recipient, RecipientKind

_HEADS = (Role.HEAD, Role.UNIT_HEAD)


@dataclass(frozen=True)
class Conflict:
    """A member who might not vote on an item; the nominee's own is settled by itself."""

    member: User
    item: AgendaItem
    ground: Ground
    tie: TieKind | None
    ruling: ConflictRuling | None

    @property
    def is_own(self) -> bool:
        return self.ground is Ground.NOMINEE

    @property
    def waits(self) -> bool:
        return self.ruling is None and not self.is_own

    @property
    def recuses(self) -> bool:
        return self.is_own or (self.ruling is not None and self.ruling.recused)


@dataclass(frozen=True)
class _Ties:
    """Who is where, heads what and declared what, on one day."""

    places: dict[int, set[int]]  # organisations by recipient
    headed: dict[int, set[int]]  # organisations by user
    above: dict[int, set[int]]  # what these report to, by user
    persons: dict[int, set[int]]  # recipients by user
    declared: dict[tuple[int, int], TieKind]  # by user and recipient

    def own_places(self, user_id: int) -> set[int]:
        return {one for person in self.persons[user_id] for one in self.places[person]}


def conflicts_of(
    session: Session, items: Sequence[AgendaItem], members: Collection[User]
) -> list[Conflict]:
    """Return every conflict of these members with these items, in the agenda's order.

    A council whose rules do not ask for more knows only the nominee's own.
    """
    nominees = {item.nomination.recipient_id: item.nomination.recipient for item in items}
    asks = session.council.asks_recusal and bool(items)
    ties = _read(members, nominees, clock.local(session.starts_at).date()) if asks else None
    rulings = _rulings(items) if asks else {}
    found = []
    for item in items:
        for member in members:
            ground = _ground(member.id, item.nomination.recipient, ties)
            if ground is not None:
                tie = ties.declared.get((member.id, item.nomination.recipient_id)) if ties else None
                ruling = rulings.get((item.id, member.id))
                found.append(Conflict(member, item, ground, tie, ruling))
    return found


def _ground(user_id: int, recipient: Recipient, ties: _Ties | None) -> Ground | None:
    if recipient.user_id == user_id:
        return Ground.NOMINEE
    if ties is None:
        return None
    if (user_id, recipient.id) in ties.declared:
        return Ground.RELATIVE
    if recipient.kind is RecipientKind.COLLECTIVE:
        inside = recipient.organisation_id in ties.headed[user_id] | ties.own_places(user_id)
        return Ground.COLLECTIVE if inside else None
    return _in_line(user_id, recipient, ties)


def _in_line(user_id: int, recipient: Recipient, ties: _Ties) -> Ground | None:
    """Say whether one is directly above the other, as head of the other's unit."""
    headed = ties.headed[user_id]
    their_own = ties.headed[recipient.user_id or 0]
    if headed & (ties.places[recipient.id] - their_own | ties.above[recipient.user_id or 0]):
        return Ground.SUPERIOR
    if their_own & (ties.own_places(user_id) - headed | ties.above[user_id]):
        return Ground.SUBORDINATE
    return None


def _read(members: Iterable[User], nominees: dict[int, Recipient], day: date) -> _Ties:
    users = {member.id for member in members}
    persons: defaultdict[int, set[int]] = defaultdict(set)
    accounts = select(Recipient.id, Recipient.user_id).where(Recipient.user_id.in_(users))
    for recipient_id, user_id in db.session.execute(accounts):
        persons[user_id or 0].add(recipient_id)
    people = set(nominees).union(*persons.values())
    headed, above = _headed(users | {one.user_id or 0 for one in nominees.values()}, day)
    declared = db.session.scalars(
        select(DeclaredTie).where(
            DeclaredTie.user_id.in_(users), DeclaredTie.recipient_id.in_(nominees)
        )
    )
    return _Ties(
        _places(people, day), headed, above, persons,
        {(row.user_id, row.recipient_id): row.kind for row in declared},
    )  # fmt: skip


def _places(recipient_ids: Collection[int], day: date) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Membership.recipient_id, Membership.organisation_id).where(
            Membership.recipient_id.in_(recipient_ids), Membership.valid_from <= day,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= day),
        )
    )  # fmt: skip
    for recipient_id, organisation_id in rows:
        found[recipient_id].add(organisation_id)
    return found


def _headed(
    user_ids: Collection[int], day: date
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    headed: defaultdict[int, set[int]] = defaultdict(set)
    above: defaultdict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(RoleGrant.user_id, RoleGrant.organisation_id, Organisation.parent_id)
        .join(Organisation, RoleGrant.organisation_id == Organisation.id)
        .where(
            RoleGrant.user_id.in_(user_ids), RoleGrant.role.in_(_HEADS),
            RoleGrant.valid_from <= day,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
        )
    )  # fmt: skip
    for user_id, organisation_id, parent_id in rows:
        headed[user_id].add(organisation_id)
        if parent_id is not None:
            above[user_id].add(parent_id)
    return headed, above


def _rulings(items: Sequence[AgendaItem]) -> dict[tuple[int, int], ConflictRuling]:
    rows = db.session.scalars(
        select(ConflictRuling)
        .options(joinedload(ConflictRuling.decided_by))
        .where(ConflictRuling.agenda_item_id.in_([item.id for item in items]))
    )
    return {(row.agenda_item_id, row.user_id): row for row in rows}
