"""Judges one signature: its bytes, its certificate at the moment that counts, what came later."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from asn1crypto import core, x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus

from workflow.signatures.engine import rules
from workflow.signatures.engine.algorithms import method_of, names_of, weaknesses
from workflow.signatures.engine.changes import changes_since
from workflow.signatures.engine.holders import holder_of, role_of
from workflow.signatures.engine.reading import Reading
from workflow.signatures.engine.reasons import Code, Reason, because, worst
from workflow.signatures.engine.report import Expected, Finding, Stamped
from workflow.signatures.engine.timing import Clock, Stamps
from workflow.signatures.engine.trusting import SIGNING, Chain, Judge, known_in_cms
from workflow.signatures.states import Verdict

_OF_TIME = {Code.REVOCATION_UNKNOWN, Code.EXPIRED, Code.NOT_YET_VALID}
_AHEAD = timedelta(minutes=10)  # what a signer's clock may be fast by


@dataclass(frozen=True)
class Times:
    """When it was signed: as claimed, and by when it is proven to have existed."""

    at: datetime
    claimed: datetime | None
    proven: datetime | None

    @property
    def known(self) -> datetime:
        """Return when it existed at the latest, as far as that can be believed today."""
        return self.proven or self.at

    def moment(self, certificate: x509.Certificate) -> datetime:
        """Return the moment to judge the chain at: what is known, if the certificate lasted."""
        within = certificate.not_valid_before <= self.known <= certificate.not_valid_after
        return self.known if within else self.claimed or self.known


@dataclass(frozen=True)
class Proof:
    """When a signature was made and by whose certificate, as far as it is proven."""

    times: Times
    stamped: Stamped | None = None
    chain: Chain = field(default_factory=Chain)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Judging:
    """What all signatures of a file are judged with."""

    reading: Reading
    judge: Judge
    stamps: Stamps
    clock: Clock
    expected: Expected | None

    async def finding(self, one: EmbeddedPdfSignature) -> Finding:
        """Return what can be said of a signature; one that cannot be read is not valid."""
        try:
            return await self._finding(one)
        except MemoryError:
            raise  # says nothing of the file; the limited child reports it
        except Exception as error:  # whatever a file provokes, it is not valid
            broken = because(Code.BROKEN, detail=type(error).__name__)
            return Finding(one.fq_name, role_of(one.fq_name, None), Verdict.INVALID, (broken,))

    async def _finding(self, one: EmbeddedPdfSignature) -> Finding:
        certificate, ours = one.signer_cert, self.expected is not None
        method, holder = method_of(one.signer_info, certificate), holder_of(certificate)
        later = changes_since(self.reading, one, ours=ours)
        broken = list(_broken(one))
        proof = Proof(_times(one, self.clock, None)) if broken else await self._proof(one)
        found = [
            *broken, *later.reasons, *weaknesses(one.signer_info, method),
            *self.clock.aged(names_of(method), one.signed_revision, proof.chain),
            *proof.reasons,
        ]  # fmt: skip
        if self.expected is not None:
            found += rules.of_signature(self.reading, one, self.expected, holder.fingerprint)
        verdict = worst(reason.weight for reason in found)
        if verdict in {Verdict.VALID, Verdict.VALID_WITH_CHANGES} and not _agreed(one, proof.chain):
            found.append(because(Code.BROKEN, detail="bottom_line"))
            verdict = Verdict.INVALID
        return Finding(
            one.fq_name, role_of(one.fq_name, certificate), verdict, tuple(found), holder, method,
            proof.times.claimed, proof.stamped, proof.times.proven, proof.chain.root,
            later.coverage, later.filled, later.signed_after,
        )  # fmt: skip

    async def _proof(self, one: EmbeddedPdfSignature) -> Proof:
        """Judge time and certificate of a signature whose bytes are as they were signed."""
        certificate = one.signer_cert
        stamped = await self.stamps.of_signature(one, self.clock)
        times = _times(one, self.clock, stamped)
        judge = self.judge.knowing(known_in_cms(one.signed_data, one.other_embedded_certs))
        chain = await judge.chain(certificate, times.moment(certificate), SIGNING)
        found = (*_dated(certificate, times, chain), *_stamping(stamped))
        return Proof(times, stamped, chain, found)


def _integrity(one: EmbeddedPdfSignature) -> tuple[bool, bool]:
    content = one.signed_data["encap_content_info"]
    if content["content_type"].native != "data" or content["content"] is not core.VOID:
        return False, False
    return validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())


def _broken(one: EmbeddedPdfSignature) -> Iterator[Reason]:
    intact, valid = _integrity(one)
    if not valid:
        yield because(Code.SIGNATURE_FALSE)
    elif not intact:
        yield because(Code.CONTENT_CHANGED)


def _times(one: EmbeddedPdfSignature, clock: Clock, stamped: Stamped | None) -> Times:
    claimed = one.self_reported_timestamp
    if claimed is not None and claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=UTC)
    by = [clock.archived(one.signed_revision), stamped.time if stamped and stamped.proven else None]
    return Times(clock.at, claimed, min((time for time in by if time), default=None))


def _dated(certificate: x509.Certificate, times: Times, chain: Chain) -> Iterator[Reason]:
    """Yield what is wrong with the certificate at the moment that counts."""
    dates = list(_validity(certificate, times))
    yield from dates
    settled = any(reason.weight is not Verdict.VALID for reason in dates)
    for reason in chain.reasons:
        if not (settled and reason.code in _OF_TIME):
            yield reason
    if chain.revoked is not None:
        yield from _revoked(chain.revoked, times)


def _validity(certificate: x509.Certificate, times: Times) -> Iterator[Reason]:
    """Yield what its dates say; a signature may be older than what proves it, never younger."""
    since, until = certificate.not_valid_before, certificate.not_valid_after
    claimed = times.claimed or times.known
    if times.known < since or claimed < since:
        yield because(Code.NOT_YET_VALID, since=since.isoformat())
    elif claimed > until:
        yield because(Code.EXPIRED, until=until.isoformat())
    elif times.known > until:
        yield because(Code.EXPIRED_SINCE, until=until.isoformat())
    elif claimed > times.known + _AHEAD:
        yield because(Code.TIME_AHEAD)
    elif times.proven is None:
        yield because(Code.TIME_UNPROVEN)


def _revoked(day: datetime, times: Times) -> Iterator[Reason]:
    if day <= (times.claimed or times.known):
        yield because(Code.REVOKED, day=day.isoformat())
    elif day <= times.known:
        yield because(Code.REVOKED_SINCE, day=day.isoformat())


def _stamping(stamped: Stamped | None) -> Iterator[Reason]:
    if stamped is None or stamped.proven:
        return
    false = any(reason.code == Code.STAMP_FALSE for reason in stamped.reasons)
    yield because(Code.STAMP_FALSE if false else Code.STAMP_UNPROVEN)


def _agreed(one: EmbeddedPdfSignature, chain: Chain) -> bool:
    """Tell whether pyHanko draws the same line under what was found."""
    intact, valid = _integrity(one)
    status = PdfSignatureStatus(
        intact=intact, valid=valid, signing_cert=one.signer_cert, md_algorithm=one.md_algorithm,
        pkcs7_signature_mechanism="", trust_problem_indic=None, validation_path=chain.path,
        revocation_details=None, error_time_horizon=None, validation_time=None,
        qualification_result=None, **one.summarise_integrity_info(),
    )  # fmt: skip
    return bool(status.bottom_line)


def unread(field: str, form: str) -> Finding:
    """Return what is said of a signature in a form that is not understood here."""
    reason = because(Code.FORMAT_UNSUPPORTED, form=form.lstrip("/"))
    return Finding(field, role_of(field, None), reason.weight, (reason,))
