"""An appraisal as one reader may see it: others' words of a row only after the own are in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from workflow.accounts.models import Role, RoleGrant, User
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.councils.appraising.models import (
    Appraisal,
    AppraisalResult,
    AppraisalRule,
    AppraisalSheet,
)
from workflow.councils.appraising.queries import (
    UNDER_WAY,
    asked_of,
    put_to_vote,
    results_of,
    sheets_of,
)
from workflow.councils.models import AgendaItem, Session
from workflow.councils.policies import secretary_of
from workflow.councils.queries import agenda_of, holder_of, seats_on
from workflow.councils.states import SeatPost
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

FULL = 100  # per cent


@dataclass(frozen=True)
class Row:
    """One nomination: how far its appraisal is, and what of it the reader may see."""

    nomination: Nomination
    item: AgendaItem | None  # none once it is off the agenda
    reviewers: tuple[User, ...]  # who looks at it, for those who run the appraisal
    assigned: int
    handed_in: int
    shown: tuple[AppraisalSheet, ...]
    mine: AppraisalSheet | None
    result: AppraisalResult | None
    is_hidden: bool  # something is in that the reader may not see yet
    is_open: bool  # a result may be recorded, and until there is one sheets handed in
    differs: bool = False  # as far as the reader sees it

    @property
    def takes_sheets(self) -> bool:
        return self.is_open and self.result is None


@dataclass
class Appraised:
    """The appraisal of a session for one reader."""

    session: Session
    appraisal: Appraisal | None
    rule: AppraisalRule | None
    decides: bool  # the secretary, or the chair
    runs: bool
    rows: list[Row] = field(default_factory=list)
    shares: list[tuple[User, int, int]] = field(default_factory=list)  # assigned and in, by member

    @property
    def wanted(self) -> int:
        if self.appraisal is not None:
            return self.appraisal.wanted
        return self.rule.wanted if self.rule else 0

    @property
    def mine(self) -> list[Row]:
        """Return the reader's rows, those to write first and the least appraised on top."""
        own = [row for row in self.rows if row.mine is not None and row.item is not None]
        return sorted(own, key=lambda row: (not self._waits(row), row.handed_in))

    @property
    def next(self) -> Row | None:
        """Return the reader's open row that the fewest have appraised so far."""
        return next((row for row in self.mine if self._waits(row)), None)

    @staticmethod
    def _waits(row: Row) -> bool:
        return row.takes_sheets and row.mine is not None and row.mine.handed_in_at is None

    @property
    def lacking(self) -> list[Row]:
        """Return the rows fewer members look at than the council wants."""
        return [row for row in self.rows if row.takes_sheets and row.assigned < self.wanted]

    @property
    def readable(self) -> list[Row]:
        return [row for row in self.rows if row.shown]

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if row.differs]

    @property
    def hidden(self) -> list[Row]:
        return [row for row in self.rows if row.is_hidden]

    @property
    def assigned(self) -> int:
        return sum(row.assigned for row in self.rows)

    @property
    def handed_in(self) -> int:
        return sum(row.handed_in for row in self.rows)


def decides(actor: Actor, session: Session) -> bool:
    """The secretary who runs the session, or the council's chair."""
    if secretary_of(actor, session):
        return True
    chair = holder_of(seats_on(session.council_id, clock.today()), SeatPost.CHAIR)
    return chair is not None and chair.user_id == actor.user_id


def deciders_among(session: Session, members: Sequence[User]) -> set[int]:
    """Return which of these members read sheets as they come in: secretaries, and the chair."""
    today = clock.today()
    secretaries = db.session.scalars(
        select(RoleGrant.user_id).where(
            RoleGrant.organisation_id == session.council.organisation_id,
            RoleGrant.role == Role.SECRETARY, RoleGrant.valid_from <= today,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
        )
    )  # fmt: skip
    chair = holder_of(seats_on(session.council_id, today), SeatPost.CHAIR)
    return {one.id for one in members} & {*secretaries, *([chair.user_id] if chair else [])}


