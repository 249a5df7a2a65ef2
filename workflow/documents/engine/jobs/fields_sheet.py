"""Makes a .docx table of what a template may ask for, in the limited child."""

import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

_FONT = "Times New Roman"


def work(payload: dict[str, Any], _blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """`rows` are lists of cells, each a list of paragraphs; the first row is the heading."""
    document = docx.Document()
    _lay_out(document)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = payload["title"][:255]
    document.add_paragraph(payload["title"]).runs[0].bold = True
    document.add_paragraph(payload["note"])
    rows = payload["rows"]
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    cells = iter(table._cells)  # row.cells is quadratic
    for row in rows:
        for paragraphs in row:
            _fill(next(cells), paragraphs)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
    saved = io.BytesIO()
    document.save(saved)
    return None, [saved.getvalue()]


def _fill(cell: _Cell, paragraphs: list[str]) -> None:
    first, *others = paragraphs
    cell.paragraphs[0].text = first
    for text in others:  # each of its own: a tag of a list takes its whole paragraph away
        cell.add_paragraph(text)


def _lay_out(document: Document) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
