"""Whether the key of a certificate really signed what is said to be its word."""

from datetime import datetime

from asn1crypto import algos, ocsp, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko_certvalidator.errors import AlgorithmNotSupported
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator

_VALIDATOR = DefaultSignatureValidator()


def is_signed_by(
    above: x509.Certificate, algorithm: algos.SignedDigestAlgorithm, signature: bytes, data: bytes
) -> bool:
    """Say whether the key of that certificate made the signature."""
    try:
        _VALIDATOR.validate_signature(signature, data, above.public_key, algorithm)
    except (
        InvalidSignature,
        UnsupportedAlgorithm,
        AlgorithmNotSupported,
        ValueError,
        AssertionError,
    ):
        return False
    return True


def is_issued_by(above: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Say whether the key of one certificate signed the other."""
    return is_signed_by(
        above, certificate["signature_algorithm"], certificate["signature_value"].native,
        certificate["tbs_certificate"].dump(),
    )  # fmt: skip


def is_answered_by(told: ocsp.BasicOCSPResponse, above: x509.Certificate, at: datetime) -> bool:
    """Say whether the issuer answered, or somebody it names for that (RFC 6960, 4.2.2.2)."""
    named = [
        one for one in (told["certs"] or ())
        if one.issuer == above.subject and one.not_valid_before <= at <= one.not_valid_after
        and one.extended_key_usage_value is not None
        and "ocsp_signing" in one.extended_key_usage_value.native and is_issued_by(above, one)
    ]  # fmt: skip
    return any(
        is_signed_by(one, told["signature_algorithm"], told["signature"].native,
                     told["tbs_response_data"].dump())
        for one in (above, *named)
    )  # fmt: skip
