"""Papers signed with keys of the signing process hold by pyHanko alone."""

import io
from datetime import timedelta

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.signatures.making import SEALED, SIGNED, VALUES
from workflow.signatures.engine.signing import Means, certify, seal


@pytest.mark.parametrize(
    ("person", "office", "pss"),
    [
        ("token-curve", "token", True), ("file-curve", "file", True),
        ("token-curve", "token-raw", True), ("file", "token-asks", False),
    ],
)  # fmt: skip
def test_person_and_seal_sign_with_any_kind_of_key(
    signer, pin, authorities, prepared, person, office, pss
):
    with signer.opened(person, pin(person)) as key:
        signed = certify(prepared, key, Means(SIGNED, pss=pss))
    with signer.opened(office, pin(office)) as key:
        sealed = seal(signed, key, Means(SEALED, pss=pss), values=VALUES)
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(authorities.certificate("root"))],
        other_certs=[x509.Certificate.load(authorities.certificate("issuing"))],
        allow_fetching=False, moment=SEALED + timedelta(minutes=1),
    )  # fmt: skip
    states = [
        validate_pdf_signature(one, context, skip_diff=False)
        for one in PdfFileReader(io.BytesIO(sealed), strict=True).embedded_regular_signatures
    ]

    assert [state.bottom_line for state in states] == [True, True]
    assert states[1].coverage.name == "ENTIRE_FILE"
