"""Time-stamps and files of others that cannot be believed, each with its control."""

import io

import pikepdf
import pytest

from tests.signatures.engine import attacking
from tests.signatures.foreign import sign_once, signed_elsewhere, signer_of
from tests.signatures.making import LATER, SEALED, SIGNED, drawn_paper, said
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import Verdict

FORM = "adbe.pkcs7.detached"


def told(report) -> tuple[Verdict, list[list[Code]]]:
    assert "" not in said(report)
    return report.verdict, [[reason.code for reason in one.reasons] for one in report.archival]


def test_an_archival_time_stamp_must_cover_all_before_it(maker, sealed, recorded):
    stamp = maker.stamp(LATER)
    for left_out, verdict, codes in (
        (0, Verdict.VALID, []), (30, Verdict.INVALID, [Code.PARTIAL]),
    ):  # fmt: skip
        made = attacking.partial_stamp(sealed["T"], stamp, left_out)
        report = verify(made, maker.trust(LATER), recorded, LATER)
        assert told(report) == (verdict, [codes])


def test_a_time_stamp_put_onto_another_file_is_false(maker, sealed, recorded):
    made = attacking.partial_stamp(sealed["T"], maker.stamp(LATER), 0)
    found = attacking.ranges(made)[-1]
    first, second = int(found[1]), int(found[2])
    other = attacking.partial_stamp(sealed["B"], maker.stamp(LATER), 0)
    there = attacking.ranges(other)[-1]
    token = other[int(there[1]) : int(there[2])]
    assert len(token) == second - first
    report = verify(made[:first] + token + made[second:], maker.trust(LATER), recorded, LATER)
    assert told(report) == (Verdict.INVALID, [[Code.STAMP_FALSE]])


def test_a_later_signature_in_a_foreign_file_is_told_not_hidden(maker):
    once = signed_elsewhere(maker, FORM)
    laid = sign_once(
        once, signer_of(maker, "stranger"), "Signature3", FORM, at=SEALED, box=(85, 690, 300, 715)
    )
    report = verify(laid, maker.trust(LATER), None, LATER)
    assert [(one.holder.name, one.verdict) for one in report.findings] == [
        ("Nguyễn Văn An", Verdict.VALID_WITH_CHANGES),
        ("Cục Quản lý thị trường tỉnh Long An", Verdict.VALID_WITH_CHANGES),
        ("Lê Văn Lạ", Verdict.VALID),
    ]
    assert report.findings[1].signed_after == ("Signature3",)


@pytest.mark.parametrize("change", [attacking.page_content, attacking.annotation])
def test_a_foreign_file_changed_after_signing_is_not_valid(maker, change):
    once = sign_once(drawn_paper(), signer_of(maker, "head"), "Signature1", FORM)
    for made, verdict in (
        (once, Verdict.VALID), (attacking.updated(once, change), Verdict.INVALID),
    ):  # fmt: skip
        assert verify(made, maker.trust(LATER), None, LATER).verdict == verdict


def test_a_signature_of_another_form_is_unknown(maker):
    made = sign_once(drawn_paper(), signer_of(maker, "head"), "Signature1", FORM)
    other = made.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.sha1    ")
    report = verify(other, maker.trust(LATER), None, LATER)
    assert (report.verdict, [one.code for one in report.findings[0].reasons]) == (
        Verdict.UNKNOWN, [Code.FORMAT_UNSUPPORTED]
    )  # fmt: skip


def test_a_file_under_a_password_is_unknown(maker):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn_paper())) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    report = verify(made.getvalue(), maker.trust(), None, LATER)
    assert (report.verdict, [one.code for one in report.reasons]) == (
        Verdict.UNKNOWN, [Code.ENCRYPTED]
    )  # fmt: skip


def test_bytes_behind_a_foreign_signature_are_refused(maker):
    made = sign_once(drawn_paper(), signer_of(maker, "head"), "Signature1", FORM, at=SIGNED)
    for tail, verdict in ((b"", Verdict.VALID), (b"more", Verdict.INVALID)):
        assert verify(made + tail, maker.trust(LATER), None, LATER).verdict == verdict
