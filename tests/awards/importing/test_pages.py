"""The pages of the import: give, look, write, take the faults back."""

import io
import re

import pytest

from tests.awards.importing.books import book
from tests.awards.importing.conftest import HEAD, award_row
from workflow.awards.models import Honour
from workflow.core.db import db


@pytest.fixture
def desk(office, client_as, long_an):
    return client_as(long_an.secretary, long_an.department)


def _text(*rows):
    return "\n".join("\t".join(row) for row in [HEAD, *rows])


def _mark(page):
    return re.search(r'name="mark" value="([^"]+)"', page.text)[1]


def _counts(page):
    return [int(n) for n in re.findall(r"<li>(\d+) dòng", page.text)]


def test_pasted_rows_are_looked_at_first_and_written_on_the_second_step(desk):
    given = desk.post("/awards/import", data={"text": _text(award_row(), award_row("Người Lạ"))})
    assert (given.status_code, _counts(given)) == (200, [1, 0, 0, 1])
    assert db.session.query(Honour).count() == 0

    form = {"mark": _mark(given), "idempotency_key": "k1"}
    told = desk.post("/awards/import/write", data=form, follow_redirects=True)
    again = desk.post("/awards/import/write", data=form)
    assert "Đã nhập 1 dòng: 1 danh hiệu, 0 xếp loại, 0 sáng kiến." in told.text
    assert db.session.query(Honour).count() == 1
    assert again.status_code == 302


def test_a_workbook_is_uploaded_and_its_faults_come_back(desk):
    def fill(_made, sheet):
        for at, row in enumerate([HEAD, award_row("=Lạ"), award_row()]):
            for place, text in enumerate(row):
                sheet.write_string(at, place, text)

    file = (io.BytesIO(book(fill)), "lịch sử.xlsx")
    given = desk.post("/awards/import", data={"file": file})
    assert _counts(given) == [1, 0, 0, 1]
    copy = desk.post("/awards/import/faults", data={"mark": _mark(given)})
    assert (copy.mimetype, copy.data[:2]) == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK",
    )  # fmt: skip


def test_a_look_alike_is_chosen_on_the_page(desk, office):
    given = desk.post("/awards/import", data={"text": _text(award_row("Lê Thị Bình", ""))})
    name = re.search(r'name="(who-[0-9a-f]+)"', given.text)[1]
    form = {"mark": _mark(given), name: office["binh3"].public_id}
    assert _counts(desk.post("/awards/import/check", data=form)) == [1, 0, 0, 0]
    desk.post("/awards/import/write", data=form)
    assert [one.recipient_id for one in db.session.query(Honour)] == [office["binh3"].id]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Hãy chọn một tệp hoặc dán các dòng từ Excel."),
        ({"text": "a\tb"}, "Không thấy dòng tiêu đề"),
        ({"file": (b"x", "a.xls")}, "Chỉ nhận .xlsx, .csv"),
    ],
)
def test_what_cannot_be_read_is_told_on_the_form(desk, data, told):
    sent = {
        key: (io.BytesIO(value[0]), value[1]) if key == "file" else value
        for key, value in data.items()
    }
    page = desk.post("/awards/import", data=sent)
    assert (page.status_code, told in page.text) == (422, True)


def test_a_mark_serves_one_person_only(desk, client_as, long_an):
    given = desk.post("/awards/import", data={"text": _text(award_row())})
    other = client_as(long_an.officer, long_an.team3)
    page = other.post("/awards/import/write", data={"mark": _mark(given)})
    assert (page.status_code, db.session.query(Honour).count()) == (422, 0)


def test_others_do_not_reach_the_page(client_as, long_an):
    assert client_as(long_an.head, long_an.department).get("/awards/import").status_code == 403


def test_another_sheet_of_the_workbook_is_chosen(desk):
    def fill(made, sheet):
        for page, rows in (
            (sheet, [["Ghi chú"], ["x"]]),
            (made.add_worksheet("Năm 2019"), [HEAD, award_row()]),
        ):
            for at, row in enumerate(rows):
                for place, text in enumerate(row):
                    page.write_string(at, place, text)

    def swapped(made, sheet):
        fill(made, sheet)
        made.worksheets_objs.reverse()

    first = desk.post(
        "/awards/import", data={"file": (io.BytesIO(book(swapped)), "hai trang.xlsx")}
    )
    assert "Tệp còn trang tính khác" in first.text
    other = desk.post("/awards/import/sheet", data={"mark": _mark(first), "sheet": "Danh sách"})
    assert (other.status_code, "Không thấy dòng tiêu đề" in other.text) == (422, True)
    again = desk.post("/awards/import/sheet", data={"mark": _mark(first), "sheet": "Năm 2019"})
    assert _counts(again) == [1, 0, 0, 0]
    gone = desk.post("/awards/import/sheet", data={"mark": _mark(first), "sheet": "Năm 2030"})
    assert (gone.status_code, "Tệp không có trang tính này" in gone.text) == (422, True)


def test_a_workbook_of_one_sheet_offers_no_other(desk):
    given = desk.post("/awards/import", data={"text": _text(award_row())})
    assert "Tệp còn trang tính khác" not in given.text
    page = desk.post("/awards/import/sheet", data={"mark": _mark(given), "sheet": "A"})
    assert page.status_code == 422
