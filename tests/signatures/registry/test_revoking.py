"""A revoked certificate is not registered; where nobody can be asked, that is said first."""

import io

import pytest

from tests.signatures.pki.authorities import Servers
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.models import SigningCertificate
from workflow.signatures.registry import registering, trusting

REVOKED, ANSWERED = "Nơi cấp đã thu hồi hoặc tạm dừng", "Nơi cấp trả lời: không bị thu hồi."
UNASKED = "Chưa hỏi được có bị thu hồi không"


@pytest.fixture
def servers(database):
    with Servers(clock.now()).running() as answering:
        yield answering


@pytest.fixture
def addressed(propose, people, servers):
    """The root confirmed with the revocation lists given."""

    def make(*crls):
        root = propose(crls=crls)
        with unit_of_work():
            trusting.confirm(root.public_id, compared=True, actor=people.second)

    return make


@pytest.fixture
def send(desk, people, long_an, armoured):
    url = f"/signatures/{long_an.department.public_id}/certificates/new/person"

    def make(name, person="head", **more):
        sent = {"file": (io.BytesIO(armoured(name)), "a.pem"),
                "person": people.users[person].public_id, **more}  # fmt: skip
        answer = desk("below").post(url, data=sent, follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)

    return make


def count():
    return db.session.query(SigningCertificate).count()


def test_what_was_revoked_is_refused_and_what_was_not_is_taken(addressed, servers, send):
    addressed(servers.crl(), servers.crl("root"))

    refused, page = send("head-revoked", known="y")
    assert (refused, REVOKED in page, 'id="file-error"' in page, count()) == (422, True, True, 0)
    doubted, page = send("head", "deputy")
    assert (doubted, ANSWERED in page) == (422, True)
    taken, page = send("head")
    assert (taken, UNASKED in page, count()) == (200, False, 1)


def test_what_cannot_be_asked_is_said_and_taken_by_a_tick(addressed, servers, send):
    addressed(servers.crl(), servers.crl("root"))
    servers.down = True

    asked, page = send("head-revoked")
    assert (asked, UNASKED in page, 'name="known"' in page, count()) == (422, True, True, 0)
    taken, page = send("head-revoked", known="y")
    assert (taken, count()) == (200, 1)
    [line] = audit.journal(registering.STREAM, db.session.query(SigningCertificate).one().id)
    assert line.detail["doubts"] == ["unanswered"]


def test_lists_that_do_not_speak_of_it_say_nothing(addressed, servers, send):
    addressed(servers.crl("root"))

    asked, page = send("head-revoked")
    assert (asked, "không địa chỉ thu hồi nào đã ghi trả lời" in page, count()) == (422, True, 0)


def test_without_an_address_it_is_taken_and_said(addressed, servers, send):
    addressed()

    taken, page = send("head")
    assert (taken, "gốc tin cậy chưa có địa chỉ thu hồi nào" in page, count()) == (200, True, 1)
    assert servers.asked == []


def test_what_may_not_sign_anyway_asks_nobody(addressed, servers, send):
    addressed(servers.crl(), servers.crl("root"))
    for name in ("head-expired", "head-self", "head-wrong-usage"):
        assert send(name, known="y")[0] == 422
    assert servers.asked == []
    assert send("head")[0] == 200
    assert servers.asked != []
