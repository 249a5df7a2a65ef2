"""The audit record, which is also the journal people read: append-only, chained per stream."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import Base, db

FIRST_HASH = "0" * 64


class AuditStream(Base):
    """The head of one chain: one stream for each dossier, session, paper, account."""

    __tablename__ = "audit_streams"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    last_seq: Mapped[int]
    last_hash: Mapped[str]


class AuditRecord(Base):
    """One act: who, when, for which organisation, on what; before and after as digests."""

    __tablename__ = "audit_records"
    __table_args__ = (
        UniqueConstraint("stream_kind", "stream_id", "seq"),
        Index(None, "actor_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stream_kind: Mapped[str]
    stream_id: Mapped[int]
    seq: Mapped[int]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str]
    by_system: Mapped[bool]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    before_digest: Mapped[str | None]
    after_digest: Mapped[str | None]


def digest_of(value: Any) -> str:
    """Return the SHA-256 of `value` as canonical JSON (sorted keys, no blanks, UTF-8)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _next_link(kind: str, subject_id: int) -> AuditStream:
    """Lock the stream's head until the transaction ends, opening the stream if it is new."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    db.session.execute(
        insert(AuditStream)
        .values(kind=kind, subject_id=subject_id, last_seq=0, last_hash=FIRST_HASH)
        .on_conflict_do_nothing()
    )
    return db.session.execute(
        select(AuditStream)
        .where(AuditStream.kind == kind, AuditStream.subject_id == subject_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def _content(record: AuditRecord) -> dict[str, Any]:
    return {
        "stream": [record.stream_kind, record.stream_id], "seq": record.seq,
        "previous": record.previous_hash, "at": record.at.isoformat(timespec="microseconds"),
        "actor": [record.actor_id, record.actor_name, record.by_system],
        "organisation": record.organisation_id, "act": record.act,
        "subject": [record.subject_kind, record.subject_id], "detail": record.detail,
        "before": record.before_digest, "after": record.after_digest,
    }  # fmt: skip


def record(
    act: str, *, stream: tuple[str, int], actor: Actor, subject: tuple[str, int] | None = None,
    detail: dict[str, Any] | None = None, before: Any = None, after: Any = None,
) -> AuditRecord:  # fmt: skip
    """Write that `act` happened, in the caller's transaction (promise P29).

    `detail` holds what the journal line shows: plain JSON values, never file contents,
    ballots or passwords. `before` and `after` are kept as digests only.
    """
    db.session.flush()
    head = _next_link(*stream)
    entry = AuditRecord(
        stream_kind=stream[0], stream_id=stream[1], seq=head.last_seq + 1,
        previous_hash=head.last_hash, at=clock.now(), actor_id=actor.user_id,
        actor_name=actor.name, by_system=actor.is_system, organisation_id=actor.organisation_id,
        act=act, subject_kind=(subject or stream)[0], subject_id=(subject or stream)[1],
        detail=detail or {},
        before_digest=None if before is None else digest_of(before),
        after_digest=None if after is None else digest_of(after),
    )  # fmt: skip
    entry.hash = digest_of(_content(entry))
    head.last_seq, head.last_hash = entry.seq, entry.hash
    db.session.add(entry)
    return entry


def journal(kind: str, subject_id: int) -> Sequence[AuditRecord]:
    """Return the stream's acts, newest first."""
    rows = select(AuditRecord).where(
        AuditRecord.stream_kind == kind, AuditRecord.stream_id == subject_id
    )
    return db.session.scalars(rows.order_by(AuditRecord.seq.desc())).all()


def faults(kind: str, subject_id: int) -> list[str]:
    """Return what is wrong with a stream's chain, in words; an empty list when it is whole."""
    found: list[str] = []
    previous, expected = FIRST_HASH, 1
    for entry in reversed(journal(kind, subject_id)):
        if entry.seq != expected:
            found.append(f"{kind} {subject_id}: record {expected} is missing")
        if entry.previous_hash != previous or entry.hash != digest_of(_content(entry)):
            found.append(f"{kind} {subject_id}: record {entry.seq} was changed")
        previous, expected = entry.hash, entry.seq + 1
    head = db.session.get(AuditStream, (kind, subject_id))
    if head is not None and (head.last_seq, head.last_hash) != (expected - 1, previous):
        found.append(f"{kind} {subject_id}: records after {expected - 1} were removed")
    return found
