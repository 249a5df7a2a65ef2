"""Adds what proves signatures made elsewhere: evidence about their certificates, a time-stamp.

A token on somebody's own computer leaves a bare signature. A document time-stamp over the whole
file proves when it was there at the latest, and the evidence that its certificates were good.
"""

import asyncio
import io
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from workflow.signatures.engine.cms import DIGEST
from workflow.signatures.engine.signing import (
    EVIDENCE_FIRST,
    Evidence,
    Stamp,
    Stamper,
    context_of,
)


def prove(pdf: bytes, stamp: Stamp, evidence: Evidence | None, at: datetime) -> bytes:
    """Return the file with evidence about its signers, if given, and a time-stamp over it all.

    Raises pyHanko's errors when the evidence does not reach: nothing weaker is returned.
    """
    context = context_of(evidence, at) if evidence is not None else None
    paths = asyncio.run(_paths(pdf, context)) if context is not None else None
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
    made = PdfTimeStamper(Stamper(stamp)).timestamp_pdf(
        writer, DIGEST, context, validation_paths=paths, dss_settings=EVIDENCE_FIRST
    )
    return bytes(made.getvalue())


async def _paths(pdf: bytes, context: ValidationContext) -> list[ValidationPath]:
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    return [
        await CertificateValidator(
            signature.signer_cert, signature.other_embedded_certs, validation_context=context
        ).async_validate_usage(set())
        for signature in reader.embedded_regular_signatures
    ]
