"""The signing page: strangers find nothing, the signer signs here or brings the file back."""

import html
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from tests.factories.documents import draw_all
from tests.factories.signing import PASSWORD
from tests.signatures.making import HeldKey, drawn_paper, prepared_paper
from workflow.core import clock, jobs
from workflow.core.db import db
from workflow.documents.models import Paper
from workflow.documents.states import Medium, PaperStatus
from workflow.signatures.engine.signing import Means, certify
from workflow.signatures.models import MadeSignature, SigningCertificate, SigningRequest
from workflow.signatures.services.signing import seal_here, sign_here
from workflow.signatures.states import Level, RequestStatus

ACTS = ("sign", "seal", "hand-out", "medium/sheet")


def url(paper, act=""):
    return f"/papers/{paper.public_id}/signing" + (f"/{act}" if act else "")


def reread(paper):
    db.session.rollback()
    return db.session.get_one(Paper, paper.id)


@pytest.fixture
def paper(office):
    return office().paper


@pytest.fixture
def paper_of_tokens(office):
    return office(here=False).paper


def seen_on(page):
    return re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page).group(1)


def test_strangers_find_no_signing_page_and_sign_nothing(paper, browsers, client):
    assert client.get(url(paper)).status_code == 302
    for browser in (browsers.stranger, browsers.below):
        assert browser.get(url(paper)).status_code == 404
        for act in ACTS:
            sent = {"pin": PASSWORD, "seen": "0" * 64}
            assert browser.post(url(paper, act), data=sent).status_code == 404, act
    assert browsers.head.get(url(paper)).status_code == 200
    assert (reread(paper).status, paper.medium) == (PaperStatus.OFFERED, Medium.DIGITAL)


def test_only_the_signer_is_asked_for_a_pin(paper, browsers):
    asked = {
        name: 'name="pin"' in browser.get(url(paper)).text
        for name, browser in vars(browsers).items()
        if name not in ("stranger", "below")
    }
    assert asked == {name: name == "head" for name in asked}


def test_the_head_signs_with_a_pin_that_no_page_repeats(paper, browsers):
    seen = seen_on(browsers.head.get(url(paper)).text)

    wrong = browsers.head.post(url(paper, "sign"), data={"pin": "sai-123", "seen": seen})
    assert (wrong.status_code, "sai-123" in wrong.text) == (422, False)
    assert "không đúng" in wrong.text
    empty = browsers.head.post(url(paper, "sign"), data={"pin": "", "seen": seen})
    assert empty.status_code == 422
    right = browsers.head.post(url(paper, "sign"), data={"pin": PASSWORD, "seen": seen})
    assert right.status_code == 302
    assert reread(paper).status is PaperStatus.SIGNED


def test_the_paper_s_own_page_tells_of_its_signatures_as_a_decision_s_does(paper, browsers):
    def told():
        page = browsers.secretary.get(f"/papers/{paper.public_id}").text
        return ["Chữ ký trên văn bản</h2>" in page, "Đang kiểm tra chữ ký số" in page,
                "Hợp lệ: chữ ký của" in page]  # fmt: skip

    unsigned = told()
    seen = seen_on(browsers.head.get(url(paper)).text)
    browsers.head.post(url(paper, "sign"), data={"pin": PASSWORD, "seen": seen})
    waiting = told()
    jobs.run_all()

    assert (unsigned, waiting) == ([False, False, False], [True, True, False])
    assert told()[:2] == [True, False]


def test_a_file_is_taken_along_and_brought_back_signed(paper_of_tokens, browsers, servers):
    paper, head = paper_of_tokens, browsers.head
    page = head.get(url(paper)).text
    assert 'name="pin"' not in page

    assert head.post(url(paper, "hand-out"), data={"seen": seen_on(page)}).status_code == 302
    request = db.session.query(SigningRequest).one()
    given = head.get(f"/signing-requests/{request.public_id}/file")
    assert given.headers["Content-Disposition"].startswith("attachment")
    for other in (browsers.stranger, browsers.below, browsers.clerk):
        assert other.get(f"/signing-requests/{request.public_id}/file").status_code == 404
    bring = f"/papers/{paper.public_id}/signing-requests/{request.public_id}"
    other = head.post(bring, data={"file": (io.BytesIO(b"x"), "a.txt")})
    assert (other.status_code, "chỉ nhận tệp PDF" in other.text) == (422, True)
    unsigned = head.post(bring, data={"file": (io.BytesIO(given.data), "a.pdf")})
    assert (unsigned.status_code, "chưa có chữ ký" in unsigned.text) == (422, True)
    signed = certify(given.data, HeldKey(servers.authorities, "head"), Means(clock.now()))
    done = head.post(bring, data={"file": (io.BytesIO(signed), "a.pdf")})
    assert done.status_code == 302
    assert reread(paper).status is PaperStatus.SIGNED


