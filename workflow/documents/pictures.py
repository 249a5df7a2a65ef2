"""Pictures of a PDF's pages, made once from verified bytes and kept beside the data."""

import hashlib
import os
import tempfile
from pathlib import Path

from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.documents import contents
from workflow.documents.contents import PDF
from workflow.documents.engine.frames import NO_ROOM
from workflow.documents.engine.pages import page_images
from workflow.documents.models import Document

MAX_PAGES = 40  # longer documents are downloaded instead of shown
KEPT = 4000


def can_show(document: Document) -> bool:
    """Whether the document has pages to look at on the screen."""
    return document.file.media_type == PDF and 0 < (document.pages or 0) <= MAX_PAGES


def page_picture(document: Document, number: int) -> bytes:
    """Return one page as PNG. Raises NotVisible when there is no such page.

    A kept picture carries its own digest in its name, so what a disk spoilt is made anew.
    """
    if not can_show(document) or not 1 <= number <= (document.pages or 0):
        raise NotVisible(_("Văn bản không có trang này."))
    digest = document.file.digest
    kept = _kept(digest, number)
    if kept is not None:
        return kept
    pictures = page_images(contents.read(document))
    for place, picture in enumerate(pictures, start=1):
        _keep(digest, place, picture)
    return pictures[number - 1]


def _kept(digest: str, number: int) -> bytes | None:
    for path in contents.cache_folder().glob(f"{digest}-{number}-*.png"):
        picture = path.read_bytes()
        if path.stem.rpartition("-")[2] == hashlib.sha256(picture).hexdigest():
            return picture
        path.unlink(missing_ok=True)
    return None


def _keep(digest: str, number: int, picture: bytes) -> None:
    """Keep the picture; on a full disk it is shown all the same, and made anew the next time."""
    folder = contents.cache_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room(folder)
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        if error.errno not in NO_ROOM:
            raise
        return
    own = hashlib.sha256(picture).hexdigest()
    Path(name).replace(folder / f"{digest}-{number}-{own}.png")


def _make_room(folder: Path) -> None:
    """Forget the oldest pictures when there are too many: each can be made again."""
    kept = list(folder.glob("*.png"))
    if len(kept) >= KEPT:
        for path in sorted(kept, key=lambda one: one.stat().st_mtime)[: KEPT // 4]:
            path.unlink(missing_ok=True)
