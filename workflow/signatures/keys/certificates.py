"""Certificates as a key's neighbours: which fits it, which stand above, does a signature fit."""

from collections.abc import Iterable

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from workflow.signatures.keys.refusals import Reason, Refused

SALT = 32  # bytes, as long as the digest
_DER = serialization.Encoding.DER


def as_der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(_DER)


def padding_of(mechanism: str) -> padding.AsymmetricPadding:
    """Return how an RSA key fills up what it signs."""
    if mechanism == "rsassa_pss":
        return padding.PSS(padding.MGF1(hashes.SHA256()), SALT)
    if mechanism == "rsassa_pkcs1v15":
        return padding.PKCS1v15()
    raise Refused(Reason.MECHANISM)


def chain_of(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> list[bytes]:
    """Return those of the others that stand above the certificate, issuer first."""
    left, above, last = list(others), [], certificate
    while last.issuer != last.subject:
        found = next((one for one in left if one.subject == last.issuer), None)
        if found is None:
            break
        left.remove(found)
        above.append(as_der(found))
        last = found
    return above


class Signatures:
    """Checks what a key made against its certificate: a token may hold another key."""

    def __init__(self, certificate: bytes) -> None:
        self.public = x509.load_der_x509_certificate(certificate).public_key()

    def check(self, signature: bytes, data: bytes, mechanism: str) -> bytes:
        """Return the signature if it fits. Raises Refused."""
        try:
            if isinstance(self.public, ec.EllipticCurvePublicKey):
                self.public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
            elif isinstance(self.public, rsa.RSAPublicKey):
                self.public.verify(signature, data, padding_of(mechanism), hashes.SHA256())
            else:
                raise Refused(Reason.MECHANISM)
        except InvalidSignature as error:
            raise Refused(Reason.OTHER_KEY) from error
        return signature

    def expect(self, mechanism: str) -> None:
        """Raises Refused if the key cannot sign that way."""
        curve = isinstance(self.public, ec.EllipticCurvePublicKey)
        if curve != (mechanism == "ecdsa"):
            raise Refused(Reason.MECHANISM)
        if not curve:
            padding_of(mechanism)
