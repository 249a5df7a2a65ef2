"""A file store in a directory of this machine."""

import hashlib
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from workflow.core.errors import StoreUnavailable
from workflow.core.storage import port
from workflow.core.storage.self_check import prove

log = logging.getLogger(__name__)

# Absent on Windows, where the symlink check by name has to do.
_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


_INCOMING = ".incoming-"


class DirectoryStore:
    """Files of mode 0600 in folders of mode 0700; nothing but digests in their names."""

    def __init__(self, root: Path) -> None:
        # The operator may reach the root through a link; inside it none is accepted.
        self._root = root.resolve()
        # Made only now: a root that vanishes later is a disk gone, never to be replaced by
        # an empty folder.
        with _reaching_disk(port.unavailable_for_writing()):
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, digest: str, content: BinaryIO, size: int) -> None:
        path = self._path(digest)
        with _reaching_disk(port.unavailable_for_writing()):
            if self._is_there(path):
                self._accept_or_refuse(path, digest)
                return
            self._make_folders(path.parent)
            temporary = path.parent / f"{_INCOMING}{secrets.token_hex(16)}"
            try:
                written = _write(temporary, content)
                if written != (digest, size) or _digest_on_disk(temporary) != digest:
                    log.error("store %s: written bytes do not match %s", self._root, digest)
                    port.refuse_changed_bytes()
                temporary.replace(path)  # a racing writer has put the same, verified bytes
            finally:
                temporary.unlink(missing_ok=True)
            _sync_folders(path.parent)

    def open(self, digest: str) -> bytes:
        path = self._path(digest)
        with _reaching_disk(port.unavailable_for_reading()):
            if not self._is_there(path):
                self._root.stat()
                port.raise_missing()
            if self._leads_away(path):
                log.error("store %s: a symbolic link lies at %s", self._root, digest)
                port.raise_damaged()
            content = _read(path)
        if hashlib.sha256(content).hexdigest() != digest:
            log.error("store %s: damaged file %s", self._root, digest)
            port.raise_damaged()
        return content

    def exists(self, digest: str) -> bool:
        with _reaching_disk(port.unavailable_for_reading()):
            return self._is_there(self._path(digest))

    def digests(self) -> Iterator[str]:
        with _reaching_disk(port.unavailable_for_reading()):
            self._root.stat()
            for first in _children(self._root / port.PREFIX):
                for second in _children(first):
                    for path in _children(second):
                        if digest := port.digest_of_key(path.relative_to(self._root).as_posix()):
                            yield digest

    def stored_at(self, digest: str) -> datetime:
        with _reaching_disk(port.unavailable_for_reading()):
            try:
                return _changed_at(self._path(digest))
            except FileNotFoundError:
                self._root.stat()
                port.raise_missing()

    def drop_unfinished(self, before: datetime) -> int:
        with _reaching_disk(port.unavailable_for_writing()):
            self._root.stat()
            left = [
                path for first in _children(self._root / port.PREFIX)
                for second in _children(first) for path in second.glob(f"{_INCOMING}*")
                if _changed_at(path) < before
            ]  # fmt: skip
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def remove_orphan(self, digest: str) -> None:
        path = self._path(digest)
        with _reaching_disk(port.unavailable_for_writing()):
            if self._leads_away(path.parent):
                port.refuse_over_damaged()
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                _sync_folders(path.parent)

    def check(self) -> None:
        prove(self)

    def _path(self, digest: str) -> Path:
        return self._root / port.key(digest)

    def _is_there(self, path: Path) -> bool:
        return os.path.lexists(path)

    def _leads_away(self, path: Path) -> bool:
        inside = (part for part in (path, *path.parents) if part.is_relative_to(self._root))
        return any(part.is_symlink() for part in inside)

    def _accept_or_refuse(self, path: Path, digest: str) -> None:
        """The same bytes twice are fine; anything else under the digest is left as it is."""
        if self._leads_away(path) or _digest_on_disk(path) != digest:
            log.error("store %s: damaged file %s", self._root, digest)
            port.refuse_over_damaged()
        _sync_folders(path.parent)  # whoever put it may not have come so far

    def _make_folders(self, folder: Path) -> None:
        for step in (*reversed(folder.parents[:2]), folder):
            if step.is_symlink():
                log.error("store: a symbolic link lies at %s", step)
                port.refuse_over_damaged()
            step.mkdir(mode=0o700, exist_ok=True)


def _write(path: Path, content: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in port.pieces(content):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            # Let the coming comparison read the disk instead of the memory just written.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return digest.hexdigest(), size


def _open(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb")


def _read(path: Path) -> bytes:
    with _open(path) as file:
        return file.read()


def _digest_on_disk(path: Path) -> str:
    with _open(path) as file:
        return port.hashed(port.pieces(file))


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)


def _children(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _sync_folders(leaf: Path) -> None:
    """Make the names durable, from the file's folder up to the root."""
    if os.name == "posix":  # elsewhere a folder cannot be opened
        for folder in (leaf, *leaf.parents[:3]):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def _reaching_disk(refusal: StoreUnavailable) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        log.exception("the file store's disk failed")
        raise refusal from cause
