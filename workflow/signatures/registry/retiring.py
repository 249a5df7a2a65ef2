"""The last days of algorithms: proposed by one keeper, counting once a second one confirmed them.

A day entered wrongly would make good papers doubtful, or doubtful ones good, so both the day and
taking it back go through two persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.signatures.registry import policies, queries
from workflow.signatures.registry.steps import retirement_lifecycle
from workflow.signatures.renewal.models import RetiredAlgorithm
from workflow.signatures.renewal.states import RetirementStatus as S
from workflow.signatures.renewal.words import ALGORITHMS

MOST = 100  # of what is past


@dataclass(frozen=True)
class LastDay:
    """What a keeper typed: no day takes back the one that holds."""

    name: str
    day: date | None
    source: str


@dataclass(frozen=True)
class Listed:
    """What waits and what holds, every one; of what is past the latest, and how many there are."""

    proposed: Sequence[RetiredAlgorithm]
    holding: Sequence[RetiredAlgorithm]
    past: Sequence[RetiredAlgorithm]
    count: int


def listed() -> Listed:
    """Return what was ever entered, the latest first."""
    holds = (RetiredAlgorithm.status == S.HOLDING) & RetiredAlgorithm.last_day.is_not(None)
    waits = RetiredAlgorithm.status == S.PROPOSED
    gone = ~holds & ~waits
    return Listed(
        db.session.scalars(_latest(waits)).all(), db.session.scalars(_latest(holds)).all(),
        db.session.scalars(_latest(gone).limit(MOST)).all(),
        db.session.scalar(select(func.count()).select_from(RetiredAlgorithm).where(gone)) or 0,
    )  # fmt: skip


def _latest(which: ColumnElement[bool]) -> Select[RetiredAlgorithm]:
    rows = select(RetiredAlgorithm).options(
        joinedload(RetiredAlgorithm.added_by), joinedload(RetiredAlgorithm.confirmed_by)
    )
    return rows.where(which).order_by(RetiredAlgorithm.id.desc())


def _with(name: str, status: S) -> RetiredAlgorithm | None:
    return db.session.scalars(
        select(RetiredAlgorithm).where(
            RetiredAlgorithm.name == name, RetiredAlgorithm.status == status
        )
    ).one_or_none()


def to_confirm(actor: Actor) -> Select[RetiredAlgorithm]:
    """Select what waits for somebody other than who proposed it."""
    return select(RetiredAlgorithm).where(
        RetiredAlgorithm.status == S.PROPOSED,
        RetiredAlgorithm.added_by_id.is_distinct_from(actor.user_id),
    )


def propose(asked: LastDay, *, actor: Actor) -> RetiredAlgorithm:
    """Enter a last day for a second keeper to confirm; until then nothing changes."""
    if not policies.keeper(actor):
        raise NotAllowed(_("Chỉ quản trị viên của cơ quan cấp cao nhất ghi thuật toán thôi tin."))
    if asked.name not in ALGORITHMS:
        raise BadInput(_("Hãy chọn một thuật toán trong danh sách."), field="name")
    queries.one_at_a_time()
    holding = _with(asked.name, S.HOLDING)
    if asked.day is None and (holding is None or holding.last_day is None):
        raise BadInput(
            _("Thuật toán này đang được tin, không có ngày nào để bỏ. Hãy ghi ngày cuối."),
            field="day",
        )
    if _with(asked.name, S.PROPOSED) is not None:
        raise BadInput(
            _("Thuật toán này đang có đề nghị chờ xác nhận. Hãy xác nhận hoặc rút đề nghị đó "
              "trước."), field="name",
        )  # fmt: skip
    row = RetiredAlgorithm(
        name=asked.name, last_day=asked.day, source=normalise(asked.source),
        added_by_id=actor.user_id, added_at=clock.now(), status=S.PROPOSED,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(
        "retired_algorithm.propose", stream=("retired_algorithm", row.id), actor=actor,
        detail=_said(row),
    )  # fmt: skip
    return row


def _said(row: RetiredAlgorithm) -> dict[str, str]:
    day = row.last_day.isoformat() if row.last_day else ""
    return {"name": row.name, "last_day": day, "source": row.source}


def _locked(public_id: str) -> RetiredAlgorithm:
    found = db.session.scalars(
        select(RetiredAlgorithm)
        .where(RetiredAlgorithm.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy đề nghị này."))
    return found


def confirm(public_id: str, *, actor: Actor) -> RetiredAlgorithm:
    """Let the last day count from now on; the one that held for the algorithm gives way."""
    row = _locked(public_id)
    if actor.user_id == row.added_by_id and policies.keeper(actor):
        raise NotAllowed(
            _("Bạn là người đề nghị nên người khác phải xác nhận. Hãy nhờ quản trị viên khác của "
              "cơ quan cấp cao nhất.")
        )  # fmt: skip
    before = _with(row.name, S.HOLDING)
    with retirement_lifecycle.step(row, "confirm", actor=actor) as detail:
        if before is not None:
            _overtake(before, actor)
            detail["instead_of"] = before.public_id
        row.confirmed_by_id, row.confirmed_at = actor.user_id, clock.now()
        detail.update(_said(row))
    return row


def _overtake(before: RetiredAlgorithm, actor: Actor) -> None:
    with retirement_lifecycle.step(before, "overtake", actor=actor.as_system()):
        before.ended_at = clock.now()
    db.session.flush()  # before the new row may be the one that holds


def decline(public_id: str, reason: str, *, actor: Actor) -> RetiredAlgorithm:
    """Say no to a proposed day, with a reason."""
    row = _locked(public_id)
    with retirement_lifecycle.step(row, "decline", actor=actor, reason=reason):
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do."), field="reason")
        row.ended_at, row.end_reason = clock.now(), normalise(reason)
    return row


def withdraw(public_id: str, *, actor: Actor) -> RetiredAlgorithm:
    """Take back a proposed day."""
    row = _locked(public_id)
    with retirement_lifecycle.step(row, "withdraw", actor=actor):
        row.ended_at = clock.now()
    return row
