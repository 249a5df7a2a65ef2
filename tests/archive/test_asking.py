"""What the one box asks for, and what it says of what makes no sense."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.archive.asking import read_filters, understand
from workflow.archive.highlighting import highlight
from workflow.core.text import fold


def test_words_phrases_and_conditions_are_told_apart():
    asked = understand('khen thưởng ten:"Nguyễn Văn" don-vi:"Đội 3" nam:2020 "hoàn thành" so:846')

    assert asked.words == ["khen", "thuong"]
    assert asked.marked == ["khen", "thưởng"]
    assert (asked.names, asked.units, asked.phrases) == (
        [["nguyen", "van"]], [["doi", "3"]], [["hoan", "thanh"]])  # fmt: skip
    assert (asked.year, asked.number.number, asked.only_number) == (2020, 846, True)
    assert asked.faults == []


def test_a_wrong_token_is_explained_and_the_rest_still_asked():
    asked = understand("khen nam:20x1 so:abc mau:đỏ ten:")

    assert asked.words == ["khen"]
    assert [fault.partition("”")[0] for fault in asked.faults] == [
        "“nam:20x1", "“so:abc", "Không có điều kiện “mau:", "Sau “ten:"]  # fmt: skip


def test_an_invisible_character_is_named():
    assert understand("khen\u200bthưởng").faults != []
    assert read_filters({"issuer": ["a\x00b"]}).faults != []


def test_boxes_that_cannot_be_are_explained():
    filters = read_filters({"year": ["2020", "20x0"], "kind": ["QĐ", "??"], "doubt": ["maybe"]})

    assert filters.chosen["year"] == {"2020"}
    assert filters.chosen["kind"] == {"QĐ"}
    assert len(filters.faults) == 3


@given(st.text(max_size=80))
def test_nothing_typed_breaks_it(text):
    understand(text)


@given(st.text(max_size=60))
def test_marking_words_never_lets_markup_through(text):
    words = set(fold(text).split())
    shown = str(highlight(text, words)).replace("<mark>", "").replace("</mark>", "")

    assert "<" not in shown
    assert ">" not in shown


def test_neighbouring_words_are_marked_as_one():
    assert highlight("Khen thưởng <b>", {"khen", "thuong"}) == "<mark>Khen thưởng</mark> &lt;b&gt;"
