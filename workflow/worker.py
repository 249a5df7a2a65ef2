"""The loop of a worker process: run what is due, rest a moment, stop when told to."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from workflow.core import heartbeat, jobs, periodic
from workflow.core.db import db
from workflow.core.log_lines import write_log_lines
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.engine import readiness

REST_SECONDS = 1.0

log = logging.getLogger(__name__)


def own_name() -> str:
    """Return what tells this process from every other worker."""
    return f"{socket.gethostname()[:150]}:{os.getpid()}"


def _write(note: Callable[[str], None], name: str) -> None:
    try:
        with unit_of_work():
            note(name)
    except OperationalError as error:  # the database is away for a moment: say so and go on
        log.warning("no sign of life was written: %s", type(error).__name__)
    finally:
        db.session.remove()


def _beat_until(stop: threading.Event, app: Flask, name: str) -> None:
    """Say so again and again, also while a long job is under way."""
    with app.app_context():
        while not stop.wait(heartbeat.EVERY.total_seconds()):
            _write(heartbeat.beat, name)


@contextmanager
def sign_of_life(app: Flask) -> Iterator[str]:
    """Be known as alive within the block; a worker that stops in order is gone at once."""
    name, over = own_name(), threading.Event()
    _write(heartbeat.beat, name)
    beating = threading.Thread(target=_beat_until, args=(over, app, name), daemon=True)
    beating.start()
    log.info("worker %s starts", name)
    try:
        yield name
    finally:
        over.set()
        beating.join()
        _write(heartbeat.leave, name)
        log.info("worker %s stops", name)


def work_until_stopped() -> None:
    """Run jobs until SIGTERM or SIGINT; the job under way is finished first."""
    stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    write_log_lines()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    for sentence in readiness.lacking():
        log.warning("%s", sentence)
    with sign_of_life(app):
        while not stop.is_set():
            periodic.look()
            ran = jobs.run_one()
            db.session.remove()
            if not ran:
                stop.wait(REST_SECONDS)
