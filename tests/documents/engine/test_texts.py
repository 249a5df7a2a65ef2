"""File names of papers."""

import pytest

from workflow.documents.engine.texts import display_name, file_name


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Quyết định số 12/QĐ-UBND", "quyet-dinh-so-12-qd-ubnd.pdf"),
        ("Đ", "d.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("表彰", "tep.pdf"),
        ("x" * 80, "x" * 60 + ".pdf"),
        (
            "Danh sách đề nghị khen thưởng thành tích xuất sắc năm 2020 của Đội",
            "danh-sach-de-nghi-khen-thuong-thanh-tich-xuat-sac-nam-2020.pdf",
        ),
        (
            "Về việc tặng Giấy khen cho tập thể và cá nhân xuất sắc (Quyết định 846/QĐ-CQLTT)",
            "ve-viec-tang-giay-khen-cho-tap-the-va-ca-nhan-846-qd-cqltt.pdf",
        ),
        ("7/" + "x" * 80, ("7-" + "x" * 80)[:60] + ".pdf"),
    ],
)
def test_a_file_name_is_plain(title: str, expected: str):
    assert file_name(title, "pdf") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Quyết định số 12/QĐ", "Quyết định số 12 QĐ.pdf"),
        ("a\u202egnp.exe\r\n", "a gnp.exe.pdf"),
        ("…//", "….pdf"),
        (" . ", "Tệp.pdf"),
        ("Khen thưởng " * 15, "Khen thưởng " * 9 + "Khen thưởng.pdf"),
        ("Khen thưởng " * 15 + "12/QĐ", "Khen thưởng " * 9 + "Khen 12 QĐ.pdf"),
    ],
)
def test_a_display_name_keeps_its_accents_and_nothing_unsafe(title: str, expected: str):
    assert display_name(title, "pdf") == expected
