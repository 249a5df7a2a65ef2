"""The papers of an award ceremony: order of calling, receipts, deliveries, cards and labels."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from tools.document_templates.blocks import (
    BODY,
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
)
from tools.document_templates.letterhead import letterhead
from tools.document_templates.package import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    new_document,
    number_pages,
)
from tools.document_templates.tables import Column, Row, RuledTable, plain_table

_CUT = "9A9A9A"


def calling_list() -> DocxDocument:
    """Who is called when, by whom it is handed over, and the words for it."""
    document = new_document("Danh sách trao thưởng")
    number_pages(document)
    letterhead(document, numbered=False, dated=False)
    paragraph(document, Run("DANH SÁCH TRAO THƯỞNG", 14, bold=True), look=TITLE)
    paragraph(document, Run("{{ title }}", 14, bold=True), look=TITLE)
    rule(document, 40, PORTRAIT_WIDTH, after=8)
    _facts(document)
    control(document, "if not turns and not at_units")
    paragraph(document, Run("Chưa có ai trong danh sách trao thưởng.", italic=True))
    control(document, "endif")
    control(document, "for turn in turns")
    _turn(document)
    control(document, "endfor")
    control(document, "if at_units")
    paragraph(document, Run("Giao về đơn vị, không gọi lên sân khấu", bold=True), look=_HEADING)
    _called(document, "at_units")
    control(document, "endif")
    paragraph(document, Run("{{ drawn }}", 11, italic=True), look=Look(before=8))
    return document


_HEADING = Look(align=LEFT, before=10, after=2, keep_next=True)
_FACT = Look(align=JUSTIFY, before=6, first_line=10)


def _facts(document: DocxDocument) -> None:
    paragraph(document, "Thời gian: {{ when }}.", look=_FACT)
    paragraph(document, "Địa điểm: {{ place }}.", look=_FACT)
    control(document, "if host")
    paragraph(document, "Đơn vị tổ chức: {{ host }}.", look=_FACT)
    control(document, "endif")
    control(document, "if counts")
    paragraph(document, "Trao cho: {{ counts }}.", look=_FACT)
    control(document, "endif")


def _turn(document: DocxDocument) -> None:
    paragraph(document, Run("Đợt {{ turn.number }}. {{ turn.what }}", bold=True), look=_HEADING)
    kept = Look(align=JUSTIFY, before=1, after=2, keep_next=True)
    paragraph(
        document, Run("Người dẫn: ", 13, bold=True), Run("“{{ turn.call }}”", italic=True), look=kept
    )  # fmt: skip
    control(document, "if turn.presenter")
    paragraph(document, Run("Người trao: ", 13, bold=True), "{{ turn.presenter }}.", look=kept)
    control(document, "else")
    paragraph(document, Run("Người trao: ", 13, bold=True), "…………………………………………", look=kept)
    control(document, "endif")
    _called(document, "turn.rows")


def _called(document: DocxDocument, rows: str) -> None:
    table = RuledTable(
        document,
        [Column("TT", 11), Column("Tập thể, cá nhân", 66, centred=False),
         Column("Hình thức", 38, centred=False), Column("Hiện vật", 50, centred=False)],
        size=12,
    )  # fmt: skip
    table.control(f"for row in {rows}")
    table.row(Row(["{{ row.ordinal }}", "",
                   "{{ row.award }}", "{{ row.things }}"]))  # fmt: skip
    _who(table)
    table.control("endfor")
    gap(document, 4)


def _who(table: RuledTable, *, stand_in: bool = True) -> None:
    """Write into the last row's second cell the name in bold, then post, unit and stand-in."""
    cell = table.table.rows[-1].cells[1]
    first = cell.paragraphs[0]
    name = first.add_run("{{ row.name }}")
    name.font.size, name.font.bold = Pt(12), True
    first.paragraph_format.space_after = Pt(0)
    control(cell, "if row.detail")
    paragraph(cell, Run("{{ row.detail }}", 11), look=Look(align=LEFT))
    control(cell, "endif")
    if stand_in:
        control(cell, "if row.stand_in")
        paragraph(
            cell, Run("Nhận thay: {{ row.stand_in }}", 11, italic=True), look=Look(align=LEFT)
        )
        control(cell, "endif")


