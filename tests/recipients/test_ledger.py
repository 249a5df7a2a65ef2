"""The ledger page of a recipient: strangers first, then what is entered, ended and taken back."""

from datetime import date

import pytest

from tests.factories.archive import statements
from workflow.awards.models import ClusterRank, Ground, Honour, Initiative
from workflow.awards.states import Scope
from workflow.core import audit
from workflow.core.db import db
from workflow.recipients.models import (
    Coverage,
    Discipline,
    Hold,
    RecipientKind,
    Strength,
    YearlyGrade,
)
from workflow.recipients.states import DisciplineLevel, Grade, Ledger

TYPED = {
    "grades": {"year": "2019", "grade": "HTXSNV", "source": "12/TB"},
    "strengths": {"year": "2020", "members": "18"},
    "disciplines": {
        "level": "khientrach", "starts_on": "01/03/2019", "ends_on": "01/03/2020", "source": "5/QĐ",
    },
    "holds": {"reason": "Thanh tra đột xuất", "starts_on": "01/12/2020", "ends_on": ""},
    "coverages": {
        "ledger": "grades", "first_year": "2018", "last_year": "2020", "from_the_start": "y",
        "source": "Hồ sơ công chức",
    },
}  # fmt: skip
MODELS = {
    "grades": YearlyGrade, "strengths": Strength, "disciplines": Discipline, "holds": Hold,
    "coverages": Coverage,
}  # fmt: skip


@pytest.fixture
def person(make_recipient, long_an):
    return make_recipient("Bùi Thị Hương", organisation=long_an.team3, post="Kiểm soát viên")


@pytest.fixture
def team(make_recipient, long_an):
    found = make_recipient(
        "Đội QLTT số 3", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE
    )
    found.organisation_id = long_an.team3.id
    db.session.commit()
    return found


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


def add(client, recipient, book, **changes):
    url = f"/recipients/{recipient.public_id}/ledger/{book}/add"
    return client.post(url, data=TYPED[book] | changes)


def remove(client, recipient, book, row):
    url = f"/recipients/{recipient.public_id}/ledger/remove"
    return client.post(url, data={"book": book, "row": row})


def ledger(client, recipient):
    return client.get(f"/recipients/{recipient.public_id}/ledger")


def acts(recipient):
    return [entry.act for entry in reversed(audit.journal("recipient", recipient.id))]


@pytest.mark.parametrize("path", ["", "/grades/add", "/end-hold"])
def test_strangers_and_neighbours_meet_404(person, client_as, make_user, long_an, path):
    neighbour = make_user(long_an.team1, "officer")

    for who, where in [(long_an.stranger, long_an.elsewhere), (neighbour, long_an.team1)]:
        url = f"/recipients/{person.public_id}/ledger{path}"
        assert client_as(who, where).get(url).status_code == 404


@pytest.mark.parametrize("book", TYPED)
def test_strangers_and_neighbours_write_nothing(team, client_as, make_user, long_an, book):
    neighbour = make_user(long_an.team1, "officer")

    for who, where in [(long_an.stranger, long_an.elsewhere), (neighbour, long_an.team1)]:
        client = client_as(who, where)
        assert add(client, team, book).status_code == 404
        assert remove(client, team, book, 1).status_code == 404
    assert (db.session.query(MODELS[book]).count(), acts(team)) == (0, [])


def test_a_head_of_the_unit_does_not_read_it(person, client_as, long_an):
    assert ledger(client_as(long_an.unit_head, long_an.team3), person).status_code == 403


def test_who_left_the_unit_is_read_there_and_written_nowhere(person, officer):
    db.session.execute(db.text("UPDATE memberships SET valid_to = '2020-12-01'"))
    db.session.commit()

    assert ledger(officer, person).status_code == 200
    assert add(officer, person, "grades").status_code == 403
    assert db.session.query(YearlyGrade).count() == 0


