"""Bulk rows: collected by table with ids of our own, written in chunks, parents first.

Rows go past SQLAlchemy into the driver: COPY on PostgreSQL, `executemany` on SQLite. Texts are
taken as they are, so whoever adds them gives the normal form (a test reads them back).
"""

import base64
import json
from collections.abc import Callable
from random import Random
from typing import Any

from sqlalchemy import JSON, Column, Connection, Table, func, select, text

from workflow.core.db import Base, VietnameseText

CHUNK = 20_000
Converter = Callable[[Any], Any]


class Sink:
    """Takes rows in the order of their making. An empty database is expected: ids begin at 1."""

    def __init__(self, connection: Connection, random: Random) -> None:
        self._connection = connection
        self._random = random
        self._tables: dict[type[Base], Table] = {}
        self._defaults: dict[Table, dict[str, Any]] = {}
        self._converters: dict[Table, list[Converter | None]] = {}
        self._waiting: dict[Table, list[dict[str, Any]]] = {}
        self._last: dict[Table, int] = {}
        self._count = 0
        self.totals: dict[str, int] = {}

    def add(self, model: type[Base], **values: Any) -> int:
        """Keep one row for writing and return its id (0 for a table without one)."""
        table = self._tables[model] if model in self._tables else self._open(model)
        row = self._defaults[table] | values
        if "id" in row:
            row["id"] = self._last[table] = self._last[table] + 1
        if "public_id" in row:
            row["public_id"] = self._public_id()
        self._waiting[table].append(row)
        self._count += 1
        if self._count >= CHUNK:
            self.flush()
        return row.get("id") or 0

    def upcoming(self, model: type[Base]) -> int:
        """Return the id the next row of this table will get."""
        table = self._tables[model] if model in self._tables else self._open(model)
        return self._last[table] + 1

    def _open(self, model: type[Base]) -> Table:
        table = model.__table__
        self._tables[model] = table
        self._waiting[table] = []
        has_id = "id" in table.c and table.c.id.primary_key
        self._last[table] = self._highest(table) if has_id else 0
        self._defaults[table] = {
            column.key: column.default.arg if column.default and column.default.is_scalar else None
            for column in table.columns
        }
        self._converters[table] = [self._converter(column) for column in table.columns]
        return table

    def _converter(self, column: Column[Any]) -> Converter | None:
        """Return what makes a value of this column into one the driver takes."""
        if isinstance(column.type, JSON):
            return lambda value: json.dumps(value, ensure_ascii=False)
        if isinstance(column.type, VietnameseText):
            return None
        return column.type.dialect_impl(self._connection.dialect).bind_processor(
            self._connection.dialect
        )

    def _highest(self, table: Table) -> int:
        return self._connection.scalar(select(func.max(table.c.id))) or 0

    def _public_id(self) -> str:
        return base64.urlsafe_b64encode(self._random.randbytes(16)).rstrip(b"=").decode()

    def flush(self) -> None:
        """Write what waits, tables that others point at first."""
        if not self._connection.in_transaction():
            self._connection.begin()  # the driver is used directly and would commit every row
        for table in Base.metadata.sorted_tables:
            rows = self._waiting.get(table)
            if rows:
                self._write(table, rows)
                self.totals[table.name] = self.totals.get(table.name, 0) + len(rows)
                rows.clear()
        self._connection.commit()
        self._count = 0

    def _write(self, table: Table, rows: list[dict[str, Any]]) -> None:
        names = [column.key for column in table.columns]
        steps = list(zip(names, self._converters[table], strict=True))
        tuples = (
            tuple(
                row[name] if convert is None or row[name] is None else convert(row[name])
                for name, convert in steps
            )
            for row in rows
        )
        columns = ", ".join(f'"{name}"' for name in names)
        driver = self._connection.connection.driver_connection
        if self._connection.dialect.name == "postgresql":
            with driver.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
                for values in tuples:
                    copy.write_row(values)
        else:
            marks = ", ".join("?" * len(names))
            driver.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", tuples)

    def finish(self) -> None:
        """Write the rest, and let PostgreSQL's own counters go on after our ids."""
        self.flush()
        if self._connection.dialect.name == "postgresql":
            for table in self._tables.values():
                if "id" in table.c and table.c.id.primary_key:
                    name = table.name
                    self._connection.execute(
                        text(
                            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "
                            f"(SELECT coalesce(max(id), 1) FROM {name}))"
                        )
                    )
        self._connection.commit()
