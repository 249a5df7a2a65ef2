"""What the record says of a certificate's sealed file: whose it is, who had to sign it."""

from collections.abc import Mapping

from sqlalchemy import Select, select

from workflow.core.db import db
from workflow.decisions.models import Certificate, Decision, DecisionItem
from workflow.decisions.sealing.models import SignedCertificate
from workflow.decisions.sealing.queries import counting
from workflow.documents.models import Document, StoredFile
from workflow.documents.renewed import newest_of
from workflow.signatures.engine.profile import PERSON, SEAL
from workflow.signatures.engine.report import Expected
from workflow.signatures.records import Record, expect, sealed_as
from workflow.signatures.renewal.sources import Signers, Source
from workflow.signatures.states import Part

_FIELDS = ((Part.PERSON, PERSON), (Part.SEAL, SEAL))


def sealed_file(certificate_id: int) -> Expected | None:
    """Return digest and signers of the file that counts, as proven today; None before the seal.

    One that the person alone has signed is not out.
    """
    parts = _parts(certificate_id)
    if Part.SEAL not in parts or Part.PERSON not in parts:
        return None
    return expect(_signed_by(parts), newest_of(parts[Part.SEAL].document).file.digest)


def _parts(certificate_id: int) -> Mapping[Part, SignedCertificate]:
    return counting([certificate_id]).get(certificate_id, {})


def _signed_by(parts: Mapping[Part, SignedCertificate]) -> Signers:
    return [(field, parts[part].by_certificate) for part, field in _FIELDS if part in parts]


def record_of(digest: str) -> Record | None:
    """Return the certificate whose sealed file, or a renewal of it, has this digest and counts."""
    found = db.session.execute(
        select(SignedCertificate.certificate_id, Document.title)
        .join(Document, Document.id == SignedCertificate.document_id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(
            StoredFile.digest == sealed_as(digest), SignedCertificate.part == Part.SEAL,
            SignedCertificate.voided_at.is_(None),
        )
    ).first()  # fmt: skip
    if found is None:
        return None
    return Record(found.title, expect(_signed_by(_parts(found.certificate_id)), digest))


def _sealed() -> Select[int, int]:
    """Select the sealed certificates that count, with the paper of their decision."""
    return (
        select(SignedCertificate.document_id.label("document_id"), Decision.paper_id)
        .join(Certificate, Certificate.id == SignedCertificate.certificate_id)
        .join(DecisionItem, DecisionItem.id == Certificate.item_id)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(SignedCertificate.part == Part.SEAL, SignedCertificate.voided_at.is_(None))
    )


def _signers(certificate_id: int, _sealed: Document) -> Signers:
    return _signed_by(_parts(certificate_id))


CERTIFICATES = Source("certificate", _sealed, _signers)
