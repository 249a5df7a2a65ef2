"""What sets a decision right: the revocation, the letter of correction, the certificate again."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import (
    BODY_KEPT,
    LEFT,
    TITLE,
    Look,
    Run,
    control,
    gap,
    paragraph,
)
from tools.document_templates.decisions import article, articles
from tools.document_templates.endings import signed_with_destinations
from tools.document_templates.letterhead import (
    addressees,
    annex_head,
    bases,
    bullets,
    closing,
    letterhead,
    title,
)
from tools.document_templates.lists import grouped
from tools.document_templates.package import break_section, new_document, number_pages
from tools.document_templates.tables import Column, Row, RuledTable


def revocation() -> DocxDocument:
    """The decision that annuls awards; a long list of names follows in the same file."""
    document = new_document("Quyết định hủy bỏ khen thưởng")
    number_pages(document)
    letterhead(document)
    title(document, "QUYẾT ĐỊNH")
    paragraph(document, Run("{{ authority_caps }}", bold=True), look=Look(TITLE.align, after=8))
    bases(document)
    articles(document, lambda last: article(document, last=last))
    signed_with_destinations(document)
    control(document, "if collectives or individuals")
    break_section(document)
    annex_head(document, "Quyết định")
    _annulled(document)
    control(document, "endif")
    gap(document)
    return document


def _annulled(document: DocxDocument) -> None:
    """Their numbers are those of the list that is annulled."""
    table = RuledTable(
        document,
        [
            Column("Số thứ tự tại danh sách", 26),
            Column("Tên tập thể; họ và tên cá nhân", 48, centred=False),
            Column("Chức vụ, đơn vị công tác", 53, centred=False),
            Column("Danh hiệu, hình thức bị hủy bỏ", 38),
        ],
        size=13,
    )
    ordinal, name, award = "{{ item.ordinal }}", "{{ item.name }}", "{{ item.award }}"
    where = "{% if item.post %}{{ item.post }}, {% endif %}{{ item.unit }}"
    grouped(
        table, collective=[ordinal, name, "", award], individual=[ordinal, name, where, award]
    )


def correction() -> DocxDocument:
    """The official letter that says what a decision should read; it has no name of its own."""
    document = new_document("Công văn đính chính")
    number_pages(document)
    letterhead(document, about=True)
    addressees(document)
    paragraph(document, "{{ opening }}", look=BODY_KEPT)
    control(document, "if sentences")
    bullets(document, "sentences")
    control(document, "endif")
    control(document, "if corrections")
    _mistakes(document)
    control(document, "endif")
    closing(document)
    signed_with_destinations(document)
    return document


def _mistakes(document: DocxDocument) -> None:
    table = RuledTable(
        document,
        [
            Column("STT", 12),
            Column("Vị trí", 53, centred=False),
            Column("Đã ghi", 50, centred=False),
            Column("Đính chính thành", 50, centred=False),
        ],
        size=13,
    )
    table.control("for item in corrections")
    values = ["{{ item.ordinal }}", "{{ item.place }}", "{{ item.written }}", "{{ item.reads }}"]
    table.row(Row(values))
    table.control("endfor")
    gap(document, 8)
