"""The list of files that goes up: what belongs in it, its seal, and the check on arrival."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from workflow.core.audit import digest_of
from workflow.core.db import db
from workflow.core.errors import DamagedFile, MissingFile
from workflow.core.storage.port import Store
from workflow.councils.models import AgendaItem, Session
from workflow.councils.states import SessionStatus
from workflow.documents.contents import read
from workflow.documents.models import Document, DocumentLink, Paper
from workflow.documents.states import FileRole, PaperKind, PaperStatus
from workflow.exchange.models import Transmittal
from workflow.proposals.models import Nomination

LETTER, COUNCIL, UNIT, EVIDENCE = "letter", "council", "unit", "evidence"
ORDER = (LETTER, COUNCIL, UNIT, EVIDENCE)
# Of one paper, only the best, of its renewals and of its people's signatures the last; of an
# annex, the sealed file or its last renewal.
_BEST = (
    FileRole.RENEWED, FileRole.RENEWED_COPY, FileRole.DIGITISED, FileRole.SIGNED,
    FileRole.NUMBERED, FileRole.PERSON_SIGNED, FileRole.OFFERED,
)  # fmt: skip
_LAST = (FileRole.RENEWED, FileRole.RENEWED_COPY, FileRole.PERSON_SIGNED)
_INSTEAD = (FileRole.SEALED_ANNEX, FileRole.RENEWED_ANNEX)
_SIGNED = (PaperStatus.SIGNED, PaperStatus.NUMBERED, PaperStatus.SEALED, PaperStatus.ISSUED)
_GONE = (PaperStatus.REPLACED, PaperStatus.REVOKED)

Entry = dict[str, Any]


def sessions_of(nomination_ids: Sequence[int]) -> Sequence[Session]:
    """Return the sessions that looked at the nominations, oldest first, without void ones."""
    agendas = select(AgendaItem.session_id).where(AgendaItem.nomination_id.in_(nomination_ids))
    return db.session.scalars(
        select(Session)
        .where(Session.id.in_(agendas), Session.status != SessionStatus.VOID)
        .order_by(Session.starts_at, Session.id)
    ).all()


def _owned(kind: str, ids: Iterable[int]) -> ColumnElement[bool]:
    return and_(DocumentLink.owner_kind == kind, DocumentLink.owner_id.in_(list(ids)))


def _papers(
    letter_id: int | None, sessions: Sequence[int], proposals: Sequence[int]
) -> list[Paper]:
    """Return the letter, the minutes and counts of the sessions, and the units' papers."""
    council = and_(
        Paper.owner_kind == "session", Paper.owner_id.in_(sessions),
        Paper.kind == PaperKind.MINUTES, Paper.status.in_(_SIGNED),
    )  # fmt: skip
    unit = and_(Paper.owner_kind == "proposal", Paper.owner_id.in_(proposals))
    rows = select(Paper).where(
        or_(Paper.id == letter_id, council, unit), Paper.status.not_in(_GONE)
    )
    return list(db.session.scalars(rows.order_by(Paper.id)))


def _links(where: Sequence[ColumnElement[bool]]) -> Sequence[DocumentLink]:
    return db.session.scalars(
        select(DocumentLink)
        .where(or_(*where), DocumentLink.removed_at.is_(None))
        .options(joinedload(DocumentLink.document).joinedload(Document.file))
        .order_by(DocumentLink.id)
    ).all()


def _wanted(links: Sequence[DocumentLink]) -> list[DocumentLink]:
    """Leave out docx sources and, of each paper, every file but the one that counts."""
    best: dict[int, int] = {}
    last: dict[tuple[int, FileRole], int] = {}
    for one in links:
        if one.owner_kind == "paper" and one.role in _BEST:
            rank = _BEST.index(one.role)
            best[one.owner_id] = min(rank, best.get(one.owner_id, rank))
            last[one.owner_id, one.role] = one.id
    later = {one.document.source_id: one.id for one in links if one.role in _INSTEAD}
    return [
        one for one in links
        if one.role is not FileRole.SOURCE and _counts(one, best)
        and one.document_id not in later
        and (one.role not in _INSTEAD or one.id == later[one.document.source_id])
        and (one.role not in _LAST or one.id == last[one.owner_id, one.role])
    ]  # fmt: skip


def _counts(link: DocumentLink, best: dict[int, int]) -> bool:
    if link.owner_kind != "paper" or link.role not in _BEST:
        return True
    return _BEST.index(link.role) == best[link.owner_id]


def _entry(link: DocumentLink, group: str, number: str, nomination: str) -> Entry:
    document = link.document
    return {
        "group": group, "number": number, "nomination": nomination, "title": document.title,
        "name": document.file_name, "document": document.public_id, "role": link.role.value,
        "size": document.file.size, "sha256": document.file.digest,
    }  # fmt: skip


def gather(letter_id: int | None, nominations: Sequence[Nomination]) -> list[Entry]:
    """Return every file that goes up: the letter's, the council's, the units', the evidence."""
    proposals = sorted({row.proposal_id for row in nominations})
    sessions = [one.id for one in sessions_of([row.id for row in nominations])]
    papers = {paper.id: paper for paper in _papers(letter_id, sessions, proposals)}
    rows = {row.id: row.public_id for row in nominations}
    links = _wanted(_links([
        _owned("paper", papers), _owned("proposal", proposals), _owned("nomination", rows),
    ]))  # fmt: skip
    entries: dict[str, Entry] = {}
    for link in links:
        group, number = _place(link, letter_id, papers)
        nomination = rows[link.owner_id] if link.owner_kind == "nomination" else ""
        entry = _entry(link, group, number, nomination)
        entries.setdefault(f"{link.document_id}/{nomination}", entry)
    return sorted(entries.values(), key=lambda entry: ORDER.index(entry["group"]))


def _place(link: DocumentLink, letter_id: int | None, papers: dict[int, Paper]) -> tuple[str, str]:
    if link.owner_kind == "nomination":
        return EVIDENCE, ""
    if link.owner_kind == "proposal":
        return UNIT, ""
    paper = papers[link.owner_id]
    if paper.id == letter_id:
        return LETTER, paper.number_text or ""
    return COUNCIL if paper.owner_kind == "session" else UNIT, paper.number_text or ""


def seal(entries: Sequence[Entry]) -> str:
    """Return the digest the list is known by from sending on."""
    return digest_of(list(entries))


def documents_in(entries: Sequence[Entry]) -> dict[str, Document]:
    """Return the documents a list names, by their public ids, in one query."""
    rows = db.session.scalars(
        select(Document)
        .where(Document.public_id.in_({entry["document"] for entry in entries}))
        .options(joinedload(Document.file))
    )
    return {row.public_id: row for row in rows}


def differences(transmittal: Transmittal, store: Store) -> list[str]:
    """Return the titles of the files that are not what was sent; an empty list when all is whole.

    Every file is read from the store, so call it outside any transaction. Raises
    StoreUnavailable when the store does not answer: that says nothing about the files.
    """
    entries = transmittal.manifest or []
    if seal(entries) != transmittal.manifest_digest:
        return [transmittal.title]
    documents = documents_in(entries)
    return [entry["title"] for entry in entries if not _is_whole(entry, documents, store)]


def _is_whole(entry: Entry, documents: dict[str, Document], store: Store) -> bool:
    document = documents.get(entry["document"])
    if document is None or document.file.digest != entry["sha256"]:
        return False
    try:
        return len(read(document, store)) == int(entry["size"])
    except (DamagedFile, MissingFile):
        return False
