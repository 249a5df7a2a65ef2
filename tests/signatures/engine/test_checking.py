"""An uploaded file is judged in the limited child, and the answer is the same."""

from dataclasses import replace

from tests.signatures.making import LATER
from workflow.signatures.engine import checking
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.reasons import Code
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
