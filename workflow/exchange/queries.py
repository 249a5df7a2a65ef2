"""What was sent up and what arrived: the rows one may see, what they carry, who waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from workflow.accounts.models import Role
from workflow.accounts.queries import users_with
from workflow.awards.models import Award, AwardVersion
from workflow.awards.queries import decides_here
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.numbering_text import WrittenNumber, read
from workflow.core.tasks import Task
from workflow.core.text import fold
from workflow.councils.models import AgendaItem, BallotItem, TallyLine
from workflow.decisions.models import Decision, Origin
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus
from workflow.exchange import routes
from workflow.exchange.clocks import DEFAULT_TERM
from workflow.exchange.models import MoreRequest, ReviewTerm, Transmittal, TransmittalItem
from workflow.exchange.routes import Route
from workflow.exchange.states import TransmittalStatus
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import IN_COUNCIL, passed_undecided
from workflow.proposals.states import OPEN_NOMINATIONS, NominationStatus

PAGE = 20
MOST_TASKS = 20
MOST_ALIKE = 200  # decisions whose number holds the digits looked for
OFFICE_CLOSES = timedelta(hours=17)
READERS = frozenset({"secretary", "clerk", "head", "archivist", "auditor"})


_WHOLE = (
    joinedload(Transmittal.sender), joinedload(Transmittal.receiver),
    joinedload(Transmittal.paper),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A transmittal in a list, with how many nominations it carries and how many wait."""

    transmittal: Transmittal
    total: int
    open: int


def visible_to(actor: Actor) -> Select[Transmittal]:
    """Return the transmittals of the actor's organisation, either side; drafts are the sender's."""
    here = actor.organisation_id if not actor.roles.isdisjoint(READERS) else None
    arrived = and_(Transmittal.receiver_id == here, Transmittal.status != TransmittalStatus.DRAFT)
    return select(Transmittal).where(or_(Transmittal.sender_id == here, arrived))


def get_visible(public_id: str, actor: Actor) -> Transmittal:
    """Return the transmittal with both sides and its letter. Raises NotVisible."""
    rows = visible_to(actor).where(Transmittal.public_id == public_id)
    found = db.session.scalars(rows.options(*_WHOLE)).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy hồ sơ trình này, hoặc hồ sơ không dành cho bạn."))
    return found


def lock(transmittal_id: int) -> Transmittal:
    """Lock the row until the transaction ends, and read it anew."""
    return db.session.get_one(
        Transmittal, transmittal_id, with_for_update=True, populate_existing=True
    )


def get_for_change(public_id: str, actor: Actor) -> Transmittal:
    return lock(get_visible(public_id, actor).id)


# Lists


def _lines(rows: Select[Transmittal], before: int | None) -> tuple[list[Line], int | None]:
    if before is not None:
        rows = rows.where(Transmittal.id < before)
    rows = rows.options(*_WHOLE).order_by(Transmittal.id.desc())
    found = list(db.session.scalars(rows.limit(PAGE + 1)))
    shown = found[:PAGE]
    counts = _counts([one.id for one in shown])
    lines = [Line(one, *counts.get(one.id, (0, 0))) for one in shown]
    return lines, shown[-1].id if len(found) > PAGE else None


