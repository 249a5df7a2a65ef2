"""Revocation lists (RFC 5280) and OCSP answers (RFC 6960), checked before they are believed."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import core, crl, ocsp, x509
from cryptography import x509 as native

from workflow.core.errors import Unavailable
from workflow.signatures.engine.issued import is_answered_by, is_signed_by
from workflow.signatures.evidence.asking import MISREAD, ask
from workflow.signatures.evidence.issuers import name_of
from workflow.signatures.evidence.refusals import Fault, Revoked, Server, WrongAnswer

SKEW = timedelta(minutes=5)
OLDEST = timedelta(days=1)  # of an OCSP answer that does not say when the next one is due
_NONCE = 16
_DIGEST = "sha1"  # names the issuer; responders know no other, and nothing is signed with it


def fetch_crl(address: str) -> crl.CertificateList:
    """Return a revocation list; whose it is and whether it holds is asked by `covers`."""
    try:
        found = crl.CertificateList.load(ask(Server.CRL, address), strict=True)
        found["tbs_cert_list"]["revoked_certificates"].native  # noqa: B018  parsed lazily else
        native.load_der_x509_crl(found.dump())  # the judge reads it so, and must not stumble
    except MISREAD as error:
        raise WrongAnswer(Server.CRL, address, Fault.FORM) from error
    return found


class Lists:
    """Revocation lists by address: each is fetched once, one that failed is not asked again."""

    def __init__(self) -> None:
        self._held: dict[str, crl.CertificateList | Unavailable] = {}

    def at(self, address: str) -> crl.CertificateList:
        """Return the list. Raises ServerDown, InnerServer or WrongAnswer."""
        if address not in self._held:
            try:
                self._held[address] = fetch_crl(address)
            except Unavailable as error:
                self._held[address] = error
        held = self._held[address]
        if isinstance(held, Unavailable):
            raise held
        return held


def covers(
    found: crl.CertificateList, below: x509.Certificate, above: x509.Certificate, at: datetime,
    *, address: str,
) -> bool:  # fmt: skip
    """Say whether the list speaks for a certificate. Raises Revoked or WrongAnswer."""
    if found.issuer != below.issuer or found.delta_crl_indicator_value is not None:
        return False
    told = found["tbs_cert_list"]
    if not is_signed_by(
        above, found["signature_algorithm"], found["signature"].native, told.dump()
    ):
        raise WrongAnswer(Server.CRL, address, Fault.SIGNATURE)
    _hold_fresh(told["this_update"].native, told["next_update"].native, at, Server.CRL, address)
    for one in told["revoked_certificates"]:
        if one["user_certificate"].native == below.serial_number:
            raise Revoked(name_of(below))
    return True


def _hold_fresh(
    made: datetime, due: datetime | None, at: datetime, server: Server, address: str
) -> None:
    end = due if due is not None else made + OLDEST
    if not made - SKEW <= at <= end:
        raise WrongAnswer(server, address, Fault.AGE)


@dataclass(frozen=True)
class Answer:
    """What a responder said of one certificate: good, revoked or unknown."""

    der: bytes
    status: str


def ask_ocsp(
    address: str, below: x509.Certificate, above: x509.Certificate, at: datetime
) -> bytes | None:
    """Return the answer, DER, or nothing where the server does not know who issued it.

    Raises Revoked, ServerDown or WrongAnswer.
    """
    answer = answer_of(address, below, above, at)
    if answer is not None and answer.status == "revoked":
        raise Revoked(name_of(below))
    return answer.der if answer is not None and answer.status == "good" else None


def answer_of(
    address: str, below: x509.Certificate, above: x509.Certificate, at: datetime
) -> Answer | None:
    """Return what the server says, whatever that is. Raises ServerDown or WrongAnswer."""
    asked = _request(below, above)
    try:
        answer = ocsp.OCSPResponse.load(ask(Server.OCSP, address, asked.dump()), strict=True)
        status = answer["response_status"].native
        if status == "unauthorized":
            return None
        if status != "successful":
            raise WrongAnswer(Server.OCSP, address, Fault.REFUSED)
        if _nonce(answer) not in {None, _nonce(asked)}:
            raise WrongAnswer(Server.OCSP, address, Fault.OTHER)
        said = _judged(answer.basic_ocsp_response, asked, above, at, address)
    except MISREAD as error:
        raise WrongAnswer(Server.OCSP, address, Fault.FORM) from error
    return Answer(bytes(answer.dump()), said)


def _request(below: x509.Certificate, above: x509.Certificate) -> ocsp.OCSPRequest:
    named = ocsp.CertId(
        {
            "hash_algorithm": {"algorithm": _DIGEST},
            "issuer_name_hash": getattr(below.issuer, _DIGEST),
            "issuer_key_hash": getattr(above.public_key, _DIGEST),
            "serial_number": below.serial_number,
        }
    )
    nonce = {"extn_id": "nonce", "extn_value": core.OctetString(secrets.token_bytes(_NONCE))}
    return ocsp.OCSPRequest(
        {"tbs_request": {"request_list": [{"req_cert": named}], "request_extensions": [nonce]}}
    )


def _nonce(message: ocsp.OCSPRequest | ocsp.OCSPResponse) -> bytes | None:
    told = message.nonce_value
    return None if told is None else bytes(told.native)


def _judged(
    told: ocsp.BasicOCSPResponse, asked: ocsp.OCSPRequest, above: x509.Certificate,
    at: datetime, address: str,
) -> str:  # fmt: skip
    data = told["tbs_response_data"]
    named = asked["tbs_request"]["request_list"][0]["req_cert"]
    found = [one for one in data["responses"] if one["cert_id"].native == named.native]
    if len(found) != 1:
        raise WrongAnswer(Server.OCSP, address, Fault.OTHER)
    if not is_answered_by(told, above, at):
        raise WrongAnswer(Server.OCSP, address, Fault.SIGNATURE)
    one = found[0]
    made, due = one["this_update"].native, one["next_update"].native
    _hold_fresh(made, due, at, Server.OCSP, address)
    return str(one["cert_status"].name)
