"""Copies: the block below a copied text (Decree 30, form 3.1), and the extract of a decision."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

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
from tools.document_templates.decisions import article, articles, names
from tools.document_templates.endings import destinations, signature
from tools.document_templates.letterhead import annex_head, bases, letterhead, title
from tools.document_templates.lists import POST_AND_UNIT
from tools.document_templates.package import break_section, new_document, number_pages
from tools.document_templates.tables import Column, Row, RuledTable, plain_table

_LEFT, _RIGHT = 65.0, 100.0  # a long post stands on one line


def copy_block() -> DocxDocument:
    """The block alone: it is put behind the pages of the paper that is copied."""
    document = new_document("Bản sao")
    block(document)
    return document


def extract() -> DocxDocument:
    """A decision once more in its full form, with some of its lines only."""
    document = new_document("Trích sao quyết định")
    number_pages(document)
    letterhead(document)
    title(document, "QUYẾT ĐỊNH")
    paragraph(document, Run("{{ authority_caps }}", bold=True), look=Look(CENTER, after=8))
    bases(document)

    def write(last: bool) -> None:
        article(document, last=last)
        if not last:
            with shown_if(document, "loop.first and inside"):
                names(document, "{{ line.ordinal }}. {{ line.text }}")

    articles(document, write)
    _signed_before(document)
    with shown_if(document, "not inside and (collectives or individuals)"):
        break_section(document)
        annex_head(document, "Quyết định")
        control(document, "if has_money")
        _lines(document, with_money=True)
        control(document, "else")
        _lines(document)
        control(document, "endif")
    gap(document, 14, keep_next=True)
    block(document)
    return document


def block(document: DocxDocument) -> None:
    """Below a line across the text: form, who copied, number, day, destinations, signature."""
    line = paragraph(document, look=Look(after=6, line=3, keep_next=True))
    border = '<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
    line._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"),
        "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr",
    )  # fmt: skip
    control(document, "if copy.mark")
    paragraph(document, Run("{{ copy.mark }}", 13, bold=True, italic=True),
              look=Look(CENTER, 0, 6, keep_next=True))  # fmt: skip
    control(document, "endif")
    table = plain_table(document, [_LEFT, _RIGHT], rows=3)
    agency, form = table.rows[0].cells
    paragraph(agency, Run("{{ copy.name_caps }}", 12, bold=True), look=TITLE)
    rule(agency, 26, _LEFT, after=2)
    paragraph(form, Run("{{ copy.form_caps }}", 14, bold=True), look=TITLE)
    number, day = table.rows[1].cells
    look = Look(CENTER, before=3, after=6, keep_next=True)
    paragraph(number, Run("Số: {{ copy.number }}/{{ copy.symbol }}", 13), look=look)
    paragraph(day, Run("{{ copy.date_line }}", 13, italic=True), look=look)
    places, signed = table.rows[2].cells
    destinations(places, "copy.destinations")
    signature(signed, "copy.signature")
    gap(document)


def _signed_before(document: DocxDocument) -> None:
    """The end of the original: who signed it is written, the signature itself is not."""
    gap(document, 6, keep_next=True)
    left, right = plain_table(document, [80, 85], rows=1).rows[0].cells
    destinations(left)
    kept = Look(CENTER, keep_next=True)
    control(right, "if signature.prefix")
    paragraph(right, Run("{{ signature.prefix }}", 13, bold=True), look=kept)
    control(right, "endif")
    paragraph(right, Run("{{ signature.post_caps }}", 13, bold=True), look=kept)
    paragraph(right, Run("(Đã ký)", 13, italic=True), look=Look(CENTER, 22, 22, keep_next=True))
    paragraph(right, Run("{{ signature.name }}", 13, bold=True), look=Look(CENTER))
    gap(document)


def _lines(document: DocxDocument, *, with_money: bool = False) -> None:
    widths = (12, 42, 47, 36) if with_money else (12, 48, 53, 52)
    heads = ("STT", "Tên tập thể; họ và tên cá nhân", "Chức vụ, đơn vị công tác",
             "Danh hiệu, hình thức khen thưởng")  # fmt: skip
    columns = [
        Column(head, width, centred=head not in heads[1:3])
        for head, width in zip(heads, widths, strict=True)
    ]
    table = RuledTable(
        document, columns + ([Column("Tiền thưởng (đồng)", 28)] if with_money else []), size=13
    )
    for group, where in (("collectives", ""), ("individuals", POST_AND_UNIT)):
        table.control(f"for item in {group}")
        table.row(_row(where, with_money=with_money))
        table.control("endfor")


def _row(where: str, *, with_money: bool) -> Row:
    values: list[Any] = ["{{ item.ordinal }}", "{{ item.name }}", where, "{{ item.award }}"]
    return Row(values + (["{{ item.prize }}"] if with_money else []))
