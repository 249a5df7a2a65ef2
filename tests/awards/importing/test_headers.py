"""Headings are found by what they mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.awards.importing.headers import (
    _WORDS,
    HISTORY,
    Heading,
    Meaning,
    find_heading,
    meaning_of,
    plain,
)
from workflow.core.text import fold

M = Meaning
USUAL = {
    "Họ và tên": M.NAME, "Số hiệu CBCCVC": M.CODE, "CCCD": M.CITIZEN_ID, "Đơn vị công tác": M.UNIT,
    "Năm": M.YEAR, "Danh hiệu thi đua, hình thức khen thưởng": M.AWARD, "Xếp loại": M.GRADE,
    "Số QĐ": M.NUMBER, "Ngày, tháng, năm": M.DATE, "Cơ quan ban hành": M.ISSUER,
    "Tên sáng kiến": M.INITIATIVE, "Phạm vi ảnh hưởng": M.SCOPE,
}  # fmt: skip


def test_no_words_mean_two_things():
    pairs = {
        (plain(one), meaning) for meaning, listed in _WORDS.items() for one in listed.split("|")
    }
    assert len(pairs) == len(HISTORY)


def _written(draw, words):
    shape = draw(
        st.sampled_from([str, str.upper, str.lower, fold, lambda w: f" {w} (*)", lambda w: w + ":"])
    )
    return shape(words)


@st.composite
def headings(draw):
    order = draw(st.permutations(list(USUAL)))
    other = draw(st.sampled_from(["STT", "Ghi chú", ""]))
    at = draw(st.integers(0, len(order)))
    rows = draw(st.integers(0, 10))
    titles = [["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] * draw(st.integers(0, 4)) for _ in range(rows)]
    row = [_written(draw, words) for words in order]
    return titles, [*row[:at], other, *row[at:]], [*order[:at], other, *order[at:]]


@settings(deadline=None)  # a busy machine is not what is asked
@given(headings())
def test_any_order_any_case_with_or_without_marks_under_any_title(drawn):
    titles, row, order = drawn
    other = next(words for words in order if words not in USUAL)
    columns = {USUAL[words]: at for at, words in enumerate(order) if words in USUAL}
    found = find_heading([*titles, row, ["x"] * 13])
    assert found == Heading(len(titles), columns, (other,) if other else ())


@pytest.mark.parametrize("words", sorted(HISTORY))
def test_every_way_of_writing_it_is_known_without_marks(words):
    assert meaning_of(words) is HISTORY[words]


def test_two_rows_of_headings_with_a_group_above():
    rows = [
        ["DANH SÁCH KHEN THƯỞNG NĂM 2020"] * 6,
        ["STT", "Họ và tên", "Danh hiệu", "Quyết định", "Quyết định", "Quyết định"],
        ["STT", "Họ và tên", "Danh hiệu", "Số", "Ngày", "Cơ quan"],
        ["1", "Lê A", "LĐTT", "1/QĐ", "29/12/2020", "Cục"],
    ]
    assert find_heading(rows) == Heading(
        2, {M.NAME: 1, M.AWARD: 2, M.NUMBER: 3, M.DATE: 4, M.ISSUER: 5}, ("STT",), (), 2020
    )


def test_the_year_of_the_title_counts_only_when_it_is_one():
    head = ["Họ tên", "Xếp loại"]
    assert [find_heading([[title], head]).year for title in ("Năm 2019", "Năm 2019 – năm 2020", "x")] == [
        2019, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Họ tên", "Năm"]],
        [["Danh hiệu", "Năm"]],
        [["Lê A", "2020"]],
        [["tên " * 40, "Xếp loại"]],
    ],
)
def test_without_who_and_what_there_is_no_heading(rows):
    assert find_heading(rows) is None


def test_a_meaning_named_twice_keeps_the_first_column_and_says_so():
    found = find_heading([["Họ tên", "Danh hiệu", "Hình thức"]])
    assert (found.columns, found.twice) == ({M.NAME: 0, M.AWARD: 1}, ("Hình thức",))


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Họ và tên, chức vụ", M.NAME), ("HỌ VÀ TÊN / ĐƠN VỊ", M.NAME),
        ("Họ tên - chức danh, nơi công tác", M.NAME),
        ("Tên tập thể, cá nhân, hộ gia đình được đề nghị khen thưởng", M.NAME),
        ("Xếp loại năm 2020", M.GRADE), ("Danh hiệu 2019", M.AWARD),
        ("Họ tên người ký", None), ("Họ và tên vợ", None), ("Năm sinh 1980", None),
    ],
)  # fmt: skip
def test_a_name_with_post_or_unit_beside_it_and_a_year_behind_are_read(heading, meaning):
    assert meaning_of(heading) is meaning


def test_the_year_behind_a_heading_is_the_year_of_the_list():
    assert find_heading([["Họ tên", "Xếp loại năm 2020"]]).year == 2020
    two = find_heading([["Họ tên", "Xếp loại năm 2019", "Xếp loại năm 2020"]])
    assert (two.year, two.twice) == (None, ("Xếp loại năm 2020",))


def test_headings_encoded_twice_are_found():
    row = [words.encode().decode("latin-1") for words in ("Họ tên", "Đơn vị", "Năm", "Xếp loại")]
    found = find_heading([row])
    assert found.columns == {M.NAME: 0, M.UNIT: 1, M.YEAR: 2, M.GRADE: 3}
