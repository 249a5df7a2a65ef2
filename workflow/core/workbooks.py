"""Lists and registers as xlsx: text cells only, so none is ever evaluated (promise P38)."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_000
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
    "strings_to_urls": False, "constant_memory": False,
}  # fmt: skip
_WIDE = {"subject": 60, "destinations": 34, "note": 40, "issuer": 28, "name": 30, "unit": 34,
         "award": 40, "told": 60, "achievements": 60, "title": 60}  # fmt: skip


def workbook(
    title: str, heads: Sequence[tuple[str, str]], rows: Iterable[Mapping[str, str]]
) -> bytes:
    """Return a sheet with a title, a row of heads, and one row of texts for each of `rows`.

    Every cell is a string that also keeps its quote prefix, so that it stays text when a
    person edits it or saves the sheet in another format.
    """
    target = io.BytesIO()
    book: Any = xlsxwriter.Workbook(target, _OPTIONS)
    font = {"font_name": "Times New Roman", "font_size": 12}
    cell = book.add_format(font | {"text_wrap": True, "valign": "top", "border": 1,
                                   "num_format": "@", "quote_prefix": True})  # fmt: skip
    head = book.add_format(font | {"bold": True, "text_wrap": True, "align": "center",
                                   "valign": "vcenter", "border": 1})  # fmt: skip
    bold = book.add_format(font | {"bold": True, "font_size": 14, "quote_prefix": True})
    sheet = book.add_worksheet("Sổ")
    sheet.write_string(0, 0, title[:LONGEST_CELL], bold)
    for at, (key, label) in enumerate(heads):
        sheet.set_column(at, at, _WIDE.get(key, 16))
        sheet.write_string(2, at, label, head)
    for number, row in enumerate(rows, start=3):
        for at, (key, _label) in enumerate(heads):
            sheet.write_string(number, at, row[key][:LONGEST_CELL], cell)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    book.close()
    return target.getvalue()