def receipts() -> DocxDocument:
    """What everybody is handed, with a column to sign in and the sums below."""
    document = new_document("Danh sách ký nhận", landscape=True)
    number_pages(document)
    letterhead(document, numbered=False, dated=False, landscape=True)
    paragraph(document, Run("DANH SÁCH KÝ NHẬN", 14, bold=True), look=TITLE)
    paragraph(document, Run("Hiện vật khen thưởng, tiền thưởng", 14, bold=True), look=TITLE)
    rule(document, 40, LANDSCAPE_WIDTH, after=4)
    about = Look(align=CENTER, after=8)
    paragraph(document, Run("({{ title }}, {{ when }})", 13, italic=True), look=about)
    control(document, "if rows")
    _receipt_rows(document)
    _sum(document, "sum", last=True)
    control(document, "else")
    paragraph(document, Run("Chưa có ai trong danh sách trao thưởng.", italic=True))
    control(document, "endif")
    _signed(document)
    return document


def _receipt_rows(document: DocxDocument) -> None:
    table = RuledTable(
        document,
        [Column("TT", 11), Column("Tập thể, cá nhân", 60, centred=False),
         Column("Hình thức", 44, centred=False), Column("Quyết định số", 33),
         Column("Hiện vật", 42, centred=False), Column("Tiền thưởng (đồng)", 26),
         Column("Ký nhận", 36)],
        size=12,
    )  # fmt: skip
    table.control("for row in rows")
    table.row(Row(["{{ row.ordinal }}", "", "{{ row.award }}",
                   "{{ row.decision }}", "{{ row.things }}", "{{ row.money }}", ""]))  # fmt: skip
    _who(table)
    table.table.rows[-1].height = Mm(12)  # at least: room to sign
    table.control("endfor")
    table.control("if sum.total")
    table.row(Row(["", "Tổng cộng", "", "", "", "{{ sum.total }}", ""], bold=True))
    table.control("endif")


def _sum(container: Any, name: str, *, last: bool = False) -> None:
    """What the sum leaves out, then the sum; the `last` sentence of a paper ends with "./."."""
    end = "./." if last else "."
    kept = Look(JUSTIFY, before=6, keep_next=True)
    control(container, f"if {name}.note")
    note = "{{ " + name + ".note.rstrip('.') }}{% if " + name + ".total %}.{% else %}" + end
    paragraph(container, Run(note + "{% endif %}", 12, italic=True), look=kept)
    control(container, "endif")
    control(container, f"if {name}.total")
    words = Run("Bằng chữ: {{ " + name + ".words }}" + end, italic=True)
    paragraph(container, "Tổng số tiền: {{ " + name + ".total }} đồng. ", words, look=kept)
    control(container, "endif")


def _signed(document: DocxDocument) -> None:
    gap(document, 6, keep_next=True)
    width = LANDSCAPE_WIDTH / 2
    table = plain_table(document, [width, width], rows=1)
    left, right = table.rows[0].cells
    kept = Look(align=CENTER, keep_next=True)
    paragraph(left, Run(" ", 13), look=Look(align=CENTER, after=3, keep_next=True))
    paragraph(left, Run("NGƯỜI LẬP DANH SÁCH", 13, bold=True), look=kept)
    paragraph(left, Run("{{ keeper }}", 13, bold=True), look=Look(align=CENTER, before=46))
    dated = Look(align=CENTER, after=3, keep_next=True)
    paragraph(right, Run("{{ date_line }}", 13, italic=True), look=dated)
    paragraph(right, Run("{{ signature.post_caps }}", 13, bold=True), look=kept)
    paragraph(right, Run("{{ signature.name }}", 13, bold=True), look=Look(align=CENTER, before=46))
    gap(document)


