"""What the record says of a certificate's sealed file: whose it is, who had to sign it."""

from sqlalchemy import select

from workflow.core.db import db
from workflow.decisions.sealing.models import SignedCertificate
from workflow.decisions.sealing.queries import counting
from workflow.documents.models import Document, StoredFile
from workflow.signatures.engine.profile import PERSON, SEAL
from workflow.signatures.engine.report import Expected, Signer
from workflow.signatures.records import Record
from workflow.signatures.states import Part

_FIELDS = ((Part.PERSON, PERSON), (Part.SEAL, SEAL))


def sealed_file(certificate_id: int) -> Expected | None:
    """Return digest and signers of the file that counts; None before it is sealed.

    One that the person alone has signed is not out.
    """
    parts = counting([certificate_id]).get(certificate_id, {})
    if Part.SEAL not in parts or Part.PERSON not in parts:
        return None
    signers = [
        Signer(field, frozenset({parts[part].by_certificate.fingerprint}))
        for part, field in _FIELDS
    ]
    return Expected(signers, parts[Part.SEAL].document.file.digest)


def record_of(digest: str) -> Record | None:
    """Return the certificate whose sealed file has this digest and still counts."""
    found = db.session.execute(
        select(SignedCertificate.certificate_id, Document.title)
        .join(Document, Document.id == SignedCertificate.document_id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(
            StoredFile.digest == digest, SignedCertificate.part == Part.SEAL,
            SignedCertificate.voided_at.is_(None),
        )
    ).first()  # fmt: skip
    return Record(found.title, sealed_file(found.certificate_id)) if found is not None else None
