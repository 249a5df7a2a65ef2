"""Which papers share a number book: laid down by year, so that no number comes twice."""

import threading
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from workflow.core import numbers
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.series import USUAL, Scheme, Way, as_typed, touched
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.numbering import series_of
from workflow.documents.services import number_paper
from workflow.documents.states import PaperKind, PaperStatus
from workflow.organisations import schemes
from workflow.organisations.models import NumberScheme

DAY = date(2020, 12, 18)
COMMON = {"way": "common", "groups": "", "starts": "next"}


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def keeper(actor, department_admin, long_an):
    return actor(department_admin, long_an.department)


def change(long_an, keeper, way, groups=(), *, at_once=False):
    with unit_of_work():
        return schemes.change(
            long_an.department.public_id, way, groups, at_once=at_once, actor=keeper
        )


@pytest.fixture
def signed(make_paper):
    """A signed tờ trình of the department, drafted for the common book."""
    paper = make_paper(
        kind=PaperKind.SUBMISSION_LETTER, series="VB", symbol="TTr-CQLTT", owner=("transmittal", 1)
    )
    paper.status, paper.signed_at = PaperStatus.SIGNED, None
    db.session.commit()
    return paper


def number(paper, long_an, actor):
    with unit_of_work():
        number_paper(paper.public_id, DAY, actor=actor(long_an.clerk, long_an.department))
    return paper.series, paper.number_text


def test_strangers_neither_see_nor_divide_the_books(statuses, long_an):
    where = f"/books/scheme?organisation={long_an.department.public_id}"
    assert statuses(where) == [302, 403, 404]
    assert statuses(where, "post", COMMON) == [401, 403, 404]
    assert db.session.query(NumberScheme).count() == 0


def test_without_a_word_decisions_have_one_book_and_the_rest_another():
    assert [USUAL.series_of(kind) for kind in ("QĐ", "CT", "QC", "TTr", "TB", "CV")] == [
        "QĐ", "QĐ", "QĐ", "VB", "VB", "VB",
    ]  # fmt: skip


def test_a_change_from_next_year_leaves_this_year_alone(admin, long_an):
    numbers.take(long_an.department.id, "QĐ", dated=DAY, holder=("x", 1), act_key="a")
    db.session.commit()
    assert admin.post("/books/scheme", data=COMMON).status_code == 302

    here = long_an.department.id
    assert [schemes.series_on(here, "QĐ", "QĐ", day) for day in (DAY, date(2021, 1, 1))] == [
        "QĐ", "VB",
    ]  # fmt: skip
    page = text(admin.get("/books/scheme"))
    assert ("chưa tới ngày" in page, "Mọi văn bản hành chính" in page) == (True, True)


def test_a_book_in_use_is_not_divided_within_its_year(admin, long_an, keeper):
    numbers.take(long_an.department.id, "QĐ", dated=DAY, holder=("x", 1), act_key="a")
    db.session.commit()

    answer = admin.post("/books/scheme", data=COMMON | {"starts": "now"})
    assert (answer.status_code, "01/01/2021" in text(answer)) == (422, True)
    with pytest.raises(BadInput, match="“QĐ” \\(1\\)"):
        change(long_an, keeper, Way.GROUPS, [["QĐ"], ["CT", "QC"]], at_once=True)
    assert db.session.query(NumberScheme).count() == 0


def test_books_no_number_was_taken_from_may_be_divided_at_once(long_an, keeper, signed, actor):
    numbers.take(long_an.department.id, "QĐ", dated=DAY, holder=("x", 1), act_key="a")
    db.session.commit()
    change(long_an, keeper, Way.GROUPS, [["CT", "QC", "QĐ"], ["TTr"]], at_once=True)

    assert number(signed, long_an, actor) == ("TTr", "01/TTr-CQLTT")


def test_the_book_is_chosen_on_the_day_of_numbering_and_then_stays(long_an, keeper, signed, actor):
    change(long_an, keeper, Way.BY_KIND, at_once=True)
    assert number(signed, long_an, actor) == ("TTr", "01/TTr-CQLTT")
    change(long_an, keeper, Way.COMMON)

    assert series_of(signed, date(2021, 1, 4)) == "TTr"