def deliveries() -> DocxDocument:
    """A record for each unit of what it was given for its people, on pages of its own."""
    document = new_document("Biên bản giao nhận")
    number_pages(document)
    control(document, "if not units")
    paragraph(document, Run("Không có phần thưởng nào giao về đơn vị.", italic=True))
    control(document, "endif")
    control(document, "for unit in units")
    control(document, "if not loop.first")
    paragraph(document, look=Look(line=1)).paragraph_format.page_break_before = True
    control(document, "endif")
    _delivery(document)
    control(document, "endfor")
    return document


def _delivery(document: DocxDocument) -> None:
    letterhead(document, numbered=False, dated=False)
    paragraph(document, Run("BIÊN BẢN GIAO NHẬN", 14, bold=True), look=TITLE)
    paragraph(document, Run("Hiện vật khen thưởng, tiền thưởng", 14, bold=True), look=TITLE)
    rule(document, 40, PORTRAIT_WIDTH, after=10)
    today = "Hôm nay, {{ unit.day }}, tại …………………, chúng tôi gồm:"
    paragraph(document, today, look=BODY)
    for side, name in (("Bên giao", "{{ giver }}"), ("Bên nhận", "{{ unit.name }}")):
        paragraph(document, Run(f"{side}: ", bold=True), f"{name}.", look=BODY)
        paragraph(document, "Đại diện: ……………………………… Chức vụ: ………………………………")
    paragraph(document, "Hai bên giao nhận hiện vật khen thưởng, tiền thưởng của {{ unit.counts }} "
                        "để bên nhận trao tận tay, gồm:", look=Look(JUSTIFY, 6, 4, 10))  # fmt: skip
    table = RuledTable(
        document,
        [Column("TT", 11), Column("Tập thể, cá nhân", 50, centred=False),
         Column("Hình thức, quyết định", 45, centred=False),
         Column("Hiện vật", 33, centred=False), Column("Tiền thưởng (đồng)", 26)],
        size=12,
    )  # fmt: skip
    table.control("for row in unit.rows")
    table.row(Row(["{{ row.ordinal }}", "",
                   "{{ row.award }}{% if row.decision %}\n{{ row.decision }}{% endif %}",
                   "{{ row.things }}", "{{ row.money }}"]))  # fmt: skip
    _who(table, stand_in=False)
    table.control("endfor")
    table.control("if unit.sum.total")
    table.row(Row(["", "Tổng cộng", "", "", "{{ unit.sum.total }}"], bold=True))
    table.control("endif")
    _sum(document, "unit.sum")
    paragraph(document, "Biên bản lập thành 02 bản, mỗi bên giữ 01 bản./.",
              look=Look(JUSTIFY, 3, 3, 10, keep_next=True))  # fmt: skip
    gap(document, 6, keep_next=True)
    sides = plain_table(document, [82, 83], rows=1).rows[0].cells
    for cell, name in zip(sides, ("ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN"), strict=True):
        paragraph(cell, Run(name, 13, bold=True), look=Look(align=CENTER, after=80))
    gap(document)


# Cards: fixed heights, so that a long name is set smaller and never pushes its neighbour away.


def tent_cards() -> DocxDocument:
    """Cards to fold and put on the tables, two a page; the dashed lines are cut, the dots folded.

    They are printed lying on their side: the head of both names is at the fold, so that each
    stands upright on its half once the card stands.
    """
    document = _bare("Thẻ để bàn", side=15, top=12)
    _nobody(document, "cards")
    control(document, "if cards")
    table = plain_table(document, [90, 90], rows=3)
    _control_row(table.rows[0], "for card in cards")
    row = table.rows[1]
    row.height, row.height_rule = Mm(134), WD_ROW_HEIGHT_RULE.EXACTLY
    left, right = row.cells
    _half(left, "tbRl", fold="right")
    _half(right, "btLr", fold="left")
    _control_row(table.rows[2], "endfor")
    control(document, "endif")
    gap(document)
    return document


