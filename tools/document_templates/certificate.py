"""The certificates: one landscape page, however long the names are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
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
from tools.document_templates.frame import (
    DARK_GOLD,
    RED,
    Shape,
    divider,
    draw,
    draw_frame,
    fine_frame,
    red_frame,
)
from tools.document_templates.package import WHOLE_WIDTH, new_document, widen
from tools.document_templates.tables import plain_table

# Fixed heights: text that is too long is set smaller, it can never push a second page.
_HEIGHTS = {"motto": 15, "authority": 17, "award": 39, "recipient": 33, "reason": 18, "foot": 47}
_LEFT, _RIGHT = 137.0, 120.0
_MIDDLE = Look(align=CENTER)
_AUTHORITY = [(62, 17), (110, 14), (0, 12)]
_AWARD = [(12, 44), (26, 33), (40, 25), (0, 19)]
_TITLE = [(26, 31), (40, 25), (0, 17)]


@dataclass(frozen=True)
class Layout:
    """How the page looks round its words: the frame, the colours, the room left on top."""

    frame: tuple[Shape, ...] = ()
    accent: str = RED
    motto_gap: float = 0  # millimetres kept free above the motto, for arms printed beforehand
    ornament: bool = True
    heights: dict[str, float] = field(default_factory=lambda: dict(_HEIGHTS))


RED_AND_GOLD = Layout(frame=tuple(red_frame()))
FINE_GOLD = Layout(frame=tuple(fine_frame()), accent=DARK_GOLD)
# For sheets that come with their border and the arms printed: words only, lower on the page.
WORDS_ALONE = Layout(
    motto_gap=18, ornament=False,
    heights=_HEIGHTS | {"motto": 33, "authority": 16, "award": 33, "recipient": 29, "reason": 17,
                        "foot": 41},
)  # fmt: skip


def certificate(layout: Layout = RED_AND_GOLD) -> DocxDocument:
    """The certificate each recipient of a decision receives."""
    document = new_document("Giấy khen", landscape=True)
    widen(document)
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    draw_frame(document, list(layout.frame))
    if layout.ornament:
        top = 20 + sum(layout.heights[name] for name in ("motto", "authority", "award")) - 1.5
        draw(document, divider(top), first_id=50)
    rows = _rows(document, layout.heights)
    _motto(rows["motto"], layout)
    _sized(rows["authority"], "authority_caps", _AUTHORITY, bold=True)
    _award(rows["award"], layout.accent)
    _recipient(rows["recipient"])
    _sized(rows["reason"], "achievement", [(130, 17), (260, 14), (0, 11)], italic=True)
    _foot(rows["foot"])
    gap(document)
    return document


in_fine_gold = partial(certificate, FINE_GOLD)
words_alone = partial(certificate, WORDS_ALONE)


def _rows(document: DocxDocument, heights: dict[str, float]) -> dict[str, Any]:
    table = plain_table(document, [_LEFT, _RIGHT], rows=len(heights))
    made: dict[str, Any] = {}
    for row, (name, height) in zip(table.rows, heights.items(), strict=True):
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


def _motto(cell: Any, layout: Layout) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    look = Look(align=CENTER, before=layout.motto_gap * 72 / 25.4)
    paragraph(cell, Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 14, bold=True), look=look)
    paragraph(cell, Run("Độc lập - Tự do - Hạnh phúc", 14, bold=True), look=_MIDDLE)
    rule(cell, 60.4, WHOLE_WIDTH)


def _award(cell: Any, accent: str) -> None:
    """ "TẶNG / GIẤY KHEN"; of a title "GIẤY CHỨNG NHẬN / DANH HIỆU / …"."""
    control(cell, "if heading_caps is defined and heading_caps")
    paragraph(cell, Run("{{ heading_caps }}", 21, bold=True), look=_MIDDLE)
    paragraph(cell, Run("{{ verb_caps }}", 14, bold=True), look=Look(CENTER, before=2))
    _sized(cell, "award_caps", _TITLE, bold=True, colour=accent, before=0)
    control(cell, "else")
    paragraph(cell, Run("{{ verb_caps }}", 17, bold=True), look=_MIDDLE)
    _sized(cell, "award_caps", _AWARD, bold=True, colour=accent, before=0)
    control(cell, "endif")


def _recipient(cell: Any) -> None:
    names = [(34, 30), (60, 24), (110, 20), (200, 15), (0, 12)]
    _sized(cell, "recipient.name", names, bold=True)
    control(cell, "if recipient.detail")
    _sized(cell, "recipient.detail", [(110, 15), (240, 12), (0, 10)])
    control(cell, "endif")


def _sized(
    cell: Any,
    name: str,
    sizes: list[tuple[int, int]],
    *,
    bold: bool = False,
    italic: bool = False,
    colour: str = "",
    before: float = 2,
) -> None:
    """The value in the first size whose limit of characters it keeps; the last has none."""
    for index, (limit, size) in enumerate(sizes):
        word = "if" if index == 0 else "elif"
        control(cell, f"{word} {name}|length <= {limit}" if limit else "else")
        run = Run("{{ " + name + " }}", size, bold=bold, italic=italic, colour=colour)
        paragraph(cell, run, look=Look(align=CENTER, before=before, left=10, right=10))
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
    paragraph(right, Run("{{ signature.name }}", 15, bold=True), look=Look(CENTER, before=46))
