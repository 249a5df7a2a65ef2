"""The child server: keeps the heavy libraries loaded and forks one limited process per job.

It runs without network and with an empty environment. It is single-threaded, so forking is
safe; it alone reaps its jobs, so a time-out can never kill a process that reused the id.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import selectors
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from workflow.documents.engine import frames, office
from workflow.documents.engine.frames import DISK, NO_ROOM
from workflow.documents.engine.jobs.faults import Fault

JOBS = "workflow.documents.engine.jobs."
_PRELOADED = ("render", "check", "convert", "pages")


@dataclass(frozen=True)
class Running:
    """A job under way: its end of the socket, kept to report how the job died."""

    connection: socket.socket
    deadline: float
    at_office: bool


def serve(control_fd: int) -> None:
    """Start jobs as they are asked for, until the other end of the control socket closes."""
    os.chdir("/")
    for name in _PRELOADED:
        importlib.import_module(JOBS + name)
    gc.collect()
    gc.freeze()
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_read, False)
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    running: dict[int, Running] = {}
    with (
        socket.socket(fileno=control_fd) as control,
        selectors.DefaultSelector() as selector,
    ):
        selector.register(control, selectors.EVENT_READ)
        selector.register(wake_read, selectors.EVENT_READ)
        ours = [control_fd, wake_read, wake_write, selector.fileno()]
        while True:
            ready = {key.fileobj for key, _ in selector.select(_patience(running))}
            if wake_read in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(wake_read, 4096)
            _reap(running)
            _stop_overdue(running)
            office.kept.close_if_idle(time.monotonic())
            if control in ready and not _accept(control, running, ours):
                break
    for pid in running:
        _kill_group(pid)
    office.kept.close()


def _patience(running: dict[int, Running]) -> float | None:
    now = time.monotonic()
    waits = [max(job.deadline - now, 0) for job in running.values()]
    idle = office.kept.patience(now)
    return min(waits + ([idle] if idle is not None else []), default=None)


def _accept(control: socket.socket, running: dict[int, Running], ours: list[int]) -> bool:
    message, fds, _flags, _address = socket.recv_fds(control, 65536, 1)
    if not message or not fds:
        return False
    order = json.loads(message)
    connection = socket.socket(fileno=fds[0])
    if order["module"]:
        with contextlib.suppress(ImportError):  # the job meets it again and says so
            importlib.import_module(order["module"])
    if order["office"]:
        office.kept.be_open(Path(order["folder"]) / order["office"])
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for fd in [*ours, *(job.connection.fileno() for job in running.values())]:
                os.close(fd)
            _limit(order)
            _work(connection)
            status = 0
        finally:
            os._exit(status)
    running[pid] = Running(connection, time.monotonic() + order["wall"], bool(order["office"]))
    return True


def _limit(order: dict[str, Any]) -> None:
    os.setsid()
    os.chdir(order["folder"])
    os.environ.update(HOME=order["folder"], TMPDIR=order["folder"])
    memory, cpu, largest = order["memory"], order["cpu"], order["file"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _job(name: str) -> ModuleType:
    """Return a job of this package by its name, or one a higher domain owns by its whole path."""
    return importlib.import_module(name if "." in name else JOBS + name)


def _work(connection: socket.socket) -> None:
    request, blobs = frames.receive(connection)
    try:
        value, answer = _job(request["job"]).work(request["payload"], blobs)
    except Fault as fault:
        frames.send(connection, {"fault": fault.code, "data": fault.data})
    except (MemoryError, RecursionError) as error:
        frames.send(connection, {"limit": type(error).__name__})
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        frames.send(connection, {"limit": DISK})
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:300]
        frames.send(connection, {"fault": "broken", "data": {"detail": detail}})
    else:
        frames.send(connection, {"answer": value}, answer)


def _reap(running: dict[int, Running]) -> None:
    for pid in list(running):
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            continue
        _kill_group(pid)  # what the job left behind; the id is ours until waitpid
        _pid, status = os.waitpid(pid, 0)
        _finish(running.pop(pid), os.waitstatus_to_exitcode(status))


def _finish(job: Running, code: int) -> None:
    if code:
        if job.at_office:
            office.kept.close()  # it may hang on what the job brought
        reason = signal.Signals(-code).name if code < 0 else f"exit {code}"
        job.connection.setblocking(False)
        with contextlib.suppress(OSError):
            frames.send(job.connection, {"limit": reason})
    job.connection.close()


def _stop_overdue(running: dict[int, Running]) -> None:
    now = time.monotonic()
    for pid, job in running.items():
        if job.deadline <= now:
            _kill_group(pid)
            running[pid] = Running(job.connection, now + 1, job.at_office)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)  # in case it had not made its own group yet
