"""What the record says of a signed file: whose paper it is, who had to sign it with what."""

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
