"""Which filed papers annul, correct or replace one another, as far as the reader may open them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from workflow.archive.models import Record
from workflow.archive.queries import visible_to
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.amending.queries import (
    Mend,
    amended_by,
    issued,
    issued_mends_of_papers,
    mends_of,
    replaced_by,
)
from workflow.decisions.models import Decision
from workflow.documents.models import Paper


@dataclass(frozen=True)
class Related:
    """Another paper and what it did, or what was done to it; its record if the reader has it."""

    word: str
    paper: Paper
    record_id: str


def related_of_many(paper_ids: Collection[int], actor: Actor) -> dict[int, list[Related]]:
    """Return, by paper, the issued ones that set it right; a fixed number of queries."""
    found = issued_mends_of_papers(paper_ids)
    known = _records([one.paper.id for mends in found.values() for one in mends], actor)
    return {key: [_related(one, known) for one in mends] for key, mends in found.items()}


def related_of(paper_id: int, decision: Decision | None, actor: Actor) -> list[Related]:
    """Return what set this paper right, and what this paper sets right."""
    other = replaced_by(decision) if decision else amended_by(paper_id)
    later = issued(mends_of(decision.id)) if decision else []
    mends = [*([other] if other else []), *later]
    known = _records([one.paper.id for one in mends], actor)
    return [_related(one, known) for one in mends]


def _related(mend: Mend, known: dict[int, str]) -> Related:
    return Related(mend.word, mend.paper, known.get(mend.paper.id, ""))


def _records(paper_ids: Collection[int], actor: Actor) -> dict[int, str]:
    if not paper_ids:
        return {}
    seen = visible_to(actor).with_only_columns(Record.id)
    rows = db.session.execute(
        select(Record.paper_id, Record.public_id).where(
            Record.paper_id.in_(paper_ids), Record.id.in_(seen)
        )
    )
    return dict(rows.all())
