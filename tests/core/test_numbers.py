"""Numbers of a book: no gap, no repeat, never a later number with an earlier date."""

from datetime import date

import pytest

from workflow.core import numbers
from workflow.core.errors import BadInput, InvalidStep

DAY = date(2020, 12, 18)


def take(organisation, key, dated=DAY):
    return numbers.take(organisation.id, "QĐ", dated=dated, holder=("paper", 1), act_key=key).number


@pytest.fixture
def department(make_organisation):
    return make_organisation()


def test_a_new_book_starts_at_one_each_year(department):
    assert [take(department, "a"), take(department, "b")] == [1, 2]
    assert take(department, "old", date(2019, 3, 1)) == 1


def test_the_same_act_gets_the_same_number_again(department):
    assert [take(department, "a"), take(department, "b"), take(department, "a")] == [1, 2, 1]


def test_a_book_opened_at_846_begins_there_and_has_no_gap(department):
    book = numbers.open_book(department.id, "QĐ", 2020, first=846)

    assert [take(department, "a"), take(department, "b")] == [846, 847]
    assert (numbers.gaps(book), book.first) == ([], 846)


def test_a_number_never_carries_an_earlier_date_than_the_one_before(department):
    take(department, "a")

    with pytest.raises(BadInput, match="sớm hơn"):
        take(department, "b", date(2020, 12, 17))
    assert take(department, "c") == 2


def test_a_date_that_has_not_come_is_refused(department):
    with pytest.raises(BadInput, match="chưa đến"):
        take(department, "a", date(2020, 12, 19))


def test_a_shut_book_gives_nothing_until_it_is_opened(department):
    take(department, "a")
    book = numbers.find_book(department.id, "QĐ", 2020)
    book.state = numbers.BookState.SHUT

    with pytest.raises(InvalidStep, match="đang khóa"):
        take(department, "b")
    book.state = numbers.BookState.OPEN
    assert take(department, "b") == 2


@pytest.mark.parametrize(("number", "printed"), [(5, "05/QĐ-CQLTT"), (846, "846/QĐ-CQLTT")])
def test_numbers_are_printed_with_at_least_two_digits(number, printed):
    assert numbers.written(number, "", "QĐ-CQLTT") == printed
