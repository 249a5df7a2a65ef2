"""Takes certificates out of an uploaded file: PEM, DER or PKCS#7, and nothing with a key in it."""

from collections.abc import Iterator

from asn1crypto import pem, pkcs12, x509
from cryptography import x509 as native
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from workflow.signatures.registry.unfit import Unfit, Why

LARGEST = 256 << 10  # bytes of a file
MOST = 20  # certificates in one file
_LABELS = {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"}


def certificates_in(content: bytes) -> list[x509.Certificate]:
    """Return the certificates of a file in its order, each once.

    Raises Unfit; a private key anywhere in it refuses the whole file.
    """
    if len(content) > LARGEST:
        raise Unfit(Why.TOO_LARGE)
    found = dict.fromkeys(_in_armour(content) if b"-----BEGIN" in content else _bare(content))
    if not found:
        raise Unfit(Why.NO_CERTIFICATE)
    if len(found) > MOST:
        raise Unfit(Why.TOO_MANY, most=MOST)
    return [_read(one) for one in found]


def _in_armour(content: bytes) -> Iterator[bytes]:
    try:
        blocks = list(pem.unarmor(content, multiple=True))
    except ValueError as error:
        raise Unfit(Why.BROKEN) from error
    if any("PRIVATE KEY" in label for label, _headers, _der in blocks):
        raise Unfit(Why.PRIVATE_KEY)
    for label, _headers, der in blocks:
        if label in _LABELS:
            yield der
        elif label in {"PKCS7", "CMS"}:
            yield from _bundle(der)
        elif "REQUEST" in label:
            raise Unfit(Why.REQUEST)


def _bare(content: bytes) -> Iterator[bytes]:
    if _has_key(content):
        raise Unfit(Why.PRIVATE_KEY)
    try:
        yield native.load_der_x509_certificate(content).public_bytes(_DER)
    except ValueError:
        yield from _bundle(content)


_DER = serialization.Encoding.DER


def _bundle(content: bytes) -> Iterator[bytes]:
    try:
        yield from (one.public_bytes(_DER) for one in pkcs7.load_der_pkcs7_certificates(content))
    except ValueError as error:
        raise Unfit(Why.NO_CERTIFICATE) from error


def _has_key(content: bytes) -> bool:
    """Whether it is a key, open or with a password, or a PKCS#12 file (.p12, .pfx)."""
    try:
        serialization.load_der_private_key(content, None)
    except TypeError:  # has a password
        return True
    except ValueError:
        return _is_pkcs12(content)
    return True


def _is_pkcs12(content: bytes) -> bool:
    try:
        read = pkcs12.Pfx.load(content)
        return bool(read["version"].native == "v3" and read["auth_safe"]["content_type"].native)
    except (ValueError, TypeError):
        return False


def _read(der: bytes) -> x509.Certificate:
    try:
        native.load_der_x509_certificate(der)
        read = x509.Certificate.load(der, strict=True)
        read.native  # noqa: B018  parsed lazily else
    except (ValueError, TypeError, KeyError) as error:
        raise Unfit(Why.BROKEN) from error
    return read
