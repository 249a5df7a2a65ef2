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
        ("x" * 80, "x" * 50 + ".pdf"),
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
    ],
)
def test_a_display_name_keeps_its_accents_and_nothing_unsafe(title: str, expected: str):
    assert display_name(title, "pdf") == expected
