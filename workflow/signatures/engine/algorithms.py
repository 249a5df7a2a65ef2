"""Which algorithms a signature was made with, and whether they are strong enough today.

Circular 15/2025/TT-BKHCN: SHA-256 or better, RSA of 2048 bits or ECDSA of 256 at least. It wants
RSASSA-PSS; certificates of offices still sign by PKCS#1 v1.5, which is accepted and told.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from asn1crypto import cms, keys, x509
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.engine.report import Method

LEAST_RSA = 2048
LEAST_CURVE = 256
_WEAK_DIGESTS = frozenset({"md2", "md4", "md5", "sha1", "sha224", "sha512_224"})
STRONG_DIGESTS = frozenset(
    {"sha256", "sha384", "sha512", "sha512_256", "sha3_256", "sha3_384", "sha3_512", "shake256"}
)
_CURVES = {"ed25519": 256, "ed448": 448}
POLICY = DisallowWeakAlgorithmsPolicy(
    weak_hash_algos=_WEAK_DIGESTS, weak_signature_algos=frozenset({"dsa"}),
    rsa_key_size_threshold=LEAST_RSA,
)  # fmt: skip
_COMBINED = CMSAlgorithmUsagePolicy.lift_policy(POLICY)
_SCHEMES = {"rsassa_pss": "pss", "rsassa_pkcs1v15": "v1.5"}


def method_of(signer: cms.SignerInfo, certificate: x509.Certificate) -> Method:
    """Return how the signature was made."""
    digest = signer["digest_algorithm"]["algorithm"].native.lower()
    return _method(certificate.public_key, digest, signer["signature_algorithm"].signature_algo)


def _method(key: keys.PublicKeyInfo, digest: str, scheme: str = "") -> Method:
    if key.algorithm in {"rsa", "rsassa_pss"}:
        return Method("rsa", key.bit_size, digest, _SCHEMES.get(scheme, ""))
    if key.algorithm == "ec":
        return Method("ecdsa", key.bit_size, digest, curve=str(key.curve[1]))
    return Method(key.algorithm, _CURVES.get(key.algorithm, 0), digest)


def weaknesses(signer: cms.SignerInfo, method: Method) -> list[Reason]:
    """Return what is too weak in the signature itself; its chain is judged with the path."""
    found = []
    agrees = _COMBINED.digest_combination_allowed(
        signer["signature_algorithm"], signer["digest_algorithm"], None
    )
    if method.digest not in STRONG_DIGESTS or not agrees:
        found.append(because(Code.WEAK_DIGEST, digest=method.digest))
    least = LEAST_RSA if method.algorithm == "rsa" else LEAST_CURVE
    if method.algorithm not in {"rsa", "ecdsa", *_CURVES} or method.key_size < least:
        found.append(because(Code.WEAK_KEY, algorithm=method.algorithm, size=method.key_size))
    if method.scheme == "v1.5":
        found.append(because(Code.OLD_PADDING))
    return found


def names_of(method: Method) -> tuple[str, ...]:
    """Return the algorithms a signature stands on, as `Trust.retired` names them."""
    key = method.curve or f"{method.algorithm}-{method.key_size}"
    return (method.digest, key)


def issued_with(certificate: x509.Certificate, above: x509.Certificate) -> tuple[str, ...]:
    """Return the algorithms the signature on a certificate stands on, named the same way."""
    return names_of(_method(above.public_key, digest_of(certificate)))


def digest_of(certificate: x509.Certificate) -> str:
    """Return what the signature on a certificate digests with, by its own name if unknown."""
    algorithm = certificate["signature_algorithm"]
    try:
        return str(algorithm.hash_algo)
    except ValueError:
        return str(algorithm["algorithm"].native)


def aged(names: Iterable[str], retired: Mapping[str, datetime], control: datetime) -> list[Reason]:
    """Return which algorithm proved nothing any more at the moment that counts."""
    return [
        because(Code.ALGORITHM_AGED, name=name)
        for name in names
        if name in retired and retired[name] <= control
    ]
