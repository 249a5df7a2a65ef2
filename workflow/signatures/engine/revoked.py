"""When a certificate was revoked, by lists and answers of any age, if its issuer said so.

A file may bring whatever list somebody put into it: one that was not signed by the key that
signed the certificate is nobody's word.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from asn1crypto import crl, ocsp, x509
from cryptography import x509 as native

from workflow.signatures.engine.issued import is_answered_by, is_issued_by, is_signed_by

_Said: TypeAlias = crl.CertificateList | ocsp.BasicOCSPResponse


def revocations(
    certificate: x509.Certificate, among: Iterable[x509.Certificate], crls: Iterable[bytes],
    ocsps: Iterable[bytes],
) -> Iterator[datetime]:  # fmt: skip
    """Yield when a certificate was revoked; its issuer is looked for among those given."""
    found = [*_listed(certificate, crls), *_answered(certificate, ocsps)]
    if not found:
        return
    named = {one.dump(): one for one in among if one.subject == certificate.issuer}
    issuers = [one for one in named.values() if is_issued_by(one, certificate)]
    for day, said in found:
        if any(_is_said_by(above, said) for above in issuers):
            yield day


def _is_said_by(above: x509.Certificate, said: _Said) -> bool:
    if isinstance(said, crl.CertificateList):
        data = said["tbs_cert_list"].dump()
        return is_signed_by(above, said["signature_algorithm"], said["signature"].native, data)
    return is_answered_by(said, above, said["tbs_response_data"]["produced_at"].native)


def _listed(
    certificate: x509.Certificate, crls: Iterable[bytes]
) -> Iterator[tuple[datetime, _Said]]:
    issuer, serial = certificate.issuer.dump(), certificate.serial_number
    for one in crls:
        try:
            listed = native.load_der_x509_crl(one)
        except (
            ValueError,
            native.InvalidVersion,
        ):  # whoever put it there: what cannot be read revokes nobody
            continue
        if listed.issuer.public_bytes() == issuer:
            entry = listed.get_revoked_certificate_by_serial_number(serial)
            if entry is not None:
                yield entry.revocation_date_utc, crl.CertificateList.load(one)


def _answered(
    certificate: x509.Certificate, ocsps: Iterable[bytes]
) -> Iterator[tuple[datetime, _Said]]:
    """Read as the path's judge reads: some responders write fractions of a second, against DER."""
    for one in ocsps:
        read = ocsp.OCSPResponse.load(one)
        if read["response_status"].native == "successful":
            told = read.basic_ocsp_response
            for day in _days(certificate, told["tbs_response_data"]["responses"]):
                yield day, told


def _days(
    certificate: x509.Certificate, responses: Sequence[ocsp.SingleResponse]
) -> Iterator[datetime]:
    issuer, serial = certificate.issuer.dump(), certificate.serial_number
    for one in responses:
        about, status = one["cert_id"], one["cert_status"]
        algorithm = about["hash_algorithm"]["algorithm"].native
        named = hashlib.new(algorithm, issuer, usedforsecurity=False).digest()
        if (about["serial_number"].native, about["issuer_name_hash"].native) != (serial, named):
            continue
        if status.name == "revoked":
            yield status.chosen["revocation_time"].native
