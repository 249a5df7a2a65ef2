"""One worker over one generated database: open every page as the people who open it."""

import argparse
import gc
import resource
import secrets
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from werkzeug.test import Client

from bench import acts
from bench.landmarks import Landmarks, find
from bench.measuring import (
    REQUESTS,
    WARM_UP,
    Request,
    Statements,
    Times,
    WrongAnswer,
    bare_page,
    gets,
    measure,
    post,
)
from workflow.accounts.login import cookie_name
from workflow.accounts.models import User, UserSession
from workflow.accounts.sessions import open_session
from workflow.app import create_app
from workflow.core.db import db
from workflow.settings import read_settings


def open_app(url: str, instance: Path) -> Flask:
    """Return the product with the settings of production."""
    return create_app(
        read_settings({
            "BANGVANG_MODE": "production", "BANGVANG_DATABASE_URL": url,
            "BANGVANG_INSTANCE": str(instance), "BANGVANG_SECRET_KEY": secrets.token_hex(32),
        })
    )  # fmt: skip


class People:
    """Signed-in browsers, by login."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._clients: dict[str, Client] = {}

    def __call__(self, login: str) -> Client:
        if login not in self._clients:
            with self._app.app_context():
                user = db.session.scalars(select(User).where(User.login == login)).one()
                token = open_session(user)
                db.session.flush()
                opened = db.session.scalars(
                    select(UserSession).where(UserSession.user_id == user.id)
                ).all()[-1]
                opened.organisation_id = int(login.rpartition(".")[2])
                db.session.commit()
            client = self._app.test_client()
            client.set_cookie(cookie_name(self._app), token, domain="localhost")
            self._clients[login] = client
        return self._clients[login]


def pages(places: Landmarks, people: People) -> dict[str, Iterator[Request]]:
    """Return what is measured by name; `archive_…` reads every record there is."""
    unit, office, top = places.unit_id, places.office_id, places.ministry_id
    officer, secretary = people(f"officer.{unit}"), people(f"secretary.{office}")
    member, clerk = people(f"member3.{office}"), people(f"clerk.{office}")
    archivist, head = people(f"archivist.{office}"), people(f"head.{office}")
    reader = people(f"archivist.{top}")
    return {
        "inbox_officer": gets(officer, ["/"]),
        "inbox_secretary": gets(secretary, ["/"]),
        "inbox_member": gets(member, ["/"]),
        "inbox_head": gets(head, ["/"]),
        "inbox_clerk": gets(clerk, ["/"]),
        "dossier_list_officer": gets(officer, ["/proposals"]),
        "dossier_list_secretary": gets(secretary, ["/proposals/incoming"]),
        "dossier_officer": gets(officer, places.of("/proposals", places.own_dossiers)),
        "dossier_secretary": gets(secretary, places.of("/proposals", places.received_dossiers)),
        "session_list": gets(secretary, ["/councils/sessions"]),
        "session_minuted": gets(secretary, places.of("/councils/sessions", places.past_sessions)),
        "session_sitting": gets(secretary, places.of("/councils/sessions", places.open_sessions)),
        "decision_list": gets(secretary, ["/decisions/"]),
        "decision_secretary": gets(secretary, places.of("/decisions", places.decisions)),
        "decision_officer": gets(officer, places.of("/decisions", places.own_decisions)),
        "archive_number": gets(reader, places.searches(places.numbers)),
        "archive_full_name": gets(reader, places.searches(places.names)),
        "archive_syllable": gets(reader, places.searches(["nguyen", "nguyễn", "thi"])),
        "archive_newest": gets(reader, ["/archive"]),
        "office_archive_number": gets(archivist, places.searches(places.numbers)),
        "office_archive_full_name": gets(archivist, places.searches(places.names)),
        "office_archive_syllable": gets(archivist, places.searches(["nguyen", "nguyễn", "thi"])),
        "record": gets(archivist, places.of("/archive", places.records)),
    }  # fmt: skip


def submits(places: Landmarks, people: People) -> Iterator[Request]:
    for unit_id, public_id in places.ready_dossiers:
        url = f"/proposals/{public_id}/submit"
        yield post(people(f"officer.{unit_id}"), url, url, {"late_reason": ""})


def votes(places: Landmarks, people: People) -> Iterator[Request]:
    for paper in places.papers:
        answers = {f"v{item_id}": "agree" for item_id in paper.items}
        url = f"/councils/ballots/{paper.ballot}"
        yield post(people(paper.login), url, f"{url}/cast", answers)


def report(name: str, times: Times, bare: float) -> None:
    """Print the figures of one page or act."""
    few, many = min(times.statements), max(times.statements)
    print(f"{name}.p50: {times.p50:.1f} ms")
    print(f"{name}.p95: {times.p95:.1f} ms")
    print(f"{name}.queries: {few if few == many else f'{few}-{many}'} statements")
    print(f"{name}.cpu: {times.cpu_p50:.1f} ms")
    print(f"{name}.cpu_ratio: {times.cpu_p50 / bare:.1f} x", flush=True)


def memory() -> float:
    """Return the most memory this process held, in MB (Linux counts it in KB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(url: str, wanted: str = "", *, requests: int = REQUESTS, warm_up: int = WARM_UP) -> int:
    """Measure everything whose name begins with `wanted`; return how many failed."""
    with tempfile.TemporaryDirectory() as instance:
        app = open_app(url, Path(instance))
        print(f"memory_at_start: {memory():.0f} MB")
        gc.collect()
        gc.freeze()  # what was there before is no part of what a page leaves behind
        with app.app_context():
            acts.sign_off_prepared()
            places, engine = find(), db.engine
        statements, people = Statements(engine), People(app)
        bare = bare_page(engine)
        starts = [f"/{1 + 20 * step}" for step in range(5)]

        def times_of(asked: Iterator[Request], expect: int) -> Times:
            some = islice(asked, requests + warm_up)
            return measure(some, statements, expect=expect, warm_up=warm_up)

        times = times_of(gets(bare, starts), 200)
        report("bare", times, times.cpu_p50)
        cost, failed = times.cpu_p50, 0
        todo = [(name, asked, 200) for name, asked in pages(places, people).items()]
        todo += [
            ("act_submit", submits(places, people), 302),
            ("act_vote", votes(places, people), 302),
        ]
        for name, asked, expect in todo:
            if name.startswith(wanted):
                try:
                    report(name, times_of(asked, expect), cost)
                except WrongAnswer as error:
                    print(f"{name}: failed ({error})", flush=True)
                    failed += 1
        print(f"memory_peak: {memory():.0f} MB", flush=True)
        engine.dispose()
    return failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--only", default="", help="measure what begins with this name")
    options = parser.parse_args()
    raise SystemExit(1 if run(options.url, options.only) else 0)


if __name__ == "__main__":
    main()
