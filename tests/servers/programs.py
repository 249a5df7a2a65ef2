"""Programs as processes of their own, forked from one that has imported the product already.

`python -m` would import it anew for each: more than two seconds of a core.
"""

import contextlib
import json
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from workflow.core.db import db
from workflow.settings import ROOT, Settings

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["workflow.app"])


class Program:
    """A started program, asked like one of `subprocess`; it leads a session of its own."""

    def __init__(self, process: BaseProcess) -> None:
        self._process, self.pid = process, process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError(f"process {self.pid} did not end in {timeout} s")
        return self._process.exitcode


def start(command: Sequence[str], environ: Mapping[str, str], log: Path) -> Program:
    """Run a module with its arguments, as `python -m` does; what it says is added to the log."""
    process = _FORKS.Process(target=_become, args=(list(command), dict(environ), str(log)))
    process.start()
    return Program(process)


def report_of(command: Sequence[str], settings: Settings, folder: Path, *, patience: float) -> Any:
    """Run it against the very database of the test and return the JSON it writes at the end.

    The file's name is its last argument. None of its processes outlives it.
    """
    report, log = folder / "report.json", folder / "said.log"
    environ = os.environ | {
        "BANGVANG_MODE": "test", "BANGVANG_INSTANCE": str(settings.instance),
        "BANGVANG_DATABASE_URL": settings.database_url,
        "BANGVANG_INNER_AUTHORITIES": ",".join(settings.inner_authorities),
    }  # fmt: skip
    db.session.rollback()
    program = start([*command, str(report)], environ, log)
    try:
        code = program.wait(patience)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    assert code == 0, log.read_text()[-3000:]
    return json.loads(report.read_text())


def _become(command: list[str], environ: dict[str, str], log: str) -> None:
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environ)
    said = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(said, stream)
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
