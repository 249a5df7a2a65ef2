"""The secretary's check: checklist and points on the left, the document on the right."""

from collections.abc import Mapping, Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import checklist_text, demand_text, law_text
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.web.access import acting, requires
from workflow.documents.models import Document, DocumentLink
from workflow.documents.queries import documents_of, documents_of_many
from workflow.documents.states import FileRole
from workflow.proposals.eligibility.assessing import Assessment, assess_now
from workflow.proposals.eligibility.freezing import differences, kept_of
from workflow.proposals.eligibility.overrides import SECRETARY
from workflow.proposals.forms import OverrideForm, PointForm, result_name
from workflow.proposals.inspection import Point, inspect
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import (
    INCOMING,
    get_visible,
    is_nominee,
    nominations_of,
    points_of,
    ticks_of,
)
from workflow.proposals.services.overriding import role_in
from workflow.proposals.states import ProposalStatus
from workflow.proposals.steps import proposal_lifecycle
from workflow.proposals.views.blueprint import bp


def _shown(papers: list[DocumentLink], wanted: str) -> Document | None:
    """Return the document to draw beside the checklist: the one asked for, or the first PDF."""
    by_id = {link.document.public_id: link.document for link in papers}
    first = [link.document for link in papers if link.role is not FileRole.SOURCE]
    return by_id.get(wanted) or next(iter(first), None)


def _beside(point: Point) -> list[tuple[str, str]]:
    """Return the lines of a point, each leading to the row below that it is about."""
    return [
        (line.text, f"#row-{line.nomination}" if line.nomination else "") for line in point.lines
    ]


@bp.get("/<public_id>/check")
@requires("secretary")
def check(public_id: str) -> ResponseReturnValue:
    return check_page(public_id, acting(), None)


def _answers(proposal: Proposal, rows: Sequence[Nomination]) -> Mapping[int, Assessment]:
    """Return what is said today of rows that nobody has voted on yet."""
    if proposal.status not in (*INCOMING, ProposalStatus.COUNCIL_REVIEW):
        return {}
    return assess_now(proposal, rows)


def _insistable(
    actor: Actor, proposal: Proposal, answers: Mapping[int, Assessment]
) -> tuple[set[int], set[int]]:
    """Return the rows the actor may insist on, and those where a word may be taken back."""
    mine = {key for key, one in answers.items() if role_in(actor, proposal, one.row) == SECRETARY}
    if is_nominee(actor.user_id, proposal.id):
        mine = set()
    return {key for key in mine if answers[key].is_open_to(SECRETARY)}, mine


def _files_of_rows(row_ids: Sequence[int]) -> dict[int, list[DocumentLink]]:
    """Return what is looked at of each row: what was attached, and its report as pages."""
    found = documents_of_many("nomination", row_ids)
    return {
        row_id: [one for one in links if one.role is not FileRole.SOURCE]
        for row_id, links in found.items()
    }


def check_page(
    public_id: str, actor: Actor, form: PointForm | None, *, status: int = 200,
    insisting: OverrideForm | None = None, row: str = "",
) -> ResponseReturnValue:  # fmt: skip
    proposal = get_visible(public_id, actor)
    rows = nominations_of(proposal.id)
    if form is None:
        form = PointForm(formdata=None, nomination=request.args.get("row", ""))
        form.offer(rows)
    papers = documents_of("proposal", proposal.id)
    evidence = _files_of_rows([row.id for row in rows])
    everything = papers + [link for links in evidence.values() for link in links]
    points = points_of(proposal.id)
    progress = progress_of(proposal)
    answers = _answers(proposal, rows)
    insistable, mine = _insistable(actor, proposal, answers)
    page = render_template(
        "proposals/check.html", proposal=proposal, rows=rows, form=form, papers=papers,
        evidence=evidence, shown=_shown(everything, request.args.get("show", "")),
        ticks=ticks_of(proposal.id), kept={row.id: kept_of(row) for row in rows},
        differences=differences(proposal, rows, answers) if answers else {},
        answers=answers, insistable=insistable, may_take_back=mine, insisting=insisting,
        refused_row=row, law_text=law_text, checklist_text=checklist_text,
        demand_text=demand_text,
        forms_of_rows=progress.forms, result_name=result_name,
        points=[one for one in points if not one.sent], told=[one for one in points if one.sent],
        open_steps=proposal_lifecycle.open_to(actor, proposal),
        inspected=[(one, _beside(one)) for one in inspect(progress)],
        own=is_nominee(actor.user_id, proposal.id), today=clock.today(),
        form_errors=insisting.errors if insisting else form.errors,
    )  # fmt: skip
    return page, status
