"""Rows out of an .xlsx package: texts only, formulas never evaluated, merged cells spread."""

import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from workflow.awards.importing.dates import from_serial, read_date
from workflow.awards.importing.legacy_fonts import by_font
from workflow.awards.importing.table import (
    LONGEST_CELL,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    CellFault,
    Table,
    Unreadable,
)
from workflow.awards.importing.text_repair import composed
from workflow.awards.importing.workbook_parts import (
    Parts,
    Run,
    drop,
    elements,
    local,
    read_parts,
    runs_of,
)

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,10})")
_MOST_DIGITS = 15
_SHEET_ROWS = 1 << 20  # what a spreadsheet can hold
_MOST_SPREAD = 1_000_000
Merge = tuple[int, int, int, int]


def _place(reference: str) -> tuple[int, int]:
    """Return row and column, from 0, of a reference such as B7."""
    found = _PLACE.fullmatch(reference.replace("$", ""))
    if found is None:
        raise Unreadable("broken")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _range(reference: str) -> Merge:
    first, _colon, last = reference.partition(":")
    return (*_place(first), *_place(last or first))


def read_workbook(package: zipfile.ZipFile, wanted: str = "") -> Table:
    """Return the sheet of the name wanted, or the first that holds anything; name the others."""
    parts = read_parts(package)
    chosen: Table | None = None
    others: list[str] = []
    for name, part in parts.sheets:
        table = None
        if chosen is None and wanted in ("", name):
            table = _Sheet(package, parts).read(part)
        if table is not None and table.rows:
            chosen, table.sheet = table, name
        elif any(True for _cell in elements(package, part, "v", "t")):
            others.append(name)
    if chosen is None:
        raise Unreadable("no_sheet" if wanted else "empty")
    chosen.others = others
    return chosen


def _plain(kind: str, value: str) -> tuple[str, CellFault | None]:
    """Return what a cell of a rarer kind shows: an error, a truth, or a date in words."""
    if kind == "e":
        return value, CellFault.ERROR_VALUE
    if kind == "b":
        return {"0": "FALSE", "1": "TRUE"}.get(value, value), None
    told = read_date(value) if kind == "d" else None
    return f"{told.day:%d/%m/%Y}" if told and told.day else value, None


