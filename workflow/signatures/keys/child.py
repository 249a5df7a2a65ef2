"""The signing process of an installation that runs none by itself: a child of the web process."""

import atexit
import contextlib
import os
import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path

from workflow.signatures.keys.process import listen

_ROOT = Path(__file__).resolve().parents[3]
_START = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from workflow.signatures.keys.process import main; main()"
)
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
_LISTENS_AT = 3


class Child:
    """Started when it is first needed, and again when it has died; ends with this process."""

    def __init__(self, keys: Path) -> None:
        self._keys = keys
        self._lock = threading.Lock()
        self._place = ""
        self._lifeline = -1
        self.pid = 0

    def connect(self, timeout: float) -> socket.socket:
        """Return a connection. Raises OSError where it does not start."""
        with self._lock:
            for last in (False, True):
                if not self.pid:
                    self._start()
                made = socket.socket(socket.AF_UNIX)
                made.settimeout(timeout)
                try:
                    made.connect(f"{self._place}/socket")
                except OSError:
                    made.close()
                    self._stop()
                    if last:
                        raise
                else:
                    return made
        raise ConnectionError

    def _start(self) -> None:
        self._place = tempfile.mkdtemp(prefix="signer-")  # 0700
        read, self._lifeline = os.pipe()
        with listen(Path(self._place) / "socket") as listener:
            # our own end is closed at once: a dead child must refuse connections, not keep them
            null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (1, 2)]
            ours = ((read, 0), (listener.fileno(), _LISTENS_AT))
            actions = [*null, *((os.POSIX_SPAWN_DUP2, fd, at) for fd, at in ours)]
            command = [
                sys.executable, "-I", "-c", _START, "--fd", str(_LISTENS_AT),
                "--keys", str(self._keys),
            ]  # fmt: skip
            self.pid = os.posix_spawn(
                sys.executable, command, _ENVIRONMENT, file_actions=actions, setsid=True
            )
        os.close(read)

    def _stop(self) -> None:
        if self.pid:
            os.close(self._lifeline)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = 0
            shutil.rmtree(self._place, ignore_errors=True)

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """After a fork: the child is our parent's."""
        if self.pid:
            os.close(self._lifeline)
        self._lock, self.pid = threading.Lock(), 0


_children: dict[Path, Child] = {}
_making = threading.Lock()


def child_of(keys: Path) -> Child:
    """Return this process's own child for that folder of keys."""
    with _making:
        return _children.setdefault(keys, Child(keys))


def _after_fork() -> None:
    global _making  # noqa: PLW0603  the parent's may be held for ever
    _making = threading.Lock()
    for child in _children.values():
        child.forget()


os.register_at_fork(after_in_child=_after_fork)


@atexit.register
def _stop_all() -> None:
    for child in _children.values():
        child.stop()
