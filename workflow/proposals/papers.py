"""How the unit's papers stand: not written, being drawn, ready, older than the content."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workflow.core.db import db
from workflow.core.jobs import JobState
from workflow.documents.models import Document, DocumentLink, Drawing
from workflow.documents.queries import documents_of, drawing_of
from workflow.documents.states import FileRole
from workflow.proposals import reports
from workflow.proposals.editing import EDITABLE
from workflow.proposals.models import Nomination, Proposal
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


@dataclass(frozen=True)
class ReportPaper:
    """The achievement report of one row, as its page shows it."""

    state: PaperState
    source: Document | None  # docx
    pdf: Document | None
    error: str = ""
    blank: Sequence[str] = ()  # headings a line is left for


def _state(drawing: Drawing | None, source: Source, printout: Printout) -> PaperState:
    if drawing is None:
        return PaperState.MISSING
    if source.meeting is None or drawing.context != printout.context(source):
        return PaperState.STALE
    return _drawn(drawing)


def _drawn(drawing: Drawing) -> PaperState:
    if drawing.drawn_round == drawing.round:
        return PaperState.READY
    failed = drawing.job is not None and drawing.job.state is JobState.FAILED
    return PaperState.FAILED if failed else PaperState.DRAWING


def _of_role(links: list[DocumentLink], purpose: str, role: FileRole) -> Document | None:
    found = [one.document for one in links if one.purpose == purpose and one.role is role]
    return found[-1] if found else None


def papers_of(proposal: Proposal, source: Source | None = None) -> list[UnitPaper]:
    """Return the three papers as they stand against the content; `source` if just gathered."""
    return papers_and_old_reports(proposal, source or gather(proposal))[0]


def papers_and_old_reports(
    proposal: Proposal, source: Source
) -> tuple[list[UnitPaper], list[Nomination]]:
    """Return the three papers, and the rows whose report was drawn from what no longer holds."""
    drawings = {
        (one.owner_kind, one.owner_id, one.purpose): one
        for one in db.session.scalars(
            select(Drawing)
            .options(joinedload(Drawing.job))
            .where(
                or_(
                    (Drawing.owner_kind == "proposal") & (Drawing.owner_id == proposal.id),
                    (Drawing.owner_kind == "nomination")
                    & Drawing.owner_id.in_([row.id for row in source.rows]),
                )
            )
        )
    }
    links = documents_of("proposal", proposal.id)
    papers = []
    for printout in PRINTOUTS:
        drawing = drawings.get(("proposal", proposal.id, printout.purpose))
        job = drawing.job if drawing else None
        papers.append(
            UnitPaper(
                printout, _state(drawing, source, printout),
                _of_role(links, printout.purpose, FileRole.SOURCE),
                _of_role(links, printout.purpose, FileRole.OFFERED), job.error if job else "",
            )
        )  # fmt: skip
    reported = {
        row.id: one
        for row in source.rows
        if (one := drawings.get(("nomination", row.id, reports.PURPOSE))) is not None
    }
    return papers, _old_reports(proposal, source, reported)


def _old_reports(
    proposal: Proposal, source: Source, drawn: dict[int, Drawing]
) -> list[Nomination]:  # fmt: skip
    """What left the unit stays as it left: nothing is older than it any more."""
    rows = [row for row in source.rows if row.id in drawn]
    if not rows or proposal.status not in EDITABLE:
        return []
    ledgers = reports.read_ledgers(rows)
    return [
        row for row in rows if drawn[row.id].context != reports.report(source, row, ledgers)
    ]  # fmt: skip


def report_of(proposal: Proposal, row: Nomination) -> ReportPaper:
    """Return the report of one row; in a dossier still being written, against its content."""
    drawing = drawing_of(("nomination", row.id), reports.PURPOSE)
    links = documents_of("nomination", row.id, purpose=reports.PURPOSE)
    state = PaperState.MISSING if drawing is None else _drawn(drawing)
    if drawing is not None and _old_reports(proposal, gather(proposal), {row.id: drawing}):
        state = PaperState.STALE
    job = drawing.job if drawing else None
    return ReportPaper(
        state, _of_role(links, reports.PURPOSE, FileRole.SOURCE),
        _of_role(links, reports.PURPOSE, FileRole.OFFERED), job.error if job else "",
        reports.blank_parts(drawing.context) if drawing else (),
    )  # fmt: skip


def reports_among(links: dict[int, list[DocumentLink]]) -> dict[int, Document]:
    """Return the drawn report of each row out of the files of the rows; the PDF if there is one."""
    found: dict[int, Document] = {}
    for row_id, held in links.items():
        drawn = [one for one in held if one.purpose == reports.PURPOSE]
        pdf = _of_role(drawn, reports.PURPOSE, FileRole.OFFERED)
        report = pdf or _of_role(drawn, reports.PURPOSE, FileRole.SOURCE)
        if report is not None:
            found[row_id] = report
    return found


def evidence_among(links: dict[int, list[DocumentLink]]) -> dict[int, list[DocumentLink]]:
    """Return of the files of the rows those somebody attached; a report is no evidence."""
    return {
        row_id: [one for one in held if one.role is FileRole.EVIDENCE]
        for row_id, held in links.items()
    }
