"""What a file store promises: bytes under their own SHA-256, written once, checked at each read."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, NoReturn, Protocol

from workflow.core.errors import (
    DamagedFile,
    MissingFile,
    StoreRefused,
    StoreUnavailable,
)
from workflow.core.i18n import _

CHUNK = 1 << 20
PREFIX = "sha256"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Store(Protocol):
    """A place for files, addressed by the SHA-256 of their bytes."""

    def put(self, digest: str, content: BinaryIO, size: int) -> None:
        """Keep the bytes for good; return only after they were read back and compared.

        Putting what is already there does nothing. Nothing is ever overwritten: where damaged
        bytes lie under the digest the call is refused, so that the evidence stays.
        """

    def open(self, digest: str) -> bytes:
        """All bytes of the file, compared with the digest before any of them is returned."""

    def exists(self, digest: str) -> bool:
        """Whether something lies under the digest. Says nothing about its bytes."""

    def digests(self) -> Iterator[str]:
        """Every digest under which something lies, in order; for checks of the whole store."""

    def stored_at(self, digest: str) -> datetime:
        """When what lies under the digest was put there, in UTC. Raises MissingFile."""

    def drop_unfinished(self, before: datetime) -> int:
        """Remove what writers killed before that time left half-written; return how many."""

    def remove_orphan(self, digest: str) -> None:
        """Remove what no record names. The caller has made sure of that, after a grace period."""

    def check(self) -> None:
        """Write, read back, compare and remove a few bytes; raise a clear error otherwise."""


def key(digest: str) -> str:
    """`sha256/ab/cd/<hex>`: only ever made of a digest, never of a person's text."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"Not a SHA-256 in lower-case hex: {digest!r}")
    return f"{PREFIX}/{digest[:2]}/{digest[2:4]}/{digest}"


def digest_of_key(name: str) -> str | None:
    """The digest a key stands for, or None for whatever else lies in the store."""
    digest = name.rsplit("/", 1)[-1]
    return digest if _DIGEST.fullmatch(digest) and key(digest) == name else None


def pieces(content: BinaryIO) -> Iterator[bytes]:
    """The content in pieces of bounded size, from where the stream stands."""
    while piece := content.read(CHUNK):
        yield piece


def hashed(content: Iterable[bytes]) -> str:
    """The SHA-256 of the pieces."""
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
    return digest.hexdigest()


def unavailable_for_writing() -> StoreUnavailable:
    return StoreUnavailable(
        _("Kho tệp không trả lời. Nội dung chưa được lưu; hãy thử lại sau ít phút.")
    )


def unavailable_for_reading() -> StoreUnavailable:
    return StoreUnavailable(_("Kho tệp không trả lời. Tệp vẫn còn; hãy thử lại sau ít phút."))


def refuse_changed_bytes() -> NoReturn:
    raise StoreRefused(
        _("Kho tệp trả lại nội dung khác với nội dung đã gửi. Tệp chưa được lưu; hãy gửi lại.")
    )


def refuse_over_damaged() -> NoReturn:
    raise StoreRefused(
        _(
            "Kho tệp đang giữ một bản hỏng của chính tệp này nên chưa nhận thêm. "
            "Hãy báo người quản trị kiểm tra kho tệp."
        )
    )


def raise_damaged() -> NoReturn:
    raise DamagedFile(
        _(
            "Tệp trong kho không còn đúng như khi tiếp nhận nên không được mở. "
            "Hãy báo người quản trị khôi phục từ bản sao lưu."
        )
    )


def raise_missing() -> NoReturn:
    raise MissingFile(
        _("Không tìm thấy tệp trong kho. Hãy báo người quản trị khôi phục từ bản sao lưu.")
    )
