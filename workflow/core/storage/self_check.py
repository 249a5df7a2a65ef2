"""The check of a store at start: what is written must come back the same."""

import hashlib
import io
import secrets

from workflow.core.errors import DamagedFile, MissingFile, StoreRefused
from workflow.core.i18n import _
from workflow.core.storage.port import Store


def prove(store: Store) -> None:
    """Write, read back, compare and remove a few random bytes, so that no old object can answer."""
    probe = secrets.token_bytes(64)
    digest = hashlib.sha256(probe).hexdigest()
    store.put(digest, io.BytesIO(probe), len(probe))
    try:
        store.open(digest)
    except (DamagedFile, MissingFile) as cause:
        raise StoreRefused(
            _(
                "Kho tệp không giữ đúng nội dung vừa ghi thử. "
                "Hãy kiểm tra kho tệp (BANGVANG_STORAGE_URL) rồi khởi động lại."
            )
        ) from cause
    finally:
        store.remove_orphan(digest)
