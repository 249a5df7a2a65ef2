"""Which initiatives and topics an award uses up: what its rule leaned on, no more than asked."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from workflow.awards.eligibility.facts import Facts, InitiativeFact, WorkFact
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.rules import Any, Initiatives, Works
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.models import Initiative
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db


def leaned_on(criterion: Criterion, facts: Facts) -> list[str]:
    """Return the public ids of the free initiatives and topics the answer rests on.

    Of alternatives that hold the one that uses up fewest is taken: an award given for
    excellent work leaves the initiatives to the next one (CV 5007/BNV-TĐKT 2023). The
    narrowest and oldest go first.
    """
    taken: list[str] = []
    for leaf in _leaves(criterion):
        used = {source.link for source in leaf.used}
        ledger = facts.works if isinstance(leaf.rule, Works) else facts.initiatives
        free = [
            one for one in ledger
            if not (one.used or one.doubtful)
            and one.source.link in used and one.source.link not in taken
        ]  # fmt: skip
        taken += [one.source.link for one in sorted(free, key=_first)[: _count(leaf)]]
    return taken


def _first(one: InitiativeFact | WorkFact) -> tuple[int, int]:
    """Of equals the one entered first: the facts come in the order of the ledger.

    No rule asks how wide a topic was accepted, so only its year tells.
    """
    return (one.scope.rank if isinstance(one, InitiativeFact) else 0), one.year


def _count(leaf: Criterion) -> int:
    return leaf.rule.count if isinstance(leaf.rule, Initiatives | Works) else 0


def _leaves(criterion: Criterion) -> list[Criterion]:
    """Return the conditions on initiatives and topics that hold and that the answer needs."""
    if isinstance(criterion.rule, Initiatives | Works):
        return [criterion] if criterion.verdict is Verdict.ELIGIBLE else []
    if isinstance(criterion.rule, Any):
        held = [one for one in criterion.parts if one.verdict is Verdict.ELIGIBLE]
        return min((_leaves(one) for one in held), key=_cost, default=[])
    return [leaf for part in criterion.parts for leaf in _leaves(part)]


def _cost(leaves: Sequence[Criterion]) -> int:
    return sum(_count(leaf) for leaf in leaves)


def has_used(nomination_id: int) -> bool:
    """Tell whether the nomination used up its initiatives before: it does so once."""
    rows = select(Initiative.id).where(Initiative.used_by == nomination_id).limit(1)
    return db.session.scalar(rows) is not None


def use_up(public_ids: Sequence[str], nomination_id: int, *, actor: Actor) -> None:
    """Mark the initiatives as used by the nomination; what another has used stays its own."""
    for row in _locked(Initiative.public_id.in_(public_ids), Initiative.used_by.is_(None)):
        row.used_by = nomination_id
        _record("initiative.use", row, nomination_id, actor)


def release(nomination_id: int, *, actor: Actor) -> None:
    """Give back what the nomination had used up."""
    for row in _locked(Initiative.used_by == nomination_id):
        row.used_by = None
        _record("initiative.release", row, nomination_id, actor)


def _locked(*which: ColumnElement[bool]) -> Sequence[Initiative]:
    """Return the initiatives with their rows locked, as they stand now."""
    return db.session.scalars(
        select(Initiative)
        .where(*which)
        .order_by(Initiative.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _record(act: str, row: Initiative, nomination_id: int, actor: Actor) -> None:
    audit.record(
        act, stream=("recipient", row.recipient_id), actor=actor.as_system(),
        subject=("initiatives", row.id),
        detail={"title": row.title, "nomination": nomination_id},
    )  # fmt: skip
