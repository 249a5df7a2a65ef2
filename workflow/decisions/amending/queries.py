"""Which papers set a decision right, whose lines they name, and who may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from workflow.awards.models import Honour
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.decisions.amending.models import (
    AmendingRule,
    Amendment,
    AmendmentKind,
    AmendmentLine,
    Part,
    Recovery,
    RecoveryPayment,
)
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.queries import OFFICE, items_of
from workflow.decisions.queries import visible_to as decisions_seen
from workflow.documents.models import Paper
from workflow.documents.states import OUT, PaperStatus

OPEN = (
    PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED, PaperStatus.SIGNED,
    PaperStatus.NUMBERED, PaperStatus.SEALED,
)  # fmt: skip

COLUMNS = {Part.NAME: "name", Part.POST: "post", Part.UNIT: "unit_name"}


def of_paper(paper_id: int) -> Amendment | None:
    return db.session.scalars(select(Amendment).where(Amendment.paper_id == paper_id)).one_or_none()


def may_view(actor: Actor, amendment: Amendment) -> bool:
    """Tell whether the actor is of the office; or sees the decision and the paper is out."""
    office = actor.organisation_id == amendment.decision.organisation_id
    if office and not actor.roles.isdisjoint(OFFICE):
        return True
    if amendment.paper.status not in OUT:
        return False
    seen = decisions_seen(actor).where(Decision.id == amendment.decision_id)
    return db.session.scalar(seen) is not None


def may_view_id(actor: Actor, amendment_id: int) -> bool:
    amendment = db.session.get(Amendment, amendment_id)
    return amendment is not None and may_view(actor, amendment)


def get_visible(public_id: str, actor: Actor) -> Amendment:
    found = db.session.scalars(
        select(Amendment)
        .where(Amendment.public_id == public_id)
        .options(joinedload(Amendment.decision).joinedload(Decision.paper),
                 joinedload(Amendment.paper))
    ).one_or_none()  # fmt: skip
    if found is None or not may_view(actor, found):
        raise NotVisible(_("Không tìm thấy văn bản này, hoặc văn bản không dành cho bạn."))
    return found


def lock(amendment_id: int) -> Amendment:
    return db.session.get_one(
        Amendment, amendment_id, with_for_update={"of": Amendment}, populate_existing=True
    )


def lines_of(amendment_id: int) -> Sequence[AmendmentLine]:
    return db.session.scalars(
        select(AmendmentLine)
        .where(AmendmentLine.amendment_id == amendment_id)
        .options(joinedload(AmendmentLine.item).joinedload(DecisionItem.recipient))
        .order_by(AmendmentLine.id)
    ).all()


def items_behind(paper_id: int) -> list[DecisionItem]:
    """Return the lines a revocation or a letter names, each once; for the archive.

    A letter about the decision's own words is about everybody in it.
    """
    amendment = of_paper(paper_id)
    rows = lines_of(amendment.id) if amendment else ()
    if amendment is not None and any(row.item is None for row in rows):
        return list(items_of(amendment.decision_id))
    return list({row.item_id: row.item for row in rows if row.item is not None}.values())


def open_annulments(item_ids: Collection[int]) -> dict[int, Amendment]:
    """Return, by line, the annulment under way that names it."""
    rows = db.session.execute(
        select(AmendmentLine.item_id, Amendment)
        .join(AmendmentLine.amendment)
        .join(Amendment.paper)
        .options(contains_eager(Amendment.paper))
        .where(
            AmendmentLine.item_id.in_(item_ids),
            Amendment.kind == AmendmentKind.ANNUL,
            Paper.status.in_(OPEN),
        )
    )
    return {item_id or 0: amendment for item_id, amendment in rows}


def open_replacement(decision_id: int) -> Decision | None:
    """Return the decision under way that is to take this one's place."""
    return db.session.scalars(
        select(Decision)
        .join(Decision.paper)
        .options(contains_eager(Decision.paper))
        .where(Decision.replaces_id == decision_id, Paper.status.in_(OPEN))
    ).first()


def open_letter(decision_id: int) -> Amendment | None:
    """Return a letter of correction about the decision that is not out yet."""
    return db.session.scalars(
        select(Amendment)
        .join(Amendment.paper)
        .options(contains_eager(Amendment.paper))
        .where(
            Amendment.decision_id == decision_id, Amendment.kind == AmendmentKind.CORRECT,
            Paper.status.in_(OPEN),
        )
    ).first()  # fmt: skip


def corrected(item_id: int) -> dict[Part, str]:
    """Return what issued letters made of a line's parts; the latest word counts."""
    return _corrected([item_id]).get(item_id, {})


def _corrected(item_ids: Collection[int]) -> dict[int, dict[Part, str]]:
    rows = db.session.execute(
        select(AmendmentLine.item_id, AmendmentLine.part, AmendmentLine.reads)
        .join(AmendmentLine.amendment)
        .where(
            AmendmentLine.item_id.in_(item_ids),
            Amendment.kind == AmendmentKind.CORRECT,
            Amendment.applied_at.is_not(None),
        )
        .order_by(Amendment.applied_at, AmendmentLine.id)
    )
    found: dict[int, dict[Part, str]] = {}
    for item_id, part, reads in rows:
        found.setdefault(item_id or 0, {})[part or Part.OTHER] = reads
    return found


def reads_of(item_id: int) -> dict[str, str]:
    """Return what a line's own columns read since its corrections."""
    return reads_of_many([item_id]).get(item_id, {})


