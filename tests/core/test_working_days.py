"""Limits in working days: weekends and holidays out, made-up Saturdays in."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflow.core.working_days import DayKind, add, between

TET = {date(2021, 2, day): DayKind.OFF for day in range(10, 17)}


def test_day_one_is_the_day_after_and_weekends_do_not_count():
    assert add(date(2020, 12, 18), 1, {}) == date(2020, 12, 21)
    assert add(date(2020, 12, 18), 5, {}) == date(2020, 12, 25)


def test_holidays_do_not_count():
    assert add(date(2021, 2, 9), 1, TET) == date(2021, 2, 17)


def test_a_saturday_worked_in_place_of_a_holiday_counts():
    assert add(date(2020, 12, 18), 1, {date(2020, 12, 19): DayKind.WORKED}) == date(2020, 12, 19)


@given(st.dates(date(2004, 1, 1), date(2050, 1, 1)), st.integers(1, 60))
def test_counting_back_gives_the_days_of_the_limit(start, days):
    assert between(start, add(start, days, TET), TET) == days


@given(st.dates(date(2004, 1, 1), date(2050, 1, 1)))
def test_a_limit_never_ends_on_a_weekend(start):
    assert add(start, 3, {}).weekday() < 5
    assert add(start, 3, {}) > start + timedelta(days=2)
