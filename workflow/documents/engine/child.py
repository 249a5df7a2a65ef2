"""Runs a job in a child process with limits on memory, CPU, time and files, without network."""

import atexit
import contextlib
import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow.core.i18n import _, lazy
from workflow.documents.engine import frames
from workflow.documents.engine.errors import EngineBusy, LimitExceeded
from workflow.documents.engine.jobs.faults import Fault

_ROOT = Path(__file__).resolve().parents[3]
_START = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from workflow.documents.engine.server import serve; serve(int(sys.argv[1]))"
)
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
_NOT_STARTED = lazy("Bộ xử lý tệp không khởi động được. Hãy thử lại sau ít phút.")
_GRACE = 5.0  # the server itself stops an overdue job; this is for a server that hangs


@dataclass(frozen=True)
class Limits:
    """What one job may use."""

    memory_mib: int = 512
    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    file_mib: int = 256


@dataclass(frozen=True)
class Answer:
    """What a job gives back: a JSON value and files."""

    value: Any
    blobs: list[bytes]


@dataclass
class _Server:
    """This process's own child server; after a fork the new process starts its own."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    slots: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(2 * (os.cpu_count() or 1) + 2)
    )
    control: socket.socket | None = None
    pid: int = 0

    def give(self, order: bytes, fd: int) -> None:
        with self.lock:
            for _attempt in range(2):
                control = self.control or self._start()
                try:
                    socket.send_fds(control, [order], [fd])
                except (BrokenPipeError, ConnectionError):
                    self._stop()
                else:
                    return
        raise EngineBusy(str(_NOT_STARTED))

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        theirs.set_inheritable(True)
        command = [
            *isolation(),
            sys.executable,
            "-I",
            "-c",
            _START,
            str(theirs.fileno()),
        ]
        null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
        program = shutil.which(command[0]) or command[0]
        self.pid = os.posix_spawn(program, command, _ENVIRONMENT, file_actions=null, setsid=True)
        theirs.close()
        self.control = ours
        return ours

    def _stop(self) -> None:
        if self.control is not None:
            self.control.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.control = None

    def stop(self) -> None:
        with self.lock:
            self._stop()

    def ask(self) -> None:
        with self.lock:
            if self.control is None:
                self._start()


_servers = [_Server()]


def _after_fork() -> None:
    if _servers[0].control is not None:
        _servers[0].control.close()
    _servers[0] = _Server()


os.register_at_fork(after_in_child=_after_fork)


@atexit.register
def _stop_server() -> None:
    _servers[0].stop()


@functools.lru_cache(maxsize=1)
def isolation() -> tuple[str, ...]:
    """Return the command that takes the network away, or nothing where it is forbidden."""
    for command in (("unshare", "-n"), ("unshare", "-r", "-n")):
        if shutil.which(command[0]) is None:
            break
        done = subprocess.run([*command, "true"], capture_output=True, check=False)  # noqa: S603
        if done.returncode == 0:
            return command
    return ()


def network_isolated() -> bool:
    """Whether jobs run without network; where not, the operator must shut it from outside."""
    return bool(isolation())


def warm_up() -> None:
    """Start the child server now, so that the first job does not wait for it."""
    _servers[0].ask()


def run_limited(
    job: str,
    payload: Any,
    blobs: Sequence[bytes] = (),
    limits: Limits | None = None,
    *,
    office: bytes = b"",
) -> Answer:
    """Run `jobs.<job>.work(payload, blobs)` in a limited child.

    A higher domain names a module of its own by its whole path, e.g. workflow.a.engine.job.

    With `office`, a zipped profile of LibreOffice, the job finds one kept open with it.

    Raises Fault for what the job refuses, LimitExceeded for a job that was stopped or died.
    """
    limits = limits or Limits()
    server = _servers[0]
    if not server.slots.acquire(timeout=limits.wall_seconds):
        raise EngineBusy(_("Máy chủ đang xử lý nhiều tệp. Hãy thử lại sau ít phút."))
    try:
        with tempfile.TemporaryDirectory(prefix="job-", ignore_cleanup_errors=True) as folder:
            order = _order(limits, folder)
            order["module"] = job if "." in job else ""  # loaded at its first job, then kept
            if office:
                order["office"] = "office.zip"
                (Path(folder) / order["office"]).write_bytes(office)
            value, files = _exchange(server, (job, payload, blobs), order, limits)
    except OSError as error:
        if error.errno not in frames.NO_ROOM:
            raise
        raise LimitExceeded(reason=frames.DISK) from error
    finally:
        server.slots.release()
    if "answer" in value:
        return Answer(value["answer"], files)
    if "fault" in value:
        raise Fault(value["fault"], **value["data"])
    raise LimitExceeded(reason=str(value.get("limit", "")))


def _order(limits: Limits, folder: str) -> dict[str, Any]:
    """What the server must know of a job, in bytes and seconds."""
    return {
        "folder": folder,
        "memory": limits.memory_mib << 20,
        "cpu": limits.cpu_seconds,
        "wall": limits.wall_seconds,
        "file": limits.file_mib << 20,
        "office": "",
        "module": "",
    }


def _exchange(
    server: _Server,
    request: tuple[str, Any, Sequence[bytes]],
    order: dict[str, Any],
    limits: Limits,
) -> tuple[dict[str, Any], list[bytes]]:
    job, payload, blobs = request
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            server.give(json.dumps(order).encode(), theirs.fileno())
        deadline = time.monotonic() + limits.wall_seconds + _GRACE
        try:
            ours.settimeout(limits.wall_seconds + _GRACE)
            frames.send(ours, {"job": job, "payload": payload}, blobs)
        except OSError:
            pass  # the job died while reading; how it died is the next thing on the socket
        try:
            value, files = frames.receive(ours, deadline)
        except (
            frames.BrokenFrame,
            ConnectionError,
        ) as error:  # the server itself went away
            raise EngineBusy(str(_NOT_STARTED)) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LimitExceeded(reason=type(error).__name__) from error
    return (value if isinstance(value, dict) else {}), files
