"""Documents made from templates: the wish as a row, the drawing as a job that may die anywhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from workflow.core import audit, clock, jobs
from workflow.core.actors import SYSTEM, Actor
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import after_commit, unit_of_work
from workflow.documents import contents, readback, templates
from workflow.documents.codes.marks import marks_of
from workflow.documents.contents import DOCX, PDF, TakenFile
from workflow.documents.engine import conversion
from workflow.documents.engine.errors import ConversionFailed, LimitExceeded, TemplateFault
from workflow.documents.engine.marking import Mark, put_marks
from workflow.documents.engine.pages import page_count
from workflow.documents.engine.rendering import render
from workflow.documents.engine.texts import file_name
from workflow.documents.models import Document, DocumentLink, DocumentTemplate, Drawing, StoredFile
from workflow.documents.states import FileRole, Medium
from workflow.documents.stored import stored_file
from workflow.documents.templating.papers import own_name

KIND = "documents.generate"
FORM_KIND = "documents.generate_form"  # with the fields of a digital signature; made by signatures
AT_ONCE = 20  # documents given to one run of LibreOffice
_OWN_FAULTS = (ConversionFailed, TemplateFault, LimitExceeded)  # of that document, not the machine


@dataclass(frozen=True)
class Wish:
    """One document to be made. `template_id` fixes a version; without it today's is taken."""

    template: str
    context: dict[str, Any]
    title: str
    owner: tuple[str, int]
    organisation_id: int
    purpose: str = ""
    pdf_role: FileRole = FileRole.OFFERED
    template_id: int | None = None
    medium: Medium = Medium.SHEET

    @property
    def digest(self) -> str:
        return audit.digest_of(
            [self.template, self.template_id, self.title, self.context]
            + ([self.medium] if self.medium is Medium.DIGITAL else [])
        )


@dataclass(frozen=True)
class Plan:
    """What one run draws: a wish as it stood when the run began."""

    drawing_id: int
    round: int
    template_id: int
    template_digest: str
    title: str
    context: dict[str, Any]
    whose: str = ""  # an organisation's own template, as a refusal names it
    mark: Mark | None = None  # the code printed at its foot


Make = Callable[[list[Plan]], list[tuple[TakenFile, TakenFile | None]]]


@dataclass(frozen=True)
class _Failed:
    """A document of many that could not be drawn, and why."""

    title: str
    said: str


def request(
    template_name: str, context: dict[str, Any], *, title: str, owner: tuple[str, int],
    purpose: str = "", organisation_id: int, actor: Actor,
    pdf_role: FileRole = FileRole.OFFERED, template_id: int | None = None, kind: str = KIND,
) -> jobs.Job:  # fmt: skip
    """Have a document drawn for its owner: docx (SOURCE) and PDF (`pdf_role`), as a job.

    The same wish again changes nothing; another one under the same purpose replaces the
    document once it is drawn.
    """
    wish = Wish(
        template_name,
        context,
        title,
        owner,
        organisation_id,
        purpose,
        pdf_role,
        template_id,
        Medium.DIGITAL if kind == FORM_KIND else Medium.SHEET,
    )
    drawing = _drawing(wish, actor)
    key = f"drawing:{drawing.id}:{drawing.round}"
    job = jobs.enqueue(kind, key, {"drawings": [[drawing.id, drawing.round]]})
    drawing.job_id = job.id
    return job


def try_again(drawing: Drawing) -> None:
    """Give a drawing whose job failed for good another chance; otherwise change nothing."""
    if drawing.drawn_round != drawing.round and drawing.job is not None:
        jobs.enqueue(drawing.job.kind, drawing.job.key, drawing.job.payload)


def request_batch(wishes: Sequence[Wish], *, actor: Actor, kind: str = KIND) -> jobs.Job:
    """Have many documents drawn by one job, 20 to a run of the converter, with progress.

    The same wishes again are the same job; `kind` names another way of drawing.
    """
    drawings = [_drawing(wish, actor) for wish in wishes]
    todo = [[drawing.id, drawing.round] for drawing in drawings]
    job = jobs.enqueue(kind, f"drawings:{audit.digest_of(todo)}", {"drawings": todo})
    if not job.total_units:
        job.total_units = len(todo)
    for drawing in drawings:
        drawing.job_id = job.id
    return job