def test_a_request_is_answered_on_the_page_of_its_own_paper_alone(
    paper_of_tokens, make_paper, browsers, servers
):
    paper, other, head = paper_of_tokens, make_paper(), browsers.head
    head.post(url(paper, "hand-out"), data={"seen": seen_on(head.get(url(paper)).text)})
    request = db.session.query(SigningRequest).one()
    given = head.get(f"/signing-requests/{request.public_id}/file").data
    signed = certify(given, HeldKey(servers.authorities, "head"), Means(clock.now()))

    answers = [
        head.post(
            f"/papers/{one.public_id}/signing-requests/{request.public_id}",
            data={"file": (io.BytesIO(signed), "a.pdf")},
        ).status_code
        for one in (other, paper, paper)
    ]
    assert answers == [404, 302, 302]


def test_a_paper_drawn_anew_is_handed_out_anew(paper_of_tokens, browsers):
    paper, head, secretary = paper_of_tokens, browsers.head, browsers.secretary
    head.post(url(paper, "hand-out"), data={"seen": seen_on(head.get(url(paper)).text)})
    request_id = db.session.query(SigningRequest).one().public_id
    assert request_id in head.get(url(paper)).text

    for medium in ("sheet", "digital"):
        assert secretary.post(url(paper, f"medium/{medium}")).status_code == 302
    db.session.rollback()
    draw_all(pdf=prepared_paper(drawn_paper("Tặng Giấy khen cho 15 tập thể và cá nhân.")))
    page = head.get(url(paper)).text
    assert request_id not in page
    assert head.post(url(paper, "hand-out"), data={"seen": seen_on(page)}).status_code == 302
    held = [one.status for one in db.session.query(SigningRequest).order_by(SigningRequest.id)]
    assert held == [RequestStatus.WITHDRAWN, RequestStatus.OPEN]


def test_the_drafter_turns_the_paper_over_to_the_pen(paper, browsers):
    assert browsers.head.post(url(paper, "medium/sheet")).status_code == 403
    assert browsers.secretary.post(url(paper, "medium/sheet")).status_code == 302
    assert reread(paper).medium is Medium.SHEET
    assert "Chuyển sang ký số" in browsers.secretary.get(url(paper)).text


@pytest.mark.parametrize("first", [False, True])
def test_what_the_clerk_still_has_to_do_goes_by_where_the_number_is(office, browsers, first):
    made = office(numbers_first=first)
    sent = {"pin": PASSWORD, "seen": made.seen}
    signed = browsers.head.post(url(made.paper, "sign"), data=sent, follow_redirects=True).text
    assert ("văn thư cấp số và đóng dấu" in signed, "văn thư đóng dấu" in signed) == (
        not first, first,
    )  # fmt: skip
    if not first:
        made.number()
    page = browsers.clerk.get(url(made.paper)).text
    assert ("Điền vào văn bản" in page, "Đóng dấu 01/QĐ-CQLTT" in page) == (not first, True)


