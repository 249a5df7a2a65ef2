"""Numbers as people type them and as sheets carry them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.numbering_text import as_query, read, squeeze
from workflow.core.numbers import written

REAL = ["06/2022/QH15", "28/2018/QĐ-TTg", "144/2025/QĐ-CTUBND", "67/VBHN-NĐ-BCT", "4861/QĐ-UBND",
        "2325/QĐ-TCQLTT", "2741/QĐ-BCT", "332/KH-CQLTT", "297/CQLTT-TCHC", "12a/QĐ-CQLTT"]  # fmt: skip
symbols = st.builds(
    lambda kind, agency: f"{kind}-{agency}",
    st.sampled_from(["QĐ", "TTr", "BB", "TB", "KH"]),
    st.sampled_from(["CQLTT", "UBND", "TCQLTT", "BCT", "HĐTĐKT", "ĐQLTT3"]),
)


def brief(found):
    return found and (found.number, found.suffix, found.year, found.symbol)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("846", (846, "", None, "")),
        ("Số: 846", (846, "", None, "")),
        ("846/QĐ-CQLTT", (846, "", None, "qdcqltt")),
        ("qd cqltt 846", (846, "", None, "qdcqltt")),
        ("quyết định 846", (846, "", None, "qd")),
        ("04861/qd ubnd", (4861, "", None, "qdubnd")),
        ("4861 – QĐ – UBND", (4861, "", None, "qdubnd")),
        ("4861 của 2021", (4861, "", 2021, "")),
        ("4861/2021", (4861, "", 2021, "")),
        ("86/2025/QĐ-UBND", (86, "", 2025, "qdubnd")),
        ("1.365/QĐ-UBND", (1365, "", None, "qdubnd")),
        ("12a/QĐ-CQLTT", (12, "a", None, "qdcqltt")),
        ("khen thưởng 2020", None),
        ("Nguyễn Văn 3", None),
        ("26/4/2027", None),
        ("", None),
    ],
)
def test_what_people_type_is_read_as_a_number_or_as_something_else(typed, expected):
    assert brief(as_query(typed)) == expected


@pytest.mark.parametrize("text", [*REAL, "No. A-12/X", "KXĐ", "٣/QĐ", "第3号"])
def test_a_number_of_somebody_elses_is_kept_as_written(text):
    assert read(text).text == text


@pytest.mark.parametrize("text", REAL)
def test_real_symbols_are_read(text):
    assert read(text).number is not None
    assert read(text).symbol == squeeze(text.split("/", 2 if text.count("/") > 1 else 1)[-1])


@given(st.integers(1, 999_999), symbols)
def test_what_the_product_prints_is_read_back(number, symbol):
    assert brief(read(written(number, "", symbol))) == (number, "", None, squeeze(symbol))


@given(
    st.integers(1, 99_999),
    symbols,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["/", " / ", "-"]),
)
def test_case_zeros_blanks_and_order_do_not_matter(number, symbol, upper, zeros, between):
    text = f"{'0' * zeros}{number}/{symbol.replace('-', between if between == '-' else '-')}"
    text = text.upper() if upper else text.lower()
    turned = f"{symbol.replace('-', ' ')} {number}"

    assert brief(as_query(text)) == (number, "", None, squeeze(symbol))
    if not any(c.isdigit() for c in symbol):
        assert brief(as_query(turned)) == (number, "", None, squeeze(symbol))


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_reader(text):
    assert read(text).text == text
    as_query(text)
