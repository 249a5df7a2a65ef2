"""The certificates of those who signed a file or stamped the time on it, as data to ask about.

Read in the limited child, as all that comes from outside: what a certificate says of addresses is
not read at all.
"""

from collections.abc import Iterator
from typing import Any

from asn1crypto import cms
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
)

from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.errors import LimitExceeded
from workflow.signatures.engine.reading import Reading

MOST = 40  # of one file
_LIMITS = Limits(cpu_seconds=10, wall_seconds=15)


def leaves_of(pdf: bytes) -> list[bytes]:
    """Return the certificates, DER, each once; none of a file that cannot be read in time."""
    try:
        return run_limited(__name__, {}, [pdf], _LIMITS).blobs
    except LimitExceeded:
        return []


def work(_payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    found = list(dict.fromkeys(_found(Reading(blobs[0]))))
    return None, found[:MOST]


def _found(reading: Reading) -> Iterator[bytes]:
    for one in reading.embedded:
        yield one.signer_cert.dump()
        for token in extract_tst_data_iter(one.signer_info, signed=False):
            yield _stamper(token)


def _stamper(token: cms.SignedData) -> bytes:
    return bytes(extract_certs_for_validation(token).signer_cert.dump())
