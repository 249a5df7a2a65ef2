"""What the record says of a signed file: whose paper it is, who had to sign it with what."""

from sqlalchemy import select

from workflow.core.db import db
from workflow.documents.models import Paper, StoredFile
from workflow.signatures.engine.profile import SEAL, person_field
from workflow.signatures.engine.report import Expected, Signer
from workflow.signatures.models import MadeSignature
from workflow.signatures.queries import made_on
from workflow.signatures.states import Part


def paper_of(digest: str) -> Paper | None:
    """Return the paper a sealed file is, known by its digest."""
    return db.session.scalars(
        select(Paper)
        .join(MadeSignature, MadeSignature.paper_id == Paper.id)
        .join(StoredFile, StoredFile.id == MadeSignature.file_id)
        .where(StoredFile.digest == digest, MadeSignature.part == Part.SEAL)
        .limit(1)
    ).first()


def expected_of(paper: Paper, digest: str) -> Expected | None:
    """Return who has to have signed a paper's file; None where no signature was recorded."""
    marks: dict[str, str] = {}
    for one in made_on(paper):  # a later one in the same field is the one that counts
        field = SEAL if one.part is Part.SEAL else person_field(one.ordinal)
        marks[field] = one.certificate.fingerprint
    signers = [Signer(field, frozenset({mark})) for field, mark in marks.items()]
    return Expected(signers, digest) if signers else None
