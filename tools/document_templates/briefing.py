"""The Phiếu trình: what the head reads beside a draft, with room for a handwritten opinion."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import (
    CENTER,
    TITLE,
    Look,
    Run,
    control,
    gap,
    paragraph,
    rule,
    shown_if,
)
from tools.document_templates.endings import signature
from tools.document_templates.letterhead import bases, bullets, heading, letterhead
from tools.document_templates.package import PORTRAIT_WIDTH, new_document, number_pages
from tools.document_templates.tables import Column, Row, RuledTable, plain_table

_ROOM = "." * 150
_NONE = "Không có."


def briefing() -> DocxDocument:
    """The note that goes before the signer with a draft decision."""
    document = new_document("Phiếu trình")
    number_pages(document)
    letterhead(document, numbered=False)
    paragraph(document, Run("PHIẾU TRÌNH", 14, bold=True), look=TITLE)
    paragraph(document, Run("Giải quyết công việc", 14, bold=True), look=TITLE)
    rule(document, 40, PORTRAIT_WIDTH, after=8)
    paragraph(document, Run("Kính gửi: {{ addressee }}"), look=Look(CENTER, 2, 8))
    heading(document, "1. Việc trình")
    paragraph(document, "{{ subject }}.")
    heading(document, "2. Tóm tắt nội dung")
    with shown_if(document, "summary", _NONE):
        bullets(document, "summary")
    with shown_if(document, "rows and (voted is not defined or voted)"):
        _rows(document, voted=True)
    with shown_if(document, "rows and voted is defined and not voted"):
        _rows(document, voted=False)
    heading(document, "3. Căn cứ")
    with shown_if(document, "bases", _NONE):
        bases(document)
    heading(document, "4. Điều cần lưu ý")
    with shown_if(document, "doubts", _NONE):
        bullets(document, "doubts")
    heading(document, "5. Tài liệu kèm theo")
    with shown_if(document, "enclosures", _NONE):
        bullets(document, "enclosures")
    _opinions(document)
    _ends(document)
    return document


def _rows(document: DocxDocument, *, voted: bool) -> None:
    """Whom the paper is about; what no council voted on has no column of votes."""
    gap(document, 4)
    fields = ["ordinal", "name", "where", "award"]
    columns = [
        Column("STT", 12), Column("Tập thể, cá nhân", 53, centred=False),
        Column("Chức vụ, đơn vị công tác", 54 if voted else 62, centred=False),
        Column("Danh hiệu, hình thức", 28 if voted else 38),
    ]  # fmt: skip
    if voted:
        fields.append("votes")
        columns.append(Column("Đồng ý", 18))
    table = RuledTable(document, columns)
    table.control("for item in rows")
    table.row(Row(["{{ item." + name + " }}" for name in fields]))
    table.control("endfor")
    gap(document, 6)


def _opinions(document: DocxDocument) -> None:
    heading(document, "6. Ý kiến của các đơn vị, cá nhân liên quan")
    with shown_if(document, "opinions", "Chưa có ý kiến."):
        _said(document)


def _said(document: DocxDocument) -> None:
    gap(document, 4, keep_next=True)
    table = RuledTable(document, [
        Column("Đơn vị, bước", 46, centred=False), Column("Người cho ý kiến", 34, centred=False),
        Column("Ngày", 23), Column("Ý kiến", 62, centred=False),
    ])  # fmt: skip
    table.control("for item in opinions")
    table.row(Row(["{{ item.who }}", "{{ item.name }}", "{{ item.date }}", "{{ item.text }}"]))
    table.control("endfor")
    gap(document, 6)


def _ends(document: DocxDocument) -> None:
    """Who drafted it on the left, the head's opinion and signature on the right."""
    heading(document, "7. Ý kiến của người ký")
    for _line in range(3):
        paragraph(document, Run(_ROOM, 12), look=Look(before=4, after=4, keep_next=True))
    gap(document, 6, keep_next=True)
    left, right = plain_table(document, [80, 85], rows=1).rows[0].cells
    kept = Look(CENTER, keep_next=True)
    paragraph(left, Run("NGƯỜI TRÌNH", 13, bold=True), look=kept)
    control(left, "if signature.prefix")
    paragraph(left, Run(" ", 13, bold=True), look=kept)
    control(left, "endif")
    paragraph(left, Run("{{ drafter }}", 13, bold=True), look=Look(CENTER, before=62))
    signature(right)
    gap(document)
