"""How the head of a paper breaks the name of an organisation."""

import pytest

from workflow.documents.headings import LONGEST, broken, heading_of, whole_place


@pytest.mark.parametrize(("caps", "lines"), [
    ("BỘ CÔNG THƯƠNG", ["BỘ CÔNG THƯƠNG"]),
    ("TỔNG CỤC QUẢN LÝ THỊ TRƯỜNG", ["TỔNG CỤC QUẢN LÝ THỊ TRƯỜNG"]),
    ("CÔNG ĐOÀN VIÊN CHỨC TỈNH LONG AN", ["CÔNG ĐOÀN VIÊN CHỨC", "TỈNH LONG AN"]),
    ("CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH LONG AN", ["CỤC QUẢN LÝ THỊ TRƯỜNG", "TỈNH LONG AN"]),
    ("CỤC QUẢN LÝ THỊ TRƯỜNG\nTỈNH LONG AN", ["CỤC QUẢN LÝ THỊ TRƯỜNG", "TỈNH LONG AN"]),
    ("CÔNG ĐOÀN CƠ SỞ CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH LONG AN",
     ["CÔNG ĐOÀN CƠ SỞ", "CỤC QUẢN LÝ THỊ TRƯỜNG", "TỈNH LONG AN"]),
    ("ỦY BAN NHÂN DÂN TỈNH BẮC NINH", ["ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH"]),
    ("UBND TỈNH LONG AN", ["UBND TỈNH LONG AN"]),
    ("PHÒNG TỔ CHỨC - HÀNH CHÍNH", ["PHÒNG TỔ CHỨC - HÀNH CHÍNH"]),
    ("ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 12 CƠ ĐỘNG", ["ĐỘI QUẢN LÝ THỊ TRƯỜNG", "SỐ 12 CƠ ĐỘNG"]),
    ("A" * 40, ["A" * 40]),
    ("", [""]),
])  # fmt: skip
def test_a_name_breaks_before_its_place_and_into_even_lines(caps, lines):
    assert broken(caps).replace("\u00a0", " ").split("\n") == lines


def test_a_province_is_held_together_by_hard_spaces():
    assert broken("UBND TỈNH LONG AN") == "UBND TỈNH\u00a0LONG\u00a0AN"


def test_a_name_of_many_words_is_broken_at_once():
    lines = broken(" ".join(["MỘT HAI"] * 25)).split("\n")

    assert (len(lines), max(map(len, lines)) <= LONGEST) == (8, True)


def test_the_head_is_what_the_organisation_set_or_its_names(make_organisation):
    above = make_organisation("Tổng cục Quản lý thị trường")
    plain = make_organisation("Cục Quản lý thị trường tỉnh Long An", parent=above)
    own = make_organisation("Công đoàn cơ sở", heading_parent="CÔNG ĐOÀN VIÊN CHỨC TỈNH LONG AN")

    assert heading_of(plain) == {
        "parent_caps": "TỔNG CỤC QUẢN LÝ THỊ TRƯỜNG",
        "name_caps": "CỤC QUẢN LÝ THỊ TRƯỜNG\nTỈNH\u00a0LONG\u00a0AN",
    }
    assert heading_of(own) == {
        "parent_caps": "CÔNG ĐOÀN VIÊN CHỨC\nTỈNH\u00a0LONG\u00a0AN",
        "name_caps": "CÔNG ĐOÀN CƠ SỞ",
    }


@pytest.mark.parametrize(("caps", "kept"), [
    ("CHỦ TỊCH CÔNG ĐOÀN CƠ SỞ CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH LONG AN",
     "CHỦ TỊCH CÔNG ĐOÀN CƠ SỞ CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH\u00a0LONG\u00a0AN"),
    ("BỘ TRƯỞNG BỘ CÔNG THƯƠNG", "BỘ TRƯỞNG BỘ CÔNG THƯƠNG"),
])  # fmt: skip
def test_a_wide_line_never_breaks_inside_its_place(caps, kept):
    assert whole_place(caps) == kept
