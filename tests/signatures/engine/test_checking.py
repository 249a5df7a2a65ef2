"""An uploaded file is judged in the limited child, and the answer is the same."""

from dataclasses import replace

from tests.signatures.foreign import signed_elsewhere
from tests.signatures.making import LATER
from workflow.signatures.engine import checking
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Report
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import Verdict


def test_the_child_says_what_this_process_would(maker, sealed, recorded):
    trust = maker.trust(LATER, retired={"sha1": LATER})
    for pdf, record in ((sealed["LTA"], recorded), (sealed["T"], None), (b"%PDF-1.7", recorded)):
        assert check(pdf, trust, record, LATER) == verify(pdf, trust, record, LATER)


def test_a_file_too_heavy_to_be_judged_is_unknown(maker, sealed, recorded, monkeypatch):
    tight = replace(checking._LIMITS, wall_seconds=0.05)
    monkeypatch.setattr(checking, "_LIMITS", tight)
    report = check(sealed["LTA"], maker.trust(), recorded, LATER)
    assert (report.verdict, [one.code for one in report.reasons]) == (
        Verdict.UNKNOWN, [Code.TOO_HEAVY]
    )  # fmt: skip


def test_an_answer_carries_no_part_of_the_file_along(maker):
    """A name as the library reads it holds its whole reader: forty signatures took a minute."""

    def texts(value):
        if isinstance(value, dict):
            return [one for part in value.values() for one in texts(part)]
        if isinstance(value, list):
            return [one for part in value for one in texts(part)]
        return [value] if isinstance(value, str) else []

    told = verify(signed_elsewhere(maker, "adbe.pkcs7.detached"), maker.trust(), None, LATER)
    data = told.as_data()

    assert "Signature2" in texts(data)
    assert {type(one) for one in texts(data)} == {str}
    assert Report.from_data(data) == told
