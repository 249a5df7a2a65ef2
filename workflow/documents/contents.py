"""The bytes behind documents: the configured store, writing before rows, reading verified."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

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


_KEY = "documents.contents"


def configure(store: Store, cache: Path, app: Flask | None = None) -> None:
    """Say where the files of an application live, and where pictures of pages may be kept.

    Each application has a place of its own, as it has a database of its own.
    """
    (app or current_app).extensions[_KEY] = _Place(store, cache)


def _place() -> _Place:
    place: _Place = current_app.extensions[_KEY]
    return place


def current_store() -> Store:
    """Return the store of the application at work: in a page, a job or a command."""
    return _place().store


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    return _place().cache


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