def reads_of_many(item_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return by line what its own columns read since its corrections, in one query."""
    return {
        item_id: {COLUMNS[part]: text for part, text in parts.items() if part in COLUMNS}
        for item_id, parts in _corrected(item_ids).items()
    }


def corrected_at(decision_id: int) -> dict[int, datetime]:
    """Return, by line, when a letter last changed what its certificate says."""
    rows = db.session.execute(
        select(AmendmentLine.item_id, func.max(Amendment.applied_at))
        .join(AmendmentLine.amendment)
        .where(
            Amendment.decision_id == decision_id, Amendment.kind == AmendmentKind.CORRECT,
            Amendment.applied_at.is_not(None), AmendmentLine.part.in_(COLUMNS),
        )
        .group_by(AmendmentLine.item_id)
    )  # fmt: skip
    return {item_id: at for item_id, at in rows if item_id is not None and at is not None}


def stands(item: DecisionItem) -> bool:
    """Tell whether the award of a line is held, by the line and by the ledger."""
    honour = honours_of([item.id]).get(item.id)
    return item.status is ItemStatus.AWARDED and (honour is None or not honour.struck_by)


def honours_of(item_ids: Collection[int]) -> dict[int, Honour]:
    """Return the ledger's line of each line of a decision, with its holder."""
    rows = db.session.scalars(
        select(Honour)
        .where(Honour.decision_item_id.in_(item_ids))
        .options(joinedload(Honour.recipient))
    )
    return {row.decision_item_id or 0: row for row in rows}


def asked_back(item_ids: Collection[int]) -> set[int]:
    """Return the lines something has to come back of, or has come back."""
    rows = db.session.scalars(select(Recovery.item_id).where(Recovery.item_id.in_(item_ids)))
    return {item_id for item_id in rows if item_id is not None}


def paid_of(recovery_ids: Collection[int]) -> dict[int, int]:
    """Return how much of each sum has come back in parts."""
    rows = db.session.execute(
        select(RecoveryPayment.recovery_id, func.sum(RecoveryPayment.amount))
        .where(RecoveryPayment.recovery_id.in_(recovery_ids))
        .group_by(RecoveryPayment.recovery_id)
    )
    return {recovery_id: int(amount) for recovery_id, amount in rows}


def payments_of(recovery_id: int) -> Sequence[RecoveryPayment]:
    return db.session.scalars(
        select(RecoveryPayment)
        .where(RecoveryPayment.recovery_id == recovery_id)
        .order_by(RecoveryPayment.paid_on, RecoveryPayment.id)
    ).all()


def rule_of(organisation_id: int) -> AmendingRule | None:
    return db.session.get(AmendingRule, organisation_id)


@dataclass(frozen=True)
class Mend:
    """One paper that sets a decision right, or the decision a paper sets right."""

    word: str  # annul, correct, replace; of the paper itself: annuls, corrects, replaces
    paper: Paper
    endpoint: str
    public_id: str


def mends_of(decision_id: int) -> list[Mend]:
    """Return every paper about the decision that was not given up, the oldest first."""
    return mends_of_many([decision_id]).get(decision_id, [])


def mends_of_many(decision_ids: Collection[int]) -> dict[int, list[Mend]]:
    """Return the same by decision: one query where there are none, else two."""
    amendments = (
        select(
            Amendment.decision_id, cast(Amendment.kind, String), Amendment.paper_id,
            Amendment.public_id,
        )
        .join(Amendment.paper)
        .where(Amendment.decision_id.in_(decision_ids), Paper.status != PaperStatus.DROPPED)
    )  # fmt: skip
    successors = (
        select(
            Decision.replaces_id, literal("replace", String), Decision.paper_id,
            Decision.public_id,
        )
        .join(Decision.paper)
        .where(Decision.replaces_id.in_(decision_ids), Paper.status != PaperStatus.DROPPED)
    )  # fmt: skip
    rows: Sequence[Any] = db.session.execute(union_all(amendments, successors)).all()
    if not rows:
        return {}
    wanted = select(Paper).where(Paper.id.in_([row[2] for row in rows]))
    papers = {paper.id: paper for paper in db.session.scalars(wanted)}
    found: dict[int, list[Mend]] = {}
    for decision_id, word, paper_id, public_id in sorted(rows, key=lambda row: row[2]):
        page = "decisions.detail" if word == "replace" else "amending.show"
        mend = Mend(word, papers[paper_id], page, public_id)
        found.setdefault(decision_id, []).append(mend)
    return found


def replaced_by(decision: Decision) -> Mend | None:
    """Return the decision whose place this one takes."""
    other = decision.replaces
    if other is None:
        return None
    return Mend("replaces", other.paper, "decisions.detail", other.public_id)


def amended_by(paper_id: int) -> Mend | None:
    """Return the decision this revocation or letter is about."""
    amendment = of_paper(paper_id)
    if amendment is None:
        return None
    other = amendment.decision
    return Mend(f"{amendment.kind.value}s", other.paper, "decisions.detail", other.public_id)


def issued_mends_of_papers(paper_ids: Collection[int]) -> dict[int, list[Mend]]:
    """Return, by the decision's paper, the issued papers about it; a fixed number of queries."""
    rows = db.session.execute(
        select(Decision.id, Decision.paper_id).where(Decision.paper_id.in_(paper_ids))
    )
    papers = {decision_id: paper_id for decision_id, paper_id in rows}  # noqa: C416
    return {
        papers[decision_id]: issued(mends)
        for decision_id, mends in (mends_of_many(list(papers)) if papers else {}).items()
    }


def issued(mends: Sequence[Mend]) -> list[Mend]:
    return [mend for mend in mends if mend.paper.status in OUT]
