"""A sheet as rows of plain texts, and the faults of single cells; knows no file format."""

from dataclasses import dataclass, field
from enum import StrEnum

MOST_ROWS = 120_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 30_000_000
LONGEST_CELL = 32_767  # as Excel has it


class CellFault(StrEnum):
    """Why the content of a cell cannot be taken."""

    FORMULA = "formula"
    ERROR_VALUE = "error_value"  # #N/A, #REF!
    LONG_NUMBER = "long_number"  # more digits than a spreadsheet keeps
    BAD_DATE = "bad_date"


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` picks the sentence, `data` fills it in."""

    def __init__(self, code: str, **data: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


@dataclass
class Table:
    """Rows as they stand in the file, the first is row 1; short rows end early."""

    rows: list[list[str]] = field(default_factory=list)
    faults: dict[tuple[int, int], CellFault] = field(default_factory=dict)
    sheet: str = ""
    others: list[str] = field(default_factory=list)  # sheets with content that were not read
    converted: int = 0  # cells written in an old font's own letters, now Unicode

    def cell(self, row: int, column: int) -> str:
        """The text at `row` and `column`, both counted from 0; nothing beyond the edges."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""
