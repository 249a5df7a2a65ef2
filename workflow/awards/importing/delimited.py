"""Rows out of .csv and out of text pasted from a spreadsheet."""

import csv
import io

from workflow.awards.importing.table import (
    LONGEST_CELL,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    Unreadable,
)
from workflow.awards.importing.text_repair import composed

_SEPARATORS = "\t;,"
_LOOKED_AT = 30
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(content: bytes) -> str:
    """Return the text of a file; only Unicode is taken, for other letters cannot be told apart."""
    name = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
    if "\0" in text:
        raise Unreadable("not_text")
    return text


def _parsed(text: str, separator: str, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            rows.append([composed(cell.strip()) for cell in row])
            if len(rows) > most:
                break
    except csv.Error as error:
        raise Unreadable("broken_row", row=len(rows) + 1) from error
    return rows


def _separator(text: str) -> str:
    """Return the separator that makes the widest rows of the beginning, tabs first."""
    head = "\n".join(text.splitlines()[:_LOOKED_AT])
    if "\t" in head:
        return "\t"
    return max(_SEPARATORS, key=lambda one: sum(len(row) for row in _parsed(head, one, 1 << 20)))


def read_text(text: str) -> Table:
    """Return the rows of separated text. Nothing in it is a formula: it is all text."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("too_long")
    rows = _parsed(text, _separator(text), MOST_ROWS)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Unreadable("rows", most=MOST_ROWS)
    for number, row in enumerate(rows, start=1):
        while row and not row[-1]:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise Unreadable("columns", most=MOST_COLUMNS, row=number)
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise Unreadable("broken_row", row=number)
    return Table(rows)
