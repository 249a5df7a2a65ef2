"""A table between its dry run and its import: it lies in the store, its mark in the form.

The mark is signed and holds for one person, one organisation and one hour.
"""

import hashlib
import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from workflow.awards.importing.packing import Packed
from workflow.awards.importing.table import Table
from workflow.awards.models import ImportRun
from workflow.core import clock, jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, MissingFile, Unavailable
from workflow.core.i18n import _
from workflow.core.storage.port import Store
from workflow.core.unit_of_work import after_commit, unit_of_work

SECONDS = 3600
FORGET = "awards.import.forget"
_OWN = 16  # bytes nobody else has, before a file
_stores: list[Callable[[], Store]] = []


def register_store(store: Callable[[], Store]) -> None:
    """Say where tables are kept meanwhile; saying it twice changes nothing."""
    if store not in _stores:
        _stores.append(store)


def _store() -> Store:
    if not _stores:
        raise Unavailable(_("Máy chủ chưa bật kho tệp. Hãy báo quản trị viên."))
    return _stores[0]()


def _serializer(actor: Actor) -> URLSafeTimedSerializer:
    salt = f"import:{actor.user_id}:{actor.organisation_id}"
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=salt)


@dataclass(frozen=True)
class Kept:
    """What a mark stands for: the table, its file's name, and the file where it has more sheets."""

    digest: str
    name: str
    source: str = ""


def put(packed: Packed) -> str:
    """Put the table into the store and return its digest. Call outside any transaction."""
    return put_bytes(packed.content)


def put_file(content: bytes) -> str:
    """Put a file of somebody's into the store under a digest of its own, and return that.

    A document elsewhere may hold the same bytes; dropping this copy must not touch it.
    """
    return put_bytes(secrets.token_bytes(_OWN) + content)


def fetch_file(digest: str) -> bytes:
    return fetch_bytes(digest)[_OWN:]


def put_bytes(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    _store().put(digest, io.BytesIO(content), len(content))
    return digest


def mark_of(kept: Kept, actor: Actor) -> str:
    return str(_serializer(actor).dumps([kept.digest, kept.name, kept.source]))


def read_mark(mark: str, actor: Actor) -> Kept:
    """Return what the mark stands for. Raises BadInput when it does not hold any more."""
    try:
        return Kept(*_serializer(actor).loads(mark, max_age=SECONDS))
    except (BadData, ValueError, TypeError) as error:
        raise BadInput(_gone()) from error


def fetch(digest: str) -> Packed:
    """Return a table out of the store. Raises BadInput when it is not there any more."""
    return Packed(fetch_bytes(digest))


def fetch_bytes(digest: str) -> bytes:
    if not digest:
        raise BadInput(_gone())
    try:
        return _store().open(digest)
    except MissingFile as error:
        raise BadInput(_gone()) from error


def recall(mark: str, actor: Actor) -> tuple[Table, str]:
    """Return a short table and its name. Raises BadInput when the mark does not hold any more."""
    kept = read_mark(mark, actor)
    return fetch(kept.digest).table(), kept.name


def forget(mark: str, actor: Actor) -> None:
    """Take the table out of the store once the import is stored."""
    kept = read_mark(mark, actor)
    drop(kept.digest, kept.source)


def let_go_later(*digests: str) -> None:
    """Have a worker drop what a dry run keeps once its mark does not hold any more."""
    named = [one for one in digests if one]
    job = jobs.enqueue(FORGET, f"forget:{named[0]}", {"digests": named})
    job.due_at = clock.real_now() + timedelta(seconds=2 * SECONDS)


def let_go(run: jobs.Run) -> None:
    """Drop what was kept for a dry run, unless a long import still needs it."""
    digests = set(run.payload["digests"])
    with unit_of_work():
        for column in (ImportRun.table_digest, ImportRun.source_digest):
            digests -= set(db.session.scalars(select(column).where(column.in_(digests))))
        drop(*digests)


def drop(*digests: str) -> None:
    """Take what no row names any more out of the store, once that is stored."""
    for digest in filter(None, digests):
        after_commit(partial(_store().remove_orphan, digest))


def _gone() -> str:
    return _("Bảng vừa gửi không còn được giữ. Hãy tải lên hoặc dán lại.")
