"""The loop of a worker process: run what is due, rest a moment, stop when told to."""

import signal
import threading

from workflow.core import jobs
from workflow.core.db import db

REST_SECONDS = 1.0


def work_until_stopped() -> None:
    """Run jobs until SIGTERM or SIGINT; the job under way is finished first."""
    stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    while not stop.is_set():
        ran = jobs.run_one()
        db.session.remove()
        if not ran:
            stop.wait(REST_SECONDS)
