"""What is said of a paper made by our profile, and of one signed by another program."""

import json
from datetime import timedelta

import pytest

from tests.signatures.foreign import signed_elsewhere
from tests.signatures.making import LATER, SEALED, SIGNED, VALUES, expected
from workflow.signatures.engine.filling import fill
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Expected, Method, Report, Role, Trust
from workflow.signatures.engine.signing import certify, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import TrustClass, Verdict

FILLED = ("So", "Ngay", "Thang", "Nam")


def codes(finding) -> list[Code]:
    return [reason.code for reason in finding.reasons]


@pytest.mark.parametrize(
    ("level", "notes", "proven"),
    [
        ("B", [Code.TIME_UNPROVEN], (None, None)),
        ("T", [], (SIGNED, SEALED)),
        ("LTA", [], (SIGNED, SEALED)),
    ],
)
def test_a_sealed_paper_is_valid_at_every_level(maker, sealed, recorded, level, notes, proven):
    trust = maker.trust(None if level == "LTA" else LATER)
    report = verify(sealed[level], trust, recorded, LATER)
    person, agency = report.findings
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    assert (person.verdict, codes(person)) == (Verdict.VALID_WITH_CHANGES, [Code.FILLED, *notes])
    assert (agency.verdict, codes(agency)) == (Verdict.VALID, notes)
    assert (person.proven, agency.proven) == proven
    assert [stamp.proven for stamp in report.archival] == [True] * (level == "LTA")


def test_the_findings_say_who_signed_when_and_how(maker, sealed, recorded):
    report = verify(sealed["LTA"], maker.trust(), recorded, LATER)
    person, agency = report.findings
    assert (person.role, person.holder.name, person.filled, person.signed_after) == (
        Role.PERSON, "Nguyễn Văn An", FILLED, ("CoQuan",)
    )  # fmt: skip
    assert (agency.role, agency.holder.organisation) == (
        Role.SEAL, "Cục Quản lý thị trường tỉnh Long An"
    )  # fmt: skip
    assert agency.holder.issuer == "CA thử nghiệm chuyên dùng công vụ"
    assert agency.method == Method("rsa", 2048, "sha256", "pss")
    assert (agency.root, agency.claimed, agency.stamped.time) == (
        TrustClass.OFFICIAL, SEALED, SEALED
    )  # fmt: skip
    assert report.archival[0].authority == "Dấu thời gian thử nghiệm"


@pytest.mark.parametrize("level", ["B", "T", "LTA"])
def test_a_paper_the_head_alone_has_signed_is_valid_as_far_as_it_goes(maker, signed, level):
    record = expected(maker.key("head"), None)
    trust = maker.trust(None if level == "LTA" else LATER)
    report = verify(signed[level], trust, record, LATER)
    assert (report.verdict, report.findings[0].filled) == (Verdict.VALID, ())


def test_a_report_goes_through_json_and_back(maker, sealed, recorded):
    report = verify(sealed["LTA"], maker.trust(), recorded, LATER)
    assert Report.from_data(json.loads(json.dumps(report.as_data()))) == report


def test_the_record_s_digest_decides_whatever_the_signatures_say(maker, sealed):
    digest = verify(sealed["T"], maker.trust(LATER), None, LATER).digest
    head, agency = maker.key("head"), maker.key("seal")
    for said, verdict, reasons in (
        (digest, Verdict.VALID, []),
        ("0" * 64, Verdict.INVALID, [Code.DIGEST_DIFFERS]),
    ):
        report = verify(sealed["T"], maker.trust(LATER), expected(head, agency, said), LATER)
        assert (report.verdict, codes(report)) == (verdict, reasons)


def test_what_is_not_signed_has_no_verdict_but_lacks_what_is_expected(maker, prepared, recorded):
    plain = verify(prepared, maker.trust(), None, LATER)
    missed = verify(prepared, maker.trust(), recorded, LATER)
    assert verify(prepared, maker.trust(), Expected(()), LATER).verdict == Verdict.NONE
    assert (plain.verdict, plain.findings) == (Verdict.NONE, ())
    assert (missed.verdict, codes(missed)) == (Verdict.INVALID, [Code.SIGNATURE_MISSING] * 2)


def test_without_evidence_of_revocation_nothing_is_called_valid(maker, sealed, recorded):
    report = verify(sealed["T"], maker.trust(), recorded, LATER)
    assert report.verdict == Verdict.UNKNOWN
    assert Code.REVOCATION_UNKNOWN in codes(report.findings[1])


def test_without_a_root_nobody_is_known(maker, sealed, recorded):
    report = verify(sealed["LTA"], Trust(), recorded, LATER)
    assert report.verdict == Verdict.UNKNOWN
    assert Code.UNTRUSTED in codes(report.findings[0])
    assert [stamp.proven for stamp in report.archival] == [False]


def test_old_padding_is_accepted_and_told_and_so_are_curves(maker, prepared):
    for name, pss, notes, algorithm in (
        ("head", False, [Code.OLD_PADDING], Method("rsa", 2048, "sha256", "v1.5")),
        ("head-curve", True, [], Method("ecdsa", 256, "sha256", "", "secp256r1")),
    ):
        key = maker.key(name)
        made = certify(prepared, key, maker.means(SIGNED, "T", pss=pss))
        report = verify(made, maker.trust(LATER), expected(key, None), LATER)
        (finding,) = report.findings
        assert (report.verdict, codes(finding)) == (Verdict.VALID, notes)
        assert finding.method == algorithm


def test_an_office_may_number_before_the_head_signs(maker, prepared):
    head, agency = maker.key("head"), maker.key("seal")
    numbered = fill(prepared, VALUES)
    made = seal(certify(numbered, head, maker.means(SIGNED)), agency, maker.means(SEALED))
    report = verify(made, maker.trust(), expected(head, agency), LATER)
    assert (report.verdict, [one.verdict for one in report.findings]) == (
        Verdict.VALID, [Verdict.VALID, Verdict.VALID]
    )  # fmt: skip


@pytest.mark.parametrize("form", ["adbe.pkcs7.detached", "ETSI.CAdES.detached"])
def test_a_paper_signed_by_another_program_is_judged_without_our_fields(maker, form):
    made = signed_elsewhere(maker, form)
    report = verify(made, maker.trust(LATER), None, LATER)
    person, agency = report.findings
    assert (report.verdict, person.role, agency.role) == (Verdict.VALID, Role.PERSON, Role.SEAL)
    assert (person.verdict, person.signed_after) == (Verdict.VALID_WITH_CHANGES, ("Signature2",))
    assert codes(agency) == [Code.OLD_PADDING, Code.TIME_UNPROVEN]
    strict = verify(made, maker.trust(LATER), expected(maker.key("head"), None), LATER)
    assert strict.verdict == Verdict.INVALID


def test_a_time_unproven_is_believed_only_while_the_certificate_lasts(maker, sealed):
    ended = SIGNED.replace(year=2031)
    verdicts = [verify(sealed["B"], maker.trust(at), None, at).verdict for at in (LATER, ended)]
    assert verdicts == [Verdict.VALID, Verdict.UNKNOWN]


def test_a_signature_from_the_future_is_not_believed(maker, sealed):
    before = SIGNED - timedelta(days=2)
    report = verify(sealed["B"], maker.trust(before), None, before)
    assert (report.verdict, codes(report.findings[1])) == (Verdict.UNKNOWN, [Code.TIME_AHEAD])
