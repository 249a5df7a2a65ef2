"""What other programs say of our files: OpenSSL and NSS share no code with ours, nor with pyHanko."""

import io
import subprocess

import pytest
from asn1crypto import cms, pem
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.signatures.making import SEALED

GOOD = "CAdES Verification successful"


@pytest.fixture
def at_hand(tmp_path, maker):
    root = maker.authorities.certificate("root")
    (tmp_path / "root.pem").write_bytes(pem.armor("CERTIFICATE", root))
    return tmp_path


def parts_of(pdf):
    """Yield of each signature its field, its message, and the bytes it was made over."""
    for one in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        start, first, second, length = (int(part) for part in one.byte_range)
        message = cms.ContentInfo.load(one.pkcs7_content).dump()
        yield one.field_name, message, pdf[start:first] + pdf[second : second + length]


def openssl(at, command, message, content):
    (at / "message").write_bytes(message)
    (at / "content").write_bytes(content)
    moment = str(int(SEALED.timestamp()) + 3600)
    done = subprocess.run(
        ["openssl", *command, "-in", "message", "-CAfile", "root.pem", "-attime", moment],
        cwd=at, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return (done.stderr + done.stdout).strip().splitlines()[-1]


CADES = ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-content", "content",
         "-purpose", "any", "-out", "/dev/null"]  # fmt: skip
STAMP = ["ts", "-verify", "-token_in", "-data", "content"]


@pytest.mark.parametrize("level", ["B", "T", "LTA"])
def test_openssl_finds_both_signatures_good_and_a_changed_byte_bad(at_hand, sealed, level):
    signatures = list(parts_of(sealed[level]))[:2]
    said = [openssl(at_hand, CADES, message, content) for _field, message, content in signatures]
    changed = [
        openssl(at_hand, CADES, message, content[:900] + b"~" + content[901:])
        for _field, message, content in signatures
    ]

    assert [field for field, *_rest in signatures] == ["NguoiKy", "CoQuan"]
    assert said == [GOOD, GOOD]
    assert all("verif" in one and "error" in one for one in changed)


def test_openssl_finds_the_archival_time_stamp_good_and_a_changed_byte_bad(at_hand, sealed):
    _person, _seal, (_field, message, content) = parts_of(sealed["LTA"])

    assert openssl(at_hand, STAMP, message, content) == "Verification: OK"
    assert openssl(at_hand, STAMP, message, content + b" ") != "Verification: OK"


def test_the_pdf_reader_of_every_linux_finds_both_signatures_good(at_hand, sealed):
    def says(pdf):
        (at_hand / "sealed.pdf").write_bytes(pdf)
        done = subprocess.run(
            ["pdfsig", "-nocert", "sealed.pdf"], cwd=at_hand, capture_output=True, text=True,
            check=False, env={"LC_ALL": "C", "HOME": str(at_hand), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        return [
            line.split(": ", 1)[1]
            for line in done.stdout.splitlines()
            if "Signature Validation" in line
        ]

    pdf = sealed["T"]
    assert says(pdf) == ["Signature is Valid."] * 2
    assert says(pdf[:900] + b"~" + pdf[901:]) == ["Digest Mismatch."] * 2
