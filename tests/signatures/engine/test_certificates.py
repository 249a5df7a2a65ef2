"""Certificates that must not be believed, each beside the good one of the same name."""

import pytest

from tests.signatures.foreign import sign_once, signer_of
from tests.signatures.making import LATER, SIGNED, drawn_paper, expected, fingerprint, said
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Expected, Signer, Trust
from workflow.signatures.engine.signing import certify
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import TrustClass, Verdict

AGAINST = {
    "head": (Verdict.VALID, []),
    "head-curve": (Verdict.VALID, []),
    "head-expired": (Verdict.INVALID, [Code.EXPIRED]),
    "head-later": (Verdict.INVALID, [Code.NOT_YET_VALID]),
    "head-revoked": (Verdict.INVALID, [Code.REVOKED]),
    "head-wrong-usage": (Verdict.INVALID, [Code.WRONG_USAGE]),
    "head-small": (Verdict.INVALID, [Code.WEAK_KEY]),
    "head-sha1": (Verdict.INVALID, [Code.WEAK_CHAIN]),
    "head-self": (Verdict.INVALID, [Code.SELF_SIGNED]),
}


def against(report) -> list[Code]:
    assert "" not in said(report)
    (finding,) = report.findings
    return [one.code for one in finding.reasons if one.weight is not Verdict.VALID]


@pytest.mark.parametrize(("name", "said"), AGAINST.items())
def test_a_certificate_is_judged_at_the_time_that_is_proven(maker, prepared, name, said):
    key = maker.key(name)
    made = certify(prepared, key, maker.means(SIGNED, "T"))
    report = verify(made, maker.trust(LATER), expected(key, None), LATER)
    assert (report.verdict, against(report)) == said


@pytest.mark.parametrize("name", ["head", "head-expired", "head-revoked", "head-self"])
def test_a_foreign_file_s_certificate_is_judged_the_same_way(maker, name):
    made = sign_once(drawn_paper(), signer_of(maker, name), "Chữ ký", "adbe.pkcs7.detached")
    report = verify(made, maker.trust(LATER), None, LATER)
    assert (report.verdict, against(report)) == AGAINST[name]


def test_an_authority_of_the_same_name_is_not_the_trusted_one(maker, prepared):
    for of, foreign, strict, code in (
        ("office", Verdict.VALID, Verdict.VALID, None),
        ("forged", Verdict.UNKNOWN, Verdict.INVALID, Code.SAME_NAME),
    ):
        made = certify(prepared, maker.key("head", of), maker.means(SIGNED, "T"))
        judged = verify(made, maker.trust(LATER), None, LATER)
        ours = verify(made, maker.trust(LATER), expected(maker.key("head"), None), LATER)
        assert (judged.verdict, ours.verdict) == (foreign, strict)
        assert against(judged) == ([code] if code else [])


def test_a_forged_chain_sent_along_does_not_become_trusted(maker, prepared):
    forged = maker.authorities.chain("forged")
    made = certify(prepared, maker.key("head", "forged"), maker.means(SIGNED, "T"))
    report = verify(made, maker.trust(LATER, others=forged), None, LATER)
    assert (report.verdict, against(report)) == (Verdict.UNKNOWN, [Code.SAME_NAME])


def test_the_certificate_must_be_one_the_record_names(maker, prepared):
    record = expected(maker.key("head"), None)
    either = Expected(
        [Signer("NguoiKy", frozenset(map(fingerprint, map(maker.key, ("head", "deputy")))))]
    )
    made = certify(prepared, maker.key("deputy"), maker.means(SIGNED, "T"))
    reports = [verify(made, maker.trust(LATER), one, LATER) for one in (record, either)]
    assert [(one.verdict, against(one)) for one in reports] == [
        (Verdict.INVALID, [Code.WRONG_CERTIFICATE]), (Verdict.VALID, []),
    ]  # fmt: skip


def test_roots_are_told_apart_by_class(maker):
    of = maker.authorities
    made = sign_once(
        drawn_paper(), signer_of(maker, "person", "public"), "A", "adbe.pkcs7.detached"
    )
    crl = of.of("public").service_registry.get_crl("root", LATER).dump()
    official, public = [of.certificate("root")], [of.certificate("root", "public")]
    for roots, verdict, kind in (
        ({TrustClass.OFFICIAL: official}, Verdict.UNKNOWN, None),
        ({TrustClass.OFFICIAL: official, TrustClass.PUBLIC: public}, Verdict.VALID,
         TrustClass.PUBLIC),
    ):  # fmt: skip
        report = verify(made, Trust(roots, crls=[crl]), None, LATER)
        assert (report.verdict, report.findings[0].root) == (verdict, kind)


def test_revoked_after_a_proven_time_stays_valid_and_after_a_claimed_one_is_unknown(
    maker, prepared
):
    early = SIGNED.replace(month=3)  # the certificate was revoked in June 2020
    key = maker.key("head-revoked")
    for level, verdict, code in (
        ("T", Verdict.VALID, []),
        ("B", Verdict.UNKNOWN, [Code.REVOKED_SINCE]),
    ):
        made = certify(prepared, key, maker.means(early, level))
        report = verify(made, maker.trust(LATER), expected(key, None), LATER)
        assert (report.verdict, against(report)) == (verdict, code)


def test_a_list_made_after_the_certificate_ended_says_nothing_for_it(maker, prepared):
    key = maker.key("head")
    made = certify(prepared, key, maker.means(SIGNED, "T"))
    silent = SIGNED.replace(year=2031)
    for lists_of, verdict in ((LATER, Verdict.VALID), (silent, Verdict.UNKNOWN)):
        trust = maker.trust(lists_of)
        assert verify(made, trust, expected(key, None), silent).verdict == verdict


def test_an_algorithm_that_has_aged_proves_nothing_on_its_own(maker, sealed, recorded):
    for retired, verdict in ((LATER, Verdict.UNKNOWN), (LATER.replace(year=2022), Verdict.VALID)):
        trust = maker.trust(retired={"sha256": retired})
        assert verify(sealed["LTA"], trust, recorded, LATER).verdict == verdict
