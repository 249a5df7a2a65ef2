"""While a responder (OCSP) alone is down a renewal waits, or is proven by lists: never by less."""

from datetime import timedelta

import pytest

from tests.signatures.making import SEALED, Maker, expected
from workflow.core import clock
from workflow.core.db import db
from workflow.signatures.engine.reading import Reading
from workflow.signatures.engine.verifying import verify
from workflow.signatures.renewal.states import Trouble, Why
from workflow.signatures.states import Verdict
from workflow.signatures.trust import trust_now

NEXT = SEALED + timedelta(days=4)


@pytest.fixture
def raising(archive):
    """Papers to be raised, so that who signed must be proven; its responder is silent at first.

    The root's list is there: it tells of the authority and of the time-stamp, not of signers.
    """

    def make(count=1, *, lists=False):
        made = archive(count, level="B")
        servers = made.servers
        made.root.ocsp_urls = [servers.ocsp()]
        made.root.crl_urls = [servers.crl("root"), *([servers.crl()] if lists else [])]
        servers.silent = "/ocsp/"
        servers.asked.clear()
        db.session.commit()
        return made

    return make


def held(archive):
    """What evidence about signers the newest file stores, and what it proves years later."""
    pdf, maker = archive.newest(), Maker(archive.servers.authorities)
    stored = Reading(pdf).evidence()
    record = expected(maker.key("head"), maker.key("seal"))
    in_ten = clock.now().replace(year=2034)
    return len(stored.ocsps), len(stored.crls), verify(pdf, trust_now(), record, in_ten).verdict


def test_without_a_list_of_signers_it_waits_names_the_server_and_keeps_nothing(raising):
    archive = raising(2)
    files, asked = archive.files(), archive.servers.url.removeprefix("http://")
    archive.day()

    assert (archive.renewals(), archive.files()) == ([], files)
    tried = archive.proof()
    assert (tried.trouble, tried.good) == (Trouble.SERVER, False)
    assert tried.failure == f"Máy chủ {asked} không trả lời. Hệ thống tự thử lại mỗi ngày."
    assert archive.proof(archive.papers[1]) is None  # the office's others wait with it
    assert any("/ocsp/" in path for path in archive.servers.asked)


def test_once_it_answers_all_that_waited_is_renewed_with_its_answers_inside(raising):
    archive = raising(2)
    archive.day()
    archive.servers.silent = ""
    archive.day(NEXT)

    assert [one.why for one in archive.renewals()] == [Why.RAISED] * 2
    assert held(archive) == (2, 1, Verdict.VALID)  # of head and seal, and the root's list


def test_a_list_of_the_same_authority_proves_as_much_and_nothing_waits(raising):
    archive = raising(lists=True)
    archive.day()

    assert [one.why for one in archive.renewals()] == [Why.RAISED]
    assert held(archive) == (0, 2, Verdict.VALID)
    assert any("/ocsp/" in path for path in archive.servers.asked)
