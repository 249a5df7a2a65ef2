"""Taking in an upload: hash while receiving, check in a limited child, store, read back."""

from typing import BinaryIO

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.storage.port import Store
from workflow.core.storage.spool import receive
from workflow.documents.contents import TakenFile
from workflow.documents.engine.checks import check_upload


def take_in(stream: BinaryIO, name: str, *, store: Store, limit: int) -> TakenFile:
    """Return the accepted file, which now lies in the store. Call outside any transaction.

    Raises TooLarge, BadInput with the reason, or StoreUnavailable; nothing is kept then.
    """
    with receive(stream, limit) as received:
        if not received.size:
            raise BadInput(_("Tệp rỗng. Hãy chọn lại tệp."), field="file")
        checked = check_upload(name, received.path)
        with received.open() as content:
            store.put(received.digest, content, received.size)
    return TakenFile(
        received.digest, received.size, checked.media_type, checked.extension, name, checked.pages
    )
