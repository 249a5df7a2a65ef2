"""What a ledger says twice and differently is told on top of its page, with the way out."""

from datetime import date

import pytest

from workflow.awards.models import Ground, Honour
from workflow.core import audit
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.recipients.contradictions import contradictions
from workflow.recipients.models import Absence, Discipline, YearlyGrade
from workflow.recipients.queries import ledgers_of
from workflow.recipients.states import AbsenceKind, Counts, DisciplineLevel, Grade


@pytest.fixture
def person(make_recipient, long_an):
    return make_recipient("Bùi Thị Hương", organisation=long_an.team3)


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def store(person):
    def store(*rows):
        for row in rows:
            row.recipient_id = person.id
        db.session.add_all(rows)
        db.session.commit()

    return store


def found(person, honours=(), names=None):
    with on_paper():
        told = contradictions(ledgers_of(person.id), honours, names or {})
    return [(one.book, one.rows) for one in told]


def page_of(client, person):
    return client.get(f"/recipients/{person.public_id}/ledger").text


def discipline(first, last, level=DisciplineLevel.REBUKE):
    return Discipline(level=level, starts_on=first, ends_on=last)


def honour(award, number, **changes):
    values = {"award_id": award.award_id, "ground": Ground.MERIT, "year": 2019}
    return Honour(number_text=number, **(values | changes))


def test_grades_of_two_years_agree_and_two_of_one_year_do_not(person, store):
    store(YearlyGrade(year=2018, grade=Grade.WELL), YearlyGrade(year=2019, grade=Grade.WELL))
    calm = found(person)

    store(YearlyGrade(year=2019, grade=Grade.NOT_DONE, source="9/TB"))

    rows = (
        "Năm 2019 có 2 kết quả xếp loại: Hoàn thành tốt nhiệm vụ; Không hoàn thành nhiệm vụ (9/TB)"
    )
    assert (calm, found(person)) == ([], [("grades", rows)])


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (date(2019, 12, 31), date(2020, 6, 30), True),
        (date(2019, 3, 1), date(2019, 4, 1), True),
        (date(2020, 1, 1), date(2020, 6, 30), False),
    ],
)
def test_discipline_that_overlaps_is_told_and_one_after_the_other_is_not(
    person, store, first, last, overlaps
):
    store(
        discipline(date(2019, 1, 1), date(2019, 12, 31)),
        discipline(first, last, DisciplineLevel.WARNING),
    )

    rows = (
        "Kỷ luật chồng thời gian: Khiển trách 01/01/2019–31/12/2019 và "
        f"Cảnh cáo {first:%d/%m/%Y}–{last:%d/%m/%Y}"
    )
    assert found(person) == ([("disciplines", rows)] if overlaps else [])


def test_time_away_twice_at_once_is_told_also_where_it_still_lasts(person, store):
    store(
        Absence(kind=AbsenceKind.STUDY, starts_on=date(2019, 1, 1), ends_on=None,
                counts=Counts.YES),
        Absence(kind=AbsenceKind.ILLNESS, starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1),
                counts=Counts.NO),
    )  # fmt: skip

    rows = (
        "Thời gian vắng mặt chồng nhau: Đi học do cơ quan cử 01/01/2019–… và "
        "Nghỉ ốm, chữa bệnh 01/01/2020–01/02/2020"
    )
    assert found(person) == [("absences", rows)]


def test_an_award_twice_for_a_year_is_told_unless_one_was_struck(person, long_an):
    award = long_an.certificate_person
    twice = [honour(award, "1/QĐ"), honour(award, "2/QĐ"), honour(award, "3/QĐ", year=2020)]
    struck = [twice[0], honour(award, "2/QĐ", struck_by="9/QĐ"), twice[2]]
    undated = [honour(award, "1/QĐ", year=None), honour(award, "2/QĐ", year=None)]

    told = [found(person, rows, {award.award_id: "Giấy khen"}) for rows in (twice, struck, undated)]

    assert told == [[("honours", "Năm 2019 ghi 2 lần “Giấy khen”: 1/QĐ; 2/QĐ")], [], []]


def test_the_page_names_the_rows_and_taking_one_back_settles_it(person, officer, store, long_an):
    award = long_an.certificate_person
    store(honour(award, "1/QĐ & <b>"), honour(award, "2/QĐ"))
    before = page_of(officer, person)
    wrong = db.session.query(Honour).filter_by(number_text="2/QĐ").one().id

    answer = officer.post(
        f"/awards/recipients/{person.public_id}/remove", data={"book": "honours", "row": wrong}
    )

    after = page_of(officer, person)
    notice = "1 chỗ dữ liệu không khớp nhau"
    assert answer.status_code == 302
    assert ([notice in text for text in (before, after)], "1/QĐ &amp; &lt;b&gt;; 2/QĐ" in before) == (
        [True, False], True,
    )  # fmt: skip
    assert [entry.act for entry in audit.journal("recipient", person.id)] == ["ledger.remove"]


def test_an_honour_the_product_decided_is_revoked_and_not_deleted(person, officer, store, long_an):
    store(honour(long_an.certificate_person, "1/QĐ", decision_item_id=7))

    answer = officer.post(
        f"/awards/recipients/{person.public_id}/remove",
        data={"book": "honours", "row": db.session.query(Honour).one().id},
    )

    assert (answer.status_code, db.session.query(Honour).count()) == (422, 1)


def test_a_neighbour_takes_no_honour_back(person, store, client_as, make_user, long_an):
    store(honour(long_an.certificate_person, "1/QĐ"))
    neighbour = client_as(make_user(long_an.team1, "officer"), long_an.team1)

    answer = neighbour.post(
        f"/awards/recipients/{person.public_id}/remove",
        data={"book": "honours", "row": db.session.query(Honour).one().id},
    )

    assert (answer.status_code, db.session.query(Honour).count()) == (404, 1)
