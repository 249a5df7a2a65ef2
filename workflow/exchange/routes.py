"""Where a dossier stands across organisations: the legs it travelled, the stops still to come."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from workflow.awards.models import AwardVersion
from workflow.awards.queries import decider_in, line_of
from workflow.core import clock
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.working_days import DayKind
from workflow.decisions.wording import issuer
from workflow.exchange import clocks
from workflow.exchange.models import MoreRequest, Transmittal, TransmittalItem
from workflow.exchange.states import TransmittalStatus as S
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

MOST_LEVELS = 6


@dataclass(frozen=True)
class Stop:
    """One organisation of the route. `state` is done, now or empty for what is still to come."""

    name: str
    state: str
    note: str
    number: str = ""
    icon: str = ""
    detail: str = ""
    waiting: str = ""


@dataclass(frozen=True)
class Route:
    """The stops in order, and the transmittals between them, lowest first."""

    legs: tuple[Transmittal, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class _Facts:
    """What the stops are told from, read once for the whole route."""

    requests: Mapping[int, Sequence[MoreRequest]]
    outcomes: Mapping[int, Sequence[Nomination]]
    special: Mapping[date, DayKind]
    today: date


# The legs


def _legs() -> Select[Transmittal]:
    return (
        select(Transmittal)
        .where(Transmittal.status != S.DRAFT)
        .options(
            joinedload(Transmittal.sender), joinedload(Transmittal.receiver),
            joinedload(Transmittal.paper),
        )
        .order_by(Transmittal.id)
        .limit(1)
    )  # fmt: skip


def _after(leg: Transmittal) -> Transmittal | None:
    arrived = select(TransmittalItem.arrived_as_id).where(TransmittalItem.transmittal_id == leg.id)
    carried = select(TransmittalItem.transmittal_id).where(
        TransmittalItem.nomination_id.in_(arrived)
    )
    return db.session.scalars(_legs().where(Transmittal.id.in_(carried))).one_or_none()


def _before(leg: Transmittal) -> Transmittal | None:
    from_dossiers = (
        select(Nomination.proposal_id)
        .join(TransmittalItem, TransmittalItem.nomination_id == Nomination.id)
        .where(TransmittalItem.transmittal_id == leg.id)
    )
    brought = _legs().where(Transmittal.arrived_as_id.in_(from_dossiers))
    return db.session.scalars(brought).one_or_none()


def legs_around(leg: Transmittal) -> list[Transmittal]:
    """Return the whole way of one transmittal, lowest level first."""
    legs = [leg]
    while len(legs) < MOST_LEVELS and (lower := _before(legs[0])) is not None:
        legs.insert(0, lower)
    while len(legs) < MOST_LEVELS and (upper := _after(legs[-1])) is not None:
        legs.append(upper)
    return legs


def legs_from(proposal_id: int) -> list[Transmittal]:
    """Return the transmittals that took the dossier's nominations up; else the one it came by."""
    carried = (
        select(TransmittalItem.transmittal_id)
        .join(Nomination, Nomination.id == TransmittalItem.nomination_id)
        .where(Nomination.proposal_id == proposal_id)
    )
    up = db.session.scalars(_legs().limit(10).where(Transmittal.id.in_(carried))).all()
    if up:
        return list(up)
    return list(db.session.scalars(_legs().where(Transmittal.arrived_as_id == proposal_id)))


# The stops


def _read(legs: Sequence[Transmittal]) -> _Facts:
    ids = [leg.id for leg in legs]
    asked = db.session.scalars(
        select(MoreRequest).where(MoreRequest.transmittal_id.in_(ids)).order_by(MoreRequest.id)
    )
    requests: dict[int, list[MoreRequest]] = {one: [] for one in ids}
    for request in asked:
        requests[request.transmittal_id].append(request)
    carried = db.session.execute(
        select(TransmittalItem.transmittal_id, Nomination)
        .join(Nomination, Nomination.id == TransmittalItem.nomination_id)
        .where(TransmittalItem.transmittal_id.in_(ids))
        .options(joinedload(Nomination.award_version).joinedload(AwardVersion.award))
        .order_by(Nomination.id)
    )
    outcomes: dict[int, list[Nomination]] = {one: [] for one in ids}
    for leg_id, nomination in carried:
        outcomes[leg_id].append(nomination)
    today = clock.today()
    start = min((clock.local(leg.sent_at).date() for leg in legs if leg.sent_at), default=today)
    return _Facts(requests, outcomes, clocks.special_days_near(start, today), today)


