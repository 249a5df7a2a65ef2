"""The bytes behind documents: the configured store, writing before rows, reading verified."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from workflow.core.storage.port import Store
from workflow.documents.models import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True)
class TakenFile:
    """Bytes that lie in the store, checked and read back; no row names them yet."""

    digest: str
    size: int
    media_type: str
    extension: str
    name: str
    pages: int | None


@dataclass(frozen=True)
class _Place:
    store: Store
    cache: Path


_configured: list[_Place] = []


def configure(store: Store, cache: Path) -> None:
    """Say where files live and where pictures of pages may be kept. Called by each application."""
    _configured[:] = [_Place(store, cache)]


def current_store() -> Store:
    """Return the store of this process, for jobs and commands."""
    return _configured[0].store


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    return _configured[0].cache


def put(content: bytes, *, media_type: str, extension: str, name: str, pages: int | None = None,
        store: Store | None = None) -> TakenFile:  # fmt: skip
    """Put what we made ourselves into the store. Before the transaction that names it."""
    digest = hashlib.sha256(content).hexdigest()
    (store or current_store()).put(digest, io.BytesIO(content), len(content))
    return TakenFile(digest, len(content), media_type, extension, name, pages)


def read(document: Document, store: Store | None = None) -> bytes:
    """Return the document's bytes, just compared with the digest recorded at acceptance.

    Raises DamagedFile, MissingFile or StoreUnavailable; other bytes are never returned.
    """
    return (store or current_store()).open(document.file.digest)
