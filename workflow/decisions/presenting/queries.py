"""Which ceremonies there are, who sees them, and their lines, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union
from sqlalchemy.orm import joinedload

from workflow.awards.models import Award, AwardVersion
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.decisions.amending.queries import reads_of_many
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.presenting.models import Ceremony, Handover, StageTurn
from workflow.decisions.presenting.states import HandoverStatus
from workflow.decisions.queries import OFFICE, proposed_by
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal

MOST = 50
_live = Handover.status != HandoverStatus.RELEASED


@dataclass(frozen=True)
class Turn:
    """A turn as it is drawn: its place, and its lines in their order."""

    row: StageTurn
    number: int
    lines: Sequence[Handover]


@dataclass(frozen=True)
class Program:
    """The lines of a ceremony: turn by turn, and those given to the units directly."""

    turns: Sequence[Turn]
    at_units: Sequence[Handover]

    @property
    def lines(self) -> list[Handover]:
        return [*(line for turn in self.turns for line in turn.lines), *self.at_units]

    @property
    def void(self) -> list[Handover]:
        return [line for line in self.lines if line.is_void]

    @property
    def open(self) -> list[Handover]:
        return [line for line in self.lines if line.is_open]

    @property
    def uncollected(self) -> list[Handover]:
        return [
            line for line in self.lines
            if line.status is HandoverStatus.UNCOLLECTED and not line.is_void
        ]  # fmt: skip


def own_lines(organisation_id: int) -> ColumnElement[bool]:
    """Say of a line's nomination that the unit put it forward, here or at a level below."""
    rows = proposed_by(organisation_id, DecisionItem.id)
    return DecisionItem.id.in_(union(*rows).subquery().select())


def in_office(actor: Actor, ceremony: Ceremony) -> bool:
    """Whether the actor reads the whole ceremony: the office that holds it."""
    own = actor.organisation_id == ceremony.organisation_id
    return own and not actor.roles.isdisjoint(OFFICE)


def visible_to(actor: Actor) -> Select[Ceremony]:
    """Return the ceremonies of one's own office, and those where one's own people are called."""
    here = actor.organisation_id
    rows = select(Ceremony)
    if here is None or not actor.roles:
        return rows.where(Ceremony.id.is_(None))
    called = (
        select(Handover.ceremony_id)
        .join(DecisionItem, DecisionItem.id == Handover.item_id)
        .where(_live, own_lines(here))
    )
    if actor.roles.isdisjoint(OFFICE):
        return rows.where(Ceremony.id.in_(called))
    own = select(Ceremony.id).where(Ceremony.organisation_id == here)
    return rows.where(Ceremony.id.in_(union(own, called).subquery().select()))


def get_visible(public_id: str, actor: Actor) -> Ceremony:
    rows = visible_to(actor).where(Ceremony.public_id == public_id)
    found = db.session.scalars(rows.options(joinedload(Ceremony.organisation))).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy buổi trao thưởng này, hoặc không dành cho bạn."))
    return found


def get_whole(public_id: str, actor: Actor) -> Ceremony:
    """Return the ceremony to somebody of its office; to the units it is not there as a whole."""
    found = get_visible(public_id, actor)
    if not in_office(actor, found):
        raise NotVisible(_("Không tìm thấy buổi trao thưởng này, hoặc không dành cho bạn."))
    return found