@pytest.mark.parametrize("book", TYPED)
def test_the_officer_and_the_secretary_above_write_it(team, client_as, officer, long_an, book):
    secretary = client_as(long_an.secretary, long_an.department)

    answer = add(officer, team, book)
    row = db.session.query(MODELS[book]).one()
    again = remove(secretary, team, book, row.id)

    back = f"/recipients/{team.public_id}/ledger#{book}"
    assert [(a.status_code, a.location) for a in (answer, again)] == [(302, back)] * 2
    assert (db.session.query(MODELS[book]).count(), acts(team)) == (
        0, ["ledger.add", "ledger.remove"],
    )  # fmt: skip


def test_the_journal_keeps_what_a_removed_row_said(person, officer):
    add(officer, person, "grades")

    remove(officer, person, "grades", db.session.query(YearlyGrade).one().id)

    said = {"year": 2019, "grade": "HTXSNV", "source": "12/TB"}
    assert [entry.detail for entry in audit.journal("recipient", person.id)] == [said, said]
    assert audit.faults("recipient", person.id) == []


def test_a_row_of_another_person_is_not_taken_back(person, make_recipient, officer, long_an):
    other = make_recipient("Vũ Văn Khánh", organisation=long_an.team3)
    add(officer, other, "grades")

    answer = remove(officer, person, "grades", db.session.query(YearlyGrade).one().id)

    assert (answer.status_code, db.session.query(YearlyGrade).count()) == (422, 1)


def test_the_same_form_sent_twice_enters_once(person, officer):
    for _twice in range(2):
        add(officer, person, "holds", idempotency_key="same")

    assert db.session.query(Hold).count() == 1


