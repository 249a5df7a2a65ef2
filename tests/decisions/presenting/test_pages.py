"""Pages of ceremonies: who sees what, a ceremony from its plan to its end, constant queries."""

import io
import re
import zipfile
from html import escape

import pytest
from sqlalchemy import event

from tests.decisions.presenting.conftest import TEAMS, THE_DAY
from tests.factories.documents import small_pdf
from tests.journeys.acts import rows_of_workbook
from workflow.core import clock
from workflow.core.db import db
from workflow.decisions.presenting import papers, printouts
from workflow.decisions.presenting.models import Ceremony
from workflow.decisions.presenting.states import Way
from workflow.documents.engine.rendering import render
from workflow.documents.models import Drawing
from workflow.recipients.models import RecipientKind
from workflow.settings import ROOT

FORM = {
    "title": "Hội nghị tổng kết năm 2020", "starts_at": "31/12/2020 14:00",
    "place": "Hội trường Cục", "host": "Công đoàn cơ sở", "per_turn": "3", "way": "stage",
    "version": "0",
}  # fmt: skip


@pytest.fixture
def pages(long_an, client_as):
    people = {
        "secretary": (long_an.secretary, long_an.department),
        "clerk": (long_an.clerk, long_an.department),
        "head": (long_an.head, long_an.department),
        "officer": (long_an.officer, long_an.team3),
        "stranger": (long_an.stranger, long_an.elsewhere),
    }
    return {name: client_as(*who) for name, who in people.items()}


@pytest.fixture
def mixed(issue, plan, make_nominations, long_an):
    """Somebody put forward by team 3, and somebody put forward by team 1."""
    ours = make_nominations("Phan Thị Mỵ")
    theirs = make_nominations("Lưu Văn Khởi", proposing=long_an.team1)
    return plan(issue("Phan Thị Mỵ", "Lưu Văn Khởi", nominations=(*ours, *theirs)))


def _acts(stage):
    line = stage.program.turns[0].lines[0].public_id
    turn = stage.program.turns[0].row.public_id
    reads = ["", "/edit", "/add", "/cancel", "/floor", "/export", "/scans", f"/turns/{turn}",
             f"/lines/{line}/things", f"/lines/{line}/send", f"/lines/{line}/stand-in"]  # fmt: skip
    writes = [
        "/edit", "/add", "/arrange", f"/turns/{turn}", f"/lines/{line}/things",
        f"/lines/{line}/take-out", "/hold", "/close", "/cancel", "/print",
        f"/lines/{line}/presence", f"/lines/{line}/tick", f"/turns/{turn}/hand",
        f"/lines/{line}/send", f"/lines/{line}/stand-in",
    ]  # fmt: skip
    return reads, writes


def test_strangers_find_nothing_and_change_nothing(pages, stage):
    reads, writes = _acts(stage)
    url, version = f"/ceremonies/{stage.key}", stage.ceremony.version
    stranger = pages["stranger"]

    assert {stranger.get(url + path).status_code for path in reads} == {404}
    assert {stranger.post(url + path, data=FORM).status_code for path in writes} == {404}
    assert stage.ceremony.title not in stranger.get("/ceremonies/").text
    assert stage.ceremony.version == version
    assert {pages["secretary"].get(url + path).status_code for path in reads} == {200}


def test_a_unit_reads_what_its_own_people_are_handed_when_and_where_and_no_more(pages, mixed):
    url = f"/ceremonies/{mixed.key}"
    reads, writes = _acts(mixed)
    page = pages["officer"].get(url)

    assert (page.status_code, "Phan Thị Mỵ" in page.text, "Lưu Văn Khởi" in page.text) == (
        200, True, False,
    )  # fmt: skip
    assert "31/12/2020, 14:00" in page.text
    assert "Hội trường Cục" in page.text
    assert 'method="post" action="/ceremonies' not in page.text
    assert mixed.ceremony.title in pages["officer"].get("/ceremonies/").text
    denied = {pages["officer"].get(url + path).status_code for path in reads if path}
    assert denied <= {403, 404}
    assert {pages["officer"].post(url + path, data=FORM).status_code for path in writes} == {403}