def get_for_change(public_id: str, actor: Actor, *, shared: bool = False) -> Ceremony:
    """Return the ceremony locked. `shared`: for a tick, beside which others may tick too."""
    seen = get_whole(public_id, actor)
    return db.session.scalars(
        select(Ceremony)
        .where(Ceremony.id == seen.id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    ).one()


def list_of(actor: Actor, before: str = "") -> tuple[list[Ceremony], str]:
    """Return a page of ceremonies, the latest first, and the cursor of the next one."""
    rows = visible_to(actor).options(joinedload(Ceremony.organisation))
    if before:
        last = select(Ceremony.id).where(Ceremony.public_id == before).scalar_subquery()
        at = select(Ceremony.starts_at).where(Ceremony.public_id == before).scalar_subquery()
        rows = rows.where(
            or_(Ceremony.starts_at < at, (Ceremony.starts_at == at) & (Ceremony.id < last))
        )
    rows = rows.order_by(Ceremony.starts_at.desc(), Ceremony.id.desc()).limit(MOST + 1)
    found = list(db.session.scalars(rows))
    return found[:MOST], found[MOST - 1].public_id if len(found) > MOST else ""


@dataclass(frozen=True)
class Standing:
    """How many lines there are, and how many nobody has said anything of or fetched yet."""

    lines: int = 0
    waiting: int = 0
    uncollected: int = 0


def standings(
    ceremony_ids: Collection[int], only: ColumnElement[bool] | None = None
) -> dict[int, Standing]:
    """Count the lines of each ceremony; `only` narrows them to a unit's own."""
    rows = (
        select(Handover.ceremony_id, Handover.status, func.count(Handover.id))
        .join(DecisionItem, DecisionItem.id == Handover.item_id)
        .where(
            Handover.ceremony_id.in_(ceremony_ids), _live,
            DecisionItem.status == ItemStatus.AWARDED,
        )
        .group_by(Handover.ceremony_id, Handover.status)
    )  # fmt: skip
    if only is not None:
        rows = rows.where(only)
    found: defaultdict[int, dict[HandoverStatus, int]] = defaultdict(dict)
    for ceremony_id, status, number in db.session.execute(rows):
        found[ceremony_id][status] = number
    return {
        key: Standing(
            sum(one.values()), one.get(HandoverStatus.WAITING, 0),
            one.get(HandoverStatus.UNCOLLECTED, 0),
        )
        for key, one in found.items()
    }  # fmt: skip


def _lines(ceremony_id: int) -> Select[Handover]:
    nomination = joinedload(Handover.item).joinedload(DecisionItem.nomination)
    decision = joinedload(Handover.item).joinedload(DecisionItem.decision)
    return (
        select(Handover)
        .where(Handover.ceremony_id == ceremony_id, _live)
        .options(
            nomination.joinedload(Nomination.proposal).joinedload(Proposal.proposing),
            decision.joinedload(Decision.paper), decision.joinedload(Decision.organisation),
        )
        .order_by(Handover.position, Handover.id)
    )  # fmt: skip


def program_of(
    ceremony: Ceremony, only: ColumnElement[bool] | None = None, *, lock: bool = False
) -> Program:
    """Read the whole program in two queries; `only` narrows it to a unit's own lines.

    A turn of which nothing is left to the reader is not in it.
    """
    rows = _lines(ceremony.id)
    if only is not None:
        rows = rows.join(DecisionItem, DecisionItem.id == Handover.item_id).where(only)
    if lock:
        db.session.scalars(
            select(Handover.id).where(Handover.ceremony_id == ceremony.id)
            .order_by(Handover.id).with_for_update()
        ).all()  # fmt: skip
        rows = rows.execution_options(populate_existing=True)
    by_turn: defaultdict[int | None, list[Handover]] = defaultdict(list)
    for row in corrected(db.session.scalars(rows).all()):
        by_turn[row.turn_id].append(row)
    turns = db.session.scalars(
        select(StageTurn)
        .where(StageTurn.ceremony_id == ceremony.id)
        .order_by(StageTurn.position, StageTurn.id)
    ).all()
    drawn = [
        Turn(turn, number, by_turn[turn.id]) for number, turn in enumerate(turns, start=1)
        if turn.id in by_turn
    ]  # fmt: skip
    return Program(drawn, by_turn[None])


def corrected(rows: Sequence[Handover]) -> Sequence[Handover]:
    """Let each line say its name as letters corrected it; no query where nothing was corrected."""
    wanted = [row.item_id for row in rows if row.item.note]
    reads = reads_of_many(wanted) if wanted else {}
    for row in rows:
        row.reads = reads.get(row.item_id, {})
    return rows


def find_line(ceremony_id: int, public_id: str, *, lock: bool = False) -> Handover:
    """Return one line of a ceremony the actor was already found to see."""
    rows = _lines(ceremony_id).where(Handover.public_id == public_id)
    if lock:
        rows = rows.with_for_update(of=Handover).execution_options(populate_existing=True)
    found = db.session.scalars(rows).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy dòng này trong danh sách trao thưởng. Hãy tải lại."))
    if lock:
        _refresh_awards([found])
    corrected([found])
    return found


def _refresh_awards(rows: Sequence[Handover]) -> None:
    """Read the awards behind locked lines once more.

    Whoever takes an award back holds its line (`placing.lock_placed`): a tick that had to wait for
    them was read together with the award as it stood before.
    """
    wanted = select(DecisionItem).where(DecisionItem.id.in_([row.item_id for row in rows]))
    db.session.scalars(wanted.execution_options(populate_existing=True)).all()


def find_turn(ceremony_id: int, public_id: str) -> StageTurn:
    found = db.session.scalars(
        select(StageTurn).where(
            StageTurn.ceremony_id == ceremony_id, StageTurn.public_id == public_id
        )
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy đợt này trong danh sách trao thưởng. Hãy tải lại."))
    return found


def awards_of(award_ids: Collection[int | None]) -> dict[int | None, tuple[str, str]]:
    """Return the catalogue's code of each award, and its level by the latest version."""
    rows = (
        select(Award.id, Award.code, AwardVersion.level)
        .outerjoin(AwardVersion, AwardVersion.award_id == Award.id)
        .where(Award.id.in_({one for one in award_ids if one}))
        .order_by(AwardVersion.valid_from, AwardVersion.id)
    )
    return {award_id: (code, level or "") for award_id, code, level in db.session.execute(rows)}


def unit_of(row: Handover) -> str:
    """Return the unit a line is given to: who put it forward, or what the sheet says."""
    nomination = row.item.nomination
    if nomination is not None:
        proposing: Organisation = nomination.proposal.proposing
        return proposing.name
    return row.unit_name or row.name or row.item.decision.organisation.name


def of_decision(decision_id: int, actor: Actor) -> list[Ceremony]:
    """Return the ceremonies where something of a decision is handed over and the actor sees."""
    placed = (
        select(Handover.ceremony_id)
        .join(DecisionItem, DecisionItem.id == Handover.item_id)
        .where(DecisionItem.decision_id == decision_id, _live)
    )
    rows = visible_to(actor).where(Ceremony.id.in_(placed)).order_by(Ceremony.starts_at)
    return list(db.session.scalars(rows))


def empty_turns(ceremony_id: int) -> Sequence[StageTurn]:
    """Return the turns nobody is in any more."""
    there = exists().where(Handover.turn_id == StageTurn.id)
    return db.session.scalars(
        select(StageTurn).where(StageTurn.ceremony_id == ceremony_id, ~there)
    ).all()


def lines_of_turn(turn_id: int) -> Sequence[Handover]:
    """Return the lines of a turn, locked one after the other, with their awards as they stand."""
    rows = db.session.scalars(
        select(Handover)
        .where(Handover.turn_id == turn_id, _live)
        .options(joinedload(Handover.item).joinedload(DecisionItem.decision))
        .order_by(Handover.id)
        .with_for_update(of=Handover)
        .execution_options(populate_existing=True)
    ).all()
    _refresh_awards(rows)
    return corrected(rows)
