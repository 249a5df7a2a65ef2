"""The same table with a column “Lỗi”, as xlsx: text cells only, so nothing in it is evaluated."""

import io
from typing import Any

import xlsxwriter

from workflow.awards.importing.planned import Outcome, Plan, PlannedRow
from workflow.awards.importing.rows import label
from workflow.awards.importing.table import LONGEST_CELL, Table

_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
    "strings_to_urls": False,
}  # fmt: skip
COLUMN = "Lỗi"


def fault_book(table: Table, plan: Plan) -> bytes:
    """Return the workbook. The rows stand where they stood; the faults are the last column."""
    target = io.BytesIO()
    book: Any = xlsxwriter.Workbook(target, _OPTIONS)
    font = {"font_name": "Times New Roman", "font_size": 12, "num_format": "@"}
    text = book.add_format(font | {"quote_prefix": True})
    wrong = book.add_format(font | {"quote_prefix": True, "font_color": "#9B1C1C"})
    sheet = book.add_worksheet("Danh sách")
    column = max((len(row) for row in table.rows), default=0)
    told = {row.number - 1: sentences(row) for row in plan.rows}
    told[plan.heading.row] = COLUMN
    for at, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(at, place, cell[:LONGEST_CELL], text)
        if told.get(at):
            sheet.write_string(at, column, told[at][:LONGEST_CELL], wrong)
    sheet.set_column(0, max(column - 1, 0), 20)
    sheet.set_column(column, column, 70)
    sheet.freeze_panes(plan.heading.row + 1, 0)
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