def _half(cell: Any, direction: str, *, fold: str) -> None:
    """One side of a tent card, whose lines run down or up the page."""
    sides = {side: "dashed" for side in ("top", "left", "bottom", "right")} | {fold: "dotted"}
    _edges(cell, **sides)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    turned = parse_xml(f'<w:textDirection {nsdecls("w")} w:val="{direction}"/>')
    cell._tc.get_or_add_tcPr().insert_element_before(turned, "w:tcFitText", "w:vAlign")
    _sized(
        cell,
        "card.name",
        [(20, 34), (24, 28), (28, 24), (34, 20), (80, 22), (0, 15)],
        bold=True,
        inside=4,
    )
    control(cell, "if card.detail")
    _sized(cell, "card.detail", [(60, 17), (120, 14), (0, 11)], inside=4)
    control(cell, "endif")


def labels() -> DocxDocument:
    """Seat cards and labels for envelopes, ten a page, to be cut along the dashed lines."""
    document = _bare("Thẻ chỗ ngồi, nhãn phong bì", side=10, top=11)
    _nobody(document, "pairs")
    control(document, "if pairs")
    table = plain_table(document, [95, 95], rows=3)
    _control_row(table.rows[0], "for pair in pairs")
    row = table.rows[1]
    row.height, row.height_rule = Mm(54.5), WD_ROW_HEIGHT_RULE.EXACTLY
    for at, cell in enumerate(row.cells):
        one = f"pair[{at}]"
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _edges(cell, top="dashed", left="dashed", right="dashed", bottom="dashed")
        control(cell, f"if {one}.name")
        _sized(cell, f"{one}.name", [(26, 20), (60, 15), (110, 13), (0, 10)], bold=True, inside=4)
        control(cell, f"if {one}.detail")
        _sized(cell, f"{one}.detail", [(70, 13), (130, 11), (0, 9)], inside=4)
        control(cell, "endif")
        _sized(cell, f"{one}.award", [(60, 13), (0, 10)], italic=True, inside=4)
        control(cell, "endif")
        gap(cell)  # a cell may not be empty
    _control_row(table.rows[2], "endfor")
    control(document, "endif")
    gap(document)
    return document


def _nobody(document: DocxDocument, name: str) -> None:
    control(document, f"if not {name}")
    paragraph(document, Run("Chưa có ai trong danh sách trao thưởng.", italic=True))
    control(document, "endif")


def _bare(title: str, *, side: float, top: float) -> DocxDocument:
    document = new_document(title)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(side)
    section.top_margin = section.bottom_margin = Mm(top)
    section.header_distance = section.footer_distance = Mm(4)
    return document


def _control_row(row: Any, statement: str) -> None:
    row.cells[0].paragraphs[0].add_run("{%tr " + statement + " %}")


def _edges(cell: Any, **sides: str) -> None:
    lines = "".join(
        f'<w:{side} w:val="{sides[side]}" w:sz="4" w:space="0" w:color="{_CUT}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    borders = parse_xml(f"<w:tcBorders {nsdecls('w')}>{lines}</w:tcBorders>")
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")


def _sized(
    cell: Any, name: str, sizes: list[tuple[int, int]], *, bold: bool = False,
    italic: bool = False, inside: float = 8,
) -> None:  # fmt: skip
    """The value in the first size whose limit of characters it keeps; the last has none."""
    for index, (limit, size) in enumerate(sizes):
        word = "if" if index == 0 else "elif"
        control(cell, f"{word} {name}|length <= {limit}" if limit else "else")
        run = Run("{{ " + name + " }}", size, bold=bold, italic=italic)
        paragraph(cell, run, look=Look(align=CENTER, before=2, left=inside, right=inside))
    control(cell, "endif")
