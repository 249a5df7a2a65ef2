"""Receiving a file: hashed while it arrives, held in a temporary file, refused above a limit."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workflow.core.errors import TooLarge
from workflow.core.i18n import _
from workflow.core.storage.port import CHUNK

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Received:
    """What arrived: where it lies for now, its SHA-256 in hex, its size in bytes."""

    path: Path
    digest: str
    size: int

    def open(self) -> BinaryIO:
        """The bytes from their beginning; the caller closes it."""
        return self.path.open("rb")


@contextmanager
def receive(stream: BinaryIO, limit: int, folder: Path | None = None) -> Iterator[Received]:
    """Take a stream of at most `limit` bytes into a temporary file, gone when the block ends."""
    handle, name = tempfile.mkstemp(prefix="received-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as spool:
            digest, size = _take(stream, spool, limit)
        yield Received(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


def _take(stream: BinaryIO, spool: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    # One byte more than allowed is enough to know; the rest is never read.
    while piece := stream.read(min(CHUNK, limit + 1 - size)):
        size += len(piece)
        if size > limit:
            raise TooLarge(
                _(
                    "Tệp lớn hơn %(limit)s MB. Hãy giảm dung lượng hoặc tách tệp rồi tải lên lại.",
                    limit=f"{limit / MEGABYTE:g}".replace(".", ","),
                )
            )
        digest.update(piece)
        spool.write(piece)
    return digest.hexdigest(), size
