"""A long award history out of an .xlsx: reading, planning and writing 100,000 rows.

`python -m bench.importing --db sqlite|postgresql|both --rows 100000` prints `name: value unit`
lines. Every step is a process of its own, so each has its own peak of memory: the limited child
that opens the file (`child`), the page that takes it (`page`), the worker that plans (`plan`) and
the one that writes (`write`). A tenth of the rows is measured first, in a database of its own;
`growth` says how many times longer the whole takes. Last the same file is looked at once more:
every row must be known by then.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from bench import histories
from bench.databases import DURABLE
from bench.generate import open_database
from bench.machine import header
from tests.servers.postgres import postgres_server
from workflow.accounts.models import User
from workflow.accounts.sessions import actor_of
from workflow.awards.importing import keeping, runs, working
from workflow.awards.importing.reading import read_packed, register_reader
from workflow.awards.models import Honour, ImportRun
from workflow.awards.states import ImportPhase
from workflow.core import jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.storage.opening import open_store
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.engine.jobs import sheets
from workflow.documents.engine.sheets import read_sheet

TENTH = 10
STEPS = ("child", "page", "plan", "write", "again")


class WrongAnswer(RuntimeError):
    """A step did not do what it should, so its time means nothing."""


def _application(url: str, folder: Path) -> Flask:
    app = open_database(url)
    store = open_store(f"file://{folder}/files")
    keeping.register_store(lambda: store)
    register_reader(read_sheet)
    jobs.handles(runs.KIND)(working.work)
    return app


def _actor() -> Actor:
    user = db.session.scalars(select(User).order_by(User.id)).first()
    assert user is not None
    return actor_of(user, 1)


def _child(book: Path) -> int:
    _value, blobs = sheets.work({"kind": "xlsx", "path": str(book)}, [])
    return len(blobs[0])


def _give(book: Path) -> None:
    """Do what the page does: read in the child, keep, ask the worker."""
    actor = _actor()
    packed = read_packed(book.name, book)
    digest = keeping.put(packed)
    with unit_of_work():
        runs.start(digest, packed, name=book.name, source="", unit_id=None, mend=False, actor=actor)


def _newest() -> ImportRun:
    db.session.rollback()
    return db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()


def _run(until: ImportPhase) -> ImportRun:
    jobs.run_one()
    run = _newest()
    if run.phase is not until:
        raise WrongAnswer(f"{run.phase}: {run.job.error if run.job else ''}")
    return run


def _plan(rows: int, kind: str) -> None:
    counts = _run(ImportPhase.PLANNED).found["counts"]
    if counts[kind] != rows:
        raise WrongAnswer(f"planned {counts}, not {rows} {kind}")


def _write(rows: int) -> None:
    with unit_of_work():
        runs.begin_writing(_newest().public_id, actor=_actor())
    _run(ImportPhase.WRITTEN)
    stored = db.session.scalar(select(func.count()).select_from(Honour))
    if stored != rows:
        raise WrongAnswer(f"stored {stored}, not {rows}")


def work(step: str, url: str, folder: Path, rows: int) -> None:
    """Do one step in this process and print what it took."""
    book = folder / histories.BOOK
    does: dict[str, Callable[[], Any]] = {
        "child": lambda: _child(book),
        "page": lambda: _give(book),
        "plan": lambda: _plan(rows, "new"),
        "write": lambda: _write(rows),
        "again": lambda: (_give(book), _plan(rows, "there")),
    }
    with _application(url, folder).app_context():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wall, cpu = time.perf_counter(), time.process_time()
        does[step]()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        db.session.remove()
        db.engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{step}: {wall:.2f} s\n{step}_cpu: {cpu:.2f} s")
    print(f"{step}_rows_per_second: {rows / wall:.0f} rows/s")
    print(f"{step}_memory_before: {before:.0f} MB\n{step}_peak_memory: {peak:.0f} MB")


@contextmanager
def _empty(engine: str, folder: str) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder}/history.db"
    else:
        with postgres_server(DURABLE) as url:
            yield url


def measure(engine: str, rows: int, prefix: str) -> dict[str, float]:
    """Fill, then do every step in a process of its own; return its seconds."""
    seconds = {}
    with tempfile.TemporaryDirectory() as folder, _empty(engine, folder) as url:
        common = ["--url", url, "--folder", folder, "--rows", str(rows)]
        subprocess.run([sys.executable, "-m", "bench.histories", *common], check=True)
        for step in STEPS:
            told = subprocess.run(
                [sys.executable, "-m", "bench.importing", "--work", step, *common],
                check=True, stdout=subprocess.PIPE, text=True,
            ).stdout  # fmt: skip
            for line in told.splitlines():
                print(prefix + line, flush=True)
                name, _colon, value = line.partition(": ")
                if name in {step, f"{step}_cpu"}:
                    seconds[name] = float(value.split()[0])
    return seconds


def run(engine: str, rows: int) -> None:
    """Print the whole beside a tenth of it; CPU tells growth apart from a busy machine."""
    small = measure(engine, rows // TENTH, f"{engine}.tenth.")
    large = measure(engine, rows, f"{engine}.")
    for name, seconds in large.items():
        growth = seconds / small[name] if small[name] else 0.0
        print(f"{engine}.{name}.growth: {growth:.2f} x for {TENTH} times the rows", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--work", choices=STEPS, help="do this step in this process")
    parser.add_argument("--url", default="")
    parser.add_argument("--folder", type=Path, default=Path())
    options = parser.parse_args()
    if options.work:
        work(options.work, options.url, options.folder, options.rows)
        return
    header()
    engines = ("sqlite", "postgresql") if options.db == "both" else (options.db,)
    for engine in engines:
        run(engine, options.rows)


if __name__ == "__main__":
    main()
