"""Rows out of .csv and pasted text."""

import pytest

from workflow.awards.importing.delimited import decode, read_text
from workflow.awards.importing.table import Unreadable


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_the_separator_is_found(separator):
    text = f'Họ tên{separator}Năm\r\n"Lê A{separator} B"{separator}2020\r\n\r\n'
    assert read_text(text).rows == [["Họ tên", "Năm"], [f"Lê A{separator} B", "2020"]]


def test_a_comma_within_names_does_not_win_over_tabs():
    assert read_text("Danh hiệu\tNăm\nCờ thi đua của bộ, ban, ngành\t2020").rows[1] == [
        "Cờ thi đua của bộ, ban, ngành", "2020",
    ]  # fmt: skip


def test_a_name_that_begins_with_an_equals_sign_is_text_and_marks_are_composed():
    table = read_text("=Le\u0302 Va\u0306n\t1")
    assert (table.rows, table.faults) == ([["=Lê Văn", "1"]], {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read(encoding):
    assert decode("Họ tên".encode(encoding)) == "Họ tên"


@pytest.mark.parametrize(
    ("content", "code"), [("Hä".encode("latin-1") + b"\xff", "encoding"), (b"a\0b", "not_text")]
)
def test_other_files_are_refused(content, code):
    with pytest.raises(Unreadable) as refusal:
        decode(content)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\tb\n" * 120_001, "rows"), ("\t".join("a" * 101), "columns"), ("a" * 40_000, "broken_row"),
     ("a" * 200_000, "broken_row")],
)  # fmt: skip
def test_what_is_too_big_is_refused(text, code):
    with pytest.raises(Unreadable) as refusal:
        read_text(text)
    assert refusal.value.code == code
