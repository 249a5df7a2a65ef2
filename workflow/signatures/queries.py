"""Certificates to sign with, the terms of an office, requests under way, signatures made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from workflow.core.db import db
from workflow.documents.models import Paper
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.organisations.models import Organisation
from workflow.signatures.engine.profile import SEAL, person_field
from workflow.signatures.models import (
    USUAL_RENEW_DAYS,
    USUAL_SEAL_MM,
    MadeSignature,
    SigningCertificate,
    SigningRequest,
    SigningTerms,
    TrustedRoot,
)
from workflow.signatures.states import Level, Part, RequestStatus, RootStatus

_MOST_LEVELS = 12  # of superiors; a circle in the data must not hang a page


@dataclass(frozen=True)
class Terms:
    """The terms an office signs on, and whose they are."""

    level: Level = Level.BASIC
    stamp_url: str = ""
    seal_mm: int = USUAL_SEAL_MM
    renew_days: int = USUAL_RENEW_DAYS
    whose: Organisation | None = None


def terms_of(organisation: Organisation) -> Terms:
    """Return the terms an office signs on: its own, else its nearest superior's, else basic."""
    at: Organisation | None = organisation
    for _step in range(_MOST_LEVELS):
        if at is None:
            break
        found = db.session.scalars(
            select(SigningTerms).where(SigningTerms.organisation_id == at.id)
        ).one_or_none()
        if found is not None:
            return Terms(found.level, found.stamp_url, found.seal_mm, found.renew_days, at)
        at = at.parent
    return Terms()


def certificates_for(
    organisation_id: int, part: Part, user_id: int | None, at: datetime
) -> list[SigningCertificate]:
    """Return what may be signed with at a moment, the newest first.

    A person's certificates, or with `user_id` None the office's own.
    """
    rows = _certificates(organisation_id, part, user_id).where(
        SigningCertificate.not_before <= at, SigningCertificate.not_after >= at
    )
    return list(db.session.scalars(rows))


def last_certificate(
    organisation_id: int, part: Part, user_id: int | None
) -> SigningCertificate | None:
    """Return the newest one nobody has ended, on whatever days it holds."""
    return db.session.scalars(_certificates(organisation_id, part, user_id).limit(1)).first()


def _certificates(
    organisation_id: int, part: Part, user_id: int | None
) -> Select[SigningCertificate]:
    return (
        select(SigningCertificate)
        .where(
            SigningCertificate.organisation_id == organisation_id,
            SigningCertificate.part == part.holder, SigningCertificate.user_id == user_id,
            SigningCertificate.ended_at.is_(None),
        )
        .order_by(SigningCertificate.id.desc())
    )  # fmt: skip


def open_requests(paper_id: int, part: Part) -> dict[int, SigningRequest]:
    """Return the files of this part that are out to be signed, by ordinal; one query."""
    rows = db.session.scalars(
        select(SigningRequest)
        .where(
            SigningRequest.paper_id == paper_id,
            SigningRequest.part == part,
            SigningRequest.status == RequestStatus.OPEN,
        )
        .options(joinedload(SigningRequest.file), joinedload(SigningRequest.certificate))
    )
    return {row.ordinal: row for row in rows}


def open_request(paper_id: int, part: Part, ordinal: int = 1) -> SigningRequest | None:
    """Return the file of this signature that is out to be signed."""
    return open_requests(paper_id, part).get(ordinal)


def find_request(public_id: str, *, lock: bool = False) -> SigningRequest | None:
    """Return a request by its id, locked for change if asked; right of access is the caller's."""
    rows = select(SigningRequest).where(SigningRequest.public_id == public_id)
    if lock:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(rows).one_or_none()


def made_on(paper: Paper) -> Sequence[MadeSignature]:
    """Return the signatures of a paper in the order they were made."""
    return db.session.scalars(
        select(MadeSignature)
        .where(MadeSignature.paper_id == paper.id)
        .options(joinedload(MadeSignature.certificate), joinedload(MadeSignature.file))
        .order_by(MadeSignature.id)
    ).all()


def signed_before(paper: Paper) -> list[MadeSignature]:
    """Return the signatures the next one comes behind: those in the file that lies there now."""
    links = documents_of("paper", paper.id, FileRole.PERSON_SIGNED)
    kept = {link.document.file_id for link in links}
    return [one for one in made_on(paper) if one.part is Part.PERSON and one.file_id in kept]


def field_of(made: MadeSignature) -> str:
    """Return the field of the profile a signature stands in."""
    return person_field(made.ordinal) if made.part is Part.PERSON else SEAL


def intermediates_of(root: TrustedRoot) -> list[bytes]:
    """Return what a root issues certificates with, as DER."""
    return [pem.unarmor(one.encode())[2] for one in root.intermediates]


def trusted_roots() -> Sequence[TrustedRoot]:
    """Return the roots trusted now."""
    return db.session.scalars(
        select(TrustedRoot).where(TrustedRoot.status == RootStatus.TRUSTED).order_by(TrustedRoot.id)
    ).all()
