"""The certificate: one landscape page, however long the names are."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Mm

from tools.document_templates.blocks import (
    CENTER,
    LEFT,
    Look,
    Run,
    control,
    gap,
    paragraph,
    rule,
)
from tools.document_templates.frame import RED, divider, draw, draw_frame
from tools.document_templates.package import WHOLE_WIDTH, new_document, widen
from tools.document_templates.tables import plain_table

# Fixed heights: text that is too long is set smaller, it can never push a second page.
_HEIGHTS = {
    "motto": 15,
    "authority": 17,
    "award": 33,
    "recipient": 36,
    "reason": 19,
    "foot": 48,
}
_LEFT, _RIGHT = 137.0, 120.0
_MIDDLE = Look(align=CENTER)


def certificate() -> DocxDocument:
    """The certificate each recipient of a decision receives."""
    document = new_document("Giấy khen", landscape=True)
    widen(document)
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    draw_frame(document)
    draw(document, divider(88.5), first_id=50)
    rows = _rows(document)
    _motto(rows["motto"])
    _authority(rows["authority"])
    _award(rows["award"])
    _recipient(rows["recipient"])
    _sized(rows["reason"], "achievement", [(130, 17), (260, 14), (0, 11)], italic=True)
    _foot(rows["foot"])
    gap(document)
    return document


def _rows(document: DocxDocument) -> dict[str, Any]:
    table = plain_table(document, [_LEFT, _RIGHT], rows=len(_HEIGHTS))
    made: dict[str, Any] = {}
    for row, (name, height) in zip(table.rows, _HEIGHTS.items(), strict=True):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
        if name == "foot":
            made[name] = row
            continue
        cell = row.cells[0].merge(row.cells[1])
        for extra in cell.paragraphs[1:]:
            cell._tc.remove(extra._p)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        made[name] = cell
    return made


def _motto(cell: Any) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    paragraph(cell, Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 14, bold=True), look=_MIDDLE)
    paragraph(cell, Run("Độc lập - Tự do - Hạnh phúc", 14, bold=True), look=_MIDDLE)
    rule(cell, 60.4, WHOLE_WIDTH)


def _authority(cell: Any) -> None:
    paragraph(cell, Run("{{ authority_caps }}", 17, bold=True), look=_MIDDLE)


def _award(cell: Any) -> None:
    paragraph(cell, Run("{{ verb_caps }}", 17, bold=True), look=_MIDDLE)
    control(cell, "if award_caps|length > 24")
    paragraph(cell, Run("{{ award_caps }}", 26, bold=True, colour=RED), look=_MIDDLE)
    control(cell, "else")
    paragraph(cell, Run("{{ award_caps }}", 44, bold=True, colour=RED), look=_MIDDLE)
    control(cell, "endif")


def _recipient(cell: Any) -> None:
    _sized(cell, "recipient.name", [(34, 30), (60, 24), (110, 20), (0, 16)], bold=True)
    control(cell, "if recipient.detail")
    _sized(cell, "recipient.detail", [(110, 15), (0, 12)])
    control(cell, "endif")


def _sized(
    cell: Any,
    name: str,
    sizes: list[tuple[int, int]],
    *,
    bold: bool = False,
    italic: bool = False,
) -> None:
    """The value in the first size whose limit of characters it keeps; the last has none."""
    for index, (limit, size) in enumerate(sizes):
        word = "if" if index == 0 else "elif"
        control(cell, f"{word} {name}|length <= {limit}" if limit else "else")
        run = Run("{{ " + name + " }}", size, bold=bold, italic=italic)
        paragraph(cell, run, look=Look(align=CENTER, before=2, left=10, right=10))
    control(cell, "endif")


def _foot(row: Any) -> None:
    left, right = row.cells
    left.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    indent = Look(align=LEFT, left=4, before=2)
    text = "Quyết định số {{ number }}/{{ symbol }}, {{ date_text }}"
    paragraph(left, Run(text, 12, italic=True), look=indent)
    paragraph(left, Run("Số sổ vàng: {{ register_number }}", 12, italic=True), look=indent)
    paragraph(right, Run("{{ date_line }}", 14, italic=True), look=_MIDDLE)
    control(right, "if signature.prefix")
    paragraph(right, Run("{{ signature.prefix }}", 14, bold=True), look=_MIDDLE)
    control(right, "endif")
    paragraph(right, Run("{{ signature.post_caps }}", 14, bold=True), look=_MIDDLE)
    paragraph(right, Run("{{ signature.name }}", 15, bold=True), look=Look(CENTER, before=54))