@pytest.mark.parametrize(
    ("book", "changes", "field", "says"),
    [
        ("grades", {"year": "1944"}, "year", "Năm 1944 không thể có"),
        ("grades", {"year": "2021"}, "year", "Năm 2021 không thể có"),
        ("grades", {"year": ""}, "year", "Hãy điền ô này"),
        ("grades", {"year": "hai"}, "year", "không phải là số"),
        ("strengths", {"members": "0"}, "members", "từ 1 đến 1.000.000"),
        ("strengths", {"members": "1000001"}, "members", "từ 1 đến 1.000.000"),
        ("strengths", {"year": "1944"}, "year", "Năm 1944 không thể có"),
        ("disciplines", {"ends_on": "28/02/2019"}, "ends_on", "sớm hơn ngày bắt đầu"),
        ("disciplines", {"ends_on": ""}, "ends_on", "Hãy điền ô này"),
        ("disciplines", {"starts_on": "19/12/2020", "ends_on": "20/12/2021"}, "starts_on", "chưa đến"),
        ("holds", {"reason": "   "}, "reason", "Hãy điền ô này"),
        ("holds", {"ends_on": "30/11/2020"}, "ends_on", "sớm hơn ngày bắt đầu"),
        ("coverages", {"first_year": "2020", "last_year": "2019"}, "last_year", "sớm hơn năm đầu"),
        ("coverages", {"last_year": "2021"}, "last_year", "Năm 2021 không thể có"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_the_field(team, officer, book, changes, field, says):
    answer = add(officer, team, book, **changes)

    sentence = answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]
    assert (answer.status_code, says in sentence) == (422, True)
    assert (db.session.query(MODELS[book]).count(), acts(team)) == (0, [])


@pytest.mark.parametrize(
    ("book", "changes"),
    [
        ("grades", {"year": "1945"}), ("grades", {"year": "2020"}), ("strengths", {"members": "1"}),
        ("strengths", {"members": "1000000"}), ("disciplines", {"ends_on": "01/03/2019"}),
        ("holds", {"ends_on": "01/12/2020"}), ("coverages", {"first_year": "2020"}),
    ],
)  # fmt: skip
def test_the_last_possible_value_is_taken(team, officer, book, changes):
    assert add(officer, team, book, **changes).status_code == 302
    assert db.session.query(MODELS[book]).count() == 1


@pytest.mark.parametrize(
    ("book", "says"),
    [
        ("grades", "đã ghi rồi"), ("strengths", "đã ghi rồi"), ("coverages", "đã ghi rồi"),
    ],
)  # fmt: skip
def test_the_same_row_is_not_entered_again(team, officer, book, says):
    add(officer, team, book)

    answer = add(officer, team, book)

    assert (answer.status_code, says in answer.text) == (422, True)
    assert db.session.query(MODELS[book]).count() == 1


def test_a_person_has_no_strength(person, officer):
    answer = add(officer, person, "strengths")

    assert (answer.status_code, "chỉ ghi cho tập thể" in answer.text) == (422, True)


def test_two_grades_of_one_year_stand_side_by_side_with_a_warning(person, officer):
    add(officer, person, "grades")
    calm = ledger(officer, person).text

    add(officer, person, "grades", grade="HTTNV")

    page = ledger(officer, person).text
    assert ["2 kết quả khác nhau" in text for text in (calm, page)] == [False, True]
    assert ["Hoàn thành tốt nhiệm vụ" in text for text in (calm, page)] == [False, True]


def test_an_inspection_is_red_until_it_is_ended(person, officer):
    add(officer, person, "holds")
    hold = db.session.query(Hold).one()
    url = f"/recipients/{person.public_id}/ledger/end-hold"
    warning = "Chưa kết luận, chưa xét khen thưởng"
    before = ledger(officer, person).text

    refused = [
        officer.post(url, data={"hold_id": hold.id, "ends_on": day}).status_code
        for day in ("30/11/2020", "19/12/2020", "")
    ]
    done = officer.post(url, data={"hold_id": hold.id, "ends_on": "18/12/2020"})

    after = ledger(officer, person).text
    db.session.refresh(hold)
    assert (refused, done.status_code, hold.ends_on) == ([422] * 3, 302, date(2020, 12, 18))
    assert (warning in before, warning in after) == (True, False)
    assert acts(person) == ["ledger.add", "hold.end"]


def fill(recipient, award, numbers):
    for n in numbers:
        year = 2019 - n
        db.session.add_all([
            YearlyGrade(recipient_id=recipient.id, year=year, grade=Grade.WELL),
            Strength(recipient_id=recipient.id, year=year, members=9),
            Discipline(recipient_id=recipient.id, level=DisciplineLevel.REBUKE,
                       starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)),
            Coverage(recipient_id=recipient.id, ledger=Ledger.GRADES, first_year=year,
                     last_year=year),
            Initiative(recipient_id=recipient.id, title=f"Sáng kiến {n}", scope=Scope.GRASSROOTS,
                       year=year, used_by=n or None),
            ClusterRank(recipient_id=recipient.id, cluster="cluster", year=year, place=1),
            Honour(recipient_id=recipient.id, award_id=award, ground=Ground.MERIT, year=year,
                   number_text=f"{n}/QĐ-CQLTT", struck_by=f"{n}/QĐ-HUY"),
        ])  # fmt: skip
    db.session.commit()


def test_many_rows_cost_as_many_queries_as_few(team, officer, long_an):
    award, url = long_an.certificate_person.award_id, f"/recipients/{team.public_id}/ledger"
    fill(team, award, range(1))
    db.session.expunge_all()
    with statements() as few:
        officer.get(url)
    fill(db.session.merge(team), award, range(1, 10))
    db.session.expunge_all()

    with statements() as many:
        answer = officer.get(url)

    assert (answer.status_code, len(many)) == (200, len(few))
    assert "Đã hủy bỏ theo 3/QĐ-HUY" in answer.text


def test_the_reader_sees_no_buttons_to_change(person, officer, client_as, make_user, long_an):
    """The secretary keeps what lies below; a person who left is read only."""
    add(officer, person, "grades")
    secretary = client_as(long_an.secretary, long_an.department)
    kept = ledger(secretary, person).text
    db.session.execute(db.text("UPDATE memberships SET valid_to = '2020-12-01'"))
    db.session.commit()

    read = ledger(secretary, person).text

    assert ["ledger/remove" in text for text in (kept, read)] == [True, False]
    assert ["ledger/grades/add" in text for text in (kept, read)] == [True, False]


def test_the_page_of_the_person_leads_to_the_ledger(person, officer, client_as, long_an):
    url, link = f"/recipients/{person.public_id}", f"/recipients/{person.public_id}/ledger"
    head = client_as(long_an.unit_head, long_an.team3)

    assert [link in client.get(url).text for client in (officer, head)] == [True, False]


def test_whoever_keeps_the_ledger_finds_where_earlier_honours_are_written(person, officer):
    assert 'href="/awards/import"' in ledger(officer, person).text
