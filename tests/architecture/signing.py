"""What the world signs with: certificates of the department, and a root that is everybody's."""

import base64
from datetime import date

from sqlalchemy import select

from tests.architecture.world import MARK
from tests.signatures.pki.authorities import read_authorities
from workflow.accounts.models import User
from workflow.core import clock
from workflow.core.db import db
from workflow.documents import contents
from workflow.documents.models import Document, DocumentLink, Paper, StoredFile
from workflow.documents.states import Direction, FileRole, Medium, PaperStatus
from workflow.documents.stored import stored_file
from workflow.organisations.models import Organisation
from workflow.signatures.models import SigningCertificate, SigningRequest, TrustedRoot
from workflow.signatures.registry.registering import offered_in
from workflow.signatures.renewal.models import FileProof, RetiredAlgorithm
from workflow.signatures.renewal.states import Trouble
from workflow.signatures.states import Part, RequestStatus, TrustClass

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)  # one point


def add_certificates(organisation: Organisation, head: User) -> None:
    """The head's certificate and the seal's; from now on the office signs digitally."""
    organisation.signs_digitally = True
    authorities = read_authorities()
    ink = contents.put(PICTURE, media_type="image/png", extension="png", name="ky.png")
    for name, part, user in (("head", Part.PERSON, head), ("seal", Part.SEAL, None)):
        offered = offered_in(authorities.certificate(name))
        one = offered.certificate
        db.session.add(
            SigningCertificate(
                organisation_id=organisation.id, part=part, user_id=user.id if user else None,
                der=one.dump(), fingerprint=offered.fingerprint, subject=MARK, issuer="CA",
                serial=f"{one.serial_number:X}", not_before=one.not_valid_before,
                not_after=one.not_valid_after, trust_class=TrustClass.OFFICIAL,
                registered_at=clock.now(), picture=stored_file(ink),
            )
        )  # fmt: skip
    db.session.flush()
    _hand_out(organisation, head)
    _watch(organisation)
    db.session.commit()


def _hand_out(organisation: Organisation, head: User) -> None:
    """The scan of a sheet is out to be sealed elsewhere as a digitised copy."""
    scans = (DocumentLink.owner_id == Paper.id) & (DocumentLink.role == FileRole.SIGNED)
    out = db.session.execute(
        select(Paper.id, Document.file_id)
        .join(DocumentLink, scans).join(Document, Document.id == DocumentLink.document_id)
        .where(
            Paper.organisation_id == organisation.id, Paper.status == PaperStatus.ISSUED,
            Paper.medium == Medium.SHEET, Paper.direction == Direction.OUTGOING,
            DocumentLink.owner_kind == "paper",
        )
        .order_by(Paper.id)
    ).first()  # fmt: skip
    seals = SigningCertificate.part == Part.SEAL
    db.session.add(
        SigningRequest(
            paper_id=out.id, part=Part.COPY, opened_by_id=head.id, opened_at=clock.now(),
            certificate_id=db.session.scalars(select(SigningCertificate.id).where(seals)).one(),
            file_id=out.file_id,
        )
    )  # fmt: skip
    # An act may erase a draft with its files, and the store is not put back between two tests:
    # bytes somebody refers to stay.
    first = select(StoredFile.id).order_by(StoredFile.id)
    db.session.add(
        SigningRequest(
            paper_id=out.id, part=Part.SEAL, opened_by_id=head.id, opened_at=clock.now(),
            certificate_id=db.session.scalars(select(SigningCertificate.id).where(seals)).one(),
            file_id=db.session.scalars(first).first(), status=RequestStatus.WITHDRAWN,
        )
    )  # fmt: skip


def _watch(organisation: Organisation) -> None:
    """A file of each paper of the office can no longer be proven."""
    owned = (DocumentLink.owner_id == Paper.id) & (DocumentLink.owner_kind == "paper")
    papers = db.session.execute(
        select(Paper.id, Document.id.label("document_id"), Document.file_id)
        .join(DocumentLink, owned).join(Document, Document.id == DocumentLink.document_id)
        .where(Paper.organisation_id == organisation.id).order_by(Paper.id, Document.id)
    )  # fmt: skip
    for paper_id, document_id, file_id in {row.id: row for row in papers}.values():
        db.session.add(
            FileProof(document_id=document_id, paper_id=paper_id, file_id=file_id, good=False,
                      seen_at=clock.now(), trouble=Trouble.UNPROVEN, failing_since=clock.now())
        )  # fmt: skip


def add_root() -> set[str]:
    """A root and a last day that wait for a second keeper; return the ids, known to everybody."""
    one = offered_in(read_authorities().certificate("root")).certificate
    root = TrustedRoot(
        trust_class=TrustClass.OFFICIAL, der=one.dump(), fingerprint=bytes(one.sha256).hex(),
        name="CA", not_before=one.not_valid_before, not_after=one.not_valid_after,
        added_at=clock.now(),
    )  # fmt: skip
    last_day = RetiredAlgorithm(
        name="sha256", last_day=date(2040, 12, 31), source="TT", added_at=clock.now()
    )
    db.session.add_all([root, last_day])
    db.session.commit()
    return {root.public_id, last_day.public_id}
