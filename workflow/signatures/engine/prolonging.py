"""What a renewal needs to know of a file: its last time-stamp, and a digest that will last."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko_certvalidator.errors import PathError, ValidationError

from workflow.signatures.engine.proving import prove
from workflow.signatures.engine.signing import Evidence, Stamp, Unproven

_DIGESTS = ("sha256", "sha384", "sha512", "sha3_512")  # the first that lasts is taken


@dataclass(frozen=True)
class Last:
    """Who made the last archival time-stamp of a file, and what it sent along, DER."""

    certificate: bytes
    others: tuple[bytes, ...]


def last_stamp(pdf: bytes) -> Last | None:
    """Return whose the last archival time-stamp is; None where a file has none."""
    stamps = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_timestamp_signatures
    if not stamps:
        return None
    found = extract_certificate_info(stamps[-1].signed_data)
    return Last(found.signer_cert.dump(), tuple(one.dump() for one in found.other_certs))


def digest_for(retired: Mapping[str, datetime], until: datetime) -> str:
    """Return what the next time-stamp digests the file with: what holds at least until then."""
    lasting = [one for one in _DIGESTS if one not in retired or retired[one] > until]
    return lasting[0] if lasting else max(_DIGESTS, key=lambda one: retired[one])


def soon_retired(
    names: Sequence[str], retired: Mapping[str, datetime], until: datetime
) -> dict[str, datetime]:
    """Return which of the algorithms prove nothing any more by then, with the moment."""
    return {name: retired[name] for name in names if name in retired and retired[name] <= until}


def raised(pdf: bytes, stamp: Stamp, evidence: Evidence, at: datetime) -> bytes:
    """Return the file with evidence about its signers, and a time-stamp over it all.

    Raises Unproven where the evidence does not reach: a certificate that has ended by now.
    """
    try:
        return prove(pdf, stamp, evidence, at)
    except (PathError, ValidationError) as error:
        raise Unproven from error