def test_a_ceremony_goes_from_its_plan_to_its_end_through_the_pages(pages, issue, stage):
    decision = issue("Tạ Thị Út", amount=None)
    secretary, clerk = pages["secretary"], pages["clerk"]
    told = secretary.get(f"/decisions/{decision.public_id}")
    assert f"/ceremonies/plan?decision={decision.public_id}" in told.text
    assert "checked" in secretary.get(f"/ceremonies/plan?decision={decision.public_id}").text

    empty = secretary.post("/ceremonies/plan", data=FORM | {"title": "", "per_turn": "99"})
    assert (empty.status_code, "Hãy ghi tên buổi trao thưởng." in empty.text) == (422, True)
    answer = secretary.post("/ceremonies/plan", data=FORM | {"decisions": [decision.public_id]})
    url = answer.location
    assert "Tạ Thị Út" in secretary.get(url).text
    assert "Chưa xác định" in secretary.get(url).text
    assert url in secretary.get(f"/decisions/{decision.public_id}").text

    early = secretary.post(f"{url}/hold")
    assert (early.status_code, "Chưa đến ngày trao thưởng" in early.text) == (409, True)
    clock.move_to(THE_DAY)
    db.session.commit()
    assert secretary.post(f"{url}/hold").location == f"{url}/floor"
    refused = secretary.post(f"{url}/close")
    assert (refused.status_code, "Tạ Thị Út" in refused.text) == (409, True)
    assert f"{url}/floor?show=open" in refused.text

    line = re.search(r"/lines/([\w-]+)/tick", clerk.get(f"{url}/floor").text)[1]
    form = {"act": "miss", "seen": "waiting:unknown"}
    clerk.post(f"{url}/lines/{line}/presence", data={"presence": "away", "seen": form["seen"]})
    assert clerk.post(f"{url}/lines/{line}/tick", data=form).status_code == 302
    assert secretary.post(f"{url}/close").status_code == 302
    assert "Ghi trao sau" in secretary.get(url).text
    later = clerk.post(f"{url}/lines/{line}/collect", data={"on": "31/12/2020", "receiver": ""})
    assert (later.status_code, "Hãy ghi ai đã nhận" in later.text) == (422, True)
    done = clerk.post(
        f"{url}/lines/{line}/collect", data={"on": "31/12/2020", "receiver": "Tạ Văn Cả"}
    )
    assert done.status_code == 302
    assert "đã đến tay người nhận" in secretary.get(url).text


def test_the_pages_of_each_part_and_the_office_without_the_secretarys_right(pages, stage):
    url = f"/ceremonies/{stage.key}"
    assert "8.940.000" in pages["head"].get(f"{url}?view=prepare").text
    assert "Biên bản giao nhận" in pages["head"].get(f"{url}?view=papers").text
    assert "/arrange" not in pages["head"].get(url).text
    assert "/arrange" in pages["secretary"].get(url).text
    assert pages["head"].post(f"{url}/hold").status_code == 403


def test_a_stale_form_is_answered_with_409(pages, stage):
    url = f"/ceremonies/{stage.key}"
    version = str(stage.ceremony.version)
    form = {"act": "anew", "version": version}

    assert pages["secretary"].post(f"{url}/arrange", data=form).status_code == 302
    assert pages["secretary"].post(f"{url}/arrange", data=form).status_code == 409
    stale = pages["secretary"].post(f"{url}/edit", data=FORM | {"version": version, "place": "B"})
    assert (stale.status_code, "Hội trường Cục" in stale.text) == (409, True)


def test_a_paper_is_asked_for_and_the_record_of_delivery_only_where_something_is_sent(pages, stage):
    url = f"/ceremonies/{stage.key}"
    asked = pages["clerk"].post(f"{url}/print", data={"paper": "calling_list"})
    none = pages["clerk"].post(f"{url}/print", data={"paper": "deliveries"})
    unknown = pages["clerk"].post(f"{url}/print", data={"paper": "x"})

    assert (asked.location, none.status_code, unknown.status_code) == (
        f"{url}?view=papers", 409, 404,
    )  # fmt: skip
    assert [d.purpose for d in db.session.query(Drawing).filter_by(owner_kind="ceremony")] == [
        "calling_list"
    ]
    assert "Đang lập" in pages["clerk"].get(f"{url}?view=papers").text


@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_paper_renders_what_is_there_and_hostile_names_as_they_are_written(
    desk, kind, issue, plan
):
    name = "A & B <x> {{ 7*7 }}"
    made = plan(issue(name), way=Way.UNIT if kind == "deliveries" else Way.STAGE)
    context = papers.context_of(kind, made.ceremony, made.program, desk.secretary)
    template = (ROOT / f"document_templates/ceremonies/{kind}.docx").read_bytes()

    with zipfile.ZipFile(io.BytesIO(render(template, context))) as package:
        assert escape(name) in package.read("word/document.xml").decode()


