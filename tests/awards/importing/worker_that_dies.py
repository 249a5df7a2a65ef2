"""A worker process that kills itself (SIGKILL) while it writes a part, or right after storing one.

Run as a program: `python -m tests.awards.importing.worker_that_dies inside|between 3 10`.
"""

import os
import signal
import sys

from sqlalchemy import event

from workflow.app import create_app
from workflow.awards.importing import working
from workflow.core import jobs
from workflow.core.db import db
from workflow.settings import read_settings


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(when: str, number: int, rows: int) -> None:
    working.PART = rows
    app = create_app(read_settings())
    with app.app_context():
        parts = iter(range(1, 1000))
        written = []

        def on_execute(_connection, _cursor, statement, *_rest):
            if statement.startswith("INSERT INTO honours"):
                written.append(next(parts))
                if when == "inside" and written[-1] == number:
                    _die()

        def on_commit(_connection):
            if when == "between" and written and written[-1] == number:
                # called before the commit itself: the part after it is the one that is lost
                event.listen(db.engine, "begin", lambda _c: _die())

        event.listen(db.engine, "after_cursor_execute", on_execute)
        event.listen(db.engine, "commit", on_commit)
        jobs.run_one()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
