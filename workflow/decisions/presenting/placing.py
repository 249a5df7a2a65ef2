"""Which lines of issued decisions a ceremony may take, and what became of those it took."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.core.db import db
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.presenting.models import Handover
from workflow.decisions.presenting.states import GIVEN, CeremonyStatus, HandoverStatus
from workflow.documents.models import Paper
from workflow.documents.states import OUT

MOST = 50
_live = Handover.status != HandoverStatus.RELEASED


@dataclass(frozen=True)
class Offered:
    """An issued decision some lines of which no ceremony has yet."""

    decision: Decision
    items: Sequence[DecisionItem]


def _free_items(organisation_id: int) -> Select[DecisionItem]:
    taken = exists().where(Handover.item_id == DecisionItem.id, _live)
    return (
        select(DecisionItem)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .join(Paper, Paper.id == Decision.paper_id)
        .where(
            Decision.organisation_id == organisation_id, Paper.status.in_(OUT),
            DecisionItem.status == ItemStatus.AWARDED, ~taken,
        )
    )  # fmt: skip


def offered_to(organisation_id: int) -> list[Offered]:
    """Return the office's issued decisions, own and received, with what is still to be placed."""
    newest = (
        _free_items(organisation_id)
        .with_only_columns(DecisionItem.decision_id)
        .distinct()
        .order_by(DecisionItem.decision_id.desc())
        .limit(MOST)
    )
    rows = db.session.scalars(
        _free_items(organisation_id)
        .where(DecisionItem.decision_id.in_(newest.subquery().select()))
        .options(joinedload(DecisionItem.decision).joinedload(Decision.paper))
        .order_by(DecisionItem.decision_id.desc(), DecisionItem.ordinal, DecisionItem.id)
    )
    by_decision: dict[int, list[DecisionItem]] = {}
    for item in rows:
        by_decision.setdefault(item.decision_id, []).append(item)
    return [Offered(items[0].decision, items) for items in by_decision.values()]


def free_among(
    organisation_id: int, item_ids: Collection[str], decision_ids: Collection[str]
) -> Sequence[DecisionItem]:
    """Return the chosen lines that may be placed, locked; by line, or whole decisions.

    They are asked once more under the lock: somebody may just have placed them elsewhere.
    """
    rows = (
        _free_items(organisation_id)
        .where(or_(DecisionItem.public_id.in_(item_ids), Decision.public_id.in_(decision_ids)))
        .order_by(DecisionItem.id)
    )
    db.session.scalars(rows.with_for_update(of=DecisionItem)).all()
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def paid_before(items: Sequence[DecisionItem]) -> set[int]:
    """Return the lines of replacing decisions whose money was handed over with an older line.

    A decision that takes another's place may be replaced itself: they are gone through one by one.
    """
    found: set[int] = set()
    former = {item.replaces_id: item.id for item in items if item.replaces_id}
    while former:
        handed = db.session.scalars(
            select(Handover.item_id).where(
                Handover.item_id.in_(former), Handover.has_envelope, Handover.status.in_(GIVEN)
            )
        )
        found |= {former[item_id] for item_id in handed}
        older = db.session.scalars(
            select(DecisionItem).where(
                DecisionItem.id.in_(former), DecisionItem.replaces_id.is_not(None)
            )
        )
        former = {line.replaces_id: former[line.id] for line in older if line.replaces_id}
    return found


def placed(item_id: int) -> Handover | None:
    """Return the line at a ceremony, whoever asks: what became of the things that go with it."""
    return db.session.scalars(
        select(Handover)
        .where(Handover.item_id == item_id, _live)
        .options(joinedload(Handover.ceremony))
    ).one_or_none()


def count_free(decision_id: int, organisation_id: int) -> int:
    """Return how many lines of an issued decision no ceremony has."""
    rows = _free_items(organisation_id).where(DecisionItem.decision_id == decision_id)
    counted = rows.with_only_columns(func.count(DecisionItem.id))
    return db.session.scalar(counted) or 0


def lock_placed(item_ids: Collection[int]) -> dict[int, Handover]:
    """Return, by line of a decision, its place at a ceremony, locked: no tick comes in between."""
    rows = db.session.scalars(
        select(Handover)
        .where(Handover.item_id.in_(item_ids), _live)
        .options(joinedload(Handover.ceremony))
        .order_by(Handover.id)
        .with_for_update(of=Handover)
        .execution_options(populate_existing=True)
    )
    return {row.item_id: row for row in rows}


def is_still_here(row: Handover) -> bool:
    """Tell whether what goes with a line certainly never left the office.

    While people are handed things on the stage, a line without a tick proves nothing.
    """
    if row.status is HandoverStatus.WAITING:
        return row.ceremony.status is CeremonyStatus.PLANNED
    return row.status in (HandoverStatus.UNCOLLECTED, HandoverStatus.KEPT)
