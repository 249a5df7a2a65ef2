"""A table as compressed lines, one a row, so that a long one is read without holding it whole."""

import json
import secrets
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from workflow.awards.importing.table import CellFault, Table

_PIECE = 1 << 16
_COMPACT = (",", ":")


def lines_of(table: Table) -> bytes:
    """Return what the table is on the first line, then a line for each row."""
    about = {
        "sheet": table.sheet, "others": table.others, "converted": table.converted,
        "count": len(table.rows),
        "faults": [[row, column, str(fault)] for (row, column), fault in table.faults.items()],
    }  # fmt: skip
    told = json.JSONEncoder(ensure_ascii=False, separators=_COMPACT).encode
    return "\n".join([told(about), *map(told, table.rows)]).encode()


@dataclass(frozen=True)
class Packed:
    """A table that lies compressed; its rows come one after another."""

    content: bytes

    @classmethod
    def from_lines(cls, lines: bytes) -> "Packed":
        """Compress the lines. Every one is its own file: a mark nobody else has stands below."""
        squeeze = zlib.compressobj(level=1)
        mark = f"\n{json.dumps(secrets.token_hex(8))}".encode()
        return cls(squeeze.compress(lines) + squeeze.compress(mark) + squeeze.flush())

    @cached_property
    def about(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(next(self._lines()))
        return found

    @property
    def count(self) -> int:
        return int(self.about["count"])

    def rows(self, start: int = 0) -> Iterator[list[str]]:
        """Yield the rows from the one numbered `start`, counted from 0."""
        for line in islice(self._lines(), start + 1, self.count + 1):
            yield json.loads(line)

    def table(self) -> Table:
        return self._part(list(self.rows()), self._faults_by_row, 0)

    def parts(self, start: int, size: int) -> Iterator[tuple[int, Table]]:
        """Yield tables of up to `size` rows, each with the number of rows that stand before it."""
        rows, faults = self.rows(start), self._faults_by_row
        while batch := list(islice(rows, size)):
            yield start, self._part(batch, faults, start)
            start += len(batch)

    @cached_property
    def _faults_by_row(self) -> dict[int, list[tuple[int, CellFault]]]:
        found: dict[int, list[tuple[int, CellFault]]] = defaultdict(list)
        for row, column, fault in self.about["faults"]:
            found[row].append((column, CellFault(fault)))
        return dict(found)

    def _part(
        self, rows: list[list[str]], faults: dict[int, list[tuple[int, CellFault]]], before: int
    ) -> Table:
        here = {
            (at, column): fault
            for at in range(len(rows) if faults else 0)
            for column, fault in faults.get(before + at, ())
        }
        about = self.about
        return Table(rows, here, about["sheet"], about["others"], about["converted"])

    def _lines(self) -> Iterator[bytes]:
        inflate, rest = zlib.decompressobj(), b""
        for start in range(0, len(self.content), _PIECE):
            rest += inflate.decompress(self.content[start : start + _PIECE])
            *whole, rest = rest.split(b"\n")
            yield from whole
        yield rest


def pack(table: Table) -> Packed:
    return Packed.from_lines(lines_of(table))
