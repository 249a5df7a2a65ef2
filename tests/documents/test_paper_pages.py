"""A paper's page: strangers find nothing, each actor finds the one thing to do now."""

import io
import re

import pytest
from sqlalchemy import event

from tests.factories.documents import draw_all, small_pdf
from workflow.core import numbers
from workflow.core.db import db
from workflow.core.jobs import JobState
from workflow.documents import access, queries
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus

ACTS = ("draw", "check", "offer", "sign", "decline", "number", "signed-file", "issue")


def url(paper, act=""):
    return f"/papers/{paper.public_id}" + (f"/{act}" if act else "")


def reread(paper):
    db.session.rollback()
    return db.session.get_one(Paper, paper.id)


@pytest.fixture
def paper(make_paper):
    made = make_paper()
    draw_all()
    return made


def test_strangers_find_no_paper_and_no_act(paper, browsers, client):
    assert client.get(url(paper)).status_code == 302
    for browser in (browsers.stranger, browsers.below):
        assert browser.get(url(paper)).status_code == 404
        for act in ACTS:
            sent = {"dated": "18/12/2020", "reason": "vì", "file": (io.BytesIO(b"%PDF"), "a.pdf")}
            assert browser.post(url(paper, act), data=sent).status_code == 404, act
    assert browsers.secretary.get(url(paper)).status_code == 200
    assert reread(paper).status is PaperStatus.DRAFT


def test_the_page_offers_each_actor_the_one_thing_to_do_now(paper, browsers):
    story = [
        ("secretary", "check", {}, "Đã kiểm tra nội dung và thể thức"),
        ("secretary", "offer", {}, "Trình ký"),
        ("head", "sign", {}, "Ký"),
        ("clerk", "number", {"dated": "18/12/2020"}, "Cấp số 01/QĐ-CQLTT"),
        ("clerk", "signed-file", {"file": "scan"}, "Lưu bản đã ký"),
        ("clerk", "issue", {}, "Phát hành tới 2 nơi nhận"),
    ]
    for who, act, data, button in story:
        for name, browser in vars(browsers).items():
            if name in ("stranger", "below"):
                continue
            page = browser.get(url(paper)).text
            found = re.findall(r"btn-primary[^>]*>([^<]*)</button>", page)
            assert found == ([button] if name == who else []), (act, name)
        sent = dict(data)
        if "file" in sent:
            sent["file"] = (io.BytesIO(small_pdf("bản quét")), "quét.pdf")
        answer = getattr(browsers, who).post(url(paper, act), data=sent)
        assert (answer.status_code, answer.location) == (302, url(paper)), answer.text
        draw_all()
    done = reread(paper)
    assert (done.status, done.number_text) == (PaperStatus.ISSUED, "01/QĐ-CQLTT")
    assert "btn-primary" not in browsers.clerk.get(url(paper)).text


def bring(paper, browsers, *acts):
    for who, act, data in acts:
        answer = getattr(browsers, who).post(url(paper, act), data=data)
        assert answer.status_code == 302, answer.text
        draw_all()


SIGNED = (("secretary", "check", {}), ("secretary", "offer", {}), ("head", "sign", {}))


def test_a_checked_paper_goes_back_to_its_draft_by_whoever_drafts(paper, browsers):
    bring(paper, browsers, ("secretary", "check", {}))
    for name, status in (("stranger", 404), ("below", 404), ("head", 403), ("clerk", 403)):
        assert "Sửa lại bản thảo" not in getattr(browsers, name).get(url(paper)).text
        assert getattr(browsers, name).post(url(paper, "redraft")).status_code == status
    assert "Sửa lại bản thảo" in browsers.secretary.get(url(paper)).text

    bring(paper, browsers, ("secretary", "redraft", {}))
    assert reread(paper).status is PaperStatus.DRAFT
    assert browsers.secretary.post(url(paper, "redraft")).status_code == 409  # once is enough
    assert "Sửa lại bản thảo" not in browsers.secretary.get(url(paper)).text


def test_a_double_click_on_number_takes_one_number(paper, browsers):
    bring(paper, browsers, *SIGNED)
    form = {"dated": "18/12/2020", "idempotency_key": "one click"}

    answers = [browsers.clerk.post(url(paper, "number"), data=form) for _click in range(2)]
    retried = browsers.clerk.post(url(paper, "number"), data={"dated": "18/12/2020"})

    assert [answer.status_code for answer in [*answers, retried]] == [302, 302, 302]
    book = numbers.find_book(paper.organisation_id, "QĐ", 2020)
    assert (book.last, reread(paper).number_text) == (1, "01/QĐ-CQLTT")


