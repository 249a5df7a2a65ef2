"""What is printed onto a sheet stands where the office measured it, whole and literal."""

import re
import subprocess
from dataclasses import replace

import pytest

from workflow.decisions.printing import overlay, trial
from workflow.decisions.printing.stock import Align, Place, Stock, usual_stock
from workflow.documents.engine.pages import page_count, text_of

HOSTILE = "A & B <x> {{ 7*7 }}"
MARKS = "Nguyễn Ưởng Ẵm Ệch Ộc Ữu Ỡm Đặng ỹ ặ"
MM = 25.4 / 72
DESCENT = 0.216  # of Liberation Serif: poppler's boxes end there below the letters' foot


def _sheet(*places, **size):
    return Stock(**({"width": 297.0, "height": 210.0} | size), places=places)


def _place(key="recipient", **values):
    return Place(**({"key": key, "x": 40.0, "y": 100.0, "width": 150.0, "size": 20.0} | values))


def _words(pdf, tmp_path):
    """Return the words with left and right edge and the foot of their letters, in millimetres."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    )
    found = re.findall(r'xMin="(.+?)" yMin=".+?" xMax="(.+?)" yMax="(.+?)">(.*?)<', told.stdout)
    firsts = {}
    for left, right, foot, word in found:
        firsts.setdefault(word, (float(left) * MM, float(right) * MM, float(foot) * MM))
    return firsts


def _foot(word, size):
    return word[2] - DESCENT * size * MM


def test_values_stand_within_half_a_millimetre_of_their_places(tmp_path):
    left = _place("golden_number", align=Align.LEFT, x=25, y=180.5, size=12, lead="Sổ: ")
    middle = _place("recipient", x=60, width=100, y=90)
    right = _place("signer_name", align=Align.RIGHT, x=150, width=100, y=160.2, size=14, bold=True)
    shifted = replace(_sheet(left, middle, right), dx=1.5, dy=-2)
    values = {"golden_number": "06", "recipient": "Tuyết", "signer_name": "An"}

    words = _words(overlay.draw(shifted, [values], title="x"), tmp_path)

    assert words["Sổ:"][0] == pytest.approx(25 + 1.5, abs=0.5)
    assert _foot(words["06"], 12) == pytest.approx(180.5 - 2, abs=0.5)
    assert sum(words["Tuyết"][:2]) / 2 == pytest.approx(110 + 1.5, abs=0.5)
    assert _foot(words["Tuyết"], 20) == pytest.approx(90 - 2, abs=0.5)
    assert words["An"][1] == pytest.approx(250 + 1.5, abs=0.5)
    assert _foot(words["An"], 14) == pytest.approx(160.2 - 2, abs=0.5)


def test_every_certificate_is_one_page_with_its_own_literal_values():
    pages = [{"recipient": HOSTILE}, {"recipient": MARKS}, {"detail": "không có chỗ"}]

    pdf = overlay.draw(_sheet(_place()), pages, title="x")

    assert page_count(pdf) == 3
    assert text_of(pdf).split("\f") == [f"{HOSTILE}\n\n", f"{MARKS}\n\n", "", ""]


def test_a_place_that_is_not_printed_leaves_no_trace():
    sheet = _sheet(_place(printed=False), _place("detail", caps=True, lead="số "))

    pdf = overlay.draw(sheet, [{"recipient": "Tên", "detail": "đội 1"}], title="x")

    assert text_of(pdf).strip() == "số ĐỘI 1"


@pytest.mark.parametrize(
    ("lines", "text", "size", "count"),
    [
        (1, "Nguyễn Văn A", 20, 1),
        (1, "Nguyễn Trương Hoàng Nhật Phương Thảo Quỳnh Anh", 19, 1),  # smaller, one line
        (2, "Nguyễn Trương Hoàng Nhật Phương Thảo Quỳnh Anh", 20, 2),  # a line more first
        (1, "Tập thể " * 40, 12, 4),  # six tenths of the size, then as many lines as it takes
        (1, "Ơ" * 200, 12, 5),  # a word nobody can break is broken
        (1, "Hai\ndòng", 20, 2),
    ],
)
def test_long_text_shrinks_and_wraps_and_is_never_cut(lines, text, size, count):
    fitted = overlay_fit(_place(lines=lines), text)

    assert (fitted.size, len(fitted.lines)) == (size, count)
    assert "".join(fitted.lines).replace(" ", "") == "".join(text.split())


def overlay_fit(place, text):
    overlay.draw(_sheet(), [], title="the faces are known from here on")
    return overlay.fit(place, text)


def test_the_trial_page_names_each_place_and_keeps_its_rulers_where_the_sheet_is(tmp_path):
    stock = replace(usual_stock(), dx=7)

    words = _words(trial.trial_page(stock, {"recipient": "Người"}, title="x"), tmp_path)

    assert words["100"][0] == pytest.approx(100.5, abs=1)  # a ruler's number, not moved
    assert words["Người"][0] == pytest.approx(40 + 7, abs=0.5)
    assert sum((words["Nguyễn"][0], words["Tuyết"][1])) / 2 == pytest.approx(148.5 + 7, abs=1)


def test_what_a_row_keeps_is_the_stock_it_was_made_of():
    stock = usual_stock((420.0, 297.0))
    assert Stock.of(stock.as_json()) == stock
