"""After the last day of an algorithm certificates issued with it prove nothing but what is covered.

The head signs by an elliptic curve, so that RSA of 2048 bits is used by nobody but the authorities
above: the root that issues the time-stamps' certificates, and the one below it that issued hers.
"""

from datetime import UTC, datetime

import pytest
from certomancer.registry import ServiceLabel

from tests.signatures.making import LATER, SIGNED, expected
from workflow.signatures.engine.proving import prove
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Trust
from workflow.signatures.engine.signing import Evidence, Means, certify, renew
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import TrustClass, Verdict

BEFORE, LAST, AFTER = (datetime(year, 6, 1, tzinfo=UTC) for year in (2024, 2025, 2026))
RETIRED = {"rsa-2048": LAST}


class Bare:
    """A key that sends no certificates along."""

    def __init__(self, held):
        self.certificate, self.chain, self.sign = held.certificate, [], held.sign


@pytest.fixture(scope="module")
def trust(maker):
    roots = [maker.authorities.certificate("root", of) for of in ("office", "curves")]
    return lambda **more: Trust({TrustClass.OFFICIAL: roots}, **more)


@pytest.fixture(scope="module")
def evidence(maker, trust):
    """What is gathered at a moment, about signers or about time-stamps by curves alone."""

    def gathered(at, *, of_signers=True):
        curves = maker.authorities.of("curves").service_registry
        crls = [curves.get_crl(ServiceLabel("root"), at).dump()]
        others = [maker.authorities.certificate("tsa", "curves")]
        if of_signers:
            crls += maker.crls(at)
            others.append(maker.authorities.certificate("issuing"))
        return Evidence(trust().roots[TrustClass.OFFICIAL], others, crls)

    return gathered


@pytest.fixture(scope="module")
def record(maker):
    return expected(maker.key("head-curve"), None)


@pytest.fixture(scope="module")
def kept(maker, prepared, evidence):
    """The paper with all evidence and an archival time-stamp; that one's root signs by RSA."""
    means = Means(SIGNED, maker.stamp(SIGNED, "tsa-curve"), evidence(SIGNED))
    signed = certify(prepared, maker.key("head-curve"), means)
    return prove(signed, maker.stamp(LATER, "tsa-curve"), evidence(LATER), LATER)


def aged(one) -> set[str]:
    return {reason.data["name"] for reason in one.reasons if reason.code == Code.ALGORITHM_AGED}


@pytest.mark.parametrize(("at", "verdict"), [(BEFORE, Verdict.VALID), (AFTER, Verdict.UNKNOWN)])
def test_certificates_issued_with_it_prove_until_its_last_day_and_not_after(
    kept, trust, evidence, record, at, verdict
):
    lists = evidence(at).crls
    assert verify(kept, trust(crls=lists), record, at).verdict == Verdict.VALID
    found = verify(kept, trust(crls=lists, retired=RETIRED), record, at)
    assert found.verdict == verdict
    names = {"rsa-2048"} if verdict == Verdict.UNKNOWN else set()
    assert [aged(one) for one in (found.findings[0], found.archival[0])] == [names, names]


def test_a_time_stamp_tells_the_algorithms_above_it_as_what_it_stands_on(kept, trust, record):
    [stamped] = verify(kept, trust(), record, BEFORE).archival
    assert stamped.algorithms == ("sha256", "secp256r1", "rsa-2048")


@pytest.mark.parametrize(
    ("at", "of", "name", "verdict"),
    [
        (BEFORE, "curves", "tsa", Verdict.VALID),
        (BEFORE, "office", "tsa-curve", Verdict.UNKNOWN),  # its own root signs by RSA
        (AFTER, "curves", "tsa", Verdict.UNKNOWN),  # too late
    ],
)
def test_a_time_stamp_before_the_day_keeps_what_it_covers(
    maker, kept, trust, evidence, record, at, of, name, verdict
):
    made = renew(kept, maker.stamp(at, name, of), evidence(at), at)
    in_ten = datetime(2034, 1, 1, tzinfo=UTC)
    assert verify(made, trust(), record, in_ten).verdict == Verdict.VALID
    assert verify(made, trust(retired=RETIRED), record, in_ten).verdict == verdict


@pytest.mark.parametrize("brought", [SIGNED, AFTER], ids=["in time", "after the day"])
def test_an_authority_s_certificate_that_came_after_the_day_could_be_anybody_s(
    maker, prepared, trust, evidence, record, brought
):
    """The signature is old and covered; who issued its certificate was told when RSA was broken."""
    by_curves = maker.stamp(SIGNED, "tsa", "curves"), evidence(SIGNED, of_signers=False)
    signed = certify(prepared, Bare(maker.key("head-curve")), Means(SIGNED, by_curves[0]))
    if brought == SIGNED:
        made = prove(signed, by_curves[0], evidence(SIGNED), SIGNED)
    else:
        made = renew(prove(signed, by_curves[0], None, SIGNED), *by_curves, SIGNED)
    at = AFTER.replace(month=7)
    about_signers = evidence(AFTER)
    made = renew(made, maker.stamp(AFTER, "tsa", "curves"), about_signers, AFTER)
    late = {"others": about_signers.others, "crls": about_signers.crls}

    assert verify(made, trust(**late), record, at).verdict == Verdict.VALID
    found = verify(made, trust(retired=RETIRED, **late), record, at)
    assert found.verdict == (Verdict.VALID if brought == SIGNED else Verdict.UNKNOWN)
    assert aged(found.findings[0]) == (set() if brought == SIGNED else {"rsa-2048"})


def test_what_a_root_signed_itself_with_does_not_matter(maker, prepared, trust, evidence, record):
    stamp = maker.stamp(SIGNED, "tsa", "curves")  # its root's own signature is by SHA-512
    signed = certify(prepared, maker.key("head-curve"), Means(SIGNED, stamp, evidence(SIGNED)))
    made = prove(signed, stamp, evidence(SIGNED), SIGNED)
    for name, verdict in (("sha512", Verdict.VALID), ("sha256", Verdict.UNKNOWN)):
        assert verify(made, trust(retired={name: LAST}), record, AFTER).verdict == verdict
