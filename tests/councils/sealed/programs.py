"""Run a program of the tests, one of these or any by its whole name, on the test's own database."""

import contextlib
import json
import os
import signal
import subprocess
import sys

from workflow.core.db import db


def run(module, arguments, settings, tmp_path, *, patience=900):
    """Return what the program reported, as JSON; none of its processes outlives it."""
    report = tmp_path / "report.json"
    environ = os.environ | {
        "BANGVANG_MODE": "test", "BANGVANG_INSTANCE": str(settings.instance),
        "BANGVANG_DATABASE_URL": settings.database_url,
        "BANGVANG_INNER_AUTHORITIES": ",".join(settings.inner_authorities),
    }  # fmt: skip
    name = module if "." in module else f"tests.councils.sealed.{module}"
    db.session.rollback()
    started = subprocess.Popen(
        [sys.executable, "-m", name, *map(str, arguments), str(report)],
        env=environ, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        _output, said = started.communicate(timeout=patience)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
    assert started.returncode == 0, said[-3000:]
    return json.loads(report.read_text())
