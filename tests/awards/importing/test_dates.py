"""Dates as offices write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.awards.importing.dates import WrittenDate, from_serial, read_date, read_year

DAY = WrittenDate(2020, date(2020, 12, 29))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("29/12/2020", DAY),
        ("29-12-20", DAY),
        ("29.12.2020", DAY),
        ("2020-12-29", DAY),
        ("ngày 29 tháng 12 năm 2020", DAY),
        ("Long An, ngày 29 tháng 12 năm 2020", DAY),
        ("44194", DAY),
        ("44194.0", DAY),
        ("tháng 12 năm 2020", WrittenDate(2020)),
        ("12/2020", WrittenDate(2020)),
        ("2020", WrittenDate(2020)),
        ("năm 2020", WrittenDate(2020)),
        ("1/5/99", WrittenDate(1999, date(1999, 5, 1))),
        ("30/02/2020", None),
        ("12/29/2020", None),
        ("13/2020", None),
        ("999", None),
        ("không rõ", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_written(text, told):
    assert read_date(text) == told


def test_a_year_is_read_alone_or_within_a_date():
    assert [read_year(one) for one in ("2019", "29/12/2019", "2019-2020", "20")] == [
        2019, 2019, None, None,
    ]  # fmt: skip


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_way(day):
    serial = (day - date(1899, 12, 30)).days
    ways = [f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", day.isoformat(), str(serial)]
    assert [read_date(one) for one in ways] == [WrittenDate(day.year, day)] * 4


def test_the_calendars_of_spreadsheets():
    assert [from_serial(44194), from_serial(42732, since_1904=True), from_serial(1), from_serial(-5)] == [
        date(2020, 12, 29), date(2020, 12, 29), date(1900, 1, 1), None,
    ]  # fmt: skip
