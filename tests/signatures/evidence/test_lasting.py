"""A paper sealed with fetched evidence and stamps is judged valid from itself alone."""

from datetime import timedelta

import pytest

from tests.signatures.evidence.conftest import AT
from tests.signatures.making import VALUES, HeldKey, expected
from workflow.signatures.engine.report import Trust
from workflow.signatures.engine.signing import Means, certify, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.evidence.fetching import Sources, fetch_evidence, fetch_stamp
from workflow.signatures.evidence.refusals import ServerDown
from workflow.signatures.states import TrustClass, Verdict


def test_what_was_fetched_proves_the_paper_and_a_stamp_that_fails_signs_nothing(
    at_work, issuers, prepared
):
    made = at_work.authorities
    sources = Sources(at_work.tsa(), [], [at_work.crl(), at_work.crl("root")])
    head, office = HeldKey(made, "head"), HeldKey(made, "seal")
    evidence = fetch_evidence(sources, issuers, [head.certificate, office.certificate], AT)
    means = Means(AT, fetch_stamp(sources, issuers, AT), evidence)
    signed = certify(prepared, head, means)
    sealed = seal(signed, office, means, values=VALUES)
    at_work.down = True
    with pytest.raises(ServerDown, match="chưa ký, hãy thử lại"):
        seal(signed, office, means, values=VALUES)

    trust = Trust({TrustClass.OFFICIAL: [made.certificate("root")]})
    said = verify(sealed, trust, expected(head, office), AT + timedelta(days=3000))
    good = {Verdict.VALID, Verdict.VALID_WITH_CHANGES}
    assert said.verdict in good
    bare = seal(certify(prepared, head, Means(AT)), office, Means(AT), values=VALUES)
    assert verify(bare, trust, expected(head, office), AT).verdict not in good