def test_a_refused_page_is_looked_at_again_at_an_address_that_opens(paper, browsers):
    bring(paper, browsers, *SIGNED)
    browsers.clerk.post(url(paper, "number"), data={"dated": "18/12/2020"})  # to be drawn with it
    wrong = {"file": (io.BytesIO(b"no scan"), "quet.txt")}

    refused = browsers.clerk.post(url(paper, "signed-file"), data=wrong)

    again = re.findall(r'href="([^"]+)"[^>]*>(?:<(?:svg|i).*?</(?:svg|i)>)?Làm mới', refused.text)
    assert (refused.status_code, again) == (422, [url(paper)])
    assert browsers.clerk.get(again[0]).status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("31/02/2020", "không có thật"), ("19/12/2020", "chưa đến"),
     ("17/12/2020", "không thể sớm hơn")],
)  # fmt: skip
def test_a_date_that_cannot_be_is_said_beside_its_field(paper, browsers, typed, sentence):
    bring(paper, browsers, *SIGNED)

    answer = browsers.clerk.post(url(paper, "number"), data={"dated": typed})

    assert answer.status_code == 422
    assert re.search(r'id="dated-error".*' + sentence, answer.text, re.S)
    assert f'value="{typed}"' in answer.text
    assert reread(paper).status is PaperStatus.SIGNED


def test_declining_without_a_reason_keeps_the_page(paper, browsers):
    bring(paper, browsers, *SIGNED[:2])

    refused = browsers.head.post(url(paper, "decline"), data={"reason": " "})
    assert (refused.status_code, reread(paper).status) == (422, PaperStatus.OFFERED)
    bring(paper, browsers, ("head", "decline", {"reason": "Thiếu căn cứ"}))
    assert "Bị trả lại: Thiếu căn cứ" in browsers.secretary.get(url(paper)).text


def test_only_a_pdf_is_taken_as_the_signed_file(paper, browsers):
    bring(paper, browsers, *SIGNED, ("clerk", "number", {"dated": "18/12/2020"}))

    for name, content in (("a.pdf", b"not a pdf"), ("a.txt", b"text")):
        answer = browsers.clerk.post(
            url(paper, "signed-file"), data={"file": (io.BytesIO(content), name)}
        )
        assert answer.status_code == 422
        assert 'id="file-error"' in answer.text
    assert browsers.clerk.post(url(paper, "signed-file"), data={}).status_code == 422
    assert queries.signed_file_of(paper.id) is None


def test_the_list_to_number_holds_only_ones_own_waiting_papers(paper, browsers):
    assert paper.title not in browsers.clerk.get("/papers/numbering").text
    bring(paper, browsers, *SIGNED)

    assert paper.title not in browsers.stranger.get("/papers/numbering").text
    assert paper.title in browsers.clerk.get("/papers/numbering").text


def test_an_act_returns_to_the_page_it_was_asked_from_if_it_is_ours(paper, browsers):
    back = browsers.secretary.post(url(paper, "check"), data={"back": "/decisions/abc"})
    assert back.location == "/decisions/abc"
    for foreign in ("//evil.example", "https://evil.example", "/\\evil.example"):
        sent = browsers.secretary.post(url(paper, "offer"), data={"back": foreign})
        assert "evil" not in (sent.location or "")


def test_the_page_links_to_what_the_paper_was_written_for(paper, browsers, monkeypatch):
    assert "Phiên họp 28/12" not in browsers.clerk.get(url(paper)).text
    home = access.Home("Phiên họp 28/12", "documents.numbering", {})
    monkeypatch.setitem(access._rules, "decision", lambda who, _id: who.has("clerk"))
    monkeypatch.setitem(access._homes, "decision", lambda _id: home)

    assert "Phiên họp 28/12" in browsers.clerk.get(url(paper)).text
    assert "Phiên họp 28/12" not in browsers.secretary.get(url(paper)).text


def test_lists_and_pages_take_the_same_number_of_queries_however_many_papers(
    make_paper, browsers, long_an, actor
):
    counts = []
    for total in (1, 4):
        while len(queries.papers_of("decision", 1)) < total:
            made = make_paper()
            draw_all()
            bring(made, browsers, *SIGNED)
        db.session.rollback()
        counts.append([queries_of(browsers.clerk, one) for one in ("/papers/numbering", url(made))])
    assert counts[0] == counts[1]


def test_the_page_reads_the_papers_files_and_what_is_drawn_of_it_once(make_paper, browsers):
    paper = make_paper()
    draw_all()
    seen = statements_of(browsers.clerk, url(paper))

    def of(table):
        return sum(f"FROM {table}" in one and "owner_kind = ?" in one for one in plain(seen))

    assert (of("document_links"), of("drawings")) == (2, 1)  # its files, and the Phiếu trình's


def plain(statements):
    """Return them as SQLite has them."""
    return [re.sub(r"%\(\w+\)s(::\w+)?", "?", one) for one in statements]


def queries_of(browser, address):
    return len(statements_of(browser, address))


def statements_of(browser, address):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return seen


def test_pages_that_could_not_be_drawn_say_why_and_can_be_drawn_again(make_paper, browsers):
    paper = make_paper()
    job = queries.generation_of(("paper", paper.id))
    job.state, job.error = JobState.FAILED, "Chưa có mẫu văn bản “decisions/decision”."
    db.session.commit()

    page = browsers.secretary.get(url(paper)).text
    assert "Chưa có mẫu văn bản" in page
    assert "Dựng lại" in page
    assert browsers.head.post(url(paper, "draw")).status_code == 403
    assert browsers.secretary.post(url(paper, "draw")).status_code == 302
    db.session.rollback()
    assert queries.generation_of(("paper", paper.id)).state is JobState.WAITING
