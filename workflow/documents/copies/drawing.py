"""How a copy becomes a file: an extract from its template, any other from the paper's own pages."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core import jobs
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.documents import contents, generation
from workflow.documents.codes import giving
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.copies.models import Copy, CopyForm, CopyRun
from workflow.documents.copies.printouts import block_context
from workflow.documents.copies.queries import OWNER
from workflow.documents.engine import conversion
from workflow.documents.engine.copying import append_block
from workflow.documents.engine.marking import Spot, put_marks
from workflow.documents.engine.rendering import render
from workflow.documents.generation import Plan, Wish
from workflow.documents.models import Document, Drawing
from workflow.documents.states import FileRole

KIND = "documents.copies.append"
KINDS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png"}


def original_of(document: Document) -> dict[str, str]:
    """Return what a sao y is made of: bytes that are read again, and never changed."""
    return {"digest": document.file.digest, "kind": KINDS[document.file.media_type]}


def request(run: CopyRun, rows: Sequence[Copy]) -> None:
    """Have the copies drawn by a job of the same transaction."""
    giving.give(OWNER, [copy.id for copy in rows])
    actor = replace(SYSTEM, user_id=run.made_by_id)
    wishes = [_wish(run, copy) for copy in rows]
    if wishes:
        kind = generation.KIND if run.form is CopyForm.EXTRACT else KIND
        generation.request_batch(wishes, actor=actor, kind=kind)


def _wish(run: CopyRun, copy: Copy) -> Wish:
    values = run.targets[copy.ordinal]["values"]
    return Wish(
        run.template, run.context | values | block_context(copy, run),
        title=f"{copy.number_text}, {copy.title}", owner=(OWNER, copy.id),
        organisation_id=run.organisation_id, pdf_role=FileRole.NUMBERED,
    )  # fmt: skip


def try_again(run: CopyRun) -> None:
    """Take up the drawings of a run whose job failed for good."""
    rows = (
        select(Drawing)
        .join(Copy, (Drawing.owner_kind == OWNER) & (Drawing.owner_id == Copy.id))
        .where(Copy.run_id == run.id, Drawing.drawn_round != Drawing.round)
        .options(joinedload(Drawing.job))
    )
    for drawing in db.session.scalars(rows).all():
        generation.try_again(drawing)


@jobs.handles(KIND)
def append(run: jobs.Run) -> None:
    """Draw the block of each copy and put it behind the pages of what is copied."""
    generation.draw_with(run, _made)


def _made(plans: list[Plan]) -> list[tuple[TakenFile, TakenFile | None]]:
    store = contents.current_store()
    found = []
    for plan in plans:
        source = render(store.open(plan.template_digest), plan.context, title=plan.title)
        pdf = None
        if conversion.available():
            original = plan.context["original"]
            block = conversion.to_pdf(source, archival=False)
            if plan.mark is not None:  # it stays with the block, wherever that comes to stand
                [block] = put_marks([(block, replace(plan.mark, spot=Spot.UNDER))])
            made = append_block(
                store.open(original["digest"]), original["kind"], block, title=plan.title
            )
            pdf = generation.stored_pdf(made, plan.title)
        found.append((generation.stored_docx(source, plan.title), pdf))
    return found
