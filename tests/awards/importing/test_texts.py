"""Damaged and old Vietnamese text becomes the text that was meant."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.awards.importing.legacy_fonts import by_font
from workflow.awards.importing.text_repair import (
    decoded_once,
    encoded_twice,
    lost_digits,
    rounded_off,
)

_LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
_LETTERS += _LETTERS.upper() + " "


@pytest.mark.parametrize(
    ("font", "written", "meant"),
    [
        (".VnTime", "TiÕng ViÖt rÊt hay", "Tiếng Việt rất hay"),
        (".VnTime", "M\u00adêng Kh\u00ad¬ng", "Mường Khương"),
        (".VnArial", "B¶o Th¾ng", "Bảo Thắng"),
        (".VnTime", "NguyÔn V¨n Dòng", "Nguyễn Văn Dũng"),
        (".VnTimeH", "NguyÔn thÞ ®µo", "NGUYỄN THỊ ĐÀO"),
        (".VnTimeH", "ban", "BAN"),
        ("VNI-Times", "Tieáng Vieät raát hay", "Tiếng Việt rất hay"),
        ("VNI-Times", "Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức"),
        ("VNI-Helve", "TRAÀN THÒ MYÕ", "TRẦN THỊ MỸ"),
        ("VNI-Times", "Hoäi ñoàng thi ñua, khen thöôûng", "Hội đồng thi đua, khen thưởng"),
        ("VNI-Times", "Kyù nhö gôûi thò xaõ Lyù Sôn; kæ luaät, kyû luaät", "Ký như gởi thị xã Lý Sơn; kỉ luật, kỷ luật"),
        ("VNI-Times", "Vónh Long, Bæ, Thî, tænh", "Vĩnh Long, Bỉ, Thỵ, tỉnh"),
        ("Times New Roman", "TiÕng", "TiÕng"),
        (".VnTime", "Nguyễn Văn Đức", "Nguyễn Văn Đức"),
        ("VNI-Times", "Le Van Ba", "Le Van Ba"),
    ],
)  # fmt: skip
def test_an_old_font_is_read_as_it_looks(font, written, meant):
    assert by_font(written, font) == meant


def _twice(text):
    shown = ""
    for code in text.encode():
        try:
            shown += bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            shown += chr(code)
    return shown


@given(st.text(_LETTERS, min_size=1, max_size=30))
def test_any_vietnamese_encoded_twice_comes_back(text):
    damaged = _twice(text)
    assert decoded_once(damaged) == (None if text.isascii() else unicodedata.normalize("NFC", text))


@example("XÃ HỘI")
@example("UBND XÃ A")
@example("NHÃ ")
@given(st.text(_LETTERS, max_size=40))
def test_sound_vietnamese_is_never_taken_for_damaged(text):
    assert not encoded_twice(text)


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("Nguyá»…n Thá»‹ HÃ\u00a0", "Nguyễn Thị Hà"),
        ("Nguyá»…n Thá»‹ HÃ ", "Nguyễn Thị Hà"),
        ("Ä\u0090oÃ n ká»t", None),
        (_twice(_twice("Nguyễn Văn Đức")), "Nguyễn Văn Đức"),
    ],
)
def test_what_lost_letters_is_told_but_not_guessed(shown, meant):
    assert (encoded_twice(shown), decoded_once(shown)) == (True, meant)


@pytest.mark.parametrize(
    ("text", "lost"),
    [("1.23E+11", True), ("7,92E+10", True), ("7E+10", True), ("079201012345", False), ("12E", False),
     ("CC1.2E+3", False)],
)  # fmt: skip
def test_a_shortened_number_is_seen(text, lost):
    assert lost_digits(text) is lost


@pytest.mark.parametrize(
    ("number", "is_rounded"),
    [("123000000000", True), ("79123000000", True), ("079090000001", False), ("123000", False),
     ("079201012340", False)],
)  # fmt: skip
def test_an_identity_number_read_back_from_a_shortened_one_is_seen(number, is_rounded):
    assert rounded_off(number) is is_rounded
