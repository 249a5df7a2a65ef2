"""What servers say of certificates when a file is judged: revocations too, and who kept silent."""

import pytest

from tests.signatures.evidence.conftest import AT
from workflow.signatures.evidence.fetching import Sources
from workflow.signatures.evidence.looking import look_up


@pytest.mark.parametrize("by", ["list", "answer"])
def test_a_revocation_is_brought_home_as_a_good_word_is(at_work, issuers, by):
    sources = (
        Sources(crls=[at_work.crl(), at_work.crl("root")]) if by == "list"
        else Sources(ocsps=[at_work.ocsp()])
    )  # fmt: skip
    for name in ("head", "head-revoked"):
        found = look_up(sources, issuers, [at_work.authorities.certificate(name)], AT)
        assert (len(found.evidence.crls), len(found.evidence.ocsps)) == (
            (2, 0) if by == "list" else (0, 1)
        )
        assert found.silent == ()


def test_of_certificates_below_no_root_nothing_is_asked(at_work, issuers):
    strange = [at_work.authorities.certificate(name) for name in ("head-self",)]
    found = look_up(Sources(crls=[at_work.crl()]), issuers, strange, AT)
    assert (found.evidence.crls, found.silent, at_work.asked) == ((), (), [])
    look_up(Sources(crls=[at_work.crl()]), issuers, [at_work.authorities.certificate("head")], AT)
    assert at_work.asked == ["/office/crls/issuing/latest.crl"]


def test_one_silent_server_is_named_and_the_other_still_heard(at_work, issuers):
    dead = "http://127.0.0.1:1/latest.crl"
    head = at_work.authorities.certificate("head")
    found = look_up(Sources(crls=[dead, at_work.crl()]), issuers, [head], AT)
    assert (len(found.evidence.crls), found.silent) == (1, ("127.0.0.1:1",))


def test_the_addresses_a_certificate_names_are_never_asked(at_work, issuers):
    """Its chain is trusted and servers were entered; those it names itself would answer."""
    head = at_work.authorities.certificate("head")
    assert at_work.url.encode() in head
    dead = "http://127.0.0.1:1/"
    found = look_up(Sources(crls=[dead], ocsps=[dead]), issuers, [head], AT)
    assert (found.silent, at_work.asked) == (("127.0.0.1:1",), [])
