"""What can be read of councils, seats and sessions, and by whom."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, and_, exists, false, not_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload
from sqlalchemy.sql.elements import ColumnElement

from workflow.accounts.models import User
from workflow.accounts.queries import visible_to as visible_users
from workflow.awards.models import AwardVersion, Route
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.councils.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotItem,
    Council,
    Seat,
    Session,
    TallyLine,
)
from workflow.councils.states import BallotStatus, Presence, SeatPost, SessionStatus
from workflow.organisations.models import Organisation
from workflow.organisations.queries import administered
from workflow.proposals.models import Nomination
from workflow.proposals.queries import ready_for_agenda

LIST_LIMIT = 100
STAFF = frozenset({"secretary", "head"})


def _valid_on(day: date) -> ColumnElement[bool]:
    return and_(Seat.valid_from <= day, or_(Seat.valid_to.is_(None), Seat.valid_to >= day))


def _in_force(day: date) -> ColumnElement[bool]:
    """A seat holds on `day` and no replacement sits in it then."""
    stand_in = aliased(Seat)
    replaced = exists().where(
        stand_in.replaces_id == Seat.id, stand_in.valid_from <= day, stand_in.valid_to >= day
    )
    return and_(_valid_on(day), not_(replaced))


def list_councils(organisation_id: int | None) -> Sequence[Council]:
    return db.session.scalars(
        select(Council)
        .where(Council.organisation_id == organisation_id)
        .order_by(Council.valid_from.desc(), Council.id)
        .limit(LIST_LIMIT)
    ).all()


def administered_councils(actor: Actor) -> Sequence[Council]:
    """Return the councils of what the actor administers, office by office, newest first."""
    return db.session.scalars(
        select(Council)
        .join(Council.organisation)
        .options(contains_eager(Council.organisation))
        .where(Council.organisation_id.in_(administered(actor)))
        .order_by(Organisation.name_fold, Organisation.id, Council.valid_from.desc(), Council.id)
        .limit(LIST_LIMIT)
    ).all()


def sitting_councils(organisation_id: int | None, day: date) -> Sequence[Council]:
    """Return the organisation's councils that exist on `day`."""
    return [
        council for council in list_councils(organisation_id)
        if council.valid_from <= day and (council.valid_to is None or council.valid_to >= day)
    ]  # fmt: skip


def _council(public_id: str, actor: Actor) -> Select[Council]:
    here = Council.organisation_id == actor.organisation_id
    below = Council.organisation_id.in_(administered(actor))
    return select(Council).where(Council.public_id == public_id, or_(here, below))


def get_council(public_id: str, actor: Actor) -> Council:
    """Return a council of the actor's organisation or of one administered. Raises NotVisible."""
    found = db.session.scalars(_council(public_id, actor)).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy Hội đồng này."))
    return found


