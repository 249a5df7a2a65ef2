"""The known attacks on signed PDFs, each with its control: the same without what is wrong."""

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from tests.signatures.engine import attacking
from tests.signatures.foreign import sign_once, signer_of
from tests.signatures.making import LATER, SEALED, SIGNED, VALUES, expected, said
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Expected
from workflow.signatures.engine.signing import certify, renew, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import Verdict


@pytest.fixture
def judged(maker, recorded):
    """Judge by the record, digest left out: the digest alone would refuse everything."""

    def judge(pdf: bytes, record: Expected = recorded):
        report = verify(pdf, maker.trust(LATER), record, LATER)
        assert "" not in said(report)
        bad = [*report.reasons, *(one for each in report.findings for one in each.reasons)]
        return report.verdict, {one.code for one in bad if one.weight is Verdict.INVALID}

    return judge


def test_the_control_of_all_attacks_is_valid(judged, sealed):
    assert {level: judged(sealed[level])[0] for level in sealed} == dict.fromkeys(
        ("B", "T", "LTA"), Verdict.VALID
    )


@pytest.mark.parametrize("level", ["B", "LTA"])
@pytest.mark.parametrize(
    "change",
    [
        attacking.another_number, attacking.another_look, attacking.page_content,
        attacking.annotation, attacking.unused_content, attacking.nothing_new,
    ],
)  # fmt: skip
def test_no_update_after_the_seal_is_accepted(judged, sealed, change, level):
    verdict, codes = judged(attacking.updated(sealed[level], change))
    assert verdict == Verdict.INVALID
    assert Code.NOT_WHOLE in codes
    refused = {attacking.nothing_new: set()}.get(change, {Code.FORBIDDEN_CHANGE})
    assert refused <= codes


def test_an_archival_time_stamp_is_the_only_update_accepted(judged, maker, sealed):
    more = renew(sealed["LTA"], maker.stamp(LATER), maker.evidence(LATER), LATER)
    shown = attacking.shown_stamp(sealed["LTA"], maker.stamp(LATER))
    assert judged(more) == (Verdict.VALID, set())
    assert judged(shown)[0] == Verdict.INVALID


def test_a_signature_laid_over_the_text_is_refused(judged, maker, sealed):
    for name in ("stranger", "head"):
        laid = sign_once(
            sealed["T"], signer_of(maker, name), "Them", "ETSI.CAdES.detached", at=LATER,
            box=(85, 690, 300, 715),
        )  # fmt: skip
        verdict, codes = judged(laid)
        assert verdict == Verdict.INVALID
        assert {Code.SIGNATURE_UNEXPECTED, Code.FOREIGN_FIELD, Code.FORBIDDEN_CHANGE} <= codes


@pytest.mark.parametrize("tail", [b"\n", b"%%EOF\n", b"\nstartxref\n0\n%%EOF\n", b"x" * 5000])
@pytest.mark.parametrize("level", ["B", "LTA"])
def test_no_byte_may_follow_the_last_signature(judged, sealed, level, tail):
    assert judged(sealed[level] + tail)[0] == Verdict.INVALID


def test_nothing_may_stand_before_the_file(judged, sealed):
    assert judged(b"#!/bin/sh\n" + sealed["T"])[0] == Verdict.INVALID


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"/ByteRange", b"/ByteRangf"), (b"/ByteRange [0", b"/ByteRange [9"),
        (b"/ByteRange [0", b"/ByteRange nul"), (b"/ByteRange [0", b"/ByteRange -0"),
        (b"/Contents", b"/Contentz"), (b"/SubFilter", b"/SubFiltxr"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [0, 1])
def test_universal_forgery_is_refused(judged, sealed, was, becomes, number):
    assert judged(attacking.forged(sealed["T"], number, was, becomes))[0] == Verdict.INVALID


@pytest.mark.parametrize("number", [0, 1])
def test_an_emptied_or_wrapped_signature_is_refused(judged, sealed, number):
    assert judged(attacking.without_contents(sealed["T"], number))[0] == Verdict.INVALID
    assert judged(attacking.wrapped(sealed["T"], number))[0] == Verdict.INVALID


def test_content_lying_hidden_is_refused_before_and_after_it_is_shown(judged, maker, prepared):
    hidden = attacking.with_hidden(prepared)
    for paper, codes in ((prepared, set()), (hidden, {Code.HIDDEN_CONTENT})):
        once = certify(paper, maker.key("head"), maker.means(SIGNED, "T"))
        made = seal(once, maker.key("seal"), maker.means(SEALED, "T"), values=VALUES)
        assert judged(made) == (Verdict.INVALID if codes else Verdict.VALID, codes)
    assert Code.FORBIDDEN_CHANGE in judged(attacking.switched(made))[1]


