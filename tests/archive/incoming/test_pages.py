"""The pages: strangers get nothing, nothing typed is lost, the registers say what is known."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import func, select

from tests.archive.incoming.conftest import LETTER
from tests.factories.archive import statements
from tests.factories.documents import draw_all, small_pdf, taken_pdf
from workflow.archive.incoming import followup, printouts, queries
from workflow.archive.incoming.entering import enter
from workflow.archive.incoming.models import Arrival
from workflow.archive.models import Record
from workflow.archive.queries import own_files
from workflow.archive.registers import all_lines, get_book, incoming_cells, page_of
from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.documents.engine.conversion import to_pdf
from workflow.documents.engine.rendering import render
from workflow.documents.models import Paper, StoredFile

NEW, FOLLOW = "/archive/incoming/new", "/archive/follow-up"
TEMPLATES = Path(__file__).resolve().parents[3] / "document_templates/archive"


@pytest.fixture
def browsers(long_an, client_as, officer):
    here = long_an.department
    people = {name: getattr(long_an, name) for name in ("clerk", "head", "secretary", "archivist")}
    found = {name: client_as(user, here) for name, user in people.items()}
    return found | {
        "officer": client_as(officer, here), "team": client_as(long_an.officer, long_an.team3),
        "stranger": client_as(long_an.stranger, long_an.elsewhere),
    }  # fmt: skip


def typed(**changes):
    return {
        "kind": "Công văn", "number_text": "297/TCQLTT-TCHC", "date_text": "16/12/2020",
        "issuer": "Tổng cục A & B <x> {{ 7*7 }}", "title": "Về việc báo cáo", "copies": "1",
        "arrived_on": "18/12/2020", "urgency": "at_once",
    } | changes  # fmt: skip


def scan(name="scan.pdf"):
    return (io.BytesIO(small_pdf(name)), name)


def text_of(answer):
    return answer.get_data(as_text=True)


def test_strangers_open_nothing(office, browsers, client):
    arrival = office.in_hand()
    shown = f"/archive/incoming/{arrival.public_id}"

    assert client.get(NEW).status_code == client.get(shown).status_code == 302
    for who in ("stranger", "team"):
        for path in (shown, f"{shown}/assign", f"{shown}/opinion"):
            assert browsers[who].get(path).status_code in {403, 404}
        assert (
            browsers[who].post(f"{shown}/print", data={"paper": "handling_sheet"}).status_code
            == 404
        )
        assert arrival.paper.title not in text_of(browsers[who].get(FOLLOW))
    for who in ("team", "officer", "head", "archivist"):
        assert browsers[who].get(NEW).status_code == 403
    assert browsers["stranger"].get(f"{FOLLOW}/2020/workbook").status_code == 404
    assert browsers["officer"].get(f"{FOLLOW}/2020/workbook").status_code == 403
    assert browsers["officer"].get(shown).status_code == 200


def test_the_clerk_enters_a_letter_with_its_scans_and_it_is_shown_as_written(office, browsers):
    data = typed(files=[scan("mot.pdf"), scan("hai.pdf")], idempotency_key="k")
    answer = browsers["clerk"].post(NEW, data=data)
    again = browsers["clerk"].post(NEW, data=typed(idempotency_key="k"))

    assert (answer.status_code, again.location) == (302, answer.location)
    page = text_of(browsers["clerk"].get(answer.location))
    arrival = db.session.scalars(select(Arrival)).one()
    links = own_files(arrival.paper_id)
    assert [link.document.file_name for link in links] == ["mot.pdf", "hai.pdf"]
    for said in ("Tổng cục A &amp; B &lt;x&gt; {{ 7*7 }}", "Hỏa tốc", "mot.pdf",
                 links[0].document.file.digest[:16], "Không đổi từ khi nhận"):  # fmt: skip
        assert said in page
    assert "Nhập văn bản đến" in text_of(browsers["clerk"].get("/archive/registers/incoming"))
    assert browsers["clerk"].get(f"/papers/{arrival.paper.public_id}").location == answer.location


def test_a_doubt_comes_back_with_everything_typed_and_the_scan_is_not_asked_for_again(
    office, browsers
):
    asked = browsers["clerk"].post(NEW, data=typed(date_text="30/2/2020", files=[scan()]))
    page = text_of(asked)
    kept = page.split('name="kept" type="hidden" value="')[1].split('"')[0]

    assert asked.status_code == 422
    assert "“30/2/2020” không phải là ngày có thật" in page
    assert "297/TCQLTT-TCHC" in page and "scan.pdf" in page
    done = browsers["clerk"].post(NEW, data=typed(date_text="30/2/2020", kept=kept, confirmed="y"))
    assert done.status_code == 302
    assert [len(own_files(one)) for one in db.session.scalars(select(Paper.id))] == [1]


def test_a_secret_paper_leaves_nothing_behind(office, browsers):
    answer = browsers["clerk"].post(NEW, data=typed(secret="y", files=[scan()]))

    assert answer.status_code == 422
    assert "297/TCQLTT-TCHC" not in text_of(answer)
    for model in (Paper, StoredFile, Arrival):
        assert db.session.scalar(select(func.count(model.id))) == 0


def test_a_file_that_is_no_scan_is_refused_beside_its_field(office, browsers):
    answer = browsers["clerk"].post(NEW, data=typed(files=[(io.BytesIO(b"MZ"), "a.exe")]))

    assert answer.status_code == 422
    page = text_of(answer)
    assert 'id="files-error"' in page
    assert 'id="files-error2"' not in page


def test_a_missing_subject_and_a_shut_book_lose_neither_text_nor_scan(office, browsers):
    office.receive(number_text="1/SNV")
    numbers.find_book(office.id, "ĐẾN", 2020).state = numbers.BookState.SHUT
    db.session.commit()

    for data, status in ((typed(title="", files=[scan()]), 422), (typed(files=[scan()]), 409)):
        answer = browsers["clerk"].post(NEW, data=data)
        assert answer.status_code == status
        assert "297/TCQLTT-TCHC" in text_of(answer) and "scan.pdf" in text_of(answer)
    assert "đang khóa" in text_of(answer)
    assert db.session.scalar(select(func.count(Arrival.id))) == 1


def test_a_rewarding_decision_goes_on_to_its_own_page_with_what_was_typed(office, browsers):
    page = text_of(browsers["clerk"].post(NEW, data=typed(kind="reward", files=[scan()])))
    kept = page.split('name="kept" type="hidden" value="')[1].split('"')[0]

    assert 'action="/archive/intake"' in page
    assert 'value="297/TCQLTT-TCHC"' in page and 'value="Về việc báo cáo"' in page
    done = browsers["clerk"].post("/archive/intake", data={
        "number_text": "297/QĐ-UBND", "date_text": "16/12/2020", "issuer": "UBND tỉnh",
        "title": "Về việc tặng Bằng khen", "award_name": "Bằng khen", "individuals": "2",
        "arrived_on": "18/12/2020", "kept": kept,
    })  # fmt: skip
    assert done.status_code == 302
    record = db.session.scalars(select(Record)).one()
    assert len(own_files(record.paper_id)) == 1
    assert "Xem việc giải quyết" in text_of(browsers["clerk"].get(done.location))


def test_everybody_does_their_part_on_their_own_pages(office, officer, browsers):
    arrival = office.receive()
    base = f"/archive/incoming/{arrival.public_id}"
    given = {"version": arrival.version, "handler": officer.public_id, "days": "5"}

    def send(who, act, **data):
        assert browsers[who].post(f"{base}/{act}", data=data).status_code == 302
        db.session.expire_all()

    for who, act in (("head", "instruct"), ("clerk", "assign"), ("clerk", "send-back")):
        assert browsers[who].get(f"{base}/{act}").status_code == 200
    assert browsers["clerk"].get(f"{base}/opinion").status_code == 409
    send("head", "instruct", instruction="Phòng Tổ chức chủ trì", **given)
    send("clerk", "assign", **(given | {"version": arrival.version}))
    send("officer", "take")
    send("officer", "opinion", text="Đã gửi 12 Đội")
    assert browsers["officer"].post(f"{base}/close", data={"text": " "}).status_code == 422
    send("officer", "close", text="Không yêu cầu trả lời")
    assert arrival.status == "noted"
    for page in (f"{base}", FOLLOW):  # what an officer is led to opens to an officer
        found = text_of(browsers["officer"].get(page)).split("<main")[1]
        for path in set(re.findall(r'href="(/archive/[^"#]*)"', found)):
            assert browsers["officer"].get(path.replace("&amp;", "&")).status_code == 200
    assert "Đã gửi 12 Đội" in text_of(browsers["head"].get(base))


def test_a_form_somebody_was_faster_than_comes_back_with_what_was_typed(office, officer, browsers):
    arrival = office.in_hand()
    data = {"version": arrival.version, "handler": officer.public_id, "instruction": "Đi học"}
    url = f"/archive/incoming/{arrival.public_id}/reassign"

    assert browsers["clerk"].post(url, data=data).status_code == 302
    late = browsers["head"].post(url, data=data | {"instruction": "Bận họp"})
    assert late.status_code == 409
    assert "Bận họp" in text_of(late) and "Người khác vừa xử lý" in text_of(late)


def test_the_incoming_register_says_who_has_it_since_when_and_who_took_it(office):
    arrival = office.in_hand(unit_name="Phòng Tổ chức", days=5)
    office.receive(number_text="9/SNV", arrived_on=date(2020, 12, 17), kind_text="Kế hoạch")

    cells = [incoming_cells(line) for line in all_lines(
        get_book(office.id, 2020, "ĐẾN", incoming=True)
    )]  # fmt: skip
    keys = ("arrived_on", "subject", "handler", "sent_on", "received_by", "note")
    assert [tuple(one[key] for key in keys) for one in cells] == [
        ("18/12/2020", f"Công văn: {arrival.paper.title}", "Phòng Tổ chức; Vũ Thị Khanh",
         "18/12/2020", "Vũ Thị Khanh", ""),
        ("17/12/2020", f"Kế hoạch: {arrival.paper.title}", "", "", "",
         "Vào sổ muộn: đến ngày 17/12/2020, vào sổ ngày 18/12/2020"),
    ]  # fmt: skip


def test_what_came_from_below_is_linked_not_doubled(office, cuc, tong_cuc, for_minister):
    sent = tong_cuc.receive(cuc.send_up(for_minister("Kiều Văn Ấm")))
    book = get_book(tong_cuc.secretary.organisation_id, 2020, "ĐẾN", incoming=True)

    lines = list(followup.all_lines(book))

    known = lines[0].handled
    assert (known.endpoint, known.public_id, known.handler, known.due_on) == (
        "arrivals.show", sent.public_id, "Thư ký Hội đồng", sent.due_on,
    )  # fmt: skip
    assert known.received_by == tong_cuc.secretary.name
    assert db.session.scalar(select(func.count(Arrival.id))) == 0


def test_the_follow_up_register_is_narrowed_and_asks_as_often_for_one_line_as_for_many(
    office, officer, browsers
):
    late = office.in_hand(days=5)
    done = office.receive(number_text="9/SNV", title="Đã xong việc này")
    clock.move_to(datetime(2020, 12, 28, 2, tzinfo=UTC))
    db.session.commit()

    def lines(show, text="", user=None):
        book = get_book(office.id, 2020, "ĐẾN", incoming=True)
        found, _more = followup.page_of(book, show=show, text=text, user_id=user, page=0)
        return [line.paper.id for line in found]

    both = [late.paper_id, done.paper_id]
    assert (lines("all"), lines("open"), lines("late")) == (both, both, [late.paper_id])
    assert (lines("mine", user=officer.id), lines("all", "da XONG")) == (both[:1], both[1:])
    with statements() as few:
        lines("all")
    for number in range(3):
        office.receive(number_text=f"{500 + number}/SNV", arrived_on=date(2020, 12, 28))
    with statements() as many:
        assert len(lines("all")) == 5
    assert len(few) == len(many)
    page = text_of(browsers["clerk"].get(f"{FOLLOW}?show=late"))
    assert late.paper.title in page and "Đã xong việc này" not in page
    assert late.paper.title in text_of(browsers["officer"].get(FOLLOW))
    assert "Đã xong việc này" not in text_of(browsers["officer"].get(FOLLOW))


def test_the_follow_up_register_goes_out_as_workbook_and_as_paper(office, browsers):
    office.in_hand(days=5)

    answer = browsers["clerk"].get(f"{FOLLOW}/2020/workbook")
    parts = zipfile.ZipFile(io.BytesIO(answer.data))
    assert "Vũ Thị Khanh" in parts.read("xl/sharedStrings.xml").decode()
    assert browsers["clerk"].post(f"{FOLLOW}/2020/print").status_code == 302
    draw_all()
    assert "Bản in đã lập" in text_of(browsers["clerk"].get(f"{FOLLOW}/2020"))


def test_a_scan_that_comes_later_is_added_and_nothing_is_taken_off(office, browsers):
    arrival = office.receive()
    url = f"/archive/incoming/{arrival.public_id}/files"

    assert browsers["head"].get(url).status_code == 403
    assert browsers["stranger"].post(url, data={"files": [scan()]}).status_code == 404
    assert browsers["clerk"].post(url, data={}).status_code == 422
    for name in ("mot.pdf", "hai.pdf"):
        assert browsers["clerk"].post(url, data={"files": [scan(name)]}).status_code == 302
    names = [link.document.file_name for link in own_files(arrival.paper_id)]
    assert names == ["mot.pdf", "hai.pdf"]


def test_the_incoming_register_asks_as_often_for_one_line_as_for_many(office):
    office.in_hand()
    book = get_book(office.id, 2020, "ĐẾN", incoming=True)
    with statements() as few:
        page_of(book)
    for number in range(3):
        office.receive(number_text=f"{500 + number}/SNV")
    db.session.refresh(book)
    with statements() as many:
        assert len(page_of(book)[0]) == 4
    assert len(few) == len(many)


def test_a_damaged_file_is_said_and_not_offered(office, browsers, damage):
    arrival = enter(LETTER, files=[taken := taken_pdf(name="q.pdf")], actor=office.clerk)
    db.session.commit()
    damage(taken.digest)

    page = text_of(browsers["clerk"].get(f"/archive/incoming/{arrival.public_id}"))

    assert "Đã bị đổi hoặc mất" in page
    assert "/download" not in page


def test_the_papers_of_one_arrival_hold_what_was_said(office):
    arrival = office.in_hand(days=5, unit_name="Phòng A & B <x> {{ 7*7 }}")
    sheet = printouts.sheet_context(arrival, queries.opinions_of(arrival.id))

    content = render((TEMPLATES / "handling_sheet.docx").read_bytes(), sheet, title="Phiếu")
    written = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "Phòng A &amp; B &lt;x&gt; {{ 7*7 }}" in written
    assert "25/12/2020" in written
    stamp = printouts.stamp_context(arrival)
    assert (stamp["number"], stamp["date"]) == ("01", "18/12/2020")
    pdf = to_pdf(render((TEMPLATES / "arrival_stamp.docx").read_bytes(), stamp, title="Dấu"))
    with pikepdf.open(io.BytesIO(pdf)) as drawn:
        assert len(drawn.pages) == 1
        assert [round(float(edge) / 72 * 25.4) for edge in drawn.pages[0].mediabox[2:]] == [
            210,
            297,
        ]
