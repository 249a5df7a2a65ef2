"""The same table with a column “Lỗi”, as xlsx: text cells only, so nothing in it is evaluated."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from workflow.awards.importing.planned import Outcome, Plan, PlannedRow
from workflow.awards.importing.rows import label
from workflow.awards.importing.table import LONGEST_CELL, Table

_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
    "strings_to_urls": False,
}  # fmt: skip
COLUMN = "Lỗi"


def fault_book(table: Table, plan: Plan) -> bytes:
    """Return the workbook. The rows stand where they stood; the faults are the last column."""
    told = {row.number: sentences(row) for row in plan.rows}
    width = max((len(row) for row in table.rows), default=0)
    return faults_beside(table.rows, told, width, plan.heading.row)


def faults_beside(
    rows: Iterable[Sequence[str]], told: Mapping[int, str], width: int, heading_row: int
) -> bytes:
    """Return the rows with what is `told` of them by number, in the column after the widest."""
    target = io.BytesIO()
    book: Any = xlsxwriter.Workbook(target, _OPTIONS)
    font = {"font_name": "Times New Roman", "font_size": 12, "num_format": "@"}
    text = book.add_format(font | {"quote_prefix": True})
    wrong = book.add_format(font | {"quote_prefix": True, "font_color": "#9B1C1C"})
    sheet = book.add_worksheet("Danh sách")
    sheet.set_column(0, max(width - 1, 0), 20)
    sheet.set_column(width, width, 70)
    sheet.freeze_panes(heading_row + 1, 0)
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(at, place, cell[:LONGEST_CELL], text)
        fault = COLUMN if at == heading_row else told.get(at + 1, "")
        if fault:
            sheet.write_string(at, width, fault[:LONGEST_CELL], wrong)
    book.close()
    return target.getvalue()


def sentences(row: PlannedRow) -> str:
    """Return what is wrong with the row, each sentence after the name of its cell."""
    if row.outcome not in (Outcome.ERROR, Outcome.CHOOSE):
        return ""
    told = [": ".join(filter(None, [label(one.meaning), one.sentence])) for one in row.problems]
    if row.candidates:
        told.append("; ".join(f"{one.name} ({one.code or one.place})" for one in row.candidates))
    return "\n".join(told)