def test_without_a_certificate_the_pen_is_named_as_the_way_only_while_it_is_one(office, browsers):
    made, pen = office(), "chuyển văn bản sang ký giấy"
    held = db.session.scalars(select(SigningCertificate)).all()
    ends = [one.not_after for one in held]

    def told(browser, *, until):
        for one, end in zip(held, ends, strict=True):
            one.not_after = until or end
        db.session.commit()
        return html.unescape(browser.get(url(made.paper)).text)

    past = clock.now() - timedelta(days=1)
    assert pen in told(browsers.head, until=past)
    told(browsers.head, until=None)
    sign_here(made.paper.public_id, PASSWORD, seen=made.seen, actor=made.head)
    made.number()
    page = told(browsers.clerk, until=past)
    assert ("đã hết hạn" in page, "ghi chứng thư mới" in page, pen in page) == (True, True, False)
    refused = browsers.clerk.post(url(made.paper, "seal"), data={"pin": PASSWORD})
    assert refused.status_code == 409
    # a form shown again with a wrong PIN stands at the address of the act, which is no page
    pages = [f"http://localhost{url(made.paper, act)}" for act in ("", "seal")]
    for headers in ({}, {"Referer": pages[0]}, {"Referer": pages[1]}):
        sent = {"pin": PASSWORD}
        refused = browsers.clerk.post(url(made.paper, "seal"), data=sent, headers=headers)
        assert f'href="{url(made.paper)}">Quay lại trang vừa gửi' in refused.text


def test_the_signatures_of_a_sealed_paper_are_told_one_by_one(office, browsers):
    office = office(Level.ARCHIVAL)
    here = f"/papers/{office.paper.public_id}/signatures"
    assert "Chưa có chữ ký số" in browsers.secretary.get(here).text
    sign_here(office.paper.public_id, PASSWORD, seen=office.seen, actor=office.head)
    office.number()
    seal_here(office.paper.public_id, PASSWORD, actor=office.clerk)

    for browser in (browsers.stranger, browsers.below):
        assert browser.get(here).status_code == 404
    assert "Đang kiểm tra chữ ký số" in browsers.secretary.get(here).text
    jobs.run_all()
    page = browsers.secretary.get(here).text
    heads = re.findall(r'<p class="tone[^>]*>(.*?)</p>', page, flags=re.DOTALL)
    told = [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in heads]
    assert told == [
        "Chữ ký số hợp lệ", "Hợp lệ, có bổ sung được phép: chữ ký của Cục trưởng",
        "Hợp lệ: chữ ký số của cơ quan",
    ]  # fmt: skip
    assert "Sau khi ký chỉ điền thêm: số, ngày, tháng, năm." in page


def test_a_signature_by_another_certificate_than_recorded_is_told_as_such(office, browsers):
    office = office(Level.ARCHIVAL)
    sign_here(office.paper.public_id, PASSWORD, seen=office.seen, actor=office.head)
    office.number()
    seal_here(office.paper.public_id, PASSWORD, actor=office.clerk)
    kept = db.session.query(MadeSignature).order_by(MadeSignature.id).first()
    kept.certificate.fingerprint = "0" * 64
    db.session.commit()

    here = f"/papers/{office.paper.public_id}/signatures"
    page = browsers.secretary.post(here, follow_redirects=True).text
    assert "Chữ ký số không hợp lệ" in page
    assert "chứng thư khác với chứng thư đã đăng ký" in page


def test_a_file_that_is_no_longer_out_leads_back_to_the_page_of_signing(paper_of_tokens, browsers):
    paper, head = paper_of_tokens, browsers.head
    head.post(url(paper, "hand-out"), data={"seen": seen_on(head.get(url(paper)).text)})
    request = db.session.query(SigningRequest).one()
    address = f"/signing-requests/{request.public_id}/file"
    assert head.get(address).status_code == 200
    request.status = RequestStatus.WITHDRAWN
    db.session.commit()

    gone = head.get(address)
    assert gone.status_code == 409
    assert f'href="{url(paper)}">Mở lại trang ký số' in gone.text


def test_whoever_sends_a_page_that_somebody_overtook_is_led_back_to_it(
    paper, browsers, monkeypatch
):
    def overtaken(*_args, **_kept):
        raise StaleDataError

    monkeypatch.setattr("workflow.signatures.views.signing.sign_here", overtaken)
    answer = browsers.head.post(
        url(paper, "sign"), data={"pin": PASSWORD, "seen": "0" * 64},
        headers={"Referer": f"http://localhost{url(paper)}"},
    )  # fmt: skip
    assert answer.status_code == 409
    assert f'href="{url(paper)}">Quay lại trang vừa gửi' in answer.text
