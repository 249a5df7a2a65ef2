"""How the unit's three papers stand: not written, being drawn, ready, older than the content."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core.db import db
from workflow.core.jobs import JobState
from workflow.documents.models import Document, DocumentLink, Drawing
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.proposals.models import Proposal
from workflow.proposals.printouts import PRINTOUTS, Printout, Source, gather


class PaperState(StrEnum):
    MISSING = "missing"
    DRAWING = "drawing"
    FAILED = "failed"
    STALE = "stale"
    READY = "ready"


@dataclass(frozen=True)
class UnitPaper:
    """One of the unit's papers with its files, as the pages show it."""

    printout: Printout
    state: PaperState
    source: Document | None  # docx
    pdf: Document | None
    error: str = ""


def _state(drawing: Drawing | None, source: Source, printout: Printout) -> PaperState:
    if drawing is None:
        return PaperState.MISSING
    if source.meeting is None or drawing.context != printout.context(source):
        return PaperState.STALE
    if drawing.drawn_round == drawing.round:
        return PaperState.READY
    failed = drawing.job is not None and drawing.job.state is JobState.FAILED
    return PaperState.FAILED if failed else PaperState.DRAWING


def _of_role(links: list[DocumentLink], purpose: str, role: FileRole) -> Document | None:
    found = [one.document for one in links if one.purpose == purpose and one.role is role]
    return found[-1] if found else None


def papers_of(proposal: Proposal, source: Source | None = None) -> list[UnitPaper]:
    """Return the three papers as they stand against the content; `source` if just gathered."""
    drawings = {
        one.purpose: one
        for one in db.session.scalars(
            select(Drawing)
            .options(joinedload(Drawing.job))
            .where(Drawing.owner_kind == "proposal", Drawing.owner_id == proposal.id)
        )
    }
    links = documents_of("proposal", proposal.id)
    source = source or gather(proposal)
    papers = []
    for printout in PRINTOUTS:
        drawing = drawings.get(printout.purpose)
        job = drawing.job if drawing else None
        papers.append(
            UnitPaper(
                printout, _state(drawing, source, printout),
                _of_role(links, printout.purpose, FileRole.SOURCE),
                _of_role(links, printout.purpose, FileRole.OFFERED), job.error if job else "",
            )
        )  # fmt: skip
    return papers
