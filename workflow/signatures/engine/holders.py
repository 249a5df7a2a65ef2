"""Whose a certificate is: names, and whether it is a person's or an agency's."""

import re

from asn1crypto import x509
from cryptography import x509 as native

from workflow.signatures.engine.profile import PERSON, SEAL, meaning
from workflow.signatures.engine.report import Holder, Role

_OF_AGENCY = re.compile(r"MST[:_]", re.IGNORECASE)  # in the UID public authorities write
_OF_PERSON = re.compile(r"(CMND|CCCD|PID|HC)[:_]", re.IGNORECASE)
_AGENCY_WORDS = (
    "ủy ban", "uỷ ban", "ubnd", "sở", "bộ", "cục", "tổng cục", "chi cục", "văn phòng", "phòng",
    "ban", "trường", "bệnh viện", "trung tâm", "công ty", "hội đồng", "tỉnh ủy", "tòa án",
    "toà án", "viện", "công đoàn", "liên đoàn", "tổng liên đoàn", "đảng ủy", "đảng uỷ", "tỉnh uỷ",
    "thanh tra", "kho bạc", "ngân hàng", "học viện", "tổng công ty", "tập đoàn", "mặt trận",
)  # fmt: skip


def holder_of(certificate: x509.Certificate) -> Holder:
    """Return what the certificate says of its subject."""
    subject, issuer = _names(certificate.subject), _names(certificate.issuer)
    return Holder(
        subject.get("common_name") or certificate.subject.human_friendly,
        subject.get("organization_name", ""),
        issuer.get("common_name") or certificate.issuer.human_friendly,
        f"{certificate.serial_number:X}",
        certificate.sha256.hex(),
        certificate.not_valid_before,
        certificate.not_valid_after,
    )


def names_of(certificate: x509.Certificate) -> tuple[str, str]:
    """Return all that subject and issuer say, the most particular part first (RFC 4514)."""
    read = native.load_der_x509_certificate(certificate.dump())
    return read.subject.rfc4514_string(), read.issuer.rfc4514_string()


def role_of(field: str, certificate: x509.Certificate | None) -> Role:
    """Return who signs in a field of our profile; elsewhere the certificate tells."""
    known = meaning(field)
    if known == SEAL:
        return Role.SEAL
    if known.startswith(PERSON) or certificate is None:
        return Role.PERSON
    subject = _names(certificate.subject)
    name, marks = subject.get("common_name", ""), subject.get("user_id", "")
    if _OF_PERSON.search(marks):
        return Role.PERSON
    agency = (
        _OF_AGENCY.search(marks)
        or name == subject.get("organization_name")
        or name.casefold().startswith(tuple(f"{word} " for word in _AGENCY_WORDS))
    )
    return Role.SEAL if agency else Role.PERSON


def _names(name: x509.Name) -> dict[str, str]:
    """Return the last value of each kind: the innermost unit, the most particular name."""
    return {
        part["type"].native: str(part["value"].native)
        for group in name.chosen
        for part in group
    }  # fmt: skip
