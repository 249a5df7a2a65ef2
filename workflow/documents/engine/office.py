"""One LibreOffice kept open by the child server: a paper then does not wait for its start.

A start takes a whole second of a core, a paper a twentieth of that. What a second start with the
same profile is asked to convert, LibreOffice hands on to the one that runs; a document held open
keeps that one from leaving. It is closed after a while without work, after many papers, and at
once when a paper failed in it: what one paper did to it must not be the next one's.
"""

import contextlib
import ctypes
import hashlib
import io
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

IDLE_SECONDS, MOST_TURNS, START_SECONDS = 120.0, 200, 20.0
_MEMORY, _LARGEST_FILE, _FILES = 2048 << 20, 256 << 20, 256
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_HELD = "held.txt"
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def program() -> Path | None:
    """Return LibreOffice itself; the command on the path is a script that starts it."""
    command = shutil.which("soffice")
    binary = Path(command).resolve().with_name("soffice.bin") if command else None
    return binary if binary is not None and binary.exists() else None


def command_line(profile: Path) -> list[str]:
    """Return what every start has in common."""
    return [
        f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo",
        "--nodefault",
    ]  # fmt: skip


def write_settings(profile: Path) -> None:
    """Write the profile's settings: no macros, no links fetched."""
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")


def unpack(settled: bytes, profile: Path) -> None:
    """Lay out a zipped profile; with a bare one the program leaves right after its first start."""
    with zipfile.ZipFile(io.BytesIO(settled)) as kept:
        kept.extractall(profile)


@dataclass
class Office:
    """The server starts and closes it; a job, in its own process, only sends papers there."""

    folder: Path | None = None
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    turns: int = 0
    closes_at: float = 0.0

    @property
    def profile(self) -> Path:
        return Path(self.folder or "/nowhere") / "profile"

    def be_open(self, settled: Path) -> None:
        """Start it with that zipped profile unless it runs; the job waits for it with `wait`."""
        if self.running is None or self.running.poll() is not None or self.turns >= MOST_TURNS:
            self.close()
            self._start(settled)
        self.turns += 1
        self.closes_at = time.monotonic() + IDLE_SECONDS

    def _start(self, settled: Path) -> None:
        binary = program()
        if binary is None:
            return
        self.folder = Path(tempfile.mkdtemp(prefix="office-"))
        unpack(settled.read_bytes(), self.profile)
        (self.folder / _HELD).write_text("Đ", encoding="utf-8")
        self.running = subprocess.Popen(  # noqa: S603  a program of the machine, arguments our own
            [str(binary), *command_line(self.profile), str(self.folder / _HELD)],
            env={**os.environ, "HOME": str(self.folder), "TMPDIR": str(self.folder)},
            cwd=self.folder, start_new_session=True, preexec_fn=_limit,  # noqa: PLW1509  one thread
        )  # fmt: skip

    def wait(self) -> bool:
        """Wait, in a job, until it has opened the document it holds; False if it never does."""
        if self.folder is None or self.running is None:
            return False
        lock = self.folder / f".~lock.{_HELD}#"
        deadline = time.monotonic() + START_SECONDS
        while not lock.exists():
            if time.monotonic() > deadline or not _alive(self.running.pid):
                return False
            time.sleep(0.02)
        return _alive(self.running.pid)

    def give_up(self) -> None:
        """Kill it, from a job whose paper it did not convert; the server sees that it is gone."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kill it and remove what it left; nothing of the papers stays behind."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            _meeting_point(self.profile).unlink(missing_ok=True)
        self.folder, self.running, self.turns = None, None, 0

    def patience(self, now: float) -> float | None:
        """Seconds until it is to be closed; None where it is not open."""
        return None if self.running is None else max(self.closes_at - now, 0)

    def close_if_idle(self, now: float) -> None:
        if self.running is not None and now >= self.closes_at:
            self.close()


kept = Office()  # of this process; a forked job sees the server's


def _limit() -> None:
    """In the new process: die with the server, and never grow without bound."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alive(pid: int) -> bool:
    """Whether it runs; dead and not yet reaped by the server counts as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # the latter: gone once it was opened
        return False


def _meeting_point(profile: Path) -> Path:
    """Return the socket at which LibreOffice listens for a second start with that profile."""
    digest = hashlib.md5(f"file://{profile}".encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)  # without leading zeros, as the program does
    return Path(f"/tmp/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}")  # noqa: S108  its own choice