def get_council_for_change(public_id: str, actor: Actor) -> Council:
    found = db.session.scalars(
        _council(public_id, actor).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy Hội đồng này."))
    return found


def list_seats(council_id: int) -> Sequence[Seat]:
    """Return every seat there ever was, present order first."""
    return db.session.scalars(
        select(Seat)
        .options(joinedload(Seat.user), joinedload(Seat.replaces).joinedload(Seat.user))
        .where(Seat.council_id == council_id)
        .order_by(Seat.rank, Seat.valid_from.desc(), Seat.id)
        .limit(500)
    ).all()


def seats_on(council_id: int, day: date) -> Sequence[Seat]:
    """Return the seats that hold on `day`, in the council's order, with their users."""
    return db.session.scalars(
        select(Seat)
        .options(joinedload(Seat.user))
        .where(Seat.council_id == council_id, _in_force(day))
        .order_by(Seat.rank, Seat.id)
    ).all()


def _holds_seat(user_id: int | None, day: date, *besides: ColumnElement[bool]) -> bool:
    if user_id is None:
        return False
    held = exists().where(Seat.user_id == user_id, _valid_on(day), *besides)
    return bool(db.session.scalar(select(held)))


def is_member(user_id: int | None, council_id: int, day: date) -> bool:
    """Say whether the user holds a seat in the council on `day`."""
    return _holds_seat(user_id, day, Seat.council_id == council_id)


def has_seat(actor: Actor) -> bool:
    """Say whether the actor holds a seat in any council today."""
    return _holds_seat(actor.user_id, clock.today())


def holder_of(seats: Sequence[Seat], *posts: SeatPost) -> Seat | None:
    """Return the first seat holding one of `posts`, in the order the posts are named."""
    for post in posts:
        for seat in seats:
            if seat.post is post:
                return seat
    return None


def candidates_for_seats(actor: Actor) -> Sequence[User]:
    """Return the accounts the administrator knows and may give a seat to, by name."""
    known = visible_users(actor).where(User.is_active)
    return db.session.scalars(known.order_by(User.name, User.id).limit(1000)).all()


def as_staff(actor: Actor) -> ColumnElement[bool]:
    if actor.organisation_id is None or STAFF.isdisjoint(actor.roles):
        return false()
    own = select(Council.id).where(Council.organisation_id == actor.organisation_id)
    return Session.council_id.in_(own)


def as_member(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which a session is one the actor was called to as a member.

    A seat is personal: it holds whichever organisation the member acts for. Convening
    calls the members, so a session still being prepared is not shown to them.
    """
    # Few sessions call one person: SQLite begins with these, and reads no agenda of the others.
    called = select(Attendance.session_id).where(Attendance.user_id == (actor.user_id or 0))
    return and_(Session.status != SessionStatus.PLANNED, Session.id.in_(called))


def proposals_before_member(actor: Actor) -> Select[int]:
    """Select the dossiers the actor may read because they are before a council they sit in."""
    return (
        select(Nomination.proposal_id)
        .join(AgendaItem, AgendaItem.nomination_id == Nomination.id)
        .join(Session, AgendaItem.session_id == Session.id)
        .where(as_member(actor), Session.status != SessionStatus.VOID)
    )


def visible_to(actor: Actor) -> Select[Session]:
    """Return the sessions the actor may see: the secretary's and the head's, and members'."""
    return select(Session).where(or_(as_staff(actor), as_member(actor)))


def sessions_for(actor: Actor) -> Sequence[Session]:
    """Return the sessions of the list, the latest first."""
    return db.session.scalars(
        visible_to(actor)
        .options(joinedload(Session.council))
        .order_by(Session.starts_at.desc(), Session.id.desc())
        .limit(LIST_LIMIT)
    ).all()


def get_visible(public_id: str, actor: Actor) -> Session:
    """Return a session the actor may see. Raises NotVisible."""
    found = db.session.scalars(
        visible_to(actor)
        .options(joinedload(Session.council).joinedload(Council.organisation))
        .where(Session.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy phiên họp này, hoặc phiên họp không dành cho bạn."))
    return found


def get_for_change(public_id: str, actor: Actor) -> Session:
    """Return the session with its row locked. Raises NotVisible."""
    found = db.session.scalars(
        visible_to(actor)
        .where(Session.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy phiên họp này, hoặc phiên họp không dành cho bạn."))
    return found


def agenda_of(session_id: int) -> Sequence[AgendaItem]:
    """Return the agenda in its order, with everything a row shows."""
    nomination = joinedload(AgendaItem.nomination)
    return db.session.scalars(
        select(AgendaItem)
        .options(
            nomination.joinedload(Nomination.recipient),
            nomination.joinedload(Nomination.award_version).joinedload(AwardVersion.award),
            nomination.joinedload(Nomination.proposal),
        )
        .where(AgendaItem.session_id == session_id)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def waiting_for_session(organisation_id: int) -> list[Nomination]:
    """Return what was accepted here, is on no agenda, and whose award a council considers."""
    ready = ready_for_agenda(organisation_id)
    return [one for one in ready if one.award_version.route is Route.COUNCIL]


def attendance_of(session_id: int) -> Sequence[Attendance]:
    return db.session.scalars(
        select(Attendance)
        .options(joinedload(Attendance.user))
        .where(Attendance.session_id == session_id)
        .order_by(Attendance.id)
    ).all()


def seated_since(seats: Sequence[Seat], called: Sequence[Attendance]) -> list[Seat]:
    """Return the seats whose holders were never called: they came to the council since."""
    known = {row.user_id for row in called}
    return [seat for seat in seats if seat.user_id not in known]


def present_of(seats: Sequence[Seat], called: Sequence[Attendance]) -> int:
    """Return how many of those who hold a seat are marked present."""
    there = {row.user_id for row in called if row.presence is Presence.PRESENT}
    return sum(seat.user_id in there for seat in seats)


def session_of(nomination_id: int) -> Session | None:
    """Return the last session, not void, on whose agenda the nomination stands or stood."""
    return db.session.scalars(
        select(Session)
        .options(joinedload(Session.council))
        .join(AgendaItem, AgendaItem.session_id == Session.id)
        .where(AgendaItem.nomination_id == nomination_id, Session.status != SessionStatus.VOID)
        .order_by(AgendaItem.id.desc())
        .limit(1)
    ).one_or_none()


def tally_of(nomination_id: int) -> TallyLine | None:
    """Return the nomination's last count."""
    return db.session.scalars(
        select(TallyLine)
        .options(joinedload(TallyLine.ballot_item))
        .join(BallotItem, TallyLine.ballot_item_id == BallotItem.id)
        .join(AgendaItem, BallotItem.agenda_item_id == AgendaItem.id)
        .where(AgendaItem.nomination_id == nomination_id)
        .order_by(TallyLine.id.desc())
        .limit(1)
    ).one_or_none()


def ballots_of(session_id: int) -> Sequence[Ballot]:
    return db.session.scalars(
        select(Ballot).where(Ballot.session_id == session_id).order_by(Ballot.round, Ballot.id)
    ).all()


def is_in_ballot(agenda_item_id: int) -> bool:
    """Say whether the item was put to a vote, in a ballot that is not void."""
    put = (
        exists()
        .where(BallotItem.agenda_item_id == agenda_item_id)
        .where(BallotItem.ballot_id == Ballot.id, Ballot.status != BallotStatus.VOID)
    )
    return bool(db.session.scalar(select(put)))


def lock(session_id: int) -> Session:
    """Return the session with its row locked, for acts the rules take by themselves."""
    return db.session.get_one(Session, session_id, with_for_update=True, populate_existing=True)
