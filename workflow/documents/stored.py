"""The rows of stored files: one for each digest, and what a journal may say of one."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from workflow.core import clock
from workflow.core.db import db
from workflow.core.storage import port
from workflow.documents.contents import TakenFile, current_store
from workflow.documents.models import Document, StoredFile
from workflow.documents.states import FileRole


def stored_file(taken: TakenFile) -> StoredFile:
    """Return the row of bytes that already lie in the store; two writers get the same one.

    Bytes nobody named so far may have been swept away since they were put there: a new row is
    kept only with them still in their place.
    """
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    new = db.session.execute(
        insert(StoredFile)
        .values(
            digest=taken.digest, size=taken.size, media_type=taken.media_type,
            stored_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["digest"])
        .returning(StoredFile.id)
    ).first()  # fmt: skip
    if new is not None and not current_store().exists(taken.digest):
        raise port.unavailable_for_writing()
    return db.session.scalars(select(StoredFile).where(StoredFile.digest == taken.digest)).one()


def said_of(document: Document, role: FileRole) -> dict[str, str]:
    """Return what a journal keeps of a file: never its title, which may give away a secret."""
    return {"document": document.public_id, "role": role.value, "file": document.file.digest}
