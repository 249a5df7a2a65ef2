"""A scan with other pages than the paper offered: asked about, never lost, told in the journal."""

import io
import re

import pytest

from tests.factories.documents import draw_all, small_pdf
from workflow.core import audit
from workflow.core.db import db
from workflow.documents import queries
from workflow.documents.models import Document, Paper
from workflow.documents.states import PaperStatus

SAID = "Bản quét có 3 trang, bản trình ký có 1 trang."
KEPT = re.compile(r'name="kept" type="hidden" value="([^"]+)"')
STEPS = (("secretary", "check", {}), ("secretary", "offer", {}), ("head", "sign", {}),
         ("clerk", "number", {"dated": "18/12/2020"}))  # fmt: skip


@pytest.fixture
def paper(make_paper, browsers):
    made = make_paper()
    draw_all()
    for who, act, data in STEPS:
        answer = getattr(browsers, who).post(f"/papers/{made.public_id}/{act}", data=data)
        assert answer.status_code == 302
        draw_all()
    return made


def send(browser, paper, pages=None, **data):
    if pages:
        data["file"] = (io.BytesIO(small_pdf("bản quét", pages)), "quét.pdf")
    return browser.post(f"/papers/{paper.public_id}/signed-file", data=data)


def seal_of(paper):
    return [one.detail for one in audit.journal("paper", paper.id) if one.act == "paper.seal"]


def reread(paper):
    db.session.rollback()
    return db.session.get_one(Paper, paper.id)


def test_a_scan_of_as_many_pages_is_kept_without_a_question(paper, browsers):
    assert send(browsers.clerk, paper, 1).status_code == 302
    [detail] = seal_of(paper)
    assert sorted(detail) == ["file", "from", "to"]


def test_other_pages_are_asked_about_and_the_file_need_not_be_sent_again(paper, browsers):
    refused = send(browsers.clerk, paper, 3, back="/decisions/x")

    assert (refused.status_code, SAID in refused.text) == (422, True)
    assert 'name="back" value="/decisions/x"' in refused.text
    assert reread(paper).status is PaperStatus.NUMBERED
    [kept] = KEPT.findall(refused.text)
    unsaid = send(browsers.clerk, paper, kept=kept)
    assert (unsaid.status_code, SAID in unsaid.text) == (422, True)
    assert queries.signed_file_of(paper.id) is None

    answer = send(browsers.clerk, paper, kept=kept, pages_known="y", back="/decisions/x")

    assert (answer.status_code, answer.location) == (302, "/decisions/x")
    [detail] = seal_of(paper)
    assert (detail["pages"], detail["offered_pages"]) == (3, 1)
    signed = queries.signed_file_of(paper.id)
    assert (signed.pages, signed.file.digest) == (3, detail["file"])


def test_another_file_goes_before_the_kept_one(paper, browsers):
    [kept] = KEPT.findall(send(browsers.clerk, paper, 3).text)

    assert send(browsers.clerk, paper, 1, kept=kept).status_code == 302

    assert queries.signed_file_of(paper.id).pages == 1


def test_a_mark_holds_for_its_paper_and_person_alone(paper, browsers, make_paper):
    [kept] = KEPT.findall(send(browsers.clerk, paper, 3).text)
    other = make_paper(purpose="other")
    draw_all()

    for browser, target, mark in (
        (browsers.clerk, paper, kept.swapcase()), (browsers.clerk, other, kept),
        (browsers.secretary, paper, kept),
    ):  # fmt: skip
        answer = send(browser, target, kept=mark, pages_known="y")
        assert (answer.status_code, "không còn được giữ" in answer.text) == (422, True)
    assert queries.signed_file_of(paper.id) is None


def test_a_paper_without_a_drawn_pdf_is_not_compared(paper, browsers):
    db.session.query(Document).update({Document.pages: None})
    db.session.commit()

    assert send(browsers.clerk, paper, 3).status_code == 302


def test_the_journal_of_an_owner_never_holds_a_files_title(paper, browsers):
    send(browsers.clerk, paper, 1)
    signed = queries.signed_file_of(paper.id)

    [detail] = [one.detail for one in audit.journal("paper", paper.id)
                if one.act == "document.attach"]  # fmt: skip
    assert detail == {"document": signed.public_id, "role": "signed", "file": signed.file.digest}
