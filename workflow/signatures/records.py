"""What the record says of a signed file: whose paper it is, who had to sign it with what."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from workflow.core.db import db
from workflow.documents.models import Paper, StoredFile
from workflow.signatures.engine.report import Expected, Signer
from workflow.signatures.models import MadeSignature
from workflow.signatures.queries import field_of, made_on
from workflow.signatures.states import Part

_ALONE = (Part.ANNEX, Part.COPY)  # the agency's seal is the only signature of such a file


def paper_of(digest: str) -> Paper | None:
    """Return the paper a sealed file is, known by its digest."""
    return db.session.scalars(
        select(Paper)
        .join(MadeSignature, MadeSignature.paper_id == Paper.id)
        .join(StoredFile, StoredFile.id == MadeSignature.file_id)
        .where(StoredFile.digest == digest, MadeSignature.part != Part.PERSON)
        .limit(1)
    ).first()


def expected_of(paper: Paper, digest: str) -> Expected | None:
    """Return who has to have signed a paper's file; None where no signature was recorded."""
    made = made_on(paper)
    alone = [one for one in made if one.part in _ALONE and one.file.digest == digest]
    marks: dict[str, str] = {}
    for one in alone or [one for one in made if one.part not in _ALONE]:
        marks[field_of(one)] = one.certificate.fingerprint  # of two in one field the later counts
    signers = [Signer(field, frozenset({mark})) for field, mark in marks.items()]
    return Expected(signers, digest) if signers else None


@dataclass(frozen=True)
class Record:
    """A signed file of ours: what it is, in Vietnamese, and who had to sign it."""

    name: str
    expected: Expected | None


_finders: list[Callable[[str], Record | None]] = []


def register_records(find: Callable[[str], Record | None]) -> None:
    """Let another domain say of a digest that it is a signed file of its own."""
    if find not in _finders:
        _finders.append(find)


def record_of(digest: str) -> Record | None:
    """Return the record a file is, known by its digest: a paper, or what another domain keeps."""
    paper = paper_of(digest)
    if paper is not None:
        return Record(paper.number_text or "", expected_of(paper, digest))
    return next((found for find in _finders if (found := find(digest)) is not None), None)
