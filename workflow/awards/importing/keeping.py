"""A table between its dry run and its import: it lies in the store, its mark in the form.

The mark is signed and holds for one person, one organisation and one hour.
"""

import hashlib
import io
import json
import zlib
from collections.abc import Callable
from functools import partial

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from workflow.awards.importing.table import Table
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, MissingFile, Unavailable
from workflow.core.i18n import _
from workflow.core.storage.port import Store
from workflow.core.unit_of_work import after_commit

SECONDS = 3600
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


def keep(table: Table, name: str, actor: Actor) -> str:
    """Put the table into the store and return its mark. Call outside any transaction."""
    text = json.dumps(table.as_json(), separators=(",", ":"))
    content = zlib.compress(text.encode(), level=1)
    digest = hashlib.sha256(content).hexdigest()
    _store().put(digest, io.BytesIO(content), len(content))
    return str(_serializer(actor).dumps([digest, name]))


def recall(mark: str, actor: Actor) -> tuple[Table, str]:
    """Return the table and its name. Raises BadInput when the mark does not hold any more."""
    digest, name = _read(mark, actor)
    try:
        content = _store().open(digest)
    except MissingFile as error:
        raise BadInput(_gone()) from error
    return Table.from_json(json.loads(zlib.decompress(content))), name


def forget(mark: str, actor: Actor) -> None:
    """Take the table out of the store once the import is stored."""
    digest, _name = _read(mark, actor)
    after_commit(partial(_store().remove_orphan, digest))


def _read(mark: str, actor: Actor) -> tuple[str, str]:
    try:
        digest, name = _serializer(actor).loads(mark, max_age=SECONDS)
    except (BadData, ValueError) as error:
        raise BadInput(_gone()) from error
    return digest, name


def _gone() -> str:
    return _("Bảng vừa gửi không còn được giữ. Hãy tải lên hoặc dán lại.")
