"""Writes CMS signatures (RFC 5652) whose parts are encoded once for each certificate.

pyHanko encodes every part anew for every signature, which is most of what a signature costs; but
for digest, signature and time-stamp the parts are the same each time. What is written is what
pyHanko writes, byte for byte.
"""

from collections.abc import Sequence
from functools import lru_cache

from asn1crypto import algos, cms, core, x509
from pyhanko.sign.general import as_signing_certificate_v2

DIGEST = "sha256"
SALT = 32  # bytes, as long as the digest: what every token can do
_SEQUENCE, _SET, _OCTETS, _FIRST, _SECOND = 0x30, 0x31, 0x04, 0xA0, 0xA1
_SHORT = 0x80  # a length below it is a single byte


def der(tag: int, *parts: bytes) -> bytes:
    """Encode what is encoded already as one element with that tag."""
    size = sum(map(len, parts))
    if size < _SHORT:
        return b"".join((bytes((tag, size)), *parts))
    told = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"".join((bytes((tag, _SHORT | len(told))), told, *parts))


def mechanism_of(certificate: x509.Certificate, *, pss: bool) -> algos.SignedDigestAlgorithm:
    """Return how that certificate's key signs."""
    if certificate.public_key.algorithm == "ec":
        return algos.SignedDigestAlgorithm({"algorithm": f"{DIGEST}_ecdsa"})
    if not pss:
        return algos.SignedDigestAlgorithm({"algorithm": f"{DIGEST}_rsa"})
    digest = {"algorithm": DIGEST}
    masked = {"algorithm": "mgf1", "parameters": digest}
    values = {"hash_algorithm": digest, "mask_gen_algorithm": masked, "salt_length": SALT}
    return algos.SignedDigestAlgorithm(
        {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(values)}
    )


class Envelope:
    """What all signatures made with one certificate have in common, encoded."""

    def __init__(self, certificate: x509.Certificate, others: Sequence[bytes], pss: bool) -> None:
        algorithm = mechanism_of(certificate, pss=pss)
        digest = algos.DigestAlgorithm({"algorithm": DIGEST})
        named = cms.IssuerAndSerialNumber(
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        )
        self.mechanism: str = algorithm.signature_algo
        self._certificate = certificate.dump()
        self._digest, self._algorithm, self._signer = digest.dump(), algorithm.dump(), named.dump()
        self._certificates = der(_FIRST, *sorted({self._certificate, *others}))
        self._alike = [
            _attribute("content_type", cms.ContentType("data").dump()),
            _attribute("signing_certificate_v2", as_signing_certificate_v2(certificate).dump()),
        ]

    def attributes(self, digest: bytes) -> bytes:
        """Return what is signed for a document with that digest."""
        told = _attribute("message_digest", der(_OCTETS, digest))
        return der(_SET, *sorted([*self._alike, told]))

    def wrap(self, attributes: bytes, signature: bytes, token: bytes = b"") -> bytes:
        """Return the whole signature; `token` is a time-stamp of `signature`."""
        stamped = der(_SECOND, _attribute("signature_time_stamp_token", token)) if token else b""
        signed = der(
            _SEQUENCE, _ONE, self._signer, self._digest, bytes((_FIRST,)) + attributes[1:],
            self._algorithm, der(_OCTETS, signature), stamped,
        )  # fmt: skip
        content = der(
            _SEQUENCE, _ONE, der(_SET, self._digest), _DATA, self._certificates, der(_SET, signed)
        )
        return der(_SEQUENCE, _SIGNED_DATA, der(_FIRST, content))


_ONE = core.Integer(1).dump()
_DATA = der(_SEQUENCE, cms.ContentType("data").dump())
_SIGNED_DATA = cms.ContentType("signed_data").dump()


@lru_cache(maxsize=64)
def _kind(name: str) -> bytes:
    return bytes(cms.CMSAttributeType(name).dump())


def _attribute(name: str, value: bytes) -> bytes:
    return der(_SEQUENCE, _kind(name), der(_SET, value))


@lru_cache(maxsize=64)
def envelope_of(certificate: bytes, chain: tuple[bytes, ...], *, pss: bool) -> Envelope:
    """Return the envelope of a certificate; roots in its chain are left out of it."""
    signer = x509.Certificate.load(certificate)
    others = [one for one in chain if x509.Certificate.load(one).self_signed == "no"]
    return Envelope(signer, others, pss)
