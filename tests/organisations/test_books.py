"""Number books and the table of holidays, as administrators keep them."""

import re
from datetime import UTC, date, datetime

import pytest

from workflow.core import audit, clock, numbers
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.numbers import BookState, NumberBook
from workflow.core.working_days import DayKind, SpecialDay

DAY = date(2020, 12, 18)


def text(answer):
    return answer.get_data(as_text=True)


def form(organisation, **typed):
    return {
        "organisation": organisation.public_id,
        "series": "QĐ",
        "year": "2020",
        "first": "846",
    } | typed


def take(organisation, key="a"):
    number = numbers.take(organisation.id, "QĐ", dated=DAY, holder=("paper", 1), act_key=key)
    db.session.commit()
    return number.number


def test_strangers_see_and_open_no_books(statuses, long_an):
    of = f"?organisation={long_an.department.public_id}"
    assert statuses(f"/books/{of}") == [302, 403, 404]
    assert statuses("/books/create", "post", form(long_an.department)) == [401, 403, 422]
    for act in ("shut", "reopen"):
        data = {"series": "QĐ", "year": "2020"}
        assert statuses(f"/books/{long_an.department.public_id}/{act}", "post", data) == [
            401,
            403,
            404,
        ]
    assert db.session.query(NumberBook).count() == 0


def test_a_book_opened_at_846_gives_846_first(admin, long_an):
    assert admin.post("/books/create", data=form(long_an.department)).status_code == 302
    assert "846" in text(admin.get("/books/?year=2020"))
    assert take(long_an.department) == 846
    book = db.session.query(NumberBook).one()
    assert [entry.act for entry in audit.journal("book", book.id)] == ["book.open"]


def test_a_book_nothing_is_numbered_in_is_not_opened(admin, long_an):
    """The office divides its papers into QĐ and VB: a book TTr would never give its 846."""
    told = {
        series: text(admin.post("/books/create", data=form(long_an.department, series=series)))
        for series in ("TTr", "qđ", "sao")
    }
    assert ["vào sổ “VB”, “QĐ”" in told["TTr"], "“QĐ” đúng chữ hoa" in told["qđ"]] == [True, True]
    assert "“SAO” đúng chữ hoa" in told["sao"]
    assert db.session.query(NumberBook.series).all() == []


def test_a_book_in_use_keeps_its_first_number(admin, long_an):
    take(long_an.department)
    answer = admin.post("/books/create", data=form(long_an.department))
    assert answer.status_code == 422
    assert "đã cấp đến số 1" in text(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"first": "0"}, "từ 1 trở lên"), ({"first": "tám"}, "không phải là số"),
     ({"year": "1800"}, "Năm phải từ"), ({"series": ""}, "Hãy điền ô này.")],
)  # fmt: skip
def test_bad_books_get_a_sentence(admin, long_an, typed, sentence):
    answer = admin.post("/books/create", data=form(long_an.department, **typed))
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_an_organisation_without_a_symbol_has_no_books(admin, make_organisation, long_an):
    bare = make_organisation("Phòng Tổ chức", symbol="", parent=long_an.department)
    answer = admin.post("/books/create", data=form(bare))
    assert answer.status_code == 422
    assert "không có ký hiệu" in text(answer)


def test_a_shut_book_gives_no_number_until_it_is_opened_again(admin, long_an):
    take(long_an.department)
    data = {"series": "QĐ", "year": "2020"}
    where = f"/books/{long_an.department.public_id}"
    assert admin.post(f"{where}/shut", data=data).status_code == 302
    assert admin.post(f"{where}/shut", data=data).status_code == 409
    with pytest.raises(InvalidStep):
        take(long_an.department, "b")
    assert admin.post(f"{where}/reopen", data=data).status_code == 302
    assert db.session.query(NumberBook).one().state is BookState.OPEN
    assert take(long_an.department, "b") == 2


SKIP = {"up_to": "4", "dated": "18/12/2020", "reason": "Đã cấp trước khi khôi phục"}


def shut(admin, organisation):
    """Return the address of the page for numbers given outside, of a shut book."""
    take(organisation)
    where = f"/books/{organisation.public_id}"
    assert admin.post(f"{where}/shut", data={"series": "QĐ", "year": "2020"}).status_code == 302
    return f"{where}/skip?series=QĐ&year=2020"


def test_the_own_organisation_is_offered_first(admin, make_organisation, long_an):
    make_organisation("An ninh", parent=long_an.department)
    page = text(admin.get("/books/create"))
    options = re.findall(r'<option[^>]*value="([\w-]{20,})"', page)

    assert len(options) > 1
    assert options[0] == long_an.department.public_id


def test_strangers_do_not_enter_numbers_given_outside(statuses, admin, long_an):
    page = shut(admin, long_an.department)
    assert statuses(page) == [302, 403, 404]
    assert statuses(page, "post", SKIP) == [401, 403, 404]
    assert db.session.query(NumberBook.last).all() == [(1,)]


