"""A paper as another office's program signs it: fields of its own, no lock, old padding."""

import io
from datetime import timedelta

from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.signatures.making import SIGNED, Maker, drawn_paper
from workflow.signatures.engine.signing import _PdfSigner

BOXES = {"Signature1": (360, 310, 480, 380), "Signature2": (280, 310, 400, 400)}


def signer_of(maker: Maker, name: str, of: str = "office") -> SimpleSigner:
    authorities = maker.authorities
    key = pem.unarmor(authorities.key(name, of))[2]
    known = SimpleCertificateStore()
    chain = [] if of == "public" else ["issuing"]
    known.register_multiple(
        x509.Certificate.load(authorities.certificate(one, of)) for one in chain
    )
    return SimpleSigner(
        x509.Certificate.load(authorities.certificate(name, of)),
        keys.PrivateKeyInfo.load(key), known,
    )  # fmt: skip


def sign_once(
    pdf: bytes,
    signer: SimpleSigner,
    field: str,
    form: str,
    *,
    at=SIGNED,
    box=None,
    new=True,
    **more,
) -> bytes:
    """An approval signature in a field of its own, drawn where told."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if new:
        append_signature_field(writer, SigFieldSpec(field, box=box or BOXES.get(field)))
    meta = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter("/" + form), **more
    )
    made = io.BytesIO()
    _PdfSigner(at, meta, signer).sign_pdf(writer, output=made)
    return made.getvalue()


def signed_elsewhere(maker: Maker, form: str) -> bytes:
    once = sign_once(drawn_paper(), signer_of(maker, "head"), "Signature1", form)
    return sign_once(
        once, signer_of(maker, "seal"), "Signature2", form, at=SIGNED + timedelta(hours=1)
    )
