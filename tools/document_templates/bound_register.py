"""A register as it is closed and bound once its year is over: cover, every number, closing words."""

from __future__ import annotations

from docx.document import Document as DocxDocument
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from tools.document_templates.blocks import CENTER, TITLE, Look, Run, gap, paragraph, shown_if
from tools.document_templates.copy_register import COPIES
from tools.document_templates.endings import signature
from tools.document_templates.package import WHOLE_WIDTH, field, new_document, widen
from tools.document_templates.register import (
    INCOMING,
    OUTGOING,
    Register,
    page_of_pages,
    register_table,
)
from tools.document_templates.tables import plain_table

_SIDES: list[float] = [WHOLE_WIDTH / 2, WHOLE_WIDTH / 2]


def bound_outgoing() -> DocxDocument:
    """One book of what went out, closed."""
    return bound(OUTGOING)


def bound_incoming() -> DocxDocument:
    """The book of what arrived, closed."""
    return bound(INCOMING)


def bound_copies() -> DocxDocument:
    """The one book of copies of a year, closed."""
    return bound(COPIES)


def bound(register: Register) -> DocxDocument:
    """The volume of any register whose rows the ten columns of `register` show."""
    document = new_document(f"Sổ đăng ký {register.what.lower()}", landscape=True)
    widen(document)
    page_of_pages(document)
    _cover(document, register)
    with shown_if(document, "rows", "Không có số nào trong năm này."):
        register_table(document, register)
    _closing(document, register)
    return document


def _cover(document: DocxDocument, register: Register) -> None:
    paragraph(document, Run("{{ organisation.parent_caps }}", 14), look=TITLE)
    paragraph(document, Run("{{ organisation.name_caps }}", 14, bold=True), look=TITLE)
    gap(document, 90)
    paragraph(document, Run(f"SỔ ĐĂNG KÝ {register.what}", 28, bold=True), look=TITLE)
    if register is OUTGOING:  # what arrives, and copies, have one book a year
        paragraph(document, Run("{{ book }}", 18, bold=True), look=Look(CENTER, before=10))
    paragraph(document, Run("NĂM {{ year }}", 22, bold=True), look=Look(CENTER, before=14))
    gap(document, 30)
    _line(document, "Từ số {{ from_number }} đến số {{ to_number }}")
    _line(document, "Từ ngày {{ from_date }} đến ngày {{ to_date }}")
    pages = paragraph(document, Run("Số trang: ", 15), look=Look(CENTER, before=6))
    for piece in field("NUMPAGES", 30):
        pages._p.append(piece)
    _line(document, "Quyển số: {{ volume }}")
    _new_page(document)


def _line(document: DocxDocument, text: str) -> None:
    paragraph(document, Run(text, 15), look=Look(CENTER, before=6))


def _new_page(document: DocxDocument) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _closing(document: DocxDocument, register: Register) -> None:
    _new_page(document)
    look = Look(CENTER, after=14, keep_next=True)
    paragraph(document, Run("CHỨNG NHẬN ĐÓNG SỔ", 16, bold=True), look=look)
    said = Look(after=6, keep_next=True)
    counted = ("Sổ này đăng ký {{ counts.total }} số, từ số {{ from_number }} đến số"
               " {{ to_number }}, của năm {{ year }}.")  # fmt: skip
    paragraph(document, Run(counted, 14), look=said)
    held = "bản sao" if register is COPIES else "văn bản"
    kinds = (f"Trong đó: {{{{ counts.used }}}} số có {held}, {{{{ counts.voided }}}} số không sử dụng"
             " và {{ counts.outside }} số đã cấp ngoài hệ thống (có lý do ở cột Ghi chú); trong các"
             " số này có {{ counts.inserted }} số chèn.")  # fmt: skip
    paragraph(document, Run(kinds, 14), look=said)
    paragraph(document, Run("Không còn số đang giữ. Không thiếu số, không trùng số.", 14), look=said)
    pages = paragraph(document, Run("Sổ gồm ", 14), look=said)
    for piece in field("NUMPAGES", 28):
        pages._p.append(piece)
    rest = pages.add_run(" trang, được đánh số liên tục từ trang 1, kể cả trang bìa và trang này.")
    rest.font.size = Pt(14)
    state = "Đóng sổ lần {{ edition }}, theo tình trạng của sổ ngày {{ bound_on }}. {{ since }}"
    paragraph(document, Run(state, 14), look=said)
    _signed(document)


def _signed(document: DocxDocument) -> None:
    table = plain_table(document, _SIDES, rows=1)
    left, right = table.rows[0].cells
    dated = Look(align=CENTER, after=3, keep_next=True)
    paragraph(left, Run(" ", 13), look=dated)
    signature(left)
    paragraph(right, Run("{{ date_line }}", 13, italic=True), look=dated)
    signature(right, "confirmation")
    gap(document)