def test_a_stripped_seal_or_time_stamp_is_missed(judged, maker, sealed):
    by_head = expected(maker.key("head"), None)
    bare = attacking.until(sealed["T"], 0)
    assert judged(bare, by_head) == (Verdict.VALID, set())
    assert judged(bare) == (Verdict.INVALID, {Code.SIGNATURE_MISSING})
    whole = verify(sealed["LTA"], maker.trust(), None, LATER).digest
    record = expected(maker.key("head"), maker.key("seal"), whole)
    assert judged(sealed["LTA"], record) == (Verdict.VALID, set())
    assert judged(attacking.until(sealed["LTA"], 1), record)[0] == Verdict.INVALID


@pytest.mark.parametrize("change", [attacking.page_content, attacking.annotation])
def test_between_head_and_seal_only_number_and_date_come_in(judged, maker, signed, change):
    changed = attacking.updated(signed["T"], change)
    made = seal(changed, maker.key("seal"), maker.means(SEALED, "T"), values=VALUES)
    assert judged(made) == (Verdict.INVALID, {Code.FORBIDDEN_CHANGE})


def test_the_swapped_file_of_the_same_signers_is_told_by_its_digest(judged, maker, sealed):
    digest = verify(sealed["T"], maker.trust(), None, LATER).digest
    record = expected(maker.key("head"), maker.key("seal"), digest)
    assert judged(sealed["T"], record) == (Verdict.VALID, set())
    assert judged(sealed["B"], record) == (Verdict.INVALID, {Code.DIGEST_DIFFERS})


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=b"app.alert(1)")


def _launch(document: pikepdf.Pdf) -> None:
    link = Dictionary(S=Name.Launch, F=b"a.exe")
    document.pages[0].obj.AA = Dictionary(O=link)


def _form_of_its_own(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.XFA = document.make_stream(b"<xdp/>")


def _layer(document: pikepdf.Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=b"a"))
    document.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group]))


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = b"a"


@pytest.mark.parametrize(
    ("put_in", "code", "elsewhere"),
    [
        (_script, Code.ACTIVE_CONTENT, Verdict.UNKNOWN),
        (_launch, Code.ACTIVE_CONTENT, Verdict.UNKNOWN),
        (_form_of_its_own, Code.ACTIVE_CONTENT, Verdict.UNKNOWN),
        (_layer, Code.LAYERS, Verdict.UNKNOWN),
        (_attachment, Code.ATTACHED_FILES, Verdict.VALID),
    ],
)
def test_nothing_that_acts_hides_or_is_carried_along(
    judged, maker, prepared, put_in, code, elsewhere
):
    paper = attacking.with_entry(prepared, put_in)
    made = certify(paper, maker.key("head"), maker.means(SIGNED, "T"))
    assert judged(made, expected(maker.key("head"), None)) == (Verdict.INVALID, {code})
    assert verify(made, maker.trust(LATER), None, LATER).verdict == elsewhere


def test_the_head_must_certify_and_the_seal_must_lock(judged, maker, prepared):
    def unlock(document: pikepdf.Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            if "/Lock" in field:
                del field.Lock

    loose = attacking.with_entry(prepared, unlock)
    once = certify(loose, maker.key("head"), maker.means(SIGNED, "T"))
    made = seal(once, maker.key("seal"), maker.means(SEALED, "T"), values=VALUES)
    assert Code.NOT_LOCKED in judged(made)[1]
    plain = sign_once(
        prepared, signer_of(maker, "head"), "NguoiKy", "ETSI.CAdES.detached", new=False
    )
    assert Code.NOT_CERTIFIED in judged(plain, expected(maker.key("head"), None))[1]


def test_the_order_and_the_number_of_signatures_are_those_of_the_record(judged, maker, sealed):
    head, agency = maker.key("head"), maker.key("seal")
    right = expected(head, agency)
    for signers, code in (
        (right.signers, None),
        (right.signers[::-1], Code.WRONG_ORDER),
        (right.signers[:1], Code.SIGNATURE_UNEXPECTED),
    ):
        verdict, codes = judged(sealed["T"], Expected(signers))
        assert (verdict, code in codes) == (
            (Verdict.INVALID, True) if code else (Verdict.VALID, False)
        )
