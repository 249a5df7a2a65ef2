"""The page that signs many certificates, their list, and the page anyone may open on one."""

import io
import re

import pytest

from tests.check.conftest import (
    certificate,
    code_of,
    public_address,  # noqa: F401  a fixture
)
from tests.check.test_privacy import text
from tests.factories.archive import statements
from tests.factories.signing import PASSWORD
from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.decisions.models import Certificate, DecisionItem, ItemStatus
from workflow.decisions.sealing import running
from workflow.decisions.sealing.board import board_for
from workflow.documents.contents import read
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.recipients.models import RecipientKind


@pytest.fixture
def made(office):
    return office()


@pytest.fixture
def browser(client_as, long_an):
    return lambda user: client_as(user, long_an.department)


@pytest.fixture
def url(decision):
    return f"/decisions/{decision.public_id}/certificates/signing"


def test_strangers_find_no_page_and_only_whose_turn_it_is_is_asked_for_a_pin(
    made, url, client, client_as, browser, long_an
):
    assert client.get(url).status_code == 302
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    assert [stranger.get(url).status_code, stranger.post(url).status_code] == [404, 404]
    sent = browser(long_an.secretary).post(url, data={"pin": PASSWORD})
    assert (sent.status_code, made.runs()) == (403, [])
    people = {"secretary": long_an.secretary, "head": long_an.head, "clerk": long_an.clerk}
    asked = {name: 'name="pin"' in browser(user).get(url).text for name, user in people.items()}
    assert asked == {"secretary": False, "head": True, "clerk": False}
    made.decision.organisation.signs_digitally = False
    db.session.commit()
    assert browser(long_an.head).get(url).status_code == 403


def test_a_run_goes_on_behind_the_page_and_the_list_offers_the_sealed_files(
    made, url, browser, long_an, monkeypatch
):
    threads, begin = [], running.begin
    monkeypatch.setattr(running, "begin", lambda *args: threads.append(begin(*args)))
    head, clerk = browser(long_an.head), browser(long_an.clerk)
    wrong = head.post(url, data={"pin": "sai-123"})
    assert (wrong.status_code, "sai-123" in wrong.text, threads) == (422, False, [])

    meters = []
    for person in (head, clerk):
        assert person.post(url, data={"pin": PASSWORD}).headers["Location"] == url
        threads[-1].join(30)
        meters.append(re.findall(r'value="(\d)" max="2"', person.get(url).text))

    assert meters == [["2", "0"], ["2", "2"]]

    assert made.runs() == [("person", 2, 2, ""), ("seal", 2, 2, "")]
    assert "Không còn giấy nào chờ bạn." in clerk.get(url).text
    listed = clerk.get(f"/decisions/{made.decision.public_id}?view=certificates").text
    assert ("Đã đóng dấu số 2 trên 2 giấy." in listed, listed.count("Tải bản ký số")) == (True, 2)


def test_the_page_asks_the_same_whatever_the_number_of_certificates(made):
    def asked():
        db.session.expire_all()
        clock.today()  # read once a session
        with statements() as counted:
            board = board_for(made.decision, made.desk.head)
        return len(board.sheets), board.waiting, len(counted)

    few = asked()
    for number in range(3, 9):
        line = DecisionItem(
            decision_id=made.decision.id, kind=RecipientKind.PERSON, ordinal=number,
            name=f"Người {number}", status=ItemStatus.AWARDED,
        )  # fmt: skip
        db.session.add(Certificate(item=line, golden_number=number, dated=clock.today()))
    db.session.commit()
    assert (few[:2], asked()) == ((2, 2), (8, 2, few[2]))


@pytest.mark.usefixtures("public_address", "at_once")
def test_anyone_is_told_of_the_certificates_own_signatures_and_compares_its_sealed_file(
    made, client
):
    page = f"/check/{code_of('certificate', certificate(made.decision).id)}"

    def same(content):
        sent = {"file": (io.BytesIO(content), "giay-khen.pdf")}
        told = client.post(page, data=sent).text
        return "Đúng từng byte" in told, "chưa có chữ ký và con dấu" in told

    [link] = documents_of("certificate", certificate(made.decision).id, FileRole.CERTIFICATE)
    made.sign()
    before = text(client.get(page))
    made.seal()
    waiting = text(client.get(page))
    jobs.run_all()
    after = text(client.get(page))

    assert "ký trên giấy" in before
    assert "Máy chủ đang kiểm tra chữ ký" in waiting
    assert ("Người ký: Nguyễn Văn A" in after, "Cơ quan: " in after) == (True, True)
    files = read(link.document), made.files("person")[0], made.files("seal")[0]
    assert [same(one) for one in files] == [(True, True), (False, False), (True, False)]
