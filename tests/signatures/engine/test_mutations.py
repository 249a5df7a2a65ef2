"""Random changes of a sealed file: what the signatures alone let pass, and that the digest does not.

A signature cannot vouch for the bytes it lies in: of the last one those pass that say nothing.
"""

import os
from collections import Counter

import pytest

from tests.signatures.engine.mutating import Places, mutations
from tests.signatures.making import LATER, expected
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import Verdict

FULL = os.environ.get("BANGVANG_PROVE") == "1"
ALONE = 5_000 if FULL else 16
WITH_DIGEST = 25_000 if FULL else 4  # four times
GOOD = {Verdict.VALID, Verdict.VALID_WITH_CHANGES}
UNSIGNED = {
    # of the CMS message that is the last signature, RFC 5652 signs the attributes alone
    "frame of the message",  # versions, lists of algorithms, which tell nothing new
    "certificates sent along",  # beside the signer's own; our trust brings the others
    "unsigned attributes",  # the seal's own time-stamp, where nothing archival follows
}


@pytest.mark.prove
@pytest.mark.parametrize("level", ["T", "LTA"])
def test_what_passes_the_signatures_alone_lies_in_what_no_signature_signs(
    maker, sealed, recorded, level
):
    pdf = sealed[level]
    trust, places = maker.trust(LATER if level == "T" else None), Places(pdf)
    passed: Counter[tuple[str, str]] = Counter()
    for one in mutations(pdf, ALONE // 2, seed=6):
        if verify(one.pdf, trust, recorded, LATER).verdict in GOOD:
            passed[one.kind, places.name(one.at)] += 1
    for (kind, place), count in sorted(passed.items()):
        print(f"{level}: {count} passed: {kind} in {place}")  # noqa: T201  shown by -s
    assert {place for _kind, place in passed} <= UNSIGNED
    assert {kind for kind, _place in passed} <= {"bit", "byte"}


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(4))
def test_nothing_changed_passes_signatures_and_digest(maker, sealed, recorded, seed):
    pdf = sealed["LTA"]
    digest = verify(pdf, maker.trust(), None, LATER).digest
    record = expected(maker.key("head"), maker.key("seal"), digest)
    assert verify(pdf, maker.trust(), record, LATER).verdict == Verdict.VALID
    verdicts = {
        verify(one.pdf, maker.trust(), record, LATER).verdict
        for one in mutations(pdf, WITH_DIGEST, seed=seed)
    }
    assert verdicts == {Verdict.INVALID}


def test_a_change_of_the_last_signature_s_room_is_noticed(maker, sealed, recorded):
    """The three kinds that slipped through validators: padding, letter case, white space."""
    for level in ("T", "LTA"):
        pdf, places = sealed[level], Places(sealed[level])
        trust = maker.trust(LATER if level == "T" else None)
        letter = next(at for at in range(places.first, places.second) if pdf[at : at + 1] == b"A")
        for at, new in ((places.second - 3, b"8"), (letter, b"a"), (places.second - 3, b" ")):
            made = pdf[:at] + new + pdf[at + 1 :]
            assert verify(made, trust, recorded, LATER).verdict == Verdict.INVALID
        assert verify(pdf, trust, recorded, LATER).verdict == Verdict.VALID


@pytest.mark.parametrize("junk", [b"", b"%PDF-", b"\x00" * 3000, b"%PDF-1.7\n" + b"[" * 100_000])
def test_what_is_no_file_at_all_is_a_verdict_too(maker, recorded, junk):
    report = verify(junk, maker.trust(), recorded, LATER)
    assert report.verdict == Verdict.INVALID
