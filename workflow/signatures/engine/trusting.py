"""Certificates judged at a moment by what is trusted and what is known: nothing is fetched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator import errors as wrong
from pyhanko_certvalidator.path import ValidationPath

from workflow.signatures.engine.algorithms import POLICY, issued_with
from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.engine.report import Trust
from workflow.signatures.engine.revoked import revocations
from workflow.signatures.states import TrustClass

SIGNING = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
STAMPING = KeyUsageConstraints(extd_key_usage={"time_stamping"})


@dataclass(frozen=True)
class Known:
    """Certificates and revocation lists at hand, from the file and from our own store."""

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()

    def and_also(self, other: "Known") -> "Known":
        return Known(
            self.certificates + other.certificates,
            tuple(dict.fromkeys(self.crls + other.crls)),
            tuple(dict.fromkeys(self.ocsps + other.ocsps)),
        )


def known_of(trust: Trust) -> Known:
    """Return what our own store knows."""
    others = tuple(x509.Certificate.load(one) for one in trust.others)
    return Known(others, tuple(trust.crls), tuple(trust.ocsps))


@dataclass(frozen=True)
class Chain:
    """How a certificate leads to a root, or why it does not; revoked is the earliest moment."""

    path: ValidationPath | None = None
    root: TrustClass | None = None
    reasons: tuple[Reason, ...] = ()
    revoked: datetime | None = None

    def until(self) -> datetime | None:
        """Return the end of what expires first, the root left out: trust in it is our own."""
        listed = list(self.path.iter_certs(include_root=False)) if self.path else []
        return min((one.not_valid_after for one in listed), default=None)

    def issued(self) -> Iterator[tuple[x509.Certificate, tuple[str, ...]]]:
        """Yield each certificate with the algorithms it was issued with; of a root none count."""
        listed = list(self.path.iter_certs(include_root=True)) if self.path else []
        for above, below in pairwise(listed):
            yield below, issued_with(below, above)


@dataclass(frozen=True)
class Judge:
    """Judges certificates by the roots given and all that is known."""

    roots: dict[TrustClass, tuple[x509.Certificate, ...]]
    known: Known = field(default_factory=Known)
    _read: dict[bytes, crl.CertificateList] = field(default_factory=dict)  # lists can be long

    @classmethod
    def by(cls, trust: Trust) -> "Judge":
        roots = {
            kind: tuple(x509.Certificate.load(one) for one in listed)
            for kind, listed in trust.roots.items()
        }
        return cls(roots, known_of(trust))

    def knowing(self, more: Known) -> "Judge":
        return replace(self, known=self.known.and_also(more))

    async def chain(
        self, certificate: x509.Certificate, moment: datetime, usage: KeyUsageConstraints
    ) -> Chain:
        """Judge a signer's certificate as it was at a moment."""
        context = self._context(certificate, moment)
        paths = context.path_builder.async_build_paths_lazy(certificate)
        path, found = None, _misused(certificate, usage)
        try:
            path = await find_valid_path(certificate, paths, context)
        except (wrong.PathBuildingError, wrong.InvalidCertificateError):
            found.append(self._unknown_issuer(certificate))
        except wrong.RevokedError as error:
            return Chain(error.original_path, None, tuple(found), error.revocation_dt)
        except wrong.ValidationError as error:
            found.append(_reason_of(error))
        listed = list(path.iter_certs(include_root=False)) if path else [certificate]
        revoked = min((day for one in listed for day in self._revocations(one)), default=None)
        return Chain(path, self._class_of(path), tuple(found), revoked)

    def _context(self, leaf: x509.Certificate, moment: datetime) -> ValidationContext:
        """Say what counts for a certificate: lists made after it ended are silent about it."""
        crls = [self._list(one) for one in self.known.crls]
        end = leaf.not_valid_after
        return ValidationContext(
            trust_roots=[one for listed in self.roots.values() for one in listed],
            other_certs=self.known.certificates,
            crls=[one for one in crls if one["tbs_cert_list"]["this_update"].native <= end],
            ocsps=[ocsp.OCSPResponse.load(one) for one in self.known.ocsps],
            allow_fetching=False, moment=moment, revocation_mode="hard-fail",
            retroactive_revinfo=True, algorithm_usage_policy=POLICY,
        )  # fmt: skip

    def _list(self, one: bytes) -> crl.CertificateList:
        if one not in self._read:
            self._read[one] = crl.CertificateList.load(one)
        return self._read[one]

    def _class_of(self, path: ValidationPath | None) -> TrustClass | None:
        if path is None:
            return None
        anchor = next(iter(path.iter_certs(include_root=True))).dump()
        return next(
            (kind for kind, listed in self.roots.items() if anchor in [c.dump() for c in listed]),
            None,
        )

    def _unknown_issuer(self, certificate: x509.Certificate) -> Reason:
        if certificate.self_issued:
            return because(Code.SELF_SIGNED)
        ours = {one.subject.hashable for listed in self.roots.values() for one in listed}
        named, seen = {certificate.issuer.hashable}, set[str]()
        while named - seen:
            seen |= named
            named = {
                one.issuer.hashable
                for one in self.known.certificates
                if one.subject.hashable in seen
            }
        return because(Code.SAME_NAME if seen & ours else Code.UNTRUSTED)

    def _revocations(self, certificate: x509.Certificate) -> Iterator[datetime]:
        """Yield when its issuer revoked a certificate, by whatever is known, of any age."""
        trusted = (one for listed in self.roots.values() for one in listed)
        among = (*trusted, *self.known.certificates)
        return revocations(certificate, among, self.known.crls, self.known.ocsps)


def _misused(certificate: x509.Certificate, usage: KeyUsageConstraints) -> list[Reason]:
    try:
        usage.validate(certificate)
    except wrong.InvalidCertificateError:
        return [because(Code.WRONG_USAGE)]
    return []


def _reason_of(error: Exception) -> Reason:
    """Return why a path is not good, dates apart, which are judged before."""
    kinds: Sequence[tuple[type[Exception], Code]] = (
        (wrong.InsufficientRevinfoError, Code.REVOCATION_UNKNOWN),
        (wrong.DisallowedAlgorithmError, Code.WEAK_CHAIN),
        (wrong.NotYetValidError, Code.NOT_YET_VALID),
        (wrong.ExpiredError, Code.EXPIRED),
    )
    return because(
        next((code for kind, code in kinds if isinstance(error, kind)), Code.CHAIN_BROKEN)
    )


def known_in_cms(signed: cms.SignedData, certificates: Iterable[x509.Certificate]) -> Known:
    """Return the certificates and revocation lists a signature brings with it."""
    crls: list[bytes] = []
    ocsps: list[bytes] = []
    attributes = signed["signer_infos"][0]["signed_attrs"]
    for archived in find_cms_attribute_iter(attributes, "adobe_revocation_info_archival"):
        crls += [one.dump() for one in archived["crl"] or ()]
        ocsps += [one.dump() for one in archived["ocsp"] or ()]
    return Known(tuple(certificates), tuple(crls), tuple(ocsps))
