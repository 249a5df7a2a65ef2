"""Draws papers that will be signed digitally: as any other, then with the fields of the profile."""

from collections.abc import Sequence

from sqlalchemy import select

from workflow.core import jobs
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents import contents, generation, queries
from workflow.documents.contents import TakenFile
from workflow.documents.engine.faces import serif_faces
from workflow.documents.filling import HARD
from workflow.documents.generation import Plan
from workflow.documents.models import Drawing, Paper
from workflow.signatures.engine.places import NoPlace, find_places
from workflow.signatures.engine.preparing import prepare
from workflow.signatures.engine.profile import DAY, MONTH, NUMBER, YEAR
from workflow.signatures.queries import terms_of

_DATES = ("date_line", "date_text")


def draw(run: jobs.Run) -> None:
    """Draw what is asked for, with empty fields for number, date, signatures and seal."""
    generation.draw_with(run, _make)


def _make(plans: list[Plan]) -> list[tuple[TakenFile, TakenFile | None]]:
    wanted = _wanted(plans)
    return [
        (source, None if pdf is None else _with_fields(plan, pdf, *wanted[plan.drawing_id]))
        for plan, (source, pdf) in zip(plans, generation.make(plans), strict=True)
    ]


def _wanted(plans: Sequence[Plan]) -> dict[int, tuple[list[str], float]]:
    """Return who signs each paper and how large its seal is; then let go of the database."""
    rows = db.session.execute(
        select(Drawing.id, Paper)
        .join(Paper, Paper.id == Drawing.owner_id)
        .where(Drawing.id.in_([plan.drawing_id for plan in plans]))
    ).all()
    found = {
        drawing_id: (
            [signer.name for signer in queries.signers_of(paper.id)],
            float(terms_of(paper.organisation).seal_mm),
        )
        for drawing_id, paper in rows
    }
    db.session.rollback()
    return found


def _with_fields(plan: Plan, pdf: TakenFile, names: list[str], seal_mm: float) -> TakenFile:
    content = contents.current_store().open(pdf.digest)
    try:
        places = find_places(content, names, blanks=blanks_of(plan), seal_mm=seal_mm)
    except NoPlace as missing:
        raise BadInput(_no_place(missing.what)) from None
    return generation.stored_pdf(prepare(content, places, serif_faces()), plan.title)


def blanks_of(plan: Plan) -> list[str]:
    """Return the fields left empty in the data: the ones to be filled in after the signature."""
    context = plan.context
    number = HARD in str(context.get("number", ""))
    dated = any(f"năm{HARD}" in str(context.get(key, "")) for key in _DATES)
    return [NUMBER] * number + [DAY, MONTH, YEAR] * dated


def _no_place(what: str) -> str:
    if what in {NUMBER, DAY, MONTH, YEAR}:
        return _(
            "Mẫu văn bản không để chỗ cho số và ngày sau chữ “Số:” và “ngày … tháng … năm …” nên "
            "không ký số được. Hãy sửa mẫu, hoặc chuyển văn bản này sang ký giấy."
        )
    return _(
        "Mẫu văn bản không để chỗ ký phía trên họ tên người ký nên không ký số được. Hãy để trống "
        "ít nhất ba dòng giữa chức vụ và họ tên trong mẫu, hoặc chuyển văn bản này sang ký giấy."
    )
