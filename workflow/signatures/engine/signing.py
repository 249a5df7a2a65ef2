"""Signs by the profile: a person certifies, the agency seals, archival time-stamps follow.

The key itself stays elsewhere: a `Key` turns bytes into a signature, in a process of its own or
in a token. What needs the network is given as objects too, so nothing here opens a connection.
"""

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from asn1crypto import cms, tsp, x509
from PIL import Image
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    PdfSigningSession,
    PdfTimeStamper,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from workflow.signatures.engine.cms import DIGEST, envelope_of, mechanism_of
from workflow.signatures.engine.filling import Values, fill_into
from workflow.signatures.engine.profile import PERSON, SEAL

EVIDENCE_FIRST = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
_CMS_ROOM = 12288  # bytes kept for a signature with its chain and its time-stamp


class Key(Protocol):
    """A signing key with its certificates, wherever the key itself lies."""

    certificate: bytes  # DER
    chain: Sequence[bytes]  # DER, issuer first; the root may be missing

    def sign(self, data: bytes, mechanism: str) -> bytes:
        """Sign `data` (not yet digested) with SHA-256.

        `mechanism` is rsassa_pss (salt of 32 bytes, MGF1 with SHA-256), rsassa_pkcs1v15, or
        ecdsa (DER).
        """


@dataclass(frozen=True)
class Evidence:
    """What proves certificates good at the moment of signing, all DER: kept inside the file."""

    roots: Sequence[bytes] = ()
    others: Sequence[bytes] = ()
    crls: Sequence[bytes] = ()
    ocsps: Sequence[bytes] = ()


Stamp = Callable[[bytes], bytes]  # a time-stamp request to its answer, both DER (RFC 3161)


@dataclass(frozen=True)
class Means:
    """What a signature is made with besides its key, and the time it claims.

    Without `stamp` it is of level B-B; with it B-T; with `evidence` too B-LT, and the seal B-LTA.
    """

    at: datetime
    stamp: Stamp | None = None
    evidence: Evidence | None = None
    picture: bytes = b""  # PNG drawn into the field; nothing is drawn without
    pss: bool = True


class _Signer(Signer):
    """pyHanko's view of a `Key`; the signature itself is written by `Envelope`."""

    def __init__(self, key: Key, *, pss: bool) -> None:
        certificate = x509.Certificate.load(key.certificate)
        known = SimpleCertificateStore()
        known.register_multiple(x509.Certificate.load(one) for one in key.chain)
        super().__init__(
            signing_cert=certificate, cert_registry=known, embed_roots=False,
            signature_mechanism=mechanism_of(certificate, pss=pss),
        )  # fmt: skip
        self._key = key
        self._envelope = envelope_of(bytes(key.certificate), tuple(key.chain), pss=pss)

    async def async_sign(
        self, data_digest: bytes, digest_algorithm: str, *_: Any,
        timestamper: TimeStamper | None = None, **_more: Any,
    ) -> cms.ContentInfo:  # fmt: skip
        told = self._envelope.attributes(data_digest)
        made = self._key.sign(told, self._envelope.mechanism)
        token = b""
        if timestamper is not None:
            stamped = await timestamper.async_timestamp(sha256(made).digest(), digest_algorithm)
            token = stamped.dump()
        return cms.ContentInfo.load(self._envelope.wrap(told, made, token))


class _PdfSigner(PdfSigner):
    """Signs at the time of the business clock, not of the machine."""

    def __init__(self, at: datetime, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._at = at

    def init_signing_session(self, *args: Any, **more: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **more)
        session.system_time = self._at
        return session


class Stamper(TimeStamper):
    """pyHanko's view of a `Stamp`."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()
        self._stamp = stamp

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = await asyncio.to_thread(self._stamp, req.dump())  # it may run a loop of its own
        return tsp.TimeStampResp.load(answer)


def context_of(evidence: Evidence, at: datetime) -> ValidationContext:
    """Return the context certificates are judged in: only what was given, nothing fetched."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(one) for one in evidence.roots],
        other_certs=[x509.Certificate.load(one) for one in evidence.others],
        crls=list(evidence.crls), ocsps=list(evidence.ocsps), allow_fetching=False,
        moment=at, revocation_mode="hard-fail", retroactive_revinfo=True,
    )  # fmt: skip


def certify(pdf: bytes, key: Key, means: Means, *, field: str = PERSON) -> bytes:
    """Sign as the person: the first signer certifies, allowing fields to be filled in."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
    meta = _metadata(field, means, certify=field == PERSON, docmdp_permissions=MDPPerm.FILL_FORMS)
    return _signed(writer, meta, key, means)


def seal(pdf: bytes, key: Key, means: Means, *, values: Values | None = None) -> bytes:
    """Seal as the agency, filling in what is given (number and date, or the time) with it.

    With evidence and time-stamps an archival time-stamp over the whole file follows.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
    if values is not None:
        fill_into(writer, values)
    archival = means.stamp is not None and means.evidence is not None
    return _signed(
        writer,
        _metadata(SEAL, means, use_pades_lta=archival, docmdp_permissions=MDPPerm.NO_CHANGES),
        key,
        means,
    )


class Unproven(ValueError):
    """The last archival time-stamp cannot be proven any more, so another would prove nothing."""


def renew(
    pdf: bytes, stamp: Stamp, evidence: Evidence, at: datetime, *, digest: str = DIGEST
) -> bytes:
    """Add evidence for the last time-stamp and a new one over all of it. Raises Unproven."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    judged = context_of(evidence, at)
    last = validate_pdf_timestamp(reader.embedded_timestamp_signatures[-1], judged, skip_diff=True)
    if not last.trusted or last.validation_path is None:
        raise Unproven
    made = io.BytesIO()
    PdfTimeStamper(Stamper(stamp)).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True), digest, judged,
        validation_paths=[last.validation_path], dss_settings=EVIDENCE_FIRST, output=made,
    )  # fmt: skip
    return made.getvalue()


def _metadata(field: str, means: Means, **more: Any) -> PdfSignatureMetadata:
    judged = context_of(means.evidence, means.at) if means.evidence is not None else None
    return PdfSignatureMetadata(
        field_name=field, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=judged is not None, validation_context=judged,
        dss_settings=DSSContentSettings(include_vri=False), **more,
    )  # fmt: skip


def _signed(
    writer: IncrementalPdfFileWriter, meta: PdfSignatureMetadata, key: Key, means: Means
) -> bytes:
    signer = _PdfSigner(
        means.at, meta, _Signer(key, pss=means.pss), stamp_style=_style(means.picture),
        timestamper=Stamper(means.stamp) if means.stamp is not None else None,
    )  # fmt: skip
    made = io.BytesIO()
    signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=2 * _CMS_ROOM, output=made)
    return made.getvalue()


def _style(picture: bytes) -> StaticStampStyle:
    """Draw the picture alone: no frame, no words (Decree 30/2020, PL I II.7, II.8)."""
    background = PdfImage(Image.open(io.BytesIO(picture), formats=("PNG",))) if picture else None
    return StaticStampStyle(background=background, border_width=0, background_opacity=1.0)
