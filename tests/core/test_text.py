"""Vietnamese text: one stored form, a folded form, the order of people."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.errors import BadInput
from workflow.core.text import fold, normalise, one_line, sort_key

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
words = st.text(VIETNAMESE + VIETNAMESE.upper() + " '-.", min_size=1, max_size=40)


@given(words)
def test_text_is_stored_in_one_form_however_it_was_typed(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert normalise(decomposed) == normalise(composed) == composed.strip()


@given(words)
def test_folding_leaves_plain_letters_and_is_stable(text):
    folded = fold(text)

    assert folded.isascii()
    assert fold(folded) == folded


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\x00", "\ufeff", "\u00ad", "\ue000"])
def test_a_character_nobody_sees_is_refused_with_its_place(hidden):
    with pytest.raises(BadInput, match="Ký tự thứ 7"):
        normalise(f"Nguyễn{hidden} Văn A")


def test_line_breaks_and_ordinary_names_are_kept():
    assert normalise("H'Hen Niê\nY Blok Êban") == "H'Hen Niê\nY Blok Êban"


def test_blanks_in_a_line_become_one_and_look_alike_letters_vietnamese():
    assert one_line("  Ðặng\u00a0 Hữu   Nghĩa ") == "Đặng Hữu Nghĩa"


def test_people_sort_by_given_name_in_the_vietnamese_order():
    names = [
        "Vũ Thị Đào",
        "Trần Dương",
        "Lê Ân",
        "Ngô Ăn",
        "Bùi An",
        "Đỗ Ẩn",
        "Nguyễn Án",
        "Hà Đỗ Do",
    ]

    assert sorted(names, key=sort_key) == [
        "Bùi An", "Nguyễn Án", "Ngô Ăn", "Lê Ân", "Đỗ Ẩn", "Hà Đỗ Do", "Trần Dương", "Vũ Thị Đào",
    ]  # fmt: skip


def test_tones_sort_ngang_huyen_hoi_nga_sac_nang():
    assert sorted("má mạ ma mã mà mả".split(), key=sort_key) == "ma mà mả mã má mạ".split()
