"""Papers for tests, and their files without waiting for LibreOffice."""

import io
from datetime import date

import pikepdf
import pytest
from sqlalchemy import select

from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, generation, services
from workflow.documents.contents import DOCX, PDF
from workflow.documents.models import DocumentTemplate, Drawing
from workflow.documents.services import Signer
from workflow.documents.states import PaperKind
from workflow.documents.stored import stored_file
from workflow.documents.templates import FROM_THE_BEGINNING


def small_pdf(text="", pages=1):
    """A real PDF with nothing on its pages; `text` makes its bytes differ."""
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = text
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


def taken_pdf(content=None, name="Bản đã ký.pdf"):
    """A PDF that lies in the store, as after an upload."""
    return contents.put(
        content or small_pdf(name), media_type=PDF, extension="pdf", name=name, pages=1
    )


def _template(name):
    found = db.session.scalars(
        select(DocumentTemplate).where(DocumentTemplate.name == name)
    ).first()
    if found is None:
        taken = contents.put(name.encode(), media_type=DOCX, extension="docx", name="mau.docx")
        found = DocumentTemplate(
            name=name, version=1, file=stored_file(taken), valid_from=FROM_THE_BEGINNING
        )
        db.session.add(found)
        db.session.flush()
    return found


def draw_all(pdf=b""):
    """Draw everything wished for, with stand-in files instead of rendering and LibreOffice.

    `pdf` stands for what is drawn; without it each gets a PDF of its own.
    """
    with unit_of_work():
        for drawing in db.session.scalars(
            select(Drawing).where(Drawing.drawn_round != Drawing.round).order_by(Drawing.id)
        ):
            template = _template(drawing.template)
            plan = generation.Plan(
                drawing.id, drawing.round, template.id, template.file.digest, drawing.title,
                drawing.context,
            )  # fmt: skip
            mark = f"{drawing.id}.{drawing.round}"
            docx = contents.put(
                mark.encode(), media_type=DOCX, extension="docx", name="van-ban.docx"
            )
            generation.settle(plan, docx, taken_pdf(pdf or small_pdf(mark), "van-ban.pdf"))


def sign_and_issue(public_id, *, drafter, signers, clerk, checker=None, day=date(2020, 12, 18)):
    """Take a drafted paper through every step to its issue, by the actors given."""
    draw_all()
    with unit_of_work():
        services.check_paper(public_id, actor=checker or drafter)
    with unit_of_work():
        services.offer_paper(public_id, actor=drafter)
    for signer in signers:
        with unit_of_work():
            services.sign_paper(public_id, actor=signer)
    with unit_of_work():
        services.number_paper(public_id, day, actor=clerk)
    draw_all()
    with unit_of_work():
        services.attach_signed(public_id, taken_pdf(), actor=clerk)
    with unit_of_work():
        return services.issue_paper(public_id, actor=clerk)


CONTEXT = {
    "number": "", "symbol": "QĐ-CQLTT",
    "date_line": "Tân An, ngày      tháng      năm 2020", "subject": "Tặng Giấy khen",
}  # fmt: skip


@pytest.fixture
def make_paper(long_an, actor):
    """A decision drafted by the secretary of Long An for its head to sign."""

    def make(**changes):
        signer = Signer(long_an.head.id, "Cục trưởng", long_an.head.name)
        fields = {
            "organisation_id": long_an.department.id, "kind": PaperKind.DECISION,
            "title": "Tặng Giấy khen cho 05 tập thể và 27 cá nhân", "owner": ("decision", 1),
            "purpose": "decision", "series": "QĐ", "symbol": "QĐ-CQLTT",
            "template": "decisions/decision", "context": CONTEXT, "signers": [signer],
            "destinations": ["Như Điều 3", "Lưu: VT"],
            "actor": actor(long_an.secretary, long_an.department),
        }  # fmt: skip
        with unit_of_work():
            return services.draft_paper(**(fields | changes))

    return make