def test_the_sheet_to_sign_has_its_sum_in_figures_and_words_and_says_what_it_leaves_out(
    desk, plan, issue
):
    stage = plan(issue("An", "Bình"), issue("Chi", amount=None))
    context = printouts.receipts_context(stage.ceremony, stage.program, "Lê Văn C")

    assert context["sum"] == {
        "total": "2.980.000", "words": "Hai triệu chín trăm tám mươi nghìn đồng",
        "note": "Chưa gồm 01 mức tiền thưởng chưa xác định.",
    }  # fmt: skip
    assert [row["money"] for row in context["rows"]] == ["1.490.000", "1.490.000", "Chưa xác định"]
    assert context["date_line"] == "Long An, ngày 31 tháng 12 năm 2020"


def test_the_workbook_has_everybody_in_the_order_they_are_called(pages, stage):
    answer = pages["secretary"].get(f"/ceremonies/{stage.key}/export")
    rows = rows_of_workbook(answer.data)[1:]

    assert [row[2] for row in rows] == [
        TEAMS[1], TEAMS[0], "Nguyễn Thị Ánh", "Trần Quốc Bảo", "Lê Văn Cảnh", "Đặng Hữu Nghĩa",
    ]  # fmt: skip
    assert {row[10] for row in rows} == {"Chờ trao"}


def _count(client, url):
    asked = []

    def heard(*_args):
        asked.append(1)

    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        assert client.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
    return len(asked)


def test_the_pages_ask_as_often_for_sixty_as_for_one(pages, issue, plan):
    one = plan(issue("Một"))
    many = plan(
        issue(*(f"Người {n}" for n in range(55))),
        issue(*(f"Đội {n}" for n in range(5)), kind=RecipientKind.COLLECTIVE),
    )
    _count(pages["secretary"], "/ceremonies/")  # the browser's first request asks once more
    for path in ("", "?view=prepare", "?view=papers", "/floor"):
        asked = [
            _count(pages["secretary"], f"/ceremonies/{stage.key}{path}") for stage in (one, many)
        ]
        assert asked[0] == asked[1]
    assert db.session.query(Ceremony).count() == 2


def test_a_units_page_asks_as_often_for_many(pages, issue, plan, make_nominations):
    made = []
    for lines in (1, 60):
        names = [f"Người {n} của {lines}" for n in range(lines)]
        made.append(plan(issue(*names, nominations=make_nominations(*names))).key)
    _count(pages["officer"], "/ceremonies/")
    asked = [_count(pages["officer"], f"/ceremonies/{key}") for key in made]

    assert asked[0] == asked[1]


def test_a_signed_list_is_kept_as_it_was_scanned_and_taken_off_only_with_a_reason(pages, mixed):
    here, clerk = f"/ceremonies/{mixed.key}", pages["clerk"]

    def send(who, **fields):
        sent = {"paper": "receipts", "file": (io.BytesIO(small_pdf("ký")), "ky nhan.pdf")} | fields
        return pages[who].post(f"{here}/scans", data=sent, content_type="multipart/form-data")

    assert send("clerk").status_code == 409  # nobody has signed anything yet
    mixed.hold()
    assert (send("stranger").status_code, send("officer").status_code) == (404, 403)
    assert [send("clerk", **wrong).status_code for wrong in (
        {"paper": "tent_cards"}, {"file": (io.BytesIO(b"<html>"), "a.pdf")},
    )] == [422, 422]  # fmt: skip
    assert send("clerk").status_code == 302
    page = clerk.get(f"{here}/scans").text
    [key] = re.findall(r"/documents/([^/\"]+)", page)
    assert ("ky nhan" in page, "Danh sách ký nhận" in page) == (True, True)
    assert [pages[who].get(f"/documents/{key}/download").status_code for who in ("head", "officer")] == [
        200, 404,
    ]  # fmt: skip
    assert "ky nhan" not in clerk.get(f"{here}?view=papers").text  # that is what is printed

    off = f"{here}/scans/{key}/remove"
    assert pages["stranger"].get(off).status_code == 404
    assert clerk.post(off, data={"reason": " "}).status_code == 422
    assert clerk.post(off, data={"reason": "Quét nhầm"}).status_code == 302
    assert "Chưa có bản đã ký" in clerk.get(f"{here}/scans").text
    assert clerk.get(off).status_code == 404