@dataclass
class _Sheet:
    """One sheet being read."""

    package: zipfile.ZipFile
    parts: Parts
    table: Table = field(default_factory=Table)
    merges: list[Merge] = field(default_factory=list)
    shown: dict[tuple[int, str], tuple[str, bool]] = field(default_factory=dict)
    length: int = 0

    def read(self, part: str) -> Table:
        here = 0
        for element in elements(self.package, part, "row", "mergeCell", "dimension"):
            kind = local(element)
            if kind == "dimension":
                self._check_claim(element.get("ref", "A1"))
            elif kind == "mergeCell":
                self._keep_merge(element.get("ref", ""))
            else:
                here = self._row(element, here)
            drop(element)
        self._spread()
        return self.table

    def _check_claim(self, reference: str) -> None:
        """A range that no spreadsheet can hold is a forgery; a wide one is just formatting."""
        if _range(reference)[2] >= _SHEET_ROWS:
            raise Unreadable("rows", most=MOST_ROWS)

    def _row(self, element: Any, here: int) -> int:
        number = element.get("r")
        row = int(number) - 1 if number and number.isdigit() and len(number) < 11 else here  # noqa: PLR2004
        if row < here or row >= _SHEET_ROWS:
            raise Unreadable("rows" if row >= _SHEET_ROWS else "broken", most=MOST_ROWS)
        texts: list[str] = []
        for place, cell in enumerate(element):
            if local(cell) == "c":
                self._cell(cell, row, place, texts)
        if texts:
            if row >= MOST_ROWS:
                raise Unreadable("rows", most=MOST_ROWS)
            self.table.rows.extend([] for _ in range(row - len(self.table.rows)))
            self.table.rows.append(texts)
        return row + 1

    def _cell(self, cell: Any, row: int, place: int, texts: list[str]) -> None:
        reference = cell.get("r")
        column = _place(reference)[1] if reference else max(place, len(texts))
        text, fault = self._content(cell)
        if not text and fault is None:
            return
        if column >= MOST_COLUMNS:
            raise Unreadable("columns", most=MOST_COLUMNS, row=row + 1)
        if column < len(texts):
            raise Unreadable("broken")
        self.length += len(text)
        if self.length > MOST_CHARACTERS or len(text) > LONGEST_CELL:
            raise Unreadable("too_long")
        texts.extend([""] * (column - len(texts)))
        texts.append(text)
        if fault is not None:
            self.table.faults[row, column] = fault

    def _content(self, cell: Any) -> tuple[str, CellFault | None]:
        kind, style, value = cell.get("t", "n"), cell.get("s", "0"), ""
        for child in cell:
            name = local(child)
            if name == "f":
                return "", CellFault.FORMULA
            if name == "is":
                return self._text(runs_of(child), style), None
            if name == "v":
                value = child.text or ""
        if kind == "s":
            return self._shared(value, style), None
        return self._number(value, style) if kind == "n" else _plain(kind, value)

    def _shared(self, value: str, style: str) -> str:
        index = int(value) if value.isdigit() and len(value) < 10 else -1  # noqa: PLR2004
        if not 0 <= index < len(self.parts.texts):
            raise Unreadable("broken")
        font = self._font(style)
        known = self.shown.get((index, font))
        if known is None:
            before = self.table.converted
            text = self._text(self.parts.texts[index], style)
            known = self.shown[index, font] = (text, self.table.converted > before)
        elif known[1]:
            self.table.converted += 1
        return known[0]

    def _text(self, runs: list[Run], style: str) -> str:
        own = self._font(style)
        plain = "".join(text for text, _font in runs)
        shown = "".join(by_font(text, font or own) for text, font in runs)
        self.table.converted += shown != plain
        return composed(shown.strip())

    def _font(self, style: str) -> str:
        index = int(style) if style.isdigit() else 0
        return self.parts.fonts[index] if index < len(self.parts.fonts) else ""

    def _number(self, value: str, style: str) -> tuple[str, CellFault | None]:
        if not value:
            return "", None
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value, CellFault.ERROR_VALUE
        index = int(style) if style.isdigit() else 0
        if index < len(self.parts.dates) and self.parts.dates[index]:
            day = from_serial(float(number), since_1904=self.parts.since_1904)
            return (f"{day:%d/%m/%Y}", None) if day else (value, CellFault.BAD_DATE)
        if not number.is_finite() or abs(number.adjusted()) >= _MOST_DIGITS:
            return value, CellFault.LONG_NUMBER
        if number == number.to_integral_value():
            return f"{int(number)}", None
        return f"{number:f}", None

    def _keep_merge(self, reference: str) -> None:
        merge = _range(reference)
        if merge[2] >= _SHEET_ROWS:
            raise Unreadable("rows", most=MOST_ROWS)
        self.merges.append(merge)

    def _spread(self) -> None:
        """Give every cell of a merged range the text it shows."""
        spent, last_row = 0, len(self.table.rows) - 1
        for top, left, bottom, right in self.merges:
            text, fault = self.table.cell(top, left), self.table.faults.get((top, left))
            if not text and fault is None:
                continue
            low, far = min(bottom, last_row), min(right, MOST_COLUMNS - 1)
            spent += (low - top + 1) * (far - left + 1)
            if spent > _MOST_SPREAD:
                raise Unreadable("merges")
            for row in range(top, low + 1):
                texts = self.table.rows[row]
                texts.extend([""] * (far + 1 - len(texts)))
                texts[left : far + 1] = [text] * (far + 1 - left)
                if fault is not None:
                    self.table.faults |= {(row, one): fault for one in range(left, far + 1)}
