"""The papers of an office that set its decisions right, the newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.amending.models import Amendment, AmendmentKind, AmendmentLine
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus

WORDS = ("annul", "replace", "correct")
PAGE = 50
_NAMED = 3


@dataclass(frozen=True)
class Listed:
    """One paper, the decision it is about, and whom it names; nobody: the decision's own words."""

    word: str  # one of WORDS
    paper: Paper
    endpoint: str
    public_id: str
    about: Decision
    names: Sequence[str]

    @property
    def shown(self) -> str:
        return ", ".join(self.names[:_NAMED])

    @property
    def more(self) -> int:
        return max(len(self.names) - _NAMED, 0)


def _papers(actor: Actor, word: str) -> Select[Paper]:
    amendments = select(Amendment.paper_id)
    if word in set(AmendmentKind):
        amendments = amendments.where(Amendment.kind == AmendmentKind(word))
    successors = select(Decision.paper_id).where(Decision.replaces_id.is_not(None))
    ways = {"replace": [successors]}.get(word, [amendments] if word else [amendments, successors])
    return select(Paper).where(
        Paper.organisation_id == (actor.organisation_id or 0),
        Paper.status != PaperStatus.DROPPED, or_(*(Paper.id.in_(way) for way in ways)),
    )  # fmt: skip


def list_of(
    actor: Actor, word: str = "", before: int = 0, limit: int = PAGE
) -> tuple[list[Listed], int]:
    """Return a page of them and the cursor of the next, in a fixed number of queries.

    The caller has asked for the roles that read every paper of their office.
    """
    rows = _papers(actor, word)
    if before:
        rows = rows.where(Paper.id < before)
    papers = list(db.session.scalars(rows.order_by(Paper.id.desc()).limit(limit + 1)))
    shown = papers[:limit]
    found = _amendments([one.id for one in shown]) | _successors([one.id for one in shown])
    return [found[one.id] for one in shown], shown[-1].id if len(papers) > limit else 0


def _amendments(paper_ids: Collection[int]) -> dict[int, Listed]:
    rows = db.session.scalars(
        select(Amendment)
        .where(Amendment.paper_id.in_(paper_ids))
        .options(joinedload(Amendment.paper),
                 joinedload(Amendment.decision).joinedload(Decision.paper))
    ).all()  # fmt: skip
    names: dict[int, list[str]] = {}
    lines = (
        select(AmendmentLine.amendment_id, DecisionItem.name)
        .join(DecisionItem, DecisionItem.id == AmendmentLine.item_id)
        .where(AmendmentLine.amendment_id.in_([one.id for one in rows]))
        .order_by(AmendmentLine.id)
    )
    for amendment_id, name in db.session.execute(lines):
        names.setdefault(amendment_id, []).append(name)
    return {
        one.paper_id: Listed(one.kind.value, one.paper, "amending.show", one.public_id,
                             one.decision, list(dict.fromkeys(names.get(one.id, []))))
        for one in rows
    }  # fmt: skip


def _successors(paper_ids: Collection[int]) -> dict[int, Listed]:
    rows = db.session.scalars(
        select(Decision)
        .where(Decision.paper_id.in_(paper_ids), Decision.replaces_id.is_not(None))
        .options(joinedload(Decision.paper),
                 joinedload(Decision.replaces).joinedload(Decision.paper))
    ).all()  # fmt: skip
    names: dict[int, list[str]] = {}
    lines = (
        select(DecisionItem.decision_id, DecisionItem.name)
        .where(
            DecisionItem.decision_id.in_([one.id for one in rows]),
            DecisionItem.status != ItemStatus.STRUCK,
        )
        .order_by(DecisionItem.ordinal)
    )
    for decision_id, name in db.session.execute(lines):
        names.setdefault(decision_id, []).append(name)
    return {
        one.paper_id: Listed("replace", one.paper, "decisions.detail", one.public_id,
                             one.replaces, names.get(one.id, []))
        for one in rows if one.replaces is not None
    }  # fmt: skip