def read_appraisal(session: Session, actor: Actor) -> Appraised:
    """Read the appraisal with a constant number of queries, and drop what is not to be seen."""
    rule, appraisal = asked_of(session)
    found = Appraised(
        session, appraisal, rule, decides(actor, session), secretary_of(actor, session)
    )
    if appraisal is None:
        found.rows = [
            _row(found, actor, item.nomination, [], item=item, is_open=True)
            for item in agenda_of(session.id)
        ]
        return found
    by_row: defaultdict[int, list[AppraisalSheet]] = defaultdict(list)
    for sheet in sheets_of(appraisal.id):
        by_row[sheet.nomination_id].append(sheet)
    results = {one.nomination_id: one for one in results_of(appraisal.id)}
    voted = put_to_vote(session.id)
    agenda = agenda_of(session.id)
    for item in agenda:
        key, result = item.nomination_id, results.get(item.nomination_id)
        is_open = (
            session.status in UNDER_WAY and item.id not in voted
            and item.nomination.status is NominationStatus.ON_AGENDA
        )  # fmt: skip
        found.rows.append(
            _row(found, actor, item.nomination, by_row[key], item=item, result=result,
                 is_open=is_open)
        )  # fmt: skip
    there = {item.nomination_id for item in agenda}
    found.rows += [
        _row(found, actor, one.nomination, by_row[key], item=None, result=one)
        for key, one in results.items() if key not in there
    ]  # fmt: skip
    found.shares = _shares(by_row, there) if found.decides else []
    return found


def _row(
    found: Appraised, actor: Actor, nomination: Nomination, sheets: Sequence[AppraisalSheet], *,
    item: AgendaItem | None, result: AppraisalResult | None = None, is_open: bool = False,
) -> Row:  # fmt: skip
    mine = next((one for one in sheets if one.user_id == actor.user_id), None)
    written = tuple(one for one in sheets if one.handed_in_at is not None)
    is_all_in = found.wanted <= len(sheets) == len(written) or result is not None
    shown = written if _may_read(nomination, mine, actor, found, is_all_in=is_all_in) else ()
    return Row(
        nomination, item, tuple(one.user for one in sheets) if found.decides else (),
        len(sheets), len(written), shown, mine, result,
        is_hidden=len(shown) < len(written), is_open=is_open,
        differs=found.appraisal is not None and is_at_odds(shown, found.appraisal),
    )  # fmt: skip


def _may_read(
    nomination: Nomination, mine: AppraisalSheet | None, actor: Actor, found: Appraised, *,
    is_all_in: bool,
) -> bool:  # fmt: skip
    """Say whether others' sheets of a row are shown: never to the nominee, never before one's own.

    Who decides reads them as they come in; a member not asked about the row, once all are in.
    """
    if actor.user_id is not None and nomination.recipient.user_id == actor.user_id:
        return False
    if mine is not None:
        return mine.handed_in_at is not None
    return found.decides or is_all_in


def is_at_odds(sheets: Sequence[AppraisalSheet], appraisal: Appraisal) -> bool:
    """Say whether recommendations differ, or totals lie further apart than the council allows."""
    if not sheets:
        return False
    if len({sheet.recommendation for sheet in sheets}) > 1:
        return True
    totals = [sheet.total for sheet in sheets]
    return (max(totals) - min(totals)) * FULL > appraisal.most_spread * appraisal.most


def _shares(
    by_row: dict[int, list[AppraisalSheet]], there: set[int]
) -> list[tuple[User, int, int]]:
    """Return how much each member was given and handed in, the furthest behind first."""
    users: dict[int, User] = {}
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for key, sheets in by_row.items():
        for sheet in sheets if key in there else ():
            users[sheet.user_id] = sheet.user
            counts[sheet.user_id][0] += 1
            counts[sheet.user_id][1] += sheet.handed_in_at is not None
    told = [(users[key], given, done) for key, (given, done) in counts.items()]
    return sorted(told, key=lambda one: (one[2] - one[1], one[0].id))
