"""Generated databases, made once and kept under build/; every run measures a fresh copy of one."""

import hashlib
import inspect
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.schema import CreateTable

from bench import (
    acts,
    dossiers,
    filing,
    generate,
    journals,
    meetings,
    names,
    places,
    rulings,
    sink,
    world,
)
from tests.servers import postgres
from workflow.archive import word_index
from workflow.core.db import db

KEPT = Path(__file__).resolve().parent.parent / "build" / "bench"
# As installed: fsync, full_page_writes and synchronous_commit stay on. Memory as of a small server.
DURABLE = "-c shared_buffers=512MB -c max_connections=50"
_SOURCES = (
    acts,
    dossiers,
    filing,
    generate,
    journals,
    meetings,
    names,
    places,
    rulings,
    sink,
    world,
)


def model_digest() -> str:
    """Return what the tables and the generator are today, in twelve characters."""
    tables = [str(CreateTable(table)) for table in db.metadata.sorted_tables]
    indexes = sorted(str(i.name) for table in db.metadata.tables.values() for i in table.indexes)
    words = [*word_index.statements("sqlite"), *word_index.statements("postgresql")]
    sources = [inspect.getsource(module) for module in _SOURCES]
    text = "\n".join([*tables, *indexes, *words, *sources])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@contextmanager
def database(engine: str, scale: float) -> Iterator[str]:
    """Yield the URL of a fresh copy of the generated database; it is gone afterwards."""
    kept = KEPT / f"{model_digest()}-{scale:g}"
    kept.mkdir(parents=True, exist_ok=True)
    with (_sqlite if engine == "sqlite" else _postgresql)(kept, scale) as url:
        yield url


def _generate(url: str, scale: float) -> None:
    """Generate in a process of its own, so that the measured one stays small."""
    subprocess.run(
        [sys.executable, "-m", "bench.generate", "--url", url, "--scale", str(scale)],
        check=True, stdout=sys.stderr,
    )  # fmt: skip


@contextmanager
def _sqlite(kept: Path, scale: float) -> Iterator[str]:
    source = kept / "bangvang.db"
    if not source.exists():
        making = kept / "making.db"
        for leftover in kept.glob("making.db*"):
            leftover.unlink()
        _generate(f"sqlite:///{making}", scale)
        making.rename(source)
    with tempfile.TemporaryDirectory(dir=kept) as folder:
        copy = shutil.copy(source, Path(folder) / "copy.db")
        yield f"sqlite:///{copy}"


@contextmanager
def _postgresql(kept: Path, scale: float) -> Iterator[str]:
    source = kept / "bangvang.dump"
    with postgres.postgres_server(DURABLE) as url:
        if source.exists():
            _run("pg_restore", "--no-owner", "-d", url, str(source))
        else:
            _generate(url, scale)
            _run("pg_dump", "-Fc", "-Z1", "-f", str(kept / "making.dump"), url)
            (kept / "making.dump").rename(source)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        yield url


def _run(program: str, *arguments: str) -> None:
    subprocess.run([postgres._binary(program), *arguments], check=True)
