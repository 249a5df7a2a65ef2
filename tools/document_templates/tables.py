"""Tables: an invisible one that lays blocks side by side, and the ruled one for lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from tools.document_templates.blocks import CENTER, LEFT, Look, Run, paragraph

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class Column:
    """One column of a ruled table: its heading and width, and how its values stand."""

    heading: str
    width: float
    centred: bool = True


@dataclass(frozen=True)
class Row:
    """One row of a ruled table: a template text per column, and how it looks."""

    values: list[str]
    bold: bool = False
    shading: str = ""
    struck: tuple[int, ...] = ()
    joined: bool = False  # an empty value leaves its cell to the one before it


@dataclass
class RuledTable:
    """A bordered table whose heading repeats on each page and whose rows never split."""

    document: DocxDocument
    columns: list[Column]
    size: float = 12
    table: Any = field(init=False)

    def __post_init__(self) -> None:
        self.table = plain_table(self.document, [c.width for c in self.columns], rows=1)
        _draw_borders(self.table)
        self._fill(
            self.table.rows[0],
            [c.heading for c in self.columns],
            heading=True,
            bold=True,
        )
        properties = self.table.rows[0]._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    def number_columns(self) -> None:
        """Add the row (1), (2), … below the heading, as the registers have it."""
        row = self._add_row()
        numbers = [f"({n})" for n in range(1, len(self.columns) + 1)]
        self._fill(row, numbers, heading=True, bold=False)
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    def control(self, statement: str) -> None:
        """A row that holds only a statement and vanishes when rendered."""
        row = self._add_row()
        row.cells[0].paragraphs[0].add_run("{%tr " + statement + " %}")

    def row(self, row: Row) -> None:
        """A row of template texts."""
        made = self._add_row()
        if row.joined:
            _join_blanks(made, row.values)
        self._fill(made, row.values, heading=False, bold=row.bold)
        for index in row.struck:
            made.cells[index].paragraphs[0].runs[0].font.strike = True
        if row.shading:
            for cell in made.cells:
                _shade(cell, row.shading)

    def band(self, text: str) -> None:
        """A bold row over the whole width: the name of a group."""
        made = self._add_row()
        merged = made.cells[0].merge(made.cells[-1])
        look = Look(align=LEFT, before=2, after=2, keep_next=True)
        paragraph(_fresh(merged), Run(text, self.size, bold=True), look=look)

    def _add_row(self) -> Any:
        row = self.table.add_row()
        _never_split(row)
        for cell, column in zip(row.cells, self.columns, strict=True):
            cell.width = Mm(column.width)
        return row

    def _fill(self, row: Any, values: list[str], *, heading: bool, bold: bool) -> None:
        for cell, column, value in zip(row.cells, self.columns, values, strict=True):
            if _is_written(cell):
                continue
            align = CENTER if heading or column.centred else LEFT
            run = Run(value, self.size, bold=bold)
            paragraph(cell, run, look=Look(align=align, before=2, after=2, keep_next=heading))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def plain_table(document: DocxDocument, widths: list[float], *, rows: int) -> Any:
    """A table without lines, of fixed column widths in millimetres."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_side_margins(table, 0)
    for grid, width in zip(table.columns, widths, strict=True):
        grid.width = Mm(width)
    for row in table.rows:
        _never_split(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _shade(cell: Any, colour: str) -> None:
    """Colour the cell; Word refuses files whose properties stand in another order."""
    shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'
    cell._tc.get_or_add_tcPr().insert_element_before(parse_xml(shading), "w:vAlign")


def _join_blanks(row: Any, values: list[str]) -> None:
    for place in range(len(values) - 1, 0, -1):
        if not values[place]:
            row.cells[place - 1].merge(row.cells[place])


def _is_written(cell: Any) -> bool:
    """Tell whether the cell, which may stand for several columns, has its text already."""
    return len(cell.paragraphs[0]._p) > 0


def _fresh(cell: Any) -> Any:
    for extra in cell.paragraphs[1:]:
        cell._tc.remove(extra._p)
    return cell


def _never_split(row: Any) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _draw_borders(table: Any) -> None:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES
    )
    properties = table._tbl.tblPr
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    _set_side_margins(table, 57)


def _set_side_margins(table: Any, twips: int) -> None:
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblCellMar")):
        properties.remove(old)
    margins = f'<w:left w:w="{twips}" w:type="dxa"/><w:right w:w="{twips}" w:type="dxa"/>'
    made = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>")
    properties.insert_element_before(made, "w:tblLook")
