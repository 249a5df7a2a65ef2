"""Every verdict and every finding has its words."""

import re

from tests.signatures.foreign import sign_once, signer_of
from tests.signatures.making import LATER, SEALED, SIGNED, VALUES, drawn_paper
from workflow.signatures import words
from workflow.signatures.engine.reasons import Code, because
from workflow.signatures.engine.report import Method, Role
from workflow.signatures.engine.signing import certify, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.sentences import said_of
from workflow.signatures.states import TrustClass, Verdict

DATA = {
    "count": 3, "what": "JS", "field": "CoQuan", "fields": "So, Ngay, Thang, Nam", "digest": "sha1",
    "algorithm": "rsa", "size": 1024, "day": "2020-06-01T00:00:00+00:00", "name": "sha256",
    "hosts": "crl.example.vn",
}  # fmt: skip


def test_every_code_verdict_role_and_class_has_words():
    assert set(words.REASONS) == set(Code)
    assert set(words.VERDICTS) == set(Verdict)
    assert (set(words.ROLES), set(words.TRUST_CLASSES)) == (set(Role), set(TrustClass))


def test_every_sentence_can_be_said_of_what_is_found():
    for code, sentence in words.REASONS.items():
        asked = set(re.findall(r"%\((\w+)\)s", str(sentence)))
        said = words.sentence_of(because(code, None, **{key: DATA[key] for key in asked}))
        assert said.endswith(".") and "%(" not in said


def test_sentences_name_fields_and_days_as_a_reader_does():
    filled = because(Code.FILLED, fields="So, Ngay, Thang, Nam")
    revoked = because(Code.REVOKED, day="2020-05-31T17:00:00+00:00")
    assert words.sentence_of(filled) == "Sau khi ký chỉ điền thêm: số, ngày, tháng, năm."
    assert words.sentence_of(revoked) == "Chứng thư đã bị thu hồi từ 01/06/2020, trước khi ký."
    missing = because(Code.SIGNATURE_MISSING, field="NguoiKy2")
    assert words.sentence_of(missing) == (
        "Thiếu chữ ký phải có: chữ ký của người có thẩm quyền."
    )  # fmt: skip


def test_methods_are_written_as_experts_do():
    assert [
        words.method_words(one)
        for one in (
            Method("rsa", 2048, "sha256", "pss"), Method("rsa", 3072, "sha512", "v1.5"),
            Method("ecdsa", 256, "sha256", "", "secp256r1"),
        )
    ] == ["RSASSA-PSS 2048, SHA-256", "RSA PKCS#1 v1.5 3072, SHA-512", "ECDSA 256, SHA-256"]  # fmt: skip


def test_nobody_is_told_as_the_signer_by_an_authority_that_is_not_trusted(maker, prepared):
    """One of a trusted name with another key may as well be a forger's: no word of comfort."""
    said = {}
    for of in ("office", "forged"):
        made = certify(prepared, maker.key("head", of), maker.means(SIGNED, "T"))
        made = seal(made, maker.key("seal", of), maker.means(SEALED, "T"), values=VALUES)
        said[of] = said_of(verify(made, maker.trust(LATER), None, LATER))
    made = sign_once(
        drawn_paper(), signer_of(maker, "person", "public"), "A", "adbe.pkcs7.detached"
    )
    stranger = said_of(verify(made, maker.trust(LATER), None, LATER))

    heads = [one.head.partition(",")[0] for one in (*said.values(), stranger)]
    assert heads == ["Chữ ký số hợp lệ", *["Chưa xác định được chữ ký số"] * 2]
    assert said["office"].body.startswith("Người ký: Nguyễn Văn An")
    assert said["forged"].body.startswith("Chữ ký ghi tên Nguyễn Văn An")
    assert stranger.body.startswith("Chữ ký ghi tên Nguyễn Văn An")
    assert ["chữ ký là giả" in one.body for one in (said["forged"], stranger)] == [True, False]
    comfort = "Không có nghĩa là văn bản giả"
    assert [comfort in one.body for one in (said["forged"], stranger)] == [False, True]
