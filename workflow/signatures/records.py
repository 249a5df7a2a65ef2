"""What the record says of a signed file: whose paper it is, who had to sign it with what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from workflow.core.db import db
from workflow.documents.models import Document, Paper, StoredFile
from workflow.signatures.engine.report import Expected, Signer
from workflow.signatures.models import MadeSignature, SigningCertificate
from workflow.signatures.queries import field_of, made_on
from workflow.signatures.renewal.models import FileRenewal
from workflow.signatures.states import Part

_ALONE = (Part.ANNEX, Part.COPY)  # the agency's seal is the only signature of such a file


def paper_of(digest: str) -> Paper | None:
    """Return the paper a file is, known by its digest: as it was sealed, or as renewed since."""
    file = select(StoredFile.id).where(StoredFile.digest == sealed_as(digest)).scalar_subquery()
    sealed = select(MadeSignature.paper_id).where(
        MadeSignature.part != Part.PERSON, MadeSignature.file_id == file
    )
    return db.session.scalars(select(Paper).where(Paper.id.in_(sealed)).limit(1)).first()


def sealed_as(digest: str) -> str:
    """Return the digest a file had when it was sealed; its own where it is no renewed one."""
    after = select(StoredFile.id).where(StoredFile.digest == digest).scalar_subquery()
    sealed = db.session.scalar(
        select(StoredFile.digest)
        .join(Document, Document.file_id == StoredFile.id)
        .join(FileRenewal, FileRenewal.document_id == Document.id)
        .where(FileRenewal.after_id == after)
    )
    return sealed or digest


def expected_of(paper: Paper, digest: str) -> Expected | None:
    """Return who has to have signed a paper's file; None where no signature was recorded."""
    return expect(made_for(paper, sealed_as(digest)), digest)


def made_for(paper: Paper, sealed: str) -> list[tuple[str, SigningCertificate]]:
    """Return fields and certificates of the file of a paper that was sealed with this digest.

    Annexes and digitised copies are files apart; any other digest is the paper's own file.
    """
    made = made_on(paper)
    alone = [one for one in made if one.part in _ALONE and one.file.digest == sealed]
    counting = alone or [one for one in made if one.part not in _ALONE]
    # of two in one field the later counts
    return list({field_of(one): one.certificate for one in counting}.items())


def expect(made: Iterable[tuple[str, SigningCertificate]], digest: str) -> Expected | None:
    """Return what these signers make of a file; None where nobody signed."""
    signers = [Signer(field, frozenset({by.fingerprint})) for field, by in made]
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


def recorded_as(digest: str) -> Expected | None:
    """Return who has to have signed a file that is a record of ours; None of anybody else's."""
    record = record_of(digest)
    return record.expected if record is not None else None
