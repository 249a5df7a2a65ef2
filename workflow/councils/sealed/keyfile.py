"""The key of a ballot without tellers: a file outside database and backups, gone after the count.

A weaker promise, and the pages say so: it holds against whoever reads the database, not against
whoever reads the server's disk while the ballot is open.
"""

import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.councils.sealed.keys import SEED_BYTES, public_of_seed

_NAME = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class KeyFolder:
    """Where the keys of ballots without tellers lie."""

    folder: Path

    def make(self, ballot: str) -> bytes:
        """Make a key, keep its seed in a file only the server reads, return the public half."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seed = secrets.token_bytes(SEED_BYTES)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        handle = os.open(self._path(ballot), flags, 0o600)
        try:
            os.write(handle, seed)
            os.fsync(handle)
        finally:
            os.close(handle)
        self._keep()
        return public_of_seed(seed)

    def seed(self, ballot: str) -> bytes:
        """Return the seed. Raises InvalidStep when the file is gone: the box stays shut."""
        try:
            return self._path(ballot).read_bytes()
        except FileNotFoundError:
            raise InvalidStep(
                _("Tệp khóa của cuộc bỏ phiếu này không còn trên máy chủ nên không mở được hòm. "
                  "Hãy hủy cuộc bỏ phiếu và bỏ phiếu lại.")
            ) from None  # fmt: skip

    def destroy(self, ballot: str) -> None:
        self._path(ballot).unlink(missing_ok=True)

    def sweep(self, done: Iterable[str]) -> None:
        """Remove the keys of these ballots: nothing of theirs is to be opened any more."""
        for ballot in done:
            self.destroy(ballot)

    def _keep(self) -> None:
        """Have the folder's own entry written down: without it a power cut takes the file."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _path(self, ballot: str) -> Path:
        if not _NAME.fullmatch(ballot):
            raise ValueError("not a ballot's name")
        return self.folder / f"{ballot}.key"
