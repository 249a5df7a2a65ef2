"""The paper ballot (Phiếu bầu): one sheet a member, the choices as columns to tick."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import (
    CENTER,
    JUSTIFY,
    TITLE,
    Look,
    Run,
    control,
    gap,
    paragraph,
    shown_if,
)
from tools.document_templates.letterhead import letterhead
from tools.document_templates.package import break_section, new_document, number_pages
from tools.document_templates.tables import Column, Row, RuledTable, plain_table


def ballot_paper() -> DocxDocument:
    """All sheets in one file; a sheet without a voter's name has no mark of its own.

    Each is a section: the pages of a long one are numbered for themselves.
    """
    document = new_document("Phiếu bầu")
    number_pages(document)
    control(document, "for sheet in sheets")
    letterhead(document, numbered=False, dated=False)
    _seal_place(document)
    paragraph(document, Run("PHIẾU BẦU", 14, bold=True), look=TITLE)
    paragraph(document, Run("{{ subject }}", 13, bold=True), look=TITLE)
    paragraph(document, Run("({{ when }})", 13, italic=True), look=Look(CENTER, after=6))
    control(document, "if sheet.voter")
    paragraph(document, "Thành viên: ", Run("{{ sheet.voter }}", bold=True),
              look=Look(CENTER, after=4))  # fmt: skip
    control(document, "endif")
    paragraph(document, Run("{{ instruction }}", 12, italic=True), look=Look(JUSTIFY, after=6))
    with shown_if(document, "parts"):
        _rows(document)
    control(document, "if deadline")
    paragraph(document, Run("{{ deadline }}.", 12, italic=True), look=Look(JUSTIFY, before=6))
    control(document, "endif")
    control(document, "if sheet.voter")
    right = plain_table(document, [80, 85], rows=1).rows[0].cells[1]
    kept = Look(CENTER, before=10, keep_next=True)
    paragraph(right, Run("NGƯỜI BIỂU QUYẾT", 13, bold=True), look=kept)
    paragraph(right, Run("(Ký, ghi rõ họ tên)", 12, italic=True), look=Look(CENTER, after=60))
    control(document, "endif")
    gap(document)
    control(document, "if not loop.last")
    break_section(document)
    control(document, "endif")
    control(document, "endfor")
    return document


def _seal_place(document: DocxDocument) -> None:
    """Where the office puts its seal on the top left, so that a sheet is known as its own."""
    left = plain_table(document, [73, 92], rows=1).rows[0].cells[0]
    paragraph(left, Run("(Đóng dấu treo)", 11, italic=True, colour="7F7F7F"),
              look=Look(CENTER, before=4, after=18))  # fmt: skip
    gap(document, 4)


def _rows(document: DocxDocument) -> None:
    table = RuledTable(document, [
        Column("STT", 12), Column("Tập thể, cá nhân", 81, centred=False),
        Column("{{ choices[0] }}", 22), Column("{{ choices[1] }}", 28),
        Column("{{ choices[2] }}", 22),
    ])  # fmt: skip
    table.control("for part in parts")
    table.band("{{ part.title }}")
    table.control("for item in part.rows")
    where = "{% if item.where %}\n({{ item.where }}){% endif %}"
    table.row(Row(["{{ item.ordinal }}", "{{ item.name }}" + where, "", "", ""]))
    table.control("endfor")
    table.control("endfor")
