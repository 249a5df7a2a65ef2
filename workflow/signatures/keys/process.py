"""The signing process: `python -m workflow.signatures.keys.process --socket PATH --keys FOLDER`.

It holds no key and no PIN between conversations, and knows neither Flask nor the database: it
gets bytes to sign, the name of a key and a PIN, and gives signatures back. It may run under a user
of its own; then the web process reaches it through a group, and is named with `--allow`.
"""

import argparse
import contextlib
import ctypes
import gc
import grp
import os
import pwd
import resource
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from workflow.documents.engine import frames
from workflow.signatures.keys.refusals import Reason, Refused
from workflow.signatures.keys.session import Conversation, refusal

_MOST = 16  # conversations at once; others wait in line
_WAITING = 64
_PEER = struct.Struct("3i")
_DEATH_SIGNAL, _SET_DUMPABLE = 1, 4  # prctl: end with the parent; may others read this memory

_C = ctypes.CDLL(None)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="workflow.signatures.keys.process")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--socket", type=Path, help="where to be reached")
    where.add_argument("--fd", type=int, help="a socket that listens already; stdin says how long")
    parser.add_argument("--keys", type=Path, required=True, help="the folder with the register")
    parser.add_argument("--allow", action="append", default=[], help="a further user who may ask")
    parser.add_argument("--group", help="the group that may reach the socket")
    return parser.parse_args(arguments)


def _uid(user: str) -> int:
    return int(user) if user.isdecimal() else pwd.getpwnam(user).pw_uid


def listen(path: Path, group: str | None = None) -> socket.socket:
    """Return a socket only we, and that group, may reach; a dead one's place is taken."""
    with contextlib.suppress(FileNotFoundError), socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        made.bind(str(path))
    except OSError:
        made.close()
        raise
    finally:
        os.umask(before)
    if group:
        os.chown(path, -1, grp.getgrnam(group).gr_gid)
        path.chmod(0o660)
    made.listen(_WAITING)
    return made


def peer(connection: socket.socket) -> int:
    """Return the user at the other end, as the kernel knows it."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(told)[1])


def _close_up() -> None:
    """Let nobody look into this process or find its memory on disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _C.prctl(_SET_DUMPABLE, 0, 0, 0, 0)


class Process:
    """Takes conversations and gives each a child of its own."""

    def __init__(self, listener: socket.socket, keys: Path, allowed: set[int]) -> None:
        self._listener, self._keys, self._allowed = listener, keys, allowed
        self._children: set[int] = set()

    def serve(self, until: int | None = None) -> None:
        """Serve until ended, or until the other end of `until` is closed."""
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        with selectors.DefaultSelector() as selector:
            for one in [wake_read, *([] if until is None else [until])]:
                selector.register(one, selectors.EVENT_READ)
            ready: set[object] = set()
            while until is None or until not in ready:
                if wake_read in ready:
                    os.read(wake_read, 4096)
                    self._reap()
                if self._listener in ready:
                    self._take()
                self._listen_if_free(selector)
                ready = {key.fileobj for key, _ in selector.select()}
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _listen_if_free(self, selector: selectors.BaseSelector) -> None:
        listening = self._listener in selector.get_map()
        if listening and len(self._children) >= _MOST:
            selector.unregister(self._listener)
        elif not listening and len(self._children) < _MOST:
            selector.register(self._listener, selectors.EVENT_READ)

    def _take(self) -> None:
        connection, _address = self._listener.accept()
        with connection:
            user = peer(connection)
            if user not in self._allowed:
                connection.setblocking(False)
                with contextlib.suppress(OSError):
                    frames.send(connection, refusal(Refused(Reason.STRANGER)))
                return
            pid = os.fork()
            if pid == 0:
                self._listener.close()
                _hold(connection, self._keys, user)
            self._children.add(pid)

    def _reap(self) -> None:
        for pid in list(self._children):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._children.discard(pid)


def _hold(connection: socket.socket, keys: Path, user: int) -> None:
    """Be the child: one conversation and out, whatever happens, without a word of how."""
    try:
        _C.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        talk = Conversation(connection, keys)
        try:
            talk.hold()
        except (frames.BrokenFrame, OSError):
            pass  # the client has gone, or says nothing any more
        except Exception as error:  # its name alone: a traceback could show what was typed
            sys.stderr.write(f"user={user} key={talk.key_id} failed: {type(error).__name__}\n")
            frames.send(connection, refusal(Refused(Reason.FAILED)))
        if talk.key_id:
            sys.stderr.write(f"user={user} key={talk.key_id} signed={talk.signed}\n")
        sys.stderr.flush()
    finally:
        os._exit(0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until ended by a signal, or with the process that started it."""
    options = _options(arguments)
    _close_up()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    allowed = {os.geteuid(), *(_uid(user) for user in options.allow)}
    listener = (
        socket.socket(fileno=options.fd)
        if options.fd is not None
        else listen(options.socket, options.group)
    )
    keys = options.keys.resolve()
    os.chdir("/")
    gc.collect()
    gc.freeze()
    Process(listener, keys, allowed).serve(sys.stdin.fileno() if options.fd is not None else None)


if __name__ == "__main__":
    main()
