"""Who was revoked is said by whoever issued the certificate, not by whatever lies in a file."""

import io
from datetime import timedelta

import pytest
from asn1crypto import crl, ocsp, x509
from cryptography import x509 as native
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.ocsp import OCSPCertStatus, OCSPResponderEncoding, OCSPResponseBuilder
from pyhanko.sign.validation.dss import DocumentSecurityStore

from tests.signatures.making import LATER, SIGNED
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.signing import certify
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import Verdict

DAY, DER, SHA256 = timedelta(days=1), serialization.Encoding.DER, hashes.SHA256()
BEFORE = SIGNED - 90 * DAY


@pytest.fixture
def told(maker, prepared):
    """Judge the head's letter with a list or an answer put into the file by anybody."""
    letter = certify(prepared, maker.key("head"), maker.means(SIGNED, "T"))

    def judge(crls=(), ocsps=(), trusted=True):
        held = io.BytesIO(letter)
        DocumentSecurityStore.add_dss(
            held, None, certs=[x509.Certificate.load(maker.authorities.certificate("issuing"))],
            crls=[crl.CertificateList.load(one) for one in crls],
            ocsps=[ocsp.OCSPResponse.load(one) for one in ocsps],
        )  # fmt: skip
        trust = maker.trust(LATER if trusted else None)
        report = verify(held.getvalue(), trust, None, LATER)
        codes = {one.code for one in report.findings[0].reasons}
        return report.verdict, Code.REVOKED in codes

    return judge


def signer(maker, name):
    """The key of a certificate of the office, or one of the false authority of the same name."""
    label = ("issuing", "forged") if name == "forged" else (name, "office")
    return serialization.load_pem_private_key(maker.authorities.key(*label), None)


def read(maker, name):
    return native.load_der_x509_certificate(maker.authorities.certificate(name))


def listed(maker, by, at=SIGNED):
    """A list in the issuer's name saying that the head's certificate was revoked long ago."""
    revoked = native.RevokedCertificateBuilder(read(maker, "head").serial_number, BEFORE)
    return (
        native.CertificateRevocationListBuilder()
        .issuer_name(read(maker, "issuing").subject).last_update(at).next_update(at + 30 * DAY)
        .add_revoked_certificate(revoked.build())
        .sign(signer(maker, by), SHA256).public_bytes(DER)
    )  # fmt: skip


def answered(maker, by):
    """An answer saying the same, by the responder the issuer names or by anybody it certified."""
    responder = read(maker, by)
    made = OCSPResponseBuilder().add_response(
        read(maker, "head"), read(maker, "issuing"), hashes.SHA1(),
        OCSPCertStatus.REVOKED, SIGNED, SIGNED + 30 * DAY, BEFORE, None,
    )  # fmt: skip
    made = made.responder_id(OCSPResponderEncoding.HASH, responder).certificates([responder])
    return made.sign(signer(maker, by), SHA256).public_bytes(DER)


@pytest.mark.parametrize("by", ["forged", "deputy", "issuing"])
def test_a_list_in_a_file_revokes_only_where_the_issuer_signed_it(told, maker, by):
    believed = by == "issuing"
    verdict = Verdict.INVALID if believed else Verdict.VALID

    assert told() == (Verdict.VALID, False)
    assert told(crls=[listed(maker, by)]) == (verdict, believed)


def test_an_old_list_of_the_issuer_still_counts(told, maker):
    """It is too old to prove that nobody was revoked, not to say who was."""
    old, unproven = SIGNED - 60 * DAY, {"trusted": False}

    assert told(crls=[listed(maker, "issuing", old)], **unproven) == (Verdict.INVALID, True)
    assert told(crls=[listed(maker, "forged", old)], **unproven) == (Verdict.UNKNOWN, False)


@pytest.mark.parametrize("by", ["deputy", "ocsp"])
def test_an_answer_in_a_file_revokes_only_where_the_issuer_or_its_responder_gave_it(
    told, maker, by
):
    believed = by == "ocsp"
    verdict = Verdict.INVALID if believed else Verdict.VALID

    assert told(ocsps=[answered(maker, by)]) == (verdict, believed)


def test_a_list_nobody_can_read_revokes_nobody(told, maker):
    broken = listed(maker, "issuing").replace(b"\x02\x01\x01\x30", b"\x02\x01\x05\x30", 1)
    with pytest.raises(native.InvalidVersion):
        native.load_der_x509_crl(broken)

    assert told(crls=[broken]) == (Verdict.VALID, False)
