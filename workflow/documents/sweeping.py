"""Bytes in the store that no row names: what they are, and taking them out after a time of grace.

They lie there when the transaction that was to name them failed, or nobody went on with a form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete, func, select, union
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import InstrumentedAttribute

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import MissingFile, NotAllowed
from workflow.core.i18n import _
from workflow.core.storage.port import Store
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.models import StoredFile

GRACE = timedelta(days=7)
_MANY = 500

Named = InstrumentedAttribute[str]
_naming: list[Named] = [StoredFile.digest]


@dataclass(frozen=True)
class Orphan:
    """Bytes nobody names, and since when they lie there."""

    digest: str
    stored_at: datetime


@dataclass(frozen=True)
class Seen:
    """What was found in the store: how many files rows name, the others, and how many lack."""

    named: int
    orphans: tuple[Orphan, ...]
    missing: int = 0  # at least so many are named and not in the store

    def older_than(self, grace: timedelta) -> tuple[Orphan, ...]:
        before = clock.real_now() - grace
        return tuple(one for one in self.orphans if one.stored_at < before)


def register_naming(*columns: Named) -> None:
    """Say which columns besides name bytes by their digest; twice changes nothing."""
    _naming.extend(one for one in columns if not any(one is known for known in _naming))


def naming() -> tuple[Named, ...]:
    return tuple(_naming)


def look_through(store: Store) -> Seen:
    """Compare everything in the store with the rows, a few hundred at a time."""
    named, orphans, expected = 0, [], _count_named()
    for some in _batches(store.digests()):
        unknown = some - _named_of(some)
        db.session.rollback()  # a large store takes long, and a reader must not keep old rows alive
        named += len(some) - len(unknown)
        orphans += [one for digest in sorted(unknown) if (one := _orphan(digest, store))]
    return Seen(named, tuple(orphans), max(0, expected - named))


def remove(seen: Seen, chosen: Sequence[Orphan], store: Store) -> list[Orphan]:
    """Take out the chosen bytes, a transaction each; return those that were still nobody's.

    Raises NotAllowed where most of the store is nobody's: that is the wrong database, or an
    older one than the files, and what is removed cannot be had back.
    """
    if len(seen.orphans) > seen.named:
        raise NotAllowed(
            _("Hơn một nửa số tệp trong kho không có dòng dữ liệu nào nhắc tới. Có lẽ cơ sở dữ "
              "liệu này không đi cùng kho tệp này, hoặc vừa khôi phục từ bản cũ. Chưa xóa gì.")
        )  # fmt: skip
    return [one for one in chosen if _remove(one.digest, store)]


def _remove(digest: str, store: Store) -> bool:
    """Remove the bytes unless a row names them by now.

    The row claimed here makes whoever is about to name the same bytes wait; they then find
    them gone (`stored.stored_file`) and are told to send them again.
    """
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    claim = insert(StoredFile).values(
        digest=digest, size=0, media_type="", stored_at=clock.real_now()
    )
    with unit_of_work():
        claimed = db.session.scalar(
            claim.on_conflict_do_nothing(index_elements=["digest"]).returning(StoredFile.id)
        )
        if claimed is None:
            return False
        ours = StoredFile.id == claimed
        free = not _named_of({digest}, besides=StoredFile.digest)
        if free:
            store.remove_orphan(digest)
        db.session.execute(delete(StoredFile).where(ours))
    return free


def _count_named() -> int:
    """Count the digests rows name; what is named while the store is read is only found besides."""
    every = union(*(select(column) for column in _naming)).subquery()
    count = db.session.scalar(select(func.count()).where(every.c[0].is_not(None)))
    db.session.rollback()
    return count or 0


def _named_of(digests: set[str], *, besides: Named | None = None) -> set[str]:
    known: set[str] = set()
    for column in _naming:
        if column is not besides:
            known |= set(db.session.scalars(select(column).where(column.in_(digests))))
    return known


def _orphan(digest: str, store: Store) -> Orphan | None:
    try:
        return Orphan(digest, store.stored_at(digest))
    except MissingFile:  # removed meanwhile by whoever had put it there
        return None


def _batches(digests: Iterator[str]) -> Iterator[set[str]]:
    while some := set(islice(digests, _MANY)):
        yield some
