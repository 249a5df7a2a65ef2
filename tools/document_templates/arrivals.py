"""The papers of what arrives: handling sheet, stamp, note of return, the register that follows."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from tools.document_templates.blocks import (
    BODY,
    BODY_KEPT,
    CENTER,
    JUSTIFY,
    LEFT,
    TITLE,
    Look,
    Run,
    control,
    gap,
    paragraph,
    rule,
    shown_if,
)
from tools.document_templates.endings import signed_alone
from tools.document_templates.letterhead import letterhead
from tools.document_templates.package import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    new_document,
    number_pages,
)
from tools.document_templates.tables import Column, Row, RuledTable, plain_table

_LINE = Look(align=JUSTIFY, before=3, after=3)
_HEAD = Look(align=LEFT, before=8, after=2, keep_next=True)
_HANDLER = "{% if handler %}{{ handler }}{% else %}" + "." * 20 + "{% endif %}"
_STAMP = (50.0, 35.0)  # millimetres: Decree 30/2020, PL IV
_LABEL = 13.0
_BELOW_THE_NUMBER = 115.0  # points: agency, number and what a letter is about stand above


def handling_sheet() -> DocxDocument:
    """What the leader, the unit and the handler say of one paper, each with its date."""
    document = new_document("Phiếu giải quyết văn bản đến")
    number_pages(document)
    letterhead(document, numbered=False)
    control(document, "if paper.urgency")
    paragraph(document, Run("{{ paper.urgency }}", 13, bold=True), look=TITLE)
    control(document, "endif")
    paragraph(document, Run("PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", 14, bold=True), look=TITLE)
    rule(document, 40, PORTRAIT_WIDTH, after=8)
    _paper(document)
    given = "{{ unit }}{% if unit and handler %}; {% endif %}{{ handler }}"
    control(document, "if given")
    paragraph(document, Run("Giao giải quyết: ", bold=True), given + ".", look=_LINE)
    control(document, "endif")
    control(document, "if due")
    paragraph(document, Run("Thời hạn giải quyết: ", bold=True), "{{ due }}.", look=_LINE)
    control(document, "endif")
    _opinions(document, "Ý kiến của lãnh đạo cơ quan, tổ chức:", "leader")
    _opinions(document, "Ý kiến của lãnh đạo đơn vị:", "unit_said")
    _opinions(document, "Ý kiến của người giải quyết:", "handler_said")
    control(document, "if answer")
    paragraph(document, Run("Văn bản trả lời: ", bold=True), "{{ answer }}.", look=_LINE)
    control(document, "endif")
    return document


def return_note() -> DocxDocument:
    """Why a paper goes back to its sender, and which one it is."""
    document = new_document("Phiếu trả lại văn bản")
    letterhead(document, numbered=False, dated=False)
    paragraph(document, Run("PHIẾU TRẢ LẠI VĂN BẢN", 14, bold=True), look=TITLE)
    rule(document, 40, PORTRAIT_WIDTH, after=8)
    paragraph(document, "Kính gửi: {{ to }}.", look=Look(align=CENTER, before=6, after=8))
    _paper(document)
    paragraph(
        document,
        "Văn bản trên được trả lại ngày {{ returned_on }} vì: {{ reason.rstrip(' ./') }}.",
        look=BODY,
    )
    paragraph(
        document,
        "Đề nghị nơi gửi kiểm tra và gửi lại văn bản đúng. Số đến đã cấp được giữ trong sổ đăng "
        "ký văn bản đến với lý do trả lại./.",
        look=BODY_KEPT,
    )
    signed_alone(document)
    return document


def _paper(document: DocxDocument) -> None:
    """Which paper it is: as its sheet says, and under which number it arrived."""
    about = "{{ paper.kind }} {{ paper.number }}, ngày {{ paper.date }}, của {{ paper.issuer }}"
    paragraph(document, Run("Văn bản: ", bold=True), about + ".", look=_LINE)
    paragraph(
        document, Run("Trích yếu: ", bold=True), "{{ paper.title.rstrip(' .') }}.", look=_LINE
    )
    paragraph(
        document, Run("Số đến: ", bold=True),
        "{{ paper.arrival_number }}, ngày đến {{ paper.arrived_on }}.", look=_LINE,
    )  # fmt: skip


def _opinions(document: DocxDocument, head: str, name: str) -> None:
    """One part of the sheet; where nothing was written there is room to write by hand."""
    paragraph(document, Run(head, bold=True), look=_HEAD)
    control(document, f"for item in {name}")
    paragraph(document, "{{ item.text }}", look=BODY_KEPT)
    paragraph(
        document, Run("Ngày {{ item.date }}, {{ item.name }}", 12, italic=True),
        look=Look(align=LEFT, after=4, left=10),
    )  # fmt: skip
    control(document, "else")
    for _line in range(2):
        paragraph(document, "." * 142, look=Look(align=LEFT, before=3, after=3))
    paragraph(
        document, Run("Ngày      tháng      năm ........", 12, italic=True),
        look=Look(align=LEFT, after=4, left=10),
    )  # fmt: skip
    control(document, "endfor")


def arrival_stamp() -> DocxDocument:
    """The “ĐẾN” stamp, 50 mm wide and 35 mm high, where a paper leaves room below its number.

    The sheet is A4: the paper that arrived goes through the printer and has the stamp put on it.
    """
    document = new_document("Dấu đến")
    gap(document, _BELOW_THE_NUMBER)
    table = plain_table(document, [_LABEL, _STAMP[0] - _LABEL], rows=5)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for row, height in zip(table.rows, (9.5, 6.4, 6.4, 6.4, 6.3), strict=True):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
    small = Look(align=LEFT, left=1)
    head = table.rows[0].cells[0].merge(table.rows[0].cells[1])
    paragraph(head, Run("{{ name_caps }}", 7, bold=True), look=Look(align=CENTER, before=2))
    word = table.rows[1].cells[0].merge(table.rows[2].cells[0])
    paragraph(word, Run("ĐẾN", 13, bold=True), look=Look(align=CENTER, before=9))
    paragraph(table.rows[1].cells[1], Run("Số: {{ number }}", 9), look=small)
    paragraph(table.rows[2].cells[1], Run("Ngày: {{ date }}", 9), look=small)
    below = table.rows[3].cells[0].merge(table.rows[3].cells[1])
    paragraph(below, Run("Chuyển: " + _HANDLER, 7.5), look=small)
    last = table.rows[4].cells[0].merge(table.rows[4].cells[1])
    paragraph(last, Run("Số và ký hiệu HS: ....................", 7.5), look=small)
    _frame(table)
    gap(document)
    return document


def followup_register() -> DocxDocument:
    """The register that follows what arrived in one year: seven columns."""
    document = new_document("Sổ theo dõi giải quyết văn bản đến", landscape=True)
    number_pages(document)
    paragraph(document, Run("{{ organisation.parent_caps }}", 13), look=TITLE)
    paragraph(document, Run("{{ organisation.name_caps }}", 13, bold=True), look=TITLE)
    gap(document, 8)
    paragraph(document, Run("SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN", 18, bold=True), look=TITLE)
    paragraph(document, Run("Năm: {{ year }}", 14, bold=True), look=Look(CENTER, after=8))
    columns = [
        ("arrival_number", Column("Số đến", 14)),
        ("paper", Column("Tên loại, số và ký hiệu, ngày tháng, tác giả văn bản", 73,
                         centred=False)),
        ("handler", Column("Đơn vị hoặc người nhận", 38, centred=False)),
        ("due", Column("Thời hạn giải quyết", 24)),
        ("progress", Column("Tiến độ giải quyết", 34, centred=False)),
        ("answer", Column("Số, ký hiệu văn bản trả lời", 35)),
        ("note", Column("Ghi chú", 34, centred=False)),
    ]  # fmt: skip
    with shown_if(document, "rows", "Không có văn bản nào phải theo dõi."):
        _followed(document, columns)
    total = "Tổng số: {{ counts.total }} văn bản, trong đó {{ counts.late }} quá hạn."
    look = Look(before=6, after=6, keep_next=True)
    paragraph(document, Run(total, 13, italic=True), look=look)
    signed_alone(document, left=LANDSCAPE_WIDTH - 95, right=95)
    return document


def _followed(document: DocxDocument, columns: list[tuple[str, Column]]) -> None:
    table = RuledTable(document, [column for _name, column in columns], size=11)
    table.number_columns()
    values = ["{{ row." + name + " }}" for name, _column in columns]
    late = ["{{ row.due }}\nQuá hạn" if name == "due" else value
            for (name, _column), value in zip(columns, values, strict=True)]  # fmt: skip
    table.control("for row in rows")
    table.control("if row.late")
    table.row(Row(late, shading="FBE9E7"))
    table.control("else")
    table.row(Row(values))
    table.control("endif")
    table.control("endfor")


def _frame(table: Any) -> None:
    """Draw the red lines of the stamp: a ruled table would be a list, with a heading and rows."""
    for cell in table._tbl.iter_tcs():
        open_at = {"restart": "bottom", "continue": "top"}.get(cell.vMerge or "")
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="C00000"/>'
            for side in ("top", "left", "bottom", "right") if side != open_at
        )  # fmt: skip
        borders = parse_xml(f"<w:tcBorders {nsdecls('w')}>{lines}</w:tcBorders>")
        cell.get_or_add_tcPr().insert_element_before(borders, "w:shd", "w:noWrap", "w:vAlign")