def _sent_stop(name: str, leg: Transmittal) -> Stop:
    sent = clock.local(leg.sent_at).date() if leg.sent_at else None
    note = _("Đã trình ngày %(day)s", day=f"{sent:%d/%m/%Y}") if sent else _("Chưa gửi")
    number = (leg.paper.number_text or "") if leg.paper else ""
    if sent:
        return Stop(name, "done", note, number, icon="check-lg")
    return Stop(name, "now", note, number, icon="pencil")


def _clock_note(leg: Transmittal, facts: _Facts) -> str:
    shown = clocks.reading(leg, facts.requests[leg.id], facts.special, facts.today)
    if shown is None:
        return _("Đang thẩm định")
    return _(
        "Đang thẩm định, ngày làm việc thứ %(day)s trên %(term)s", day=shown.day, term=shown.term
    )


def _waiting_note(leg: Transmittal, facts: _Facts) -> str:
    still = [one for one in facts.requests[leg.id] if one.answered_at is None]
    if not still:
        return ""
    return _(
        "Chờ %(name)s trả lời %(count)s yêu cầu, hạn %(day)s",
        name=leg.sender.short_name, count=len(still), day=f"{still[-1].due_on:%d/%m}",
    )  # fmt: skip


def _decided_stop(leg: Transmittal, facts: _Facts) -> Stop:
    rows = facts.outcomes[leg.id]
    won = [row for row in rows if row.status is NominationStatus.AWARDED]
    numbers = list(dict.fromkeys(row.outcome_number for row in rows if row.outcome_number))
    if won:
        note = _("Khen thưởng %(won)s trên %(count)s đề nghị", won=len(won), count=len(rows))
        return Stop(leg.receiver.name, "done", note, ", ".join(numbers), icon="award")
    note = _("Không khen thưởng")
    return Stop(leg.receiver.name, "done", note, ", ".join(numbers), icon="x-circle")


def _receiving_stop(leg: Transmittal, facts: _Facts) -> Stop:
    name = leg.receiver.name
    if leg.status is S.DECIDED:
        return _decided_stop(leg, facts)
    if leg.status is S.SENT:
        return Stop(name, "now", _("Chưa tiếp nhận"), icon="send")
    note = _clock_note(leg, facts)
    if leg.status is S.MORE_REQUESTED:
        return Stop(name, "now", note, icon="chat-left-dots", waiting=_waiting_note(leg, facts))
    if leg.status is S.ANSWERED:
        answered = _("%(name)s đã trả lời", name=leg.sender.short_name)
        return Stop(name, "now", note, icon="reply", waiting=answered)
    return Stop(name, "now", note, icon="envelope-check")


def _still_to_come(legs: Sequence[Transmittal], facts: _Facts) -> list[Stop]:
    """Return the organisations between the last receiver and the one that decides."""
    rows = facts.outcomes[legs[-1].id]
    if legs[-1].status is S.DECIDED or not rows:
        return []
    line = line_of(legs[-1].receiver_id)
    decider = decider_in(rows[0].award_version, line)
    if decider is None:
        return []
    return [_future(one, decider) for one in line[1 : line.index(decider) + 1]]


def _future(one: Organisation, decider: Organisation) -> Stop:
    if one.id != decider.id:
        return Stop(one.name, "", _("Xem xét, trình tiếp"), icon="send", detail=_("Chưa đến"))
    note = _("%(who)s xem xét, quyết định", who=one.head_post or issuer(one))
    return Stop(one.name, "", note, icon="award", detail=_("Chưa đến"))


def route(legs: Sequence[Transmittal]) -> Route:
    """Tell each stop of the way: who sent on and when, who holds it now, who is still to come."""
    facts = _read(legs)
    stops = [_sent_stop(legs[0].sender.name, legs[0])]
    stops += [
        _sent_stop(leg.receiver.name, following) for leg, following in itertools.pairwise(legs)
    ]
    if legs[-1].status is S.DRAFT:
        stops.append(Stop(legs[-1].receiver.name, "", _("Chưa gửi đến"), icon="send"))
    else:
        stops.append(_receiving_stop(legs[-1], facts))
    return Route(tuple(legs), (*stops, *_still_to_come(legs, facts)))


def route_of(proposal_id: int) -> list[Route]:
    """Return the ways the dossier goes up: none while it stays here, several when it was parted."""
    return [route(legs_around(leg)) for leg in legs_from(proposal_id)]
