"""Who of a whole body falls due: 10,000 people, 20 awards, ledgers of thirty years.

`python -m bench.eligibility --db sqlite|postgresql|both --recipients 10000` prints
`name: value unit` lines. Beside the product stands the physical limit of the same run: the
same rows read with plain SQL in the same batches, nothing made of them. A tenth of the body is
measured first, in a database of its own; `growth` says how many times longer the whole takes.
"""

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select

from bench.bodies import LAST, LOCAL, NATIONAL
from bench.databases import DURABLE
from bench.generate import open_database
from bench.machine import header
from tests.servers.postgres import postgres_server
from workflow.awards.ledgers import facts_of
from workflow.awards.models import Award, AwardVersion
from workflow.awards.suggestions import candidates
from workflow.core.db import db
from workflow.recipients.models import Recipient

BATCH = 500
TENTH = 10
PLAIN = (
    "SELECT recipient_id, code, year, ground, struck_by, number_text FROM honours"
    " JOIN awards ON awards.id = honours.award_id WHERE recipient_id BETWEEN {0} AND {1}",
    "SELECT recipient_id, year, grade, source FROM yearly_grades"
    " WHERE recipient_id BETWEEN {0} AND {1}",
    "SELECT recipient_id, public_id, title, scope, is_topic, year, used_by FROM initiatives"
    " WHERE recipient_id BETWEEN {0} AND {1}",
    "SELECT recipient_id, ledger, first_year, last_year, from_the_start FROM coverages"
    " WHERE recipient_id BETWEEN {0} AND {1}",
)


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return wall seconds, CPU seconds of this process, and what came of it."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return time.perf_counter() - wall, time.process_time() - cpu, found


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _read_plainly(ids: list[int]) -> int:
    rows = 0
    with db.engine.connect() as connection:
        for batch in _batches(ids):
            for statement in PLAIN:
                asked = statement.format(batch[0], batch[-1])
                rows += len(connection.exec_driver_sql(asked).fetchall())
    return rows


def _read_facts(ids: list[int]) -> int:
    return sum(len(facts_of(batch)) for batch in _batches(ids))


def work(url: str) -> None:
    """Measure one database in this process and print what it took."""
    with open_database(url).app_context():
        ids = list(db.session.scalars(select(Recipient.id).order_by(Recipient.id)))
        wanted = {*NATIONAL, *(f"LOCAL{number}" for number in range(1, len(LOCAL) + 1))}
        versions = db.session.scalars(
            select(AwardVersion).join(Award)
            .where(Award.code.in_(wanted), AwardVersion.valid_from == date(2024, 1, 1))
        ).all()  # fmt: skip
        evaluations = len(ids) * len(versions)
        plain, _cpu, rows = _timed(lambda: _read_plainly(ids))
        facts, facts_cpu, _found = _timed(lambda: _read_facts(ids))
        body, body_cpu, standing = _timed(
            lambda: Counter(one.standing for one in candidates(ids, versions, [LAST]))
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        db.session.remove()
        db.engine.dispose()
    print(f"recipients: {len(ids)} people\nawards: {len(versions)} awards\nrows: {rows} rows")
    print(f"evaluations: {evaluations} evaluations")
    print(f"plain_sql: {plain:.2f} s\nfacts: {facts:.2f} s\nfacts_cpu: {facts_cpu:.2f} s")
    print(f"body: {body:.2f} s\nbody_cpu: {body_cpu:.2f} s")
    print(f"evaluations_per_second: {evaluations / body:.0f} evaluations/s")
    print(f"body_to_plain_sql: {body / plain:.1f} x")
    for name, number in sorted(standing.items()):
        print(f"{name}: {number} candidates")
    print(f"peak_memory: {peak:.0f} MB")


@contextmanager
def _empty(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/body.db"
    else:
        with postgres_server(DURABLE) as url:
            yield url


def measure(engine: str, recipients: int, prefix: str) -> dict[str, float]:
    """Fill and measure, each in a process of its own; return the seconds of the whole body."""
    seconds = {}
    with _empty(engine) as url:
        python = [sys.executable, "-m"]
        size = ["--recipients", str(recipients)]
        subprocess.run([*python, "bench.bodies", "--url", url, *size], check=True)
        told = subprocess.run(
            [*python, "bench.eligibility", "--work", url],
            check=True, stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
    for line in told.splitlines():
        print(prefix + line, flush=True)
        name, _colon, value = line.partition(": ")
        if name in {"body", "body_cpu"}:
            seconds[name] = float(value.split()[0])
    return seconds


def run(engine: str, recipients: int) -> None:
    """Print the whole body beside a tenth of it; CPU tells growth apart from a busy machine."""
    small = measure(engine, recipients // TENTH, f"{engine}.tenth.")
    large = measure(engine, recipients, f"{engine}.")
    for name, seconds in large.items():
        growth = seconds / small[name] if small[name] else 0.0
        print(f"{engine}.{name}.growth: {growth:.2f} x for {TENTH} times the people", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--work", default="", help="measure this database in this process")
    options = parser.parse_args()
    if options.work:
        work(options.work)
        return
    header()
    engines = ("sqlite", "postgresql") if options.db == "both" else (options.db,)
    for engine in engines:
        run(engine, options.recipients)


if __name__ == "__main__":
    main()
