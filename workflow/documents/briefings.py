"""The Phiếu trình of a paper worked on at its own page: drawn when offered, read by its office."""

from typing import Any

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.documents import generation
from workflow.documents.models import DocumentLink, Paper
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole

TEMPLATE = "decisions/briefing"
OWNER = "paper_briefing"  # its files are the office's own: who else reads the paper has no part
READERS = frozenset({"secretary", "head", "clerk", "archivist"})


def request(paper: Paper, context: dict[str, Any], *, actor: Actor) -> None:
    """Have it drawn; asking again with nothing changed changes nothing."""
    generation.request(
        TEMPLATE, context, title=f"Phiếu trình: {paper.title}", owner=(OWNER, paper.id),
        organisation_id=paper.organisation_id, actor=actor, pdf_role=FileRole.ANNEX,
    )  # fmt: skip


def reads(actor: Actor, paper: Paper) -> bool:
    """Tell whether the actor works in the office the paper is of."""
    here = actor.organisation_id == paper.organisation_id
    return here and not actor.roles.isdisjoint(READERS)


def may_view_id(actor: Actor, paper_id: int) -> bool:
    paper = db.session.get(Paper, paper_id)
    return paper is not None and reads(actor, paper)


def links_of(paper: Paper, actor: Actor) -> list[DocumentLink]:
    """Return its files, if the actor reads them."""
    return documents_of(OWNER, paper.id) if reads(actor, paper) else []
