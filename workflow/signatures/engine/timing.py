"""When a signature is proven to have existed, by its own and by archival time-stamps.

The chain is walked from the newest time-stamp to the oldest, as EN 319 102-1 (5.6.3) does: a
time-stamp is judged at the moment the next one proves it by, the newest at the moment of asking.
Of the newest nothing younger is stored than what was gathered when it was made, so it stands
until its certificate ends or something known revokes it; then all it proves falls with it.
After the last day of an algorithm nothing made with it proves anything, neither signatures nor
certificates, but what a time-stamp made before that day covers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from asn1crypto import cms, tsp, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    message_imprint_checker,
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from workflow.signatures.engine.algorithms import aged, method_of, names_of, weaknesses
from workflow.signatures.engine.holders import holder_of
from workflow.signatures.engine.reading import Reading, loosely_covered
from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.engine.report import Method, Stamped, Trust
from workflow.signatures.engine.trusting import STAMPING, Chain, Judge, known_in_cms
from workflow.signatures.states import Verdict


@dataclass(frozen=True)
class Clock:
    """The moment asked for, and what archival time-stamps prove, each with its revision.

    `retired` are algorithms with their last moments, as in `Trust`.
    """

    at: datetime
    reading: Reading
    retired: Mapping[str, datetime] = field(default_factory=dict)
    proven: tuple[tuple[int, datetime], ...] = ()

    def control(self, revision: int) -> datetime:
        """Return the earliest moment by which a revision is proven to have existed, or now."""
        return self.archived(revision) or self.at

    def archived(self, revision: int) -> datetime | None:
        return min((time for later, time in self.proven if later > revision), default=None)

    def existed(self, certificate: x509.Certificate) -> datetime:
        """Return the earliest moment by which a certificate is proven to have existed, or now."""
        der = certificate.dump()
        covered = (time for later, time in self.proven if der in self.reading.held(later))
        return min(covered, default=self.at)

    def aged(self, names: Sequence[str], revision: int, chain: Chain) -> list[Reason]:
        """Return which algorithms prove nothing any more, of a signature and of its chain."""
        found = aged(names, self.retired, self.control(revision))
        for certificate, used in chain.issued():
            if not self.retired.keys().isdisjoint(used):
                found += aged(used, self.retired, self.existed(certificate))
        return list({reason.data["name"]: reason for reason in found}.values())


@dataclass(frozen=True)
class Token:
    """A time-stamp as it lies in the file: in which revision, and in which field of its own."""

    signed: cms.SignedData
    revision: int
    field: str = ""


class Stamps:
    """Judges time-stamps."""

    def __init__(self, judge: Judge, trust: Trust, at: datetime) -> None:
        self._judge, self._retired, self._at = judge, trust.retired, at

    async def chain(self, reading: Reading, *, ours: bool) -> tuple[Clock, tuple[Stamped, ...]]:
        """Return what the archival time-stamps prove, and each of them, oldest first.

        One that leaves anything before it uncovered proves nothing.
        """
        clock, judged = Clock(self._at, reading, self._retired), []
        for one in reversed(reading.stamps):
            token = Token(one.signed_data, one.signed_revision, one.fq_name)
            found = await self._judged(token, one.compute_digest, clock)
            loose = loosely_covered(reading, one, ours=ours)
            if loose:
                found = replace(found, proven=False, reasons=(*found.reasons, *loose))
            judged.append(found)
            if found.proven:
                proven = ((one.signed_revision, found.time), *clock.proven)
                clock = replace(clock, proven=proven)
        return clock, tuple(reversed(judged))

    async def of_signature(self, one: EmbeddedPdfSignature, clock: Clock) -> Stamped | None:
        """Return the time-stamp a signature carries, a proven one if there are several."""
        imprint = message_imprint_checker(one.signer_info)
        best = None
        for token in extract_tst_data_iter(one.signer_info, signed=False):
            found = await self._judged(Token(token, one.signed_revision), imprint, clock)
            best = found if best is None or found.proven else best
        return best

    async def _judged(
        self, token: Token, imprint: Callable[[str], bytes], clock: Clock
    ) -> Stamped:  # fmt: skip
        signed, control = token.signed, clock.control(token.revision)
        info: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
        time: datetime = info["gen_time"].native
        certs = extract_certs_for_validation(signed)
        certificate = certs.signer_cert
        if not _is_whole(signed, certificate, info, imprint):
            return _told(certificate, time, [because(Code.STAMP_FALSE)], token.field)
        signer = extract_signer_info(signed)
        method = method_of(signer, certificate)
        found = [one for one in weaknesses(signer, method) if one.weight is not Verdict.VALID]
        newest = control == self._at
        judge = self._judge.knowing(known_in_cms(signed, certs.other_certs))
        chain = await judge.chain(certificate, time if newest else control, STAMPING)
        names = _names(method, info)
        found += clock.aged(names, token.revision, chain)
        found += _against(chain, certificate, time, control)
        above = [name for _issued, used in chain.issued() for name in used]
        told = _told(certificate, time, found, token.field)
        stands = tuple(dict.fromkeys([*names, *above]))
        return replace(told, until=chain.until() or told.until, algorithms=stands)


def _is_whole(
    token: cms.SignedData, certificate: x509.Certificate, info: tsp.TSTInfo,
    imprint: Callable[[str], bytes],
) -> bool:  # fmt: skip
    signer = extract_signer_info(token)
    content = token["encap_content_info"]
    if content["content_type"].native != "tst_info":
        return False
    digest = hashes.Hash(get_pyca_cryptography_hash(signer["digest_algorithm"]["algorithm"].native))
    digest.update(bytes(content["content"]))
    intact, valid = validate_sig_integrity(signer, certificate, "tst_info", digest.finalize())
    said = info["message_imprint"]
    expected = imprint(said["hash_algorithm"]["algorithm"].native)
    return intact and valid and expected == said["hashed_message"].native


def _against(
    chain: Chain, certificate: x509.Certificate, time: datetime, control: datetime
) -> list[Reason]:
    """Return why a time-stamp cannot be trusted for its time at the moment that counts."""
    found = list(chain.reasons)
    if time > control:
        found.append(because(Code.TIME_AHEAD))
    if time < certificate.not_valid_before:
        found.append(because(Code.NOT_YET_VALID))
    if control > (chain.until() or certificate.not_valid_after):
        found.append(because(Code.EXPIRED_SINCE))
    if chain.revoked is not None and chain.revoked <= control:
        found.append(because(Code.REVOKED, day=chain.revoked.isoformat()))
    return found


def _told(
    certificate: x509.Certificate, time: datetime, found: list[Reason], field: str
) -> Stamped:  # fmt: skip
    holder = holder_of(certificate)
    return Stamped(
        time, holder.name, not found, tuple(found), field, holder.fingerprint, holder.until
    )


def _names(method: Method, info: tsp.TSTInfo) -> tuple[str, ...]:
    """Return the algorithms a time-stamp stands on: its own, and what digests what it covers."""
    imprint = info["message_imprint"]["hash_algorithm"]["algorithm"].native
    return tuple(dict.fromkeys((*names_of(method), imprint)))
