"""Keys in a PKCS#12 file (RFC 7292), for trials and small offices."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from workflow.signatures.keys.certificates import Signatures, as_der, chain_of, padding_of
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.refusals import Reason, Refused
from workflow.signatures.keys.register import Entry, read_private


class FileKey:
    """A key read from its file, once for all it signs."""

    def __init__(self, private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
        self._private = private

    def sign(self, data: bytes, mechanism: str) -> bytes:
        if isinstance(self._private, ec.EllipticCurvePrivateKey):
            return self._private.sign(data, ec.ECDSA(hashes.SHA256()))
        return self._private.sign(data, padding_of(mechanism), hashes.SHA256())


def read_pkcs12(content: bytes, password: Pin) -> tuple[FileKey, x509.Certificate, list[bytes]]:
    """Return key, certificate and chain. Raises Refused."""
    try:
        Pfx.load(content, strict=True).native  # noqa: B018  a damaged file is no wrong password
    except (ValueError, TypeError) as error:
        raise Refused(Reason.FILE) from error
    if b"\0" in password.reveal():  # the library dies of it and prints what was typed
        raise Refused(Reason.WRONG_PIN)
    try:
        found = pkcs12.load_pkcs12(content, password.reveal())
    except ValueError as error:
        raise Refused(Reason.WRONG_PIN) from error
    except UnsupportedAlgorithm as error:
        raise Refused(Reason.FILE) from error
    if found.cert is None or not isinstance(
        found.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        raise Refused(Reason.NO_OBJECT)
    mine = found.cert.certificate
    above = chain_of(mine, (one.certificate for one in found.additional_certs))
    return FileKey(found.key), mine, above


def look(content: bytes, password: Pin) -> tuple[bytes, Sequence[bytes]]:
    """Return certificate and chain of a file, as the register keeps them."""
    _key, certificate, chain = read_pkcs12(content, password)
    return as_der(certificate), chain


@contextmanager
def opened(entry: Entry, folder: Path, password: Pin) -> Iterator[FileKey]:
    """Give the key of an entry of the register."""
    content = read_private(folder / entry.file, Reason.FILE)
    key, certificate, _chain = read_pkcs12(content, password)
    if certificate.public_key() != Signatures(entry.certificate).public:
        raise Refused(Reason.OTHER_KEY)
    yield key
