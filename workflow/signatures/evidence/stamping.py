"""Time-stamps (RFC 3161) of a configured server, checked before they go into a file."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from workflow.signatures.engine.cms import DIGEST
from workflow.signatures.engine.signing import Stamp
from workflow.signatures.evidence.asking import MISREAD, ask
from workflow.signatures.evidence.issuers import Issuers
from workflow.signatures.evidence.refusals import Fault, Server, WrongAnswer

SKEW = timedelta(minutes=10)  # how far the server's clock may be from ours


def stamp_of(address: str, issuers: Issuers, at: datetime) -> Stamp:
    """Return how `engine.signing` gets its time-stamps: asked at `address`, checked, or refused."""

    def stamp(request: bytes) -> bytes:
        answer = ask(Server.STAMP, address, request)
        _check(tsp.TimeStampReq.load(request), answer, issuers, at, address)
        return answer

    return stamp


def trial(address: str, issuers: Issuers, at: datetime) -> cms.SignedData:
    """Ask for a stamp of nothing in particular and return it, checked as any other."""
    digest = secrets.token_bytes(hashlib.new(DIGEST).digest_size)
    request = tsp.TimeStampReq(
        {
            "version": 1, "cert_req": True, "nonce": secrets.randbits(63),
            "message_imprint": {"hash_algorithm": {"algorithm": DIGEST}, "hashed_message": digest},
        }
    )  # fmt: skip
    answer = stamp_of(address, issuers, at)(request.dump())
    return tsp.TimeStampResp.load(answer)["time_stamp_token"]["content"]


def stamper_certificates(address: str, issuers: Issuers, at: datetime) -> list[bytes]:
    """Return the certificate the server stamps with, and those it sends along, DER.

    It is asked for a stamp of nothing in particular: what will be needed to prove its stamps is
    known only from one, and a server that is down is told before anybody signs.
    """
    found = extract_certificate_info(trial(address, issuers, at))
    return [found.signer_cert.dump(), *(one.dump() for one in found.other_certs)]


def _check(
    asked: tsp.TimeStampReq, answer: bytes, issuers: Issuers, at: datetime, address: str
) -> None:
    faults = _faults(asked, answer, issuers, at)
    try:
        fault = next(faults, None)
    except (*MISREAD, SignatureValidationError) as error:
        raise WrongAnswer(Server.STAMP, address, Fault.FORM) from error
    if fault is not None:
        raise WrongAnswer(Server.STAMP, address, fault)


def _faults(
    asked: tsp.TimeStampReq, answer: bytes, issuers: Issuers, at: datetime
) -> Iterator[Fault]:
    # read by itself first: a refusal has no token, and asn1crypto wants one
    status = tsp.PKIStatusInfo.load(core.Sequence.load(answer, strict=True).contents)
    if status["status"].native not in {"granted", "granted_with_mods"}:
        yield Fault.REFUSED
    signed = tsp.TimeStampResp.load(answer, strict=True)["time_stamp_token"]["content"]
    info = signed["encap_content_info"]["content"].parsed
    wanted = asked["message_imprint"]
    if info["nonce"].native != asked["nonce"].native:
        yield Fault.OTHER
    if info["message_imprint"]["hash_algorithm"]["algorithm"].native != (
        wanted["hash_algorithm"]["algorithm"].native
    ):
        yield Fault.OTHER
    state = _validated(signed, wanted["hashed_message"].native, issuers, at)
    if not state["intact"]:
        yield Fault.OTHER
    # a path is told even where it does not hold: one that has expired, or does not begin yet
    trusted = state["validation_path"] is not None and state.get("trust_problem_indic") is None
    if not (state["valid"] and trusted):
        yield Fault.SIGNATURE
    if abs(info["gen_time"].native - at) > SKEW:
        yield Fault.AGE


def _validated(
    signed: cms.SignedData, imprint: bytes, issuers: Issuers, at: datetime
) -> dict[str, Any]:
    """Judge signature, purpose and path; its revocation is a matter of the evidence kept."""
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(one) for one in issuers.roots],
        other_certs=[x509.Certificate.load(one) for one in issuers.others],
        allow_fetching=False, moment=at, revocation_mode="soft-fail",
    )  # fmt: skip
    judging = validate_tst_signed_data(signed, context, lambda _name: imprint)
    with ThreadPoolExecutor(1) as apart:  # pyHanko asks for stamps inside a loop of its own
        return dict(apart.submit(asyncio.run, judging).result())
