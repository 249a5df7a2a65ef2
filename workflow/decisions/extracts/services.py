"""Extracts of a decision made here: one for each person, one for each unit, or one for some lines.

Each is a text of its own and takes a number of its own (ADR 17).
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

from workflow.core.actors import Actor
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.decisions.extracts.printouts import lines_context, shared_context
from workflow.decisions.models import Decision, DecisionItem, ItemStatus, Origin
from workflow.decisions.queries import get_visible, items_of
from workflow.documents.copies.asking import answer
from workflow.documents.copies.models import CopyRun
from workflow.documents.copies.services import Order, Target, make

TEMPLATE = "decisions/extract"
GIVEN = (ItemStatus.AWARDED, ItemStatus.REVOKED, ItemStatus.REPLACED)


class Per(StrEnum):
    """What one extract holds."""

    RECIPIENT = "recipient"
    UNIT = "unit"
    TOGETHER = "together"


def lines_of(decision: Decision) -> list[DecisionItem]:
    """Return the lines that can be extracted, in their order."""
    return [item for item in items_of(decision.id) if item.status in GIVEN]


def unit_of(item: DecisionItem) -> tuple[int | None, str]:
    """Return whose people the line rewards: the unit that proposed it, else as the line says."""
    if item.nomination is not None:
        unit = item.nomination.proposal.proposing
        return unit.id, unit.name
    return None, item.unit_name or item.name


def make_extracts(
    public_id: str, chosen: Collection[str], per: Per, order: Order, *, request: str = "",
    actor: Actor,
) -> CopyRun:  # fmt: skip
    """Make the extracts of the chosen lines, and answer who asked for them."""
    decision = get_visible(public_id, actor)
    if decision.origin is Origin.RECEIVED:
        raise InvalidStep(_("Quyết định nhận từ ngoài chỉ sao y hoặc sao lục cả văn bản."))
    if "annex_subject" not in decision.paper.context:
        raise InvalidStep(_("Quyết định này không có danh sách khen thưởng; hãy sao y cả văn bản."))
    items = [item for item in lines_of(decision) if item.public_id in set(chosen)]
    if len(items) != len(set(chosen)) or not items:
        raise BadInput(_("Hãy chọn lại các dòng cần trích sao."), field="lines")
    run = make(
        decision.paper, order, _targets(decision, items, per), template=TEMPLATE,
        context=shared_context(decision), actor=actor,
    )  # fmt: skip
    answer(request, run, actor=actor)
    return run


def _targets(decision: Decision, items: Sequence[DecisionItem], per: Per) -> list[Target]:
    if per is Per.RECIPIENT:
        return [_for_recipient(decision, item) for item in items]
    groups: dict[tuple[int | None, str], list[DecisionItem]] = {}
    for item in items:
        groups.setdefault(unit_of(item), []).append(item)
    if per is Per.UNIT:
        return [_for_unit(decision, unit, held) for unit, held in groups.items()]
    own = next(iter(groups))[0] if len(groups) == 1 else None
    places = [name for _id, name in groups]
    return [_target(decision, items, places, own)]


def _for_recipient(decision: Decision, item: DecisionItem) -> Target:
    unit_id, unit = unit_of(item)
    return _target(decision, [item], list(dict.fromkeys([item.name, unit])), unit_id)


def _for_unit(
    decision: Decision, unit: tuple[int | None, str], items: Sequence[DecisionItem]
) -> Target:
    return _target(decision, items, [unit[1]], unit[0])


def _target(
    decision: Decision, items: Sequence[DecisionItem], places: Sequence[str], unit_id: int | None
) -> Target:
    lines = {item.ordinal for item in items}
    who = items[0].name if len(items) == 1 else places[0]
    return Target(
        f"trích {decision.paper.number_text}, {who}", [*places, "Lưu: VT"],
        for_organisation_id=unit_id,
        values=lines_context(decision, lines), lines=sorted(lines),
    )  # fmt: skip
