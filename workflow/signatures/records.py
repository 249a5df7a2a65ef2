"""What the record says of a signed file: whose paper it is, who had to sign it with what."""

from sqlalchemy import select

from workflow.core.db import db
from workflow.documents.models import Paper, StoredFile
from workflow.signatures.engine.profile import SEAL, person_field
from workflow.signatures.engine.report import Expected, Signer
from workflow.signatures.models import MadeSignature
from workflow.signatures.queries import made_on
from workflow.signatures.renewal.models import FileRenewal
from workflow.signatures.states import Part


def paper_of(digest: str) -> Paper | None:
    """Return the paper a file is, known by its digest: as it was sealed, or as renewed since."""
    file = select(StoredFile.id).where(StoredFile.digest == digest).scalar_subquery()
    sealed = select(MadeSignature.paper_id).where(
        MadeSignature.part == Part.SEAL, MadeSignature.file_id == file
    )
    renewed = select(FileRenewal.paper_id).where(FileRenewal.after_id == file)
    return db.session.scalars(
        select(Paper).where(Paper.id.in_(sealed) | Paper.id.in_(renewed)).limit(1)
    ).first()


def expected_of(paper: Paper, digest: str) -> Expected | None:
    """Return who has to have signed a paper's file; None where no signature was recorded."""
    marks: dict[str, str] = {}
    for one in made_on(paper):  # a later one in the same field is the one that counts
        field = SEAL if one.part is Part.SEAL else person_field(one.ordinal)
        marks[field] = one.certificate.fingerprint
    signers = [Signer(field, frozenset({mark})) for field, mark in marks.items()]
    return Expected(signers, digest) if signers else None
