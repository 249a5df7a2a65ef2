"""What a certificate must be to be trusted as a root, and what may stand under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509

from workflow.signatures.engine.algorithms import (
    LEAST_CURVE,
    LEAST_RSA,
    STRONG_DIGESTS,
    digest_of,
)
from workflow.signatures.engine.issued import is_signed_by
from workflow.signatures.evidence.issuers import Issuers, name_of
from workflow.signatures.registry.unfit import Unfit, Why


@dataclass(frozen=True)
class Anchor:
    """A root and the authorities under it that an upload brought."""

    root: x509.Certificate
    intermediates: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        return bytes(self.root.sha256).hex()


def anchor_of(
    certificates: Sequence[x509.Certificate], at: datetime, *, held: bytes = b""
) -> Anchor:
    """Return the one root among the certificates, with the rest below it. Raises Unfit.

    `held` is the root that is trusted already, where only what is around it changes.
    """
    roots = [one for one in certificates if is_self_issued(one)]
    if not roots and held:
        roots = [x509.Certificate.load(held)]
    if not roots:
        raise Unfit(Why.NO_ROOT)
    if len(roots) > 1:
        raise Unfit(Why.MANY_ROOTS, names=", ".join(map(name_of, roots)))
    root = roots[0]
    below = tuple(one for one in certificates if not is_self_issued(one))
    if not _signed_itself(root):
        raise Unfit(Why.FALSE_ROOT, name=name_of(root))
    issuers = Issuers([root.dump()], [one.dump() for one in below])
    for one in (root, *below):
        _hold_fit(one, at, is_root=one is root)
    for one in below:
        last = [above for _below, above in issuers.path(one)][-1:]
        if [above.dump() for above in last] != [root.dump()]:
            raise Unfit(Why.STRAY, name=name_of(one), root=name_of(root))
    return Anchor(root, below)


def is_self_issued(certificate: x509.Certificate) -> bool:
    return bool(certificate.subject == certificate.issuer)


def _signed_itself(root: x509.Certificate) -> bool:
    return is_signed_by(
        root, root["signature_algorithm"], root["signature_value"].native,
        root["tbs_certificate"].dump(),
    )  # fmt: skip


def _hold_fit(one: x509.Certificate, at: datetime, *, is_root: bool) -> None:
    """A root's own signature proves nothing, so how it was made does not matter."""
    name = name_of(one)
    if not one.ca or (one.key_usage_value and "key_cert_sign" not in one.key_usage_value.native):
        raise Unfit(Why.NOT_CA, name=name)
    if one.not_valid_after < at:
        raise Unfit(Why.EXPIRED, name=name, day=one.not_valid_after)
    if one.not_valid_before > at:
        raise Unfit(Why.NOT_YET, name=name, day=one.not_valid_before)
    for why, told in weaknesses(one, self_signed=is_root):
        raise Unfit(why, name=name, told=told)


def weaknesses(one: x509.Certificate, *, self_signed: bool = False) -> Iterator[tuple[Why, str]]:
    """Yield what is too weak in a certificate: its key, and how it was signed."""
    key, size = one.public_key.algorithm, one.public_key.bit_size or 0
    if key in {"rsa", "rsassa_pss"}:
        weak = size < LEAST_RSA
    else:
        weak = key not in {"ed25519", "ed448"} and (key != "ec" or size < LEAST_CURVE)
    if weak:
        yield Why.WEAK_KEY, f"{key.upper()} {size}".strip()
    digest = digest_of(one)
    if not self_signed and digest not in STRONG_DIGESTS:
        yield Why.WEAK_DIGEST, digest.upper()
