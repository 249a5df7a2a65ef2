"""Programs as processes of their own, forked from one that has imported the product already.

`python -m` would import it anew for each: more than two seconds of a core.
"""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

from workflow.settings import ROOT

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