def _drawing(wish: Wish, actor: Actor) -> Drawing:
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    kind, owner_id = wish.owner
    db.session.execute(
        insert(Drawing)
        .values(
            owner_kind=kind, owner_id=owner_id, purpose=wish.purpose, title="", template="",
            organisation_id=wish.organisation_id, context={}, digest="", round=0, drawn_round=0,
            pdf_role=wish.pdf_role, without_pdf=False,
        )
        .on_conflict_do_nothing(index_elements=["owner_kind", "owner_id", "purpose"])
    )  # fmt: skip
    drawing = db.session.scalars(
        select(Drawing)
        .where(
            Drawing.owner_kind == kind, Drawing.owner_id == owner_id,
            Drawing.purpose == wish.purpose,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    if drawing.digest != wish.digest or (drawing.without_pdf and conversion.available()):
        drawing.digest, drawing.round = wish.digest, drawing.round + 1
        drawing.title, drawing.context = wish.title, wish.context
        drawing.template, drawing.template_id = wish.template, wish.template_id
        drawing.pdf_role, drawing.without_pdf = wish.pdf_role, False
        drawing.organisation_id, drawing.made_by_id = wish.organisation_id, actor.user_id
        db.session.flush()
    return drawing


@jobs.handles(KIND)
def draw(run: jobs.Run) -> None:
    """Draw what is asked for from its template."""
    draw_with(run, make)


def draw_with(run: jobs.Run, make: Make) -> None:
    """Draw what is asked for, chunk by chunk. Objects come before rows, so it may die anywhere.

    `make` puts docx and PDF of each plan into the store, without the database.
    """
    todo = [(drawing_id, wanted) for drawing_id, wanted in run.payload["drawings"]]
    done, failed = 0, list[_Failed]()
    for chunk in _chunks(todo):
        failed += _draw_chunk(chunk, make, alone=len(todo) == 1)
        done += len(chunk)
        run.progress(done - len(failed), len(todo))
    if failed:
        raise BadInput(
            _("Chưa dựng được %(n)s văn bản. “%(title)s”: %(said)s", n=len(failed),
              title=failed[0].title, said=failed[0].said)
        )  # fmt: skip


def _draw_chunk(chunk: list[tuple[int, int]], make: Make, *, alone: bool) -> list[_Failed]:
    """Draw some; one that cannot be drawn keeps none of the others, and is told by its title."""
    plans = _plans(chunk)
    try:
        _make_and_settle(plans, make)
    except _OWN_FAULTS as error:
        if alone:
            raise
        if len(plans) == 1:
            return [_Failed(plans[0].title, str(error))]
        return [one for each in chunk for one in _draw_chunk([each], make, alone=False)]
    return []


def _make_and_settle(plans: list[Plan], make: Make) -> None:
    made = make(plans)
    with unit_of_work():
        for plan, files in zip(plans, made, strict=True):
            settle(plan, *files)


def _chunks(todo: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    for start in range(0, len(todo), AT_ONCE):
        yield todo[start : start + AT_ONCE]


def _plans(chunk: list[tuple[int, int]]) -> list[Plan]:
    """Read what is still to be drawn, and let go of the database before the slow work."""
    wanted = dict(chunk)
    rows = db.session.scalars(
        select(Drawing).where(Drawing.id.in_(wanted)).order_by(Drawing.id)
    ).all()
    marks = marks_of([(row.owner_kind, row.owner_id) for row in rows])
    plans = []
    for row in rows:
        if row.round != wanted[row.id] or row.drawn_round == row.round:
            continue
        template = (
            db.session.get_one(DocumentTemplate, row.template_id)
            if row.template_id
            else templates.current_template(row.template, clock.today(), row.organisation_id)
        )
        plans.append(
            Plan(row.id, row.round, template.id, template.file.digest, row.title, row.context,
                 own_name(template), marks.get((row.owner_kind, row.owner_id)))
        )  # fmt: skip
    db.session.rollback()
    return plans


def make(plans: list[Plan]) -> list[tuple[TakenFile, TakenFile | None]]:
    """Render and convert; whatever comes out lies in the store when this returns."""
    store = contents.current_store()
    found = {digest: store.open(digest) for digest in {plan.template_digest for plan in plans}}
    sources = [_rendered(found[plan.template_digest], plan) for plan in plans]
    able = bool(sources) and conversion.available()
    pdfs: list[bytes | None] = [*conversion.to_pdfs(sources)] if able else [None] * len(sources)
    pdfs = marked(plans, pdfs)
    return [
        (stored_docx(source, plan.title), None if pdf is None else stored_pdf(pdf, plan.title))
        for plan, source, pdf in zip(plans, sources, pdfs, strict=True)
    ]


def marked(plans: Sequence[Plan], pdfs: Sequence[bytes | None]) -> list[bytes | None]:
    """Return the PDFs, those whose plan has a mark with the mark on them."""
    found = [
        (place, pdf, plan.mark)
        for place, (plan, pdf) in enumerate(zip(plans, pdfs, strict=True))
        if pdf is not None and plan.mark is not None
    ]
    made = dict(enumerate(pdfs))
    done = put_marks([(pdf, mark) for _place, pdf, mark in found])
    made.update({place: pdf for (place, _pdf, _mark), pdf in zip(found, done, strict=True)})
    return list(made.values())


def _rendered(template: bytes, plan: Plan) -> bytes:
    """Fill in the template; where an organisation's own one cannot be, say whose it is."""
    try:
        source = render(template, plan.context, title=plan.title)
        readback.refuse_without_names(source, plan.context)
    except TemplateFault as fault:
        if not plan.whose:
            raise
        raise TemplateFault(
            _("%(whose)s không dùng được cho văn bản này. %(fault)s Hãy nhờ quản trị viên của đơn "
              "vị có mẫu đó sửa mẫu, hoặc trở về mẫu chung, ở mục Mẫu văn bản.",
              whose=plan.whose, fault=str(fault)),
            code=fault.code, variable=fault.variable,
        ) from fault  # fmt: skip
    return source


def stored_docx(content: bytes, title: str) -> TakenFile:
    return contents.put(content, media_type=DOCX, extension="docx", name=file_name(title, "docx"))


def stored_pdf(content: bytes, title: str) -> TakenFile:
    return contents.put(
        content, media_type=PDF, extension="pdf", name=file_name(title, "pdf"),
        pages=page_count(content),
    )  # fmt: skip


def settle(plan: Plan, source: TakenFile, pdf: TakenFile | None) -> None:
    """Write the rows of one drawn document, unless it was drawn already or is no longer wanted."""
    drawing = db.session.get(
        Drawing, plan.drawing_id, with_for_update={"of": Drawing}, populate_existing=True
    )
    if drawing is None:
        _forget([source] + ([pdf] if pdf else []))
        return
    if drawing.round != plan.round or drawing.drawn_round == drawing.round:
        return
    _unlink_former(drawing)
    docx = _document(drawing, plan, source)
    _link(drawing, docx, FileRole.SOURCE)
    if pdf is not None:
        _link(drawing, _document(drawing, plan, pdf, source_id=docx.id), drawing.pdf_role)
    drawing.drawn_round, drawing.without_pdf = drawing.round, pdf is None
    drawing.template_id = drawing.template_id or plan.template_id
    owner = (drawing.owner_kind, drawing.owner_id)
    files = [source.digest] + ([pdf.digest] if pdf else [])
    audit.record(
        "document.draw", stream=owner, actor=SYSTEM,
        detail={"title": drawing.title, "purpose": drawing.purpose, "files": files},
    )  # fmt: skip


def _forget(made: Sequence[TakenFile]) -> None:
    """Drop what was drawn for an owner erased meanwhile: a secret leaves no bytes behind."""
    digests = {one.digest for one in made}
    known = select(StoredFile.digest).where(StoredFile.digest.in_(digests))
    for digest in digests - set(db.session.scalars(known)):
        after_commit(partial(contents.current_store().remove_orphan, digest))


def _unlink_former(drawing: Drawing) -> None:
    former = db.session.scalars(
        select(DocumentLink).where(
            DocumentLink.owner_kind == drawing.owner_kind,
            DocumentLink.owner_id == drawing.owner_id, DocumentLink.purpose == drawing.purpose,
            DocumentLink.role.in_([FileRole.SOURCE, drawing.pdf_role]),
            DocumentLink.removed_at.is_(None),
        )
    )  # fmt: skip
    for link in former:
        link.removed_at = clock.now()


def _document(
    drawing: Drawing, plan: Plan, taken: TakenFile, source_id: int | None = None
) -> Document:
    document = Document(
        file_id=stored_file(taken).id, organisation_id=drawing.organisation_id,
        title=drawing.title, file_name=taken.name, pages=taken.pages,
        template_id=plan.template_id, context_digest=audit.digest_of(plan.context),
        source_id=source_id, made_by_id=drawing.made_by_id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document


def _link(drawing: Drawing, document: Document, role: FileRole) -> None:
    db.session.add(
        DocumentLink(
            owner_kind=drawing.owner_kind, owner_id=drawing.owner_id, document_id=document.id,
            role=role, purpose=drawing.purpose,
        )
    )  # fmt: skip
