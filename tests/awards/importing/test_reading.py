"""Sheets as offices send them, and as they should not, read in the limited child."""

import time
from datetime import date

import pytest

from tests.awards.importing.books import book, cell, raw_book
from workflow.awards.importing import reading
from workflow.awards.importing.table import CellFault, Table
from workflow.core.errors import BadInput
from workflow.documents.engine.sheets import read_sheet


@pytest.fixture
def read(tmp_path):
    reading.register_reader(read_sheet)

    def read(content, name="danh-sach.xlsx"):
        path = tmp_path / "received"
        path.write_bytes(content)
        return reading.read_upload(name, path)

    return read


@pytest.fixture
def refused(read):
    def refused(content, name="danh-sach.xlsx"):
        began = time.monotonic()
        with pytest.raises(BadInput) as refusal:
            read(content, name)
        assert time.monotonic() - began < 5
        return str(refusal.value)

    return refused


def test_texts_numbers_and_dates_come_as_they_look(read):
    def fill(made, sheet):
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        words = made.add_format({"num_format": '"ngày" dd "tháng" mm'})
        sheet.write_row(0, 0, ["Nguyễn Văn A", 2020, 79201012345, 0.5])
        sheet.write_datetime(0, 4, date(2020, 12, 29), day)
        sheet.write_datetime(0, 5, date(2020, 12, 29), words)
        sheet.write_string(2, 1, "=Lê")
        sheet.write_boolean(2, 2, True)

    assert read(book(fill)) == Table(
        [["Nguyễn Văn A", "2020", "79201012345", "0.5", "29/12/2020", "29/12/2020"], [], ["", "=Lê", "TRUE"]],
        {}, "Danh sách",
    )  # fmt: skip


def test_a_formula_is_a_fault_of_its_cell_and_its_kept_value_is_not_taken(read):
    def fill(_made, sheet):
        sheet.write_row(0, 0, ["A", "B"])
        sheet.write_formula(1, 0, "=1+1", value="2")
        sheet.write_string(1, 1, "giữ")

    table = read(book(fill))
    assert (table.rows[1], table.faults) == (["", "giữ"], {(1, 0): CellFault.FORMULA})


def test_merged_cells_are_spread(read):
    def fill(_made, sheet):
        sheet.merge_range(0, 0, 0, 2, "DANH SÁCH")
        sheet.merge_range(1, 0, 2, 0, "Đội 3")
        sheet.write_row(1, 1, ["a", "b"])
        sheet.write_row(2, 1, ["c", "d"])

    assert read(book(fill)).rows == [["DANH SÁCH"] * 3, ["Đội 3", "a", "b"], ["Đội 3", "c", "d"]]


def test_old_fonts_are_converted_cell_by_cell_and_run_by_run(read):
    def fill(made, sheet):
        abc = made.add_format({"font_name": ".VnTime"})
        vni = made.add_format({"font_name": "VNI-Times"})
        sheet.write_string(0, 0, "NguyÔn V¨n Dòng", abc)
        sheet.write_string(0, 1, "Nguyeãn Vaên Ñöùc", vni)
        sheet.write_string(0, 2, "Lê Thị Ô")
        sheet.write_rich_string(0, 3, "Đội ", vni, "Quaûn lyù", " 3")

    table = read(book(fill))
    assert (table.rows, table.converted) == (
        [["Nguyễn Văn Dũng", "Nguyễn Văn Đức", "Lê Thị Ô", "Đội Quản lý 3"]], 3,
    )  # fmt: skip


def test_the_first_sheet_with_rows_is_read_and_the_others_are_named(read):
    def fill(made, sheet):
        made.add_worksheet("Năm 2020").write(0, 0, "x")
        made.add_worksheet("Trống")
        hidden = made.add_worksheet("Ẩn")
        hidden.write(0, 0, "y")
        hidden.hide()
        made.add_worksheet("Năm 2021").write(0, 0, "z")

    table = read(book(fill))
    assert (table.sheet, table.others, table.rows) == ("Năm 2020", ["Năm 2021"], [["x"]])


def test_separated_text_is_read_in_the_child_too(read):
    assert read("Họ tên;Năm\nLê A;2020".encode(), "a.csv").rows == [
        ["Họ tên", "Năm"],
        ["Lê A", "2020"],
    ]


def test_formatting_that_reaches_the_last_row_is_no_reason_to_refuse(read):
    sheet = f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{cell("A1", "x")}</row><row r="1048576"><c r="A1048576"/></row></sheetData>'
    assert read(raw_book(sheet)).rows == [["x"]]


_ROW = "<sheetData><row r='1'>%s</row></sheetData>"


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ('<dimension ref="A1:A1073741824"/><sheetData/>', "Bảng dài hơn 120.000 dòng"),
        (f'<sheetData><row r="1073741824">{cell("A1073741824", "x")}</row></sheetData>', "Bảng dài hơn"),
        (f'<sheetData><row r="120001">{cell("A120001", "x")}</row></sheetData>', "Bảng dài hơn"),
        (_ROW % cell("CW1", "x"), "Dòng 1 rộng hơn 100 cột"),
        (_ROW % cell("A1", "x") + "<mergeCells><mergeCell ref='A1:A1073741824'/></mergeCells>", "Bảng dài hơn"),
        ("<sheetData/>", "Tệp không có dòng nào"),
        (_ROW % "<c r='A1' t='s'><v>7</v></c>", "Không đọc được tệp"),
        (_ROW % "<c r='??'><v>7</v></c>", "Không đọc được tệp"),
        ("<sheetData>", "Không đọc được tệp"),
    ],
)  # fmt: skip
def test_a_sheet_that_claims_too_much_is_refused_at_once(refused, sheet, told):
    assert refused(raw_book(sheet)).startswith(told)


def test_a_range_of_merges_over_merges_is_refused(refused):
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(1, 2001))
    merges = '<mergeCell ref="A1:CV2000"/>' * 3000
    sheet = f"<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>"
    assert refused(raw_book(sheet)).startswith("Bảng có quá nhiều ô gộp")


def test_entities_are_never_expanded(refused):
    head = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    told = refused(raw_book(_ROW % cell("A1", "&b;"), head=head))
    assert told.startswith("Tệp có khai báo DOCTYPE")


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"x", "a.exe", "Chỉ nhận .xlsx, .csv"),
        (b"x", "a.xls", "Chỉ nhận .xlsx, .csv"),
        (b"not a zip", "a.xlsx", "Nội dung tệp không đúng"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "a.xlsx", "Tệp đặt mật khẩu"),
        (b"PK\x03\x04 broken", "a.xlsx", "Không đọc được tệp"),
        (b"PK\x03\x04 broken", "a.csv", "Nội dung tệp không đúng"),
        (b"", "a.csv", "Tệp không có dòng nào"),
        (b"\n\n", "a.csv", "Tệp không có dòng nào"),
        (b"H\xe4", "a.csv", "Tệp văn bản không ở dạng Unicode"),
    ],
)
def test_what_is_not_a_sheet_is_refused_with_the_way_out(refused, content, name, told):
    assert refused(content, name).startswith(told)


def test_a_bomb_is_refused(refused):
    told = refused(raw_book(_ROW % cell("A1", "x" * (30 << 20))))
    assert told.startswith("Tệp bung ra quá lớn")