def test_numbers_that_left_before_a_restore_are_never_given_again(admin, long_an):
    page = shut(admin, long_an.department)
    assert page.split("?")[0] in text(admin.get("/books/?year=2020"))
    assert "đang dừng ở số 1" in text(admin.get(page))
    assert admin.post(page, data=SKIP).status_code == 302
    data = {"series": "QĐ", "year": "2020"}
    admin.post(f"/books/{long_an.department.public_id}/reopen", data=data)

    assert take(long_an.department, "b") == 5
    book = db.session.query(NumberBook).one()
    assert numbers.gaps(book) == []
    assert [(e.number, e.state.value, e.reason) for e in numbers.list_entries(book.id)][1:4] == [
        (n, "outside", "Đã cấp trước khi khôi phục") for n in (2, 3, 4)
    ]
    acts = [entry.act for entry in audit.journal("book", book.id)]
    assert acts == ["book.open", "book.skip", "book.shut"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"up_to": "1"}, "từ 2 đến 2001"), ({"up_to": "2002"}, "từ 2 đến 2001"),
     ({"up_to": "tám"}, "không phải là số"), ({"dated": "19/12/2020"}, "không sau hôm nay"),
     ({"dated": "31/12/2019"}, "thuộc năm 2020"), ({"dated": "17/12/2020"}, "sớm hơn"),
     ({"reason": " "}, "Hãy điền")],
)  # fmt: skip
def test_numbers_given_outside_that_cannot_be_get_a_sentence(admin, long_an, typed, sentence):
    answer = admin.post(shut(admin, long_an.department), data=SKIP | typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert db.session.query(NumberBook.last).all() == [(1,)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"up_to": "32"}, "Ghi một lần 31 số, từ 2 đến 32."),
     ({"dated": "19/12/2020"}, "Ngày 19/12/2020 là ngày nghỉ.")],
)  # fmt: skip
def test_numbers_given_outside_that_look_like_a_slip_have_to_be_confirmed(
    admin, long_an, typed, sentence
):
    page = shut(admin, long_an.department)
    clock.move_to(datetime(2020, 12, 21, 1, tzinfo=UTC))
    db.session.commit()

    asked = admin.post(page, data=SKIP | typed)
    assert (asked.status_code, sentence in text(asked)) == (422, True)
    assert db.session.query(NumberBook.last).all() == [(1,)]
    assert admin.post(page, data=SKIP | typed | {"known": "y"}).status_code == 302
    book = db.session.query(NumberBook).one()
    assert audit.journal("book", book.id)[0].detail["doubts"] == [sentence]


def test_an_open_book_takes_no_numbers_from_outside(admin, long_an):
    page = shut(admin, long_an.department)
    data = {"series": "QĐ", "year": "2020"}
    admin.post(f"/books/{long_an.department.public_id}/reopen", data=data)

    answer = admin.post(page, data=SKIP)
    assert answer.status_code == 409
    assert "Hãy khóa sổ" in text(answer)


def test_the_operator_shuts_every_book_and_those_this_year_may_have_begun(app, long_an):
    take(long_an.department)
    numbers.open_book(long_an.department.id, "VB", 2019)
    db.session.commit()
    answer = app.test_cli_runner().invoke(args=["books", "shut"])
    db.session.rollback()

    assert (answer.exit_code, "Đã khóa 3 sổ" in answer.output) == (0, True)
    books = db.session.query(NumberBook.series, NumberBook.year, NumberBook.state).all()
    assert sorted(books) == [
        ("QĐ", 2020, BookState.SHUT), ("VB", 2019, BookState.SHUT), ("VB", 2020, BookState.SHUT),
    ]  # fmt: skip
    with pytest.raises(InvalidStep):
        take(long_an.department, "b")


@pytest.fixture
def keeper(long_an, make_user, client_as):
    """The administrator of the organisation that reports to nobody."""
    return client_as(make_user(long_an.ministry, "administrator"), long_an.ministry)


TET = {"day": "01/01/2021", "kind": "off", "name": "Tết Dương lịch"}


def test_strangers_and_lower_administrators_do_not_touch_the_holidays(statuses, admin):
    assert statuses("/holidays/") == [302, 403, 200]
    assert statuses("/holidays/", "post", TET) == [401, 403, 403]
    assert statuses("/holidays/remove", "post", {"day": "2021-01-01"}) == [401, 403, 403]
    assert admin.post("/holidays/", data=TET).status_code == 403
    assert db.session.query(SpecialDay).count() == 0


def test_the_top_organisation_keeps_the_holidays(keeper, admin):
    assert keeper.post("/holidays/", data=TET).status_code == 302
    assert db.session.query(SpecialDay.day, SpecialDay.kind).all() == [
        (date(2021, 1, 1), DayKind.OFF)
    ]
    assert "Tết Dương lịch" in text(admin.get("/holidays/?year=2021"))
    assert keeper.post("/holidays/remove", data={"day": "2021-01-01"}).status_code == 302
    assert db.session.query(SpecialDay).count() == 0
    acts = [entry.act for entry in audit.journal("holidays", 0)]
    assert acts == ["holiday.remove", "holiday.add"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"day": "30/02/2021"}, "không có thật"), ({"day": "02/01/2021"}, "vốn đã là ngày nghỉ"),
     ({"day": "04/01/2021", "kind": "worked"}, "vốn đã là ngày làm việc"), ({"name": ""}, "Hãy điền")],
)  # fmt: skip
def test_days_that_change_nothing_or_cannot_be_are_refused(keeper, typed, sentence):
    answer = keeper.post("/holidays/", data=TET | typed)
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_a_day_is_entered_once(keeper):
    keeper.post("/holidays/", data=TET)
    assert "đã có trong bảng" in text(keeper.post("/holidays/", data=TET))
