"""Time requests of one worker: wall clock, CPU, statements, and what a bare Flask page costs."""

import gc
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from statistics import quantiles
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from workflow.proposals.models import Nomination

HOST = "https://localhost"
WARM_UP = 5
REQUESTS = 60
HIDDEN = re.compile(r'name="(csrf_token|idempotency_key)" value="([^"]*)"')
ROWS = 20
BARE = """<!doctype html><title>Bare</title><table>{% for row in rows %}<tr><td>{{ row.id }}</td>
<td>{{ row.unit_name }}</td><td>{{ row.post }}</td><td>{{ row.year }}</td></tr>
{% endfor %}</table>"""


class WrongAnswer(RuntimeError):
    """A page or an act did not answer as it should, so its time means nothing."""


@dataclass
class Times:
    """What the requests of one page cost."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return _quantile(self.wall, 50)

    @property
    def p95(self) -> float:
        return _quantile(self.wall, 95)

    @property
    def cpu_p50(self) -> float:
        return _quantile(self.cpu, 50)


def _quantile(values: Sequence[float], percent: int) -> float:
    return (
        quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]
    )


class Statements:
    """Counts what an engine is asked; beginning and ending transactions are not counted."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "before_cursor_execute", self._on_execute)

    def _on_execute(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.count += not statement.startswith("BEGIN")


Request = Callable[[], TestResponse]


def measure(
    requests: Iterator[Request], statements: Statements, *, expect: int, warm_up: int = WARM_UP
) -> Times:
    """Send every request, time all but the first few; each must answer with `expect`."""
    times = Times()
    gc.collect()
    for number, request in enumerate(requests):
        statements.count = 0
        wall, cpu = time.perf_counter(), time.process_time()
        answer = request()
        answer.get_data()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        if answer.status_code != expect:
            raise WrongAnswer(f"answered {answer.status_code}, not {expect}")
        if number >= warm_up:
            times.wall.append(wall * 1000)
            times.cpu.append(cpu * 1000)
            times.statements.append(statements.count)
    return times


def gets(client: Client, urls: Sequence[str]) -> Iterator[Request]:
    """Ask for the pages in turn, without end."""
    for number in count():
        url = urls[number % len(urls)]
        yield lambda url=url: client.get(url, base_url=HOST)


def post(client: Client, form_url: str, url: str, data: dict[str, str]) -> Request:
    """Open the form (outside the time measured) and return the request that answers it."""
    page = client.get(form_url, base_url=HOST)
    if page.status_code != 200:
        raise WrongAnswer(f"its form answered {page.status_code}")
    hidden = dict(HIDDEN.findall(page.get_data(as_text=True)))
    headers = {"Referer": f"{HOST}/"}
    return lambda: client.post(url, base_url=HOST, data=hidden | data, headers=headers)


def bare_page(engine: Engine) -> Client:
    """Return a client of an application that does the least: one indexed query, 20 rows."""
    app = Flask("bare")

    @app.get("/<int:first>")
    def rows(first: int) -> str:
        with Session(engine) as session:
            found = session.scalars(
                select(Nomination).where(Nomination.id >= first).order_by(Nomination.id).limit(ROWS)
            ).all()
            return render_template_string(BARE, rows=found)

    return app.test_client()
