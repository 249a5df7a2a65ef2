"""Copies of a whole paper: sao y of what the office keeps, sao lục of a sao y."""

from workflow.core.actors import Actor
from workflow.core.errors import BadInput, Incomplete
from workflow.core.i18n import _
from workflow.documents import queries as papers
from workflow.documents.copies import drawing, queries
from workflow.documents.copies.models import CopyForm, CopyRun
from workflow.documents.copies.services import Order, Target, make
from workflow.documents.models import Document, Paper
from workflow.documents.states import Direction

TEMPLATE = "documents/copy_block"


def copyable(paper: Paper) -> Document | None:
    """Return the file a sao y shows: the signed one, else the one that came or was numbered."""
    best = papers.best_pdf_of(paper.id)
    if best is not None:
        return best
    links = papers.documents_of("paper", paper.id)
    pictures = [one.document for one in links if one.document.file.media_type in drawing.KINDS]
    return next(iter(pictures), None)


def make_whole(
    public_id: str, order: Order, target: Target, *, of: str = "", actor: Actor
) -> CopyRun:
    """Copy the whole paper under one number, however many sheets of it go out.

    `of` is the sao y a sao lục is made from; a paper that came as a sao y needs none.
    """
    paper = papers.get_visible(public_id, actor)
    source = _source(paper, order, of, actor)
    if source is None:
        raise Incomplete(
            _("Văn bản chưa có bản PDF hoặc ảnh để sao. Hãy tải bản đã ký hoặc bản quét lên trước.")
        )
    return make(
        paper, order, [target], template=TEMPLATE,
        context={"original": drawing.original_of(source)}, actor=actor,
    )  # fmt: skip


def _source(paper: Paper, order: Order, of: str, actor: Actor) -> Document | None:
    if order.form is CopyForm.EXTRACT:
        raise BadInput(_("Trích sao được làm ở trang của quyết định."), field="form")
    if order.form is CopyForm.WHOLE or (paper.direction is Direction.INCOMING and not of):
        return copyable(paper)
    if not of:
        raise BadInput(
            _("Sao lục được làm từ một bản sao y. Hãy chọn “Sao lục” ở dòng của bản sao y."),
            field="form",
        )
    copy = queries.get_visible(of, actor)
    if copy.paper_id != paper.id or copy.run.form is not CopyForm.WHOLE or copy.is_void:
        raise BadInput(_("Bản được chọn không phải bản sao y còn giá trị của văn bản này."))
    return queries.files_of([copy]).get(copy.id)


def words_of(paper: Paper) -> str:
    """Return what a copy is called: “846/QĐ-CQLTT, Quyết định tặng Giấy khen …”."""
    return ", ".join(part for part in (paper.number_text, paper.title) if part)
