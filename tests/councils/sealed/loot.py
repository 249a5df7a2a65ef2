"""Take everything stored of some sessions, as an administrator of database and host can."""

import subprocess
import sys

from sqlalchemy import text

from tests.councils.sealed.attacker import Loot, Paper, Voter
from workflow.core.db import db

_COPY = "import shutil, sys; [shutil.copy(a, b) for a, b in zip(sys.argv[1::2], sys.argv[2::2])]"


def files_of(tmp_path):
    """Return the SQLite file and its log of writes, byte by byte.

    Another process reads them: closing such a file here would drop the database's own locks.
    """
    source = db.engine.url.database
    pairs = [(source + end, str(tmp_path / f"stolen{end}")) for end in ("", "-wal")]
    command = [sys.executable, "-c", _COPY, *(one for pair in pairs for one in pair)]
    subprocess.run(command, check=True)
    return [(tmp_path / f"stolen{end}").read_bytes() for end in ("", "-wal")]


def _system_columns():
    return "ctid::text AS place, xmin::text::bigint AS version, " if _postgres() else ""


def _postgres():
    return db.engine.dialect.name == "postgresql"


def rows_of(table, where="", *, rowid=False):
    """Return the rows of a table with the columns nobody declared."""
    hidden = "rowid AS place, " if rowid and not _postgres() else _system_columns()
    found = db.session.execute(text(f"SELECT {hidden}* FROM {table} {where}"))
    return [dict(row) for row in found.mappings()]


def dump():
    """Return every row of every table as text, and every blob in them."""
    said, blobs = [], []
    for table in db.metadata.sorted_tables:
        for row in rows_of(f'"{table.name}"'):
            said.append(repr(row))
            blobs += [bytes(one) for one in row.values() if isinstance(one, bytes | memoryview)]
    return "\n".join(said).encode(), sorted(set(blobs))


def _place(row):
    place = row.get("place")
    return tuple(int(n) for n in place.strip("()").split(",")) if isinstance(place, str) else place


def _offset(content, needle):
    at = content.find(needle)
    return at if at >= 0 else None


class Thief:
    """Holds one dump, the files and the logs, and sorts them by session."""

    def __init__(self, tmp_path, logs):
        self.file, self.log = (b"", b"") if _postgres() else files_of(tmp_path)
        said, self.keys = dump()
        self.stored = b"\n".join([said, self.file, self.log, logs])
        self.records = rows_of("audit_records", "ORDER BY id")
        self.done = {row["key"].split(":")[0]: row["at"] for row in rows_of("done_acts")}
        self.boxes, self.electors = rows_of("box_papers"), rows_of("electors", rowid=True)
        self.plain = rows_of("plain_ballots", rowid=True)

    def _voters(self, one):
        casts = {row["actor_id"]: row["seq"] for row in self._records(one, "ballot.cast")}
        return [
            Voter(row["user_id"], row["name"], {
                "cast record": casts.get(row["user_id"]), "seat": row["id"],
                "row version": row.get("version") or casts.get(row["user_id"]),
                "done at": str(self.done.get(str(row["user_id"]), "")),
                "copy": one.copies.index(row["user_id"]),
            })
            for row in self.electors if row["ballot_id"] == one.ballot_id
        ]  # fmt: skip

    def _records(self, one, act):
        return [row for row in self.records
                if (row["act"], row["subject_id"]) == (act, one.ballot_id)]  # fmt: skip

    def _trace(self, row, key, content, one, copies):
        return {
            "place": _place(row), "row version": row.get("version") or _offset(self.log, key),
            "offset": _offset(self.file, content), "log offset": _offset(self.log, content),
            "slot": key, "copy": copies.index(key) if key in copies else None,
            "number": row.get("id"),
        }  # fmt: skip

    def sealed(self, one):
        """Return what is held of the product's own ballot."""
        digests = {row["digest"]: row["seq"] for row in (
            {**r, "digest": str(r["detail"])} for r in self._records(one, "ballot.paper"))}  # fmt: skip
        papers = []
        for row in self.boxes:
            if row["ballot_id"] == one.ballot_id:
                slot, content = bytes(row["slot"]), bytes(row["sealed"])
                digest = one.digest(slot, content)
                seq = next((seq for said, seq in digests.items() if digest in said), None)
                traces = self._trace(row, slot, content, one, one.slots)
                papers.append(Paper(slot, content, traces | {"paper record": seq}))
        return Loot(one.public_id, one.items, self._voters(one), papers, one.agree, self.stored,
                    self.keys)  # fmt: skip

    def textbook(self, one):
        """Return what would be held of two tables: who voted, and papers without a name."""
        papers = []
        for row in self.plain:
            if row["ballot_id"] == one.ballot_id:
                key, content = f"{row['id']}".encode(), row["choice"].encode()
                traces = self._trace(row, key, content, one, [])
                traces |= {"offset": None, "log offset": None, "paper record": row["id"],
                           "row version": row.get("version") or row["id"], "copy": row["id"]}  # fmt: skip
                papers.append(Paper(key, content, traces))
        return Loot(one.public_id, one.items, self._voters(one), papers, one.agree)
