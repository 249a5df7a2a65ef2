"""Dates, numbers and texts as people type them."""

from datetime import UTC, date, datetime

import pytest
from werkzeug.datastructures import MultiDict

from workflow.core.web.forms import CountField, DayField, Form, LineField, MomentField, required


class Sheet(Form):
    day = DayField()
    moment = MomentField()
    count = CountField()
    line = LineField(validators=[required()])


@pytest.fixture
def read(app, database):
    def typed(**values):
        with app.test_request_context(method="POST"):
            form = Sheet(MultiDict({"line": "x"} | values))
            form.validate()
            return form

    return typed


@pytest.mark.parametrize("typed", ["22/12/2020", "2020-12-22", "22-12-2020", " 22/12/2020 "])
def test_a_day_is_read_in_the_ways_people_write_it(read, typed):
    assert read(day=typed).day.data == date(2020, 12, 22)


@pytest.mark.parametrize("typed", ["30/02/2020", "22/13/2020", "hôm qua", "1/1/0001", "22.12.2020"])
def test_a_day_that_cannot_be_is_refused_beside_its_field(read, typed):
    assert read(day=typed).day.errors == [f"Ngày “{typed}” không có thật. Ghi dạng 22/12/2020."]


@pytest.mark.parametrize("typed", ["22/12/2020 17:00", "2020-12-22T17:00", "2020-12-22 17:00"])
def test_a_moment_is_read_on_the_office_clock(read, typed):
    assert read(moment=typed).moment.data.astimezone(UTC) == datetime(2020, 12, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["22/12/2020", "22/12/2020 25:00", "17:00", "%H"])
def test_a_moment_that_cannot_be_is_refused_beside_its_field(read, typed):
    assert read(moment=typed).moment.errors == [
        f"Ngày giờ “{typed}” không có thật. Ghi dạng 22/12/2020 17:00."
    ]


@pytest.mark.parametrize("typed", ["１２", "1.5", "-3", "1e3"])
def test_a_number_is_written_with_plain_digits(read, typed):
    assert read(count=typed).count.errors == [f"“{typed}” không phải là số. Chỉ ghi chữ số."]


def test_a_number_no_office_counts_to_is_called_too_large(read):
    assert read(count="9" * 9).count.errors == []
    assert read(count="9" * 10).count.errors == ["Số này quá lớn. Chỉ ghi tới 9 chữ số."]


def test_what_was_typed_stays_in_the_field(read):
    form = read(day="30/02/2020", count="mười")

    assert (form.day._value(), form.count._value()) == ("30/02/2020", "mười")


def test_a_line_with_a_hidden_letter_is_refused_in_words(read):
    assert read(line="Nguyễn\u200b").line.errors[0].startswith("Ký tự thứ 7")


def test_an_empty_required_line_says_what_to_do(read):
    assert [str(e) for e in read(line="  ").line.errors] == ["Hãy điền ô này."]
