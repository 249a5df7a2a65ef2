"""How far the certificates of a decision are signed, and what a run takes up next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from workflow.core import clock
from workflow.core.db import db
from workflow.decisions.models import Certificate, DecisionItem, ItemStatus
from workflow.decisions.sealing.models import SignedCertificate, SigningRun
from workflow.documents.models import Document, DocumentLink, Drawing, StoredFile
from workflow.documents.renewed import newest_among
from workflow.documents.states import FileRole
from workflow.signatures.states import Part

SILENCE = timedelta(minutes=1)  # of a run; it is heard of every few seconds
LAST_RUNS = 10


@dataclass(frozen=True)
class Sheet:
    """An awarded certificate: what it says now, as it is drawn and as it is signed so far."""

    certificate_id: int
    name: str
    title: str = ""
    said: str = ""  # digest of what it says; empty while it is being drawn
    drawn: str = ""  # digest of the file
    person: SignedCertificate | None = None
    seal: SignedCertificate | None = None

    def waits_for(self, part: Part) -> bool:
        """Whether this is the part's turn: the person signs first (Decree 30/2020, 32.2.d)."""
        if not self.said:
            return False
        if part is Part.PERSON:
            return self.person is None
        return self.person is not None and self.seal is None


def sheets_of(decision_id: int, only: Collection[int] | None = None) -> list[Sheet]:
    """Return the awarded certificates in the order of the golden book, in three queries."""
    rows = (
        select(Certificate.id, DecisionItem.name)
        .join(Certificate.item)
        .where(DecisionItem.decision_id == decision_id, DecisionItem.status == ItemStatus.AWARDED)
        .order_by(Certificate.golden_number, Certificate.id)
    )
    if only is not None:
        rows = rows.where(Certificate.id.in_(only))
    named = [(row.id, row.name) for row in db.session.execute(rows)]
    drawn, signed = _drawn([key for key, _name in named]), counting([key for key, _name in named])
    return [
        Sheet(
            key, name, *drawn.get(key, ("", "", "")), signed.get(key, {}).get(Part.PERSON),
            signed.get(key, {}).get(Part.SEAL),
        )
        for key, name in named
    ]  # fmt: skip


def _drawn(certificate_ids: Collection[int]) -> dict[int, tuple[str, str, str]]:
    """Return title, digest of what it says and of the file; what is being drawn is left out."""
    owned = and_(Drawing.owner_kind == DocumentLink.owner_kind,
                 Drawing.owner_id == DocumentLink.owner_id)  # fmt: skip
    rows = db.session.execute(
        select(
            DocumentLink.owner_id, Document.title, Document.context_digest, StoredFile.digest
        )
        .join(Document, Document.id == DocumentLink.document_id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .join(Drawing, owned)
        .where(
            DocumentLink.owner_kind == "certificate", DocumentLink.owner_id.in_(certificate_ids),
            DocumentLink.role == FileRole.CERTIFICATE, DocumentLink.removed_at.is_(None),
            Drawing.drawn_round == Drawing.round,
        )
    )  # fmt: skip
    return {key: (title, said or "", digest) for key, title, said, digest in rows}


def counting(certificate_ids: Collection[int]) -> dict[int, dict[Part, SignedCertificate]]:
    """Return the signed files that count, by certificate and part."""
    rows = db.session.scalars(
        select(SignedCertificate)
        .options(
            joinedload(SignedCertificate.document).joinedload(Document.file),
            joinedload(SignedCertificate.by_certificate),
        )
        .where(
            SignedCertificate.certificate_id.in_(certificate_ids),
            SignedCertificate.voided_at.is_(None),
        )
    )
    found: dict[int, dict[Part, SignedCertificate]] = {}
    for one in rows:
        found.setdefault(one.certificate_id, {})[one.part] = one
    return found


def is_alive(run: SigningRun) -> bool:
    """Whether somebody still works on it."""
    return run.ended_at is None and run.heard_at + SILENCE > clock.real_now()


def runs_of(decision_id: int) -> Sequence[SigningRun]:
    """Return the last runs over a decision's certificates, the newest first."""
    rows = select(SigningRun).options(joinedload(SigningRun.started_by))
    rows = rows.where(SigningRun.decision_id == decision_id)
    return db.session.scalars(rows.order_by(SigningRun.id.desc()).limit(LAST_RUNS)).all()


def under_way(decision_id: int, part: Part) -> SigningRun | None:
    """Return the run that has not ended, dead or alive, locked for change."""
    return db.session.scalars(
        select(SigningRun)
        .where(
            SigningRun.decision_id == decision_id, SigningRun.part == part,
            SigningRun.ended_at.is_(None),
        )
        .with_for_update().execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip


def sealed_files(certificate_ids: Collection[int]) -> dict[int, Document]:
    """Return the sealed file of each certificate that has one, as it is proven today."""
    sealed = {
        key: parts[Part.SEAL].document
        for key, parts in counting(certificate_ids).items()
        if Part.SEAL in parts
    }
    return dict(zip(sealed, newest_among(sealed.values()), strict=True))