def _counts(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = db.session.execute(
        select(
            TransmittalItem.transmittal_id, func.count(),
            func.count().filter(Nomination.status.in_(OPEN_NOMINATIONS)),
        )
        .join(Nomination, Nomination.id == TransmittalItem.nomination_id)
        .where(TransmittalItem.transmittal_id.in_(ids))
        .group_by(TransmittalItem.transmittal_id)
    )  # fmt: skip
    return {row[0]: (row[1], row[2]) for row in rows}


def sent_by(actor: Actor, before: int | None = None) -> tuple[list[Line], int | None]:
    """Return a page of what the actor's organisation sends, newest first, and where to go on."""
    return _lines(visible_to(actor).where(Transmittal.sender_id == actor.organisation_id), before)


def received_by(actor: Actor, before: int | None = None) -> tuple[list[Line], int | None]:
    """Return a page of what arrived at the actor's organisation, newest first."""
    return _lines(visible_to(actor).where(Transmittal.receiver_id == actor.organisation_id), before)


def awaiting_foreign(actor: Actor) -> list[Transmittal]:
    """Return what was sent to superiors not on this server and waits for their decision."""
    if not actor.has("clerk"):
        return []
    rows = db.session.scalars(
        visible_to(actor)
        .where(
            Transmittal.sender_id == actor.organisation_id,
            Transmittal.status == TransmittalStatus.SENT,
        )
        .options(joinedload(Transmittal.receiver))
        .order_by(Transmittal.id.desc())
        .limit(PAGE)
    ).all()
    here = {one.id for one in {row.receiver for row in rows} if is_on_this_server(one)}
    return [row for row in rows if row.receiver_id not in here]


def standing_decision(
    organisation_id: int, number: str, issuer: str, year: int | None
) -> Decision | None:
    """Return the decision from outside that was entered before with this number and issuer."""
    written = read(number)
    if written.number is None:
        return None
    rows = db.session.scalars(
        select(Decision)
        .join(Decision.paper)
        .options(contains_eager(Decision.paper))
        .where(
            Decision.organisation_id == organisation_id, Decision.origin == Origin.RECEIVED,
            Paper.number_text.contains(str(written.number)),
        )
        .order_by(Decision.id)
        .limit(MOST_ALIKE)
    )  # fmt: skip
    return next((row for row in rows if _is_same(row.paper, written, issuer, year)), None)


def _is_same(paper: Paper, written: WrittenNumber, issuer: str, year: int | None) -> bool:
    other = read(paper.number_text or "")
    alike = (other.number, other.suffix, other.symbol) == (
        written.number, written.suffix, written.symbol,
    )  # fmt: skip
    in_year = year is None or paper.dated is None or paper.dated.year == year
    return alike and in_year and fold(paper.issuer_text) == fold(issuer)


def count_waiting_to_send(actor: Actor) -> int:
    """Return how many transmittals the sender has to do something about, for the rail."""
    waiting = (TransmittalStatus.DRAFT, TransmittalStatus.MORE_REQUESTED)
    return _count(Transmittal.sender_id == actor.organisation_id, waiting)


def count_waiting_to_receive(actor: Actor) -> int:
    """Return how many arrivals the superior has to look at, for the rail."""
    waiting = (TransmittalStatus.SENT, TransmittalStatus.ANSWERED)
    return _count(Transmittal.receiver_id == actor.organisation_id, waiting)


def _count(side: ColumnElement[bool], statuses: Sequence[TransmittalStatus]) -> int:
    rows = select(func.count(Transmittal.id)).where(side, Transmittal.status.in_(statuses))
    return db.session.scalar(rows) or 0


def count_sendable(actor: Actor) -> int:
    """Return how many nominations passed here, are decided above and lie in no transmittal."""
    own = Award.owner_id == Organisation.id
    national = and_(Award.owner_id.is_(None), AwardVersion.decider_kind == Organisation.kind)
    rows = (
        select(func.count(Nomination.id))
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(Organisation, Organisation.id == Proposal.receiving_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .join(Award, Award.id == AwardVersion.award_id)
        .where(
            Proposal.receiving_id == actor.organisation_id, Proposal.status.in_(IN_COUNCIL),
            Nomination.status == NominationStatus.PASSED,
            func.coalesce(or_(own, national), false()).is_(False),
            Nomination.id.not_in(select(TransmittalItem.nomination_id)),
        )
    )  # fmt: skip
    return db.session.scalar(rows) or 0


# What a transmittal carries


def items_of(transmittal_id: int) -> Sequence[TransmittalItem]:
    """Return the items with recipient and award, in the order of their dossiers."""
    nomination = joinedload(TransmittalItem.nomination)
    return db.session.scalars(
        select(TransmittalItem)
        .join(Nomination, Nomination.id == TransmittalItem.nomination_id)
        .where(TransmittalItem.transmittal_id == transmittal_id)
        .options(
            nomination.joinedload(Nomination.recipient),
            nomination.joinedload(Nomination.award_version).joinedload(AwardVersion.award),
            nomination.joinedload(Nomination.proposal).joinedload(Proposal.proposing),
        )
        .order_by(Nomination.proposal_id, Nomination.position, Nomination.id)
    ).all()


def requests_of(transmittal_id: int) -> Sequence[MoreRequest]:
    """Return what the superior asked for, oldest first."""
    return db.session.scalars(
        select(MoreRequest)
        .where(MoreRequest.transmittal_id == transmittal_id)
        .options(joinedload(MoreRequest.asked_by))
        .order_by(MoreRequest.id)
    ).all()


def open_request_of(transmittal_id: int) -> MoreRequest | None:
    """Return the request that still waits for its answer."""
    return next((one for one in requests_of(transmittal_id) if one.answered_at is None), None)


def transmittal_of_request(request_id: int) -> int | None:
    return db.session.scalar(select(MoreRequest.transmittal_id).where(MoreRequest.id == request_id))


# What may go up


def superior_of(organisation: Organisation) -> Organisation | None:
    """Return the next organisation up the line, or None at its end."""
    if organisation.parent_id is None:
        return None
    return db.session.get_one(Organisation, organisation.parent_id)


def sendable(organisation: Organisation, keep: int | None = None) -> list[Nomination]:
    """Return what passed here and is decided above, and lies in no other transmittal.

    `keep` is a draft whose own nominations stay in the choice.
    """
    rows = passed_undecided(organisation.id)
    taken = taken_by([row.id for row in rows], besides=keep)
    return [
        row for row in rows
        if row.id not in taken and not decides_here(row.award_version, organisation)
    ]  # fmt: skip


def lock_nominations(public_ids: Sequence[str]) -> list[Nomination]:
    """Lock the nominations in one order, so that two secretaries queue instead of crossing."""
    return list(
        db.session.scalars(
            select(Nomination)
            .where(Nomination.public_id.in_(public_ids))
            .order_by(Nomination.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def taken_by(
    nomination_ids: Sequence[int], *, besides: int | None = None
) -> dict[int, Transmittal]:
    """Return which transmittal already carries each nomination."""
    rows = select(TransmittalItem.nomination_id, Transmittal).join(
        Transmittal, Transmittal.id == TransmittalItem.transmittal_id
    )
    rows = rows.where(TransmittalItem.nomination_id.in_(nomination_ids))
    if besides is not None:
        rows = rows.where(Transmittal.id != besides)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def votes_of(nomination_ids: Sequence[int]) -> dict[int, TallyLine]:
    """Return the last count of each nomination, in one query."""
    rows = db.session.execute(
        select(AgendaItem.nomination_id, TallyLine)
        .join(BallotItem, BallotItem.agenda_item_id == AgendaItem.id)
        .join(TallyLine, TallyLine.ballot_item_id == BallotItem.id)
        .where(AgendaItem.nomination_id.in_(nomination_ids))
        .order_by(TallyLine.id)
    )
    return {row[0]: row[1] for row in rows}


def term_of(organisation_id: int) -> ReviewTerm | None:
    return db.session.get(ReviewTerm, organisation_id)


def term_days_of(organisation_id: int) -> int:
    """Return the working days the organisation gives itself; the usual ones if it never said."""
    term = term_of(organisation_id)
    return DEFAULT_TERM if term is None else term.working_days


def is_on_this_server(organisation: Organisation) -> bool:
    """Return whether somebody is here to receive for this organisation today."""
    return bool(users_with(Role.SECRETARY, organisation.id, clock.today()))


def holds_of(nomination_id: int) -> Sequence[Transmittal]:
    """Return the transmittals that carry the nomination, or brought it here."""
    items = select(TransmittalItem.transmittal_id).where(
        or_(
            TransmittalItem.nomination_id == nomination_id,
            TransmittalItem.arrived_as_id == nomination_id,
        )
    )
    rows = select(Transmittal).where(Transmittal.id.in_(items)).order_by(Transmittal.id)
    return db.session.scalars(rows).all()


def route_of(proposal_id: int) -> list[Route]:
    """Return the ways a dossier goes up across organisations, for its page."""
    return routes.route_of(proposal_id)


def tasks_for(actor: Actor) -> list[Task]:
    """Return what the actor has to send, answer, receive or look at, and what they wait for."""
    if actor.organisation_id is None or actor.roles.isdisjoint({"secretary", "clerk"}):
        return []
    rows = db.session.execute(
        visible_to(actor)
        .add_columns(MoreRequest)
        .outerjoin(
            MoreRequest,
            and_(MoreRequest.transmittal_id == Transmittal.id, MoreRequest.answered_at.is_(None)),
        )
        .where(Transmittal.status != TransmittalStatus.DECIDED)
        .options(*_WHOLE)
        .order_by(Transmittal.id.desc())
        .limit(MOST_TASKS)
    )
    return [*_consolidating(actor), *(_task(row[0], row[1], actor) for row in rows)][:MOST_TASKS]


def _consolidating(actor: Actor) -> list[Task]:
    waiting = count_sendable(actor) if actor.has("secretary") else 0
    if not waiting:
        return []
    return [
        Task(
            title=_("%(count)s đề nghị đã thông qua, cần trình cấp trên", count=waiting),
            endpoint="exchange.new", values={}, kind="nomination", status="passed",
            verb=_("Lập Tờ trình"),
        )
    ]  # fmt: skip


def _task(row: Transmittal, request: MoreRequest | None, actor: Actor) -> Task:
    ours = row.sender_id == actor.organisation_id
    verbs = _sender_verbs(row, actor) if ours else _receiver_verbs(actor)
    other = row.receiver if ours else row.sender
    due = request.due_on if request is not None and ours else row.due_on
    return Task(
        title=row.title, endpoint="exchange.show" if ours else "arrivals.show",
        values={"public_id": row.public_id}, kind="transmittal", status=row.status.value,
        verb=verbs.get(row.status, ""), note=request.text if request and ours else other.name,
        due_at=clock.start_of(due) + OFFICE_CLOSES if due else None,
    )  # fmt: skip


def _sender_verbs(row: Transmittal, actor: Actor) -> dict[TransmittalStatus, str]:
    verbs = {TransmittalStatus.MORE_REQUESTED: _("Trả lời và gửi tệp")}
    if row.paper is not None and row.paper.status is PaperStatus.ISSUED and actor.has("secretary"):
        verbs[TransmittalStatus.DRAFT] = _("Gửi cấp trên")
    return verbs


def _receiver_verbs(actor: Actor) -> dict[TransmittalStatus, str]:
    if not actor.has("secretary"):
        return {}
    return {
        TransmittalStatus.SENT: _("Tiếp nhận"),
        TransmittalStatus.ANSWERED: _("Xem phần bổ sung"),
    }