@pytest.mark.parametrize(
    ("kind", "drafted", "owner"),
    [(PaperKind.NOTICE, "HĐTĐKT", "session"), (PaperKind.NOTICE, "HĐ", "session"),
     (PaperKind.DECISION, "SAO", "copy")],
)  # fmt: skip
def test_councils_and_copies_keep_their_own_book(long_an, keeper, make_paper, kind, drafted, owner):
    change(long_an, keeper, Way.COMMON, at_once=True)
    paper = make_paper(kind=kind, series=drafted, owner=(owner, 1), purpose="x")

    assert series_of(paper, DAY) == drafted


@pytest.mark.parametrize(
    ("way", "groups", "sentence"),
    [(Way.GROUPS, [["QĐ", "XX"]], "Không có loại văn bản “XX”"),
     (Way.GROUPS, [["QĐ"], ["QĐ", "CT"]], "Loại QĐ được ghi ở hai sổ"),
     (Way.GROUPS, [], "từ 1 đến 6"), (Way.GROUPS, [["QC", "QĐ", "CT"]], "đúng như vậy")],
)  # fmt: skip
def test_what_cannot_be_laid_down_gets_a_sentence(long_an, keeper, way, groups, sentence):
    with pytest.raises(BadInput, match=sentence):
        change(long_an, keeper, way, groups)


def test_what_is_typed_is_read_whatever_its_case():
    assert as_typed("qđ, CT; qc\n\nttr") == [["QĐ", "CT", "QC"], ["TTr"]]


def test_a_change_touches_the_books_papers_leave_and_enter():
    assert touched(USUAL, Scheme(Way.COMMON)) == ["QĐ", "VB"]
    assert touched(USUAL, Scheme(Way.GROUPS, (("QĐ", "CT", "QC"), ("TTr",)))) == ["VB", "TTr"]
    assert touched(USUAL, USUAL) == []


def test_dividing_and_numbering_at_once_never_leave_a_number_in_the_wrong_book(
    app, long_an, keeper, signed, actor
):
    """Whoever comes first: the book stays whole, or the paper goes into the new one."""
    where, key = long_an.department.public_id, signed.public_id
    clerk = actor(long_an.clerk, long_an.department)
    db.session.commit()
    gate, said = threading.Barrier(2), {}

    def run(name, act):
        with app.app_context():
            gate.wait(timeout=30)
            try:
                with unit_of_work():
                    said[name] = act()
            except BadInput:
                said[name] = "refused"
            finally:
                db.session.remove()

    acts = {
        "divided": lambda: schemes.change(where, Way.BY_KIND, (), at_once=True, actor=keeper).way,
        "series": lambda: number_paper(key, DAY, actor=clerk).series,
    }
    threads = [threading.Thread(target=run, args=pair) for pair in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (said["divided"], said["series"]) in {("refused", "VB"), (Way.BY_KIND, "TTr")}


def test_the_database_itself_refuses_a_number_and_symbol_twice(make_numbered_paper, long_an):
    first = make_numbered_paper(long_an.department)
    second = make_numbered_paper(long_an.elsewhere)
    for paper in (first, second):
        paper.number_year = 2020
    db.session.commit()
    assert (first.number_text, second.number_text) == ("01/QĐ-CQLTT", "01/QĐ-CQLTT")
    third = make_numbered_paper(long_an.department)
    third.number_text, third.number_year = first.number_text, 2020

    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_number_that_another_book_gave_is_refused_in_words(
    long_an, signed, make_numbered_paper, actor
):
    other = make_numbered_paper(
        long_an.department, kind=PaperKind.SUBMISSION_LETTER, series="cũ", owner_kind="x"
    )
    other.number_year = 2020
    db.session.commit()

    with pytest.raises(InvalidStep, match="đã có ở sổ khác"):
        number(signed, long_an, actor)
