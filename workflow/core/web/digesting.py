"""Uploads of which only the SHA-256 is wanted: hashed as they arrive, kept nowhere, never read."""

import hashlib
import io
from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import Request, current_app

View = TypeVar("View", bound=Callable[..., Any])


class Digest(io.RawIOBase):
    """A file one can only write to; what was written is known by its digest alone."""

    def __init__(self) -> None:
        super().__init__()
        self._sum = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Let whoever received the file believe that it was wound back."""
        del offset, whence
        return 0

    def write(self, content: Any, /) -> int:
        part = bytes(content)
        self._sum.update(part)
        self.size += len(part)
        return len(part)

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()


def digested(view: View) -> View:
    """Let a view have the digests of its uploads, and nothing else of them."""
    setattr(view, "digests_uploads", True)  # noqa: B010  read by the request below
    return view


class DigestingRequest(Request):
    """A request whose view may ask that its uploads be hashed instead of kept."""

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None,
        filename: str | None = None, content_length: int | None = None,
    ) -> IO[bytes]:  # fmt: skip
        view = current_app.view_functions.get(self.endpoint or "")
        if getattr(view, "digests_uploads", False):
            return Digest()  # type: ignore[return-value]
        return super()._get_file_stream(
            total_content_length, content_type, filename, content_length
        )
