"""What looks wrong in a register, and numbers read exactly as Decree 30 prints them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.number_doubts import Numbered, doubts_in
from workflow.core.numbering_text import read_printed
from workflow.core.numbers import written
from workflow.core.series import KINDS, symbol_for

TODAY = date(2020, 12, 18)
DAY = date(2020, 12, 1)
REAL = [  # from decisions, laws and letters as they were issued
    ("06/2022/QH15", 6, 2022, "QH15", ""), ("28/2018/QĐ-TTg", 28, 2018, "QĐ", "TTg"),
    ("144/2025/QĐ-CTUBND", 144, 2025, "QĐ", "CTUBND"),
    ("67/VBHN-NĐ-BCT", 67, None, "VBHN", "NĐ-BCT"), ("4861/QĐ-UBND", 4861, None, "QĐ", "UBND"),
    ("4860/QĐ-UBND", 4860, None, "QĐ", "UBND"), ("2325/QĐ-TCQLTT", 2325, None, "QĐ", "TCQLTT"),
    ("2741/QĐ-BCT", 2741, None, "QĐ", "BCT"), ("332/KH-CQLTT", 332, None, "KH", "CQLTT"),
    ("297/CQLTT-TCHC", 297, None, "CQLTT", "TCHC"), ("86/2025/QĐ-UBND", 86, 2025, "QĐ", "UBND"),
    ("01/2024/TT-BNV", 1, 2024, "TT", "BNV"), ("1079/QĐ-TTCP", 1079, None, "QĐ", "TTCP"),
    ("1122/BTĐKT-VI", 1122, None, "BTĐKT", "VI"), ("30/2020/NĐ-CP", 30, 2020, "NĐ", "CP"),
    ("7197/BKHCN", 7197, None, "BKHCN", ""), ("05/QĐ-UBND", 5, None, "QĐ", "UBND"),
]  # fmt: skip
kinds = st.sampled_from(sorted(KINDS))
agencies = st.sampled_from(["CQLTT", "UBND", "HĐTĐKT", "ĐQLTT3", "TTg"])


@pytest.mark.parametrize(("text", "number", "year", "head", "rest"), REAL)
def test_real_numbers_are_read_part_by_part_and_kept_as_written(text, number, year, head, rest):
    found = read_printed(text)
    assert (found.number, found.suffix, found.year, found.head, found.rest) == (
        number, "", year, head, rest,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "846", "QĐ-CQLTT", "12 / QĐ-CQLTT", "12/qđ-cqltt", "x/QĐ-A"])
def test_what_is_written_otherwise_is_read_as_nothing(text):
    assert read_printed(text) is None


@given(st.integers(1, 999_999), st.sampled_from(["", "a", "b"]), kinds, agencies,
       st.sampled_from(["", "TCHC"]))  # fmt: skip
def test_what_the_product_numbers_is_read_back(number, suffix, kind, agency, unit):
    symbol = symbol_for(kind, agency, unit)
    found = read_printed(written(number, suffix, symbol))
    assert (found.number, found.suffix, found.year, found.symbol) == (number, suffix, None, symbol)


@pytest.mark.parametrize(
    ("kind", "unit", "symbol"),
    [("QĐ", "", "QĐ-CQLTT"), ("TTr", "TCHC", "TTr-CQLTT"), ("CV", "TCHC", "CQLTT-TCHC"),
     ("CV", "", "CQLTT")],
)  # fmt: skip
def test_a_letter_names_agency_and_unit_and_no_type(kind, unit, symbol):
    assert symbol_for(kind, "CQLTT", unit) == symbol


def kinds_of(*rows):
    return {key: [one.kind for one in found] for key, found in doubts_in(rows, TODAY).items()}


def test_the_same_number_symbol_agency_and_year_are_a_double_however_written():
    assert kinds_of(
        Numbered(1, "12/QĐ-UBND", DAY, issuer="UBND tỉnh Long An"),
        Numbered(2, "12 / qđ-ubnd", DAY, issuer="UBND  Tỉnh Long An"),
        Numbered(3, "12/QĐ-UBND", DAY, issuer="UBND tỉnh Tây Ninh"),
        Numbered(4, "12/QĐ-UBND", date(2019, 12, 1), issuer="UBND tỉnh Long An"),
        Numbered(5, "12a/QĐ-UBND", DAY, issuer="UBND tỉnh Long An"),
        Numbered(6, "KXĐ", DAY), Numbered(7, "KXĐ", DAY),
    ) == {1: ["double"], 2: ["double"]}  # fmt: skip


def test_a_later_number_with_an_earlier_date_is_out_of_order_and_spoils_no_other():
    rows = [
        Numbered(key, f"{key}/QĐ-A", date(2020, 12, day), place=(key, ""))
        for key, day in ((1, 3), (2, 9), (3, 8), (4, 9))
    ]
    assert kinds_of(*rows) == {3: ["order"]}


@pytest.mark.parametrize(
    ("row", "said"),
    [(Numbered(1, "1/QĐ-A", date(2020, 12, 19)), "chưa đến"),
     (Numbered(1, "1/QĐ-A", date(1020, 12, 19)), "không thể có"),
     (Numbered(1, "1/QĐ-A", date(2019, 12, 1), year=2020), "không thuộc năm 2020"),
     (Numbered(1, "1/2019/QĐ-A", DAY), "Số ghi năm 2019"),
     (Numbered(1, "1/QĐ-A", DAY, signed_on=date(2020, 12, 2)), "được ký ngày 02/12/2020"),
     (Numbered(1, "1/QĐ-A", DAY, arrived_on=date(2020, 11, 30)), "Đến ngày 30/11/2020")],
)  # fmt: skip
def test_dates_that_cannot_be_are_said(row, said):
    found = doubts_in([row], TODAY)[1]
    assert ([one.kind for one in found], said in found[0].said) == (["date"], True)


def test_what_is_in_order_is_left_out():
    assert kinds_of(
        Numbered(1, "1/QĐ-A", DAY, place=(1, ""), year=2020, signed_on=DAY, arrived_on=DAY),
        Numbered(2, "1a/QĐ-A", DAY, place=(1, "a")), Numbered(3, "", None),
    ) == {}  # fmt: skip
