"""Have the Phiếu trình of a decision drawn, so that its signer reads it beside the draft."""

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.decisions.briefing.printouts import briefing_context
from workflow.decisions.briefing.reading import read
from workflow.decisions.models import Decision
from workflow.decisions.policies import is_checked
from workflow.decisions.queries import OFFICE
from workflow.documents import generation
from workflow.documents.briefings import TEMPLATE
from workflow.documents.models import Drawing
from workflow.documents.queries import best_pdf_of, documents_of, drawing_of
from workflow.documents.states import FileRole, PaperStatus

OWNER = "briefing"  # its files are the office's own: a unit that reads the decision has no part


def request(decision: Decision, *, actor: Actor) -> None:
    """Have it drawn of what is known now; asking again with nothing changed changes nothing."""
    draft = best_pdf_of(decision.paper_id)
    with on_paper():
        context = briefing_context(
            decision, read(decision), pages=(draft.pages or 0) if draft else 0
        )
    generation.request(
        TEMPLATE, context, title=f"Phiếu trình: {decision.paper.title}",
        owner=(OWNER, decision.id), organisation_id=decision.organisation_id, actor=actor,
        pdf_role=FileRole.ANNEX,
    )  # fmt: skip


def reads_briefing(actor: Actor, decision: Decision) -> bool:
    """Tell whether the actor works in the deciding office."""
    here = actor.organisation_id == decision.organisation_id
    return here and not actor.roles.isdisjoint(OFFICE)


def may_view_id(actor: Actor, decision_id: int) -> bool:
    decision = db.session.get(Decision, decision_id)
    return decision is not None and reads_briefing(actor, decision)


def _is_old(decision: Decision) -> bool:
    """Tell whether the draft was changed or sent back since: the sheet is drawn again with it."""
    status = decision.paper.status
    if status is PaperStatus.OFFERED:
        return not is_checked(decision)
    return status in (PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.DROPPED)


def shown_to(actor: Actor, decision: Decision) -> dict[str, object]:
    """Return what the page of the decision shows of it: its wish, its PDF and its docx."""
    if not reads_briefing(actor, decision):
        return {}
    drawing: Drawing | None = drawing_of((OWNER, decision.id))
    if drawing is None:
        return {}
    links = documents_of(OWNER, decision.id)
    found = {link.role: link.document for link in links}
    return {
        "pdf": found.get(FileRole.ANNEX), "docx": found.get(FileRole.SOURCE),
        "job": drawing.job if drawing.drawn_round != drawing.round else None,
        "is_old": _is_old(decision),
    }  # fmt: skip
