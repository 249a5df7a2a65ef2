"""Inserted numbers: a letter after the last number of or before the day, in order, never twice."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.people import LONG_AGO
from workflow.core import inserting, numbers
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.organisations.models import Organisation, OrganisationKind

DAY = date(2020, 12, 10)
FIRST = date(2020, 12, 1)
acts = st.lists(st.tuples(st.booleans(), st.integers(0, 17)), max_size=25)


@pytest.fixture
def department(make_organisation):
    return make_organisation()


def take(organisation, key, dated):
    return numbers.take(organisation.id, "QĐ", dated=dated, holder=("paper", 1), act_key=key)


def insert(organisation, key, dated, **fields):
    return inserting.insert(
        organisation.id, "QĐ", dated=dated, holder=("paper", 2), act_key=key, note="n", **fields
    )


def shown(entry):
    return f"{entry.number}{entry.suffix}"


@pytest.fixture
def twelve(department):
    """Numbers of the 1st, 5th, 5th and 10th."""
    for key, day in enumerate((1, 5, 5, 10)):
        take(department, f"t{key}", date(2020, 12, day))
    return department


def test_the_letter_stands_after_the_last_number_of_or_before_the_day(twelve):
    assert [shown(insert(twelve, f"i{day}", date(2020, 12, day))) for day in (5, 7, 1, 9)] == [
        "3a", "3b", "1a", "3c",
    ]  # fmt: skip
    assert take(twelve, "next", DAY).number == 5


def test_the_same_act_gets_the_same_letter_again(twelve):
    assert [shown(insert(twelve, key, date(2020, 12, 6))) for key in "aba"] == ["3a", "3b", "3a"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(18, "không cần số chèn"), (19, "chưa đến")],
)
def test_a_day_that_needs_no_insertion_gets_a_sentence(twelve, day, sentence):
    with pytest.raises(BadInput, match=sentence):
        insert(twelve, "x", date(2020, 12, day))


def test_where_nothing_is_later_a_past_day_gets_the_next_number_and_its_mark(twelve):
    entry = insert(twelve, "x", date(2020, 12, 12))

    assert (shown(entry), entry.dated, bool(entry.note)) == ("5", date(2020, 12, 12), True)
    assert take(twelve, "next", date(2020, 12, 18)).number == 6


def test_nothing_stands_before_the_first_number_of_a_book(department):
    numbers.open_book(department.id, "QĐ", 2020, first=846)
    take(department, "a", DAY)

    with pytest.raises(BadInput, match="đứng trước"):
        insert(department, "x", FIRST)


def test_a_letter_never_carries_an_earlier_date_than_the_one_before(twelve):
    insert(twelve, "a", date(2020, 12, 8))

    with pytest.raises(BadInput, match="Số 03a đã mang ngày 08/12/2020"):
        insert(twelve, "b", date(2020, 12, 7))


def test_a_shut_book_takes_no_insertion(twelve):
    numbers.find_book(twelve.id, "QĐ", 2020).state = numbers.BookState.SHUT
    db.session.flush()

    with pytest.raises(InvalidStep, match="đang khóa"):
        insert(twelve, "a", date(2020, 12, 8))


def test_after_z_there_is_no_letter_left(twelve):
    for count in range(26):
        insert(twelve, f"l{count}", date(2020, 12, 6))

    with pytest.raises(BadInput, match="không còn chữ"):
        insert(twelve, "one more", date(2020, 12, 6))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts)
def test_whatever_is_asked_numbers_with_letters_are_ordered_as_their_dates(database, acts):
    organisation_id = _organisation()
    for key, (as_insertion, offset) in enumerate(acts):
        act = inserting.insert if as_insertion else numbers.take
        more = {"note": "n"} if as_insertion else {}
        try:
            act(organisation_id, "QĐ", dated=FIRST + timedelta(offset), holder=("paper", key),
                act_key=f"k{key}", **more)  # fmt: skip
        except BadInput:
            continue
    book = numbers.find_book(organisation_id, "QĐ", 2020)
    entries = numbers.list_entries(book.id) if book else []
    places = [(entry.number, entry.suffix) for entry in entries]

    assert places == sorted(set(places))
    assert [entry.dated for entry in entries] == sorted(entry.dated for entry in entries)
    assert (numbers.gaps(book) if book else []) == []
    db.session.rollback()


def _organisation():
    row = Organisation(
        name="Cục", short_name="Cục", name_fold="cuc", symbol="C", valid_from=LONG_AGO,
        kind=OrganisationKind.DEPARTMENT,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id
