"""A table an office has kept in Excel: looked at first, the good rows written, the fault given back."""

from io import BytesIO
from pathlib import Path

import xlsxwriter

from tests.journeys.acts import rows_of_workbook

OFFICER, TEAM = "Trần Thị Bích", "Đội QLTT số 3"
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = ["TT", "Họ và tên", "Đơn vị", "Danh hiệu", "Năm", "Số quyết định", "Ngày ký", "Cơ quan"]
DECISION = ["812/QĐ-CQLTT", "30/12/2019", "Cục QLTT tỉnh Long An"]
ROWS = [
    ["1", "Ngô Thị Liên", TEAM, "Lao động tiên tiến", "2019", *DECISION],
    ["2", "Vũ Văn Khánh", TEAM, "Lao động tiên tiến", "20x9", *DECISION],
    ["3", "Phan Thị Nhung", "", "Chiến sĩ thi đua cơ sở", "2019", *DECISION],
]


def _workbook():
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Danh hiệu")
        sheet.write(0, 0, "THEO DÕI DANH HIỆU CỦA ĐỘI QLTT SỐ 3")
        for number, row in enumerate([HEADS, *ROWS], start=2):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return {"name": "danh-hieu.xlsx", "buffer": target.getvalue(), "mimeType": MIME}


def _give(office):
    desk = office(OFFICER)
    desk.link("Tập thể, cá nhân", exact=True)
    desk.link("Nhập từ Excel")
    desk.page.locator("input[type=file]").set_input_files(_workbook())
    desk.click("Kiểm tra trước")
    return desk


def test_the_dry_run_says_which_row_is_wrong_and_writes_nothing(office):
    desk = _give(office)
    assert desk.page.locator(".rail [aria-current=page]").inner_text() == "Tập thể, cá nhân"
    for told in ("1 dòng đúng, sẽ ghi vào sổ", "1 dòng cần chọn người", "1 dòng có lỗi"):
        desk.says(told)
    fault = desk.page.get_by_role("region", name="Có lỗi").locator("tbody tr").inner_text()
    assert "Vũ Văn Khánh" in fault
    assert "20x9" in fault


def test_the_faulty_row_comes_back_in_a_copy_of_the_table(office):
    desk = office(OFFICER)
    with desk.page.expect_download() as copy:
        desk.page.get_by_role("button", name="Tải tệp có cột Lỗi").click()
    heads, *rows = rows_of_workbook(Path(copy.value.path()).read_bytes())
    assert heads == [*HEADS, "Lỗi"]
    faults = {row[1]: row[-1] for row in rows if row[-1] != DECISION[-1]}
    assert set(faults) == {"Vũ Văn Khánh", "Phan Thị Nhung"}
    assert "“20x9” không phải là một năm" in faults["Vũ Văn Khánh"]


def test_a_row_without_its_unit_waits_until_the_officer_has_said_who_it_is(office):
    desk = office(OFFICER)
    desk.choose("Người của dòng 6", f"Phan Thị Nhung, {TEAM}")
    desk.click("Kiểm tra lại")
    desk.says("2 dòng đúng, sẽ ghi vào sổ")


def test_the_good_rows_are_written_and_stand_in_the_ledger(office):
    desk = office(OFFICER)
    desk.click("Nhập 2 dòng đúng")
    desk.says("Đã nhập 2 dòng: 2 danh hiệu, 0 xếp loại, 0 sáng kiến.")
    desk.link("Tập thể, cá nhân", exact=True)
    desk.link("Ngô Thị Liên")
    desk.link("Sổ theo dõi")
    assert desk.page.locator("tr", has_text="812/QĐ-CQLTT").count() == 1


def test_the_same_table_once_more_changes_nothing(office):
    desk = _give(office)
    desk.says("1 dòng đã có trong sổ, không ghi lại")
    assert desk.page.get_by_role("button", name="Nhập").count() == 0
