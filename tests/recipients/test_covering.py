"""What is complete, of a whole unit at once: strangers first, then the table and its one form."""

import re
from html import unescape

import pytest

from tests.factories.archive import statements
from workflow.core import audit
from workflow.core.db import db
from workflow.recipients.coverage import Span, covered, joined
from workflow.recipients.models import Coverage, RecipientKind
from workflow.recipients.states import Ledger

URL = "/recipients/coverage"
SAID = {
    "ledgers": ["grades", "discipline"], "first_year": "2018", "last_year": "2020",
    "source": "Hồ sơ công chức",
}  # fmt: skip


@pytest.fixture
def person(make_recipient, long_an):
    return make_recipient("A & B <x> {{ 7*7 }}", organisation=long_an.team3)


@pytest.fixture
def team(make_recipient, long_an):
    return make_recipient(
        "Đội QLTT số 3", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE
    )


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


def marks(*recipients):
    known = covered([one.id for one in recipients])
    return {f"read-{one.public_id}": known[one.id].mark for one in recipients}


def send(client, *recipients, read=None, **changes):
    chosen = {"chosen": [one.public_id for one in recipients]}
    return client.post(URL, data=SAID | chosen | (read or marks(*recipients)) | changes)


def rows():
    return sorted(
        (row.recipient_id, row.ledger.value, row.first_year, row.last_year, row.from_the_start)
        for row in db.session.query(Coverage)
    )


def say(recipient, ledger=Ledger.GRADES, first=2018, last=2020, **fields):
    db.session.add(Coverage(recipient_id=recipient.id, ledger=ledger, first_year=first,
                            last_year=last, **fields))  # fmt: skip
    db.session.commit()


def told(answer):
    return unescape(answer.text)


def test_strangers_and_neighbours_neither_see_nor_write(person, client_as, make_user, long_an):
    neighbour = make_user(long_an.team1, "officer")

    for who, where in [(long_an.stranger, long_an.elsewhere), (neighbour, long_an.team1)]:
        client = client_as(who, where)
        assert person.public_id not in client.get(URL).text
        assert send(client, person).status_code == 404
    assert rows() == []


def test_a_head_of_the_unit_opens_and_writes_nothing(person, client_as, long_an):
    head = client_as(long_an.unit_head, long_an.team3)

    assert (head.get(URL).status_code, send(head, person).status_code, rows()) == (403, 403, [])


def test_one_of_another_unit_among_the_chosen_leaves_all_unwritten(
    person, make_recipient, officer, long_an
):
    other = make_recipient("Người đội khác", organisation=long_an.team1)

    assert (send(officer, person, other).status_code, rows()) == (404, [])


def test_who_has_left_since_leaves_all_unwritten_and_is_named(person, team, officer):
    db.session.execute(
        db.text("UPDATE memberships SET valid_to = '2020-12-01' WHERE recipient_id = :one"),
        {"one": person.id},
    )
    db.session.commit()

    answer = send(officer, person, team)

    assert (answer.status_code, person.name in told(answer), rows()) == (403, True, [])


@pytest.mark.parametrize("who", ["officer", "secretary"])
def test_one_form_writes_every_chosen_ledger_of_every_chosen_recipient(
    person, team, client_as, long_an, who
):
    place = long_an.team3 if who == "officer" else long_an.department

    answer = send(client_as(getattr(long_an, who), place), person, team)

    assert (answer.status_code, answer.location) == (302, URL)
    assert rows() == sorted(
        (one.id, ledger, 2018, 2020, False)
        for one in (person, team) for ledger in ("grades", "discipline")
    )  # fmt: skip
    assert [
        [entry.act for entry in audit.journal("recipient", one.id)] for one in (person, team)
    ] == [["ledger.add"] * 2] * 2


def test_what_is_said_already_is_left_and_told(person, team, officer):
    say(person, first=2015, last=2018)
    say(person, first=2019, last=2020)

    answer = officer.get(send(officer, person, team).location)

    assert "Đã ghi 3 dòng năm đủ dữ liệu cho 2 người, tập thể." in answer.text
    assert "1 dòng đã ghi từ trước, không ghi lại." in answer.text
    assert [row for row in rows() if row[:2] == (person.id, "grades")] == [
        (person.id, "grades", 2015, 2018, False), (person.id, "grades", 2019, 2020, False),
    ]  # fmt: skip


def test_that_nothing_lies_before_is_news_even_for_years_said(person, officer):
    say(person)

    send(officer, person, ledgers=["grades"], from_the_start="y")

    assert rows() == [
        (person.id, "grades", 2018, 2020, False), (person.id, "grades", 2018, 2020, True),
    ]  # fmt: skip


def test_what_another_changed_meanwhile_is_looked_at_before_it_is_written(person, team, officer):
    read = marks(person, team)
    say(person, first=2019, last=2019)

    refused = send(officer, person, team, read=read)
    sent = dict(re.findall(r'name="(read-[^"]+)" value="([^"]*)"', refused.text))
    ticked = re.findall(r'value="([^"]+)" id="c-[^"]+" checked', refused.text)

    assert (refused.status_code, len(rows())) == (422, 1)
    assert f"xóa năm đủ dữ liệu của: {person.name}." in told(refused)
    assert 'value="2018"' in refused.text
    assert sorted(ticked) == sorted([person.public_id, team.public_id])
    assert send(officer, person, team, read=sent).status_code == 302
    assert len(rows()) == 5


def test_the_same_form_sent_twice_writes_once(person, officer):
    read = marks(person)

    answers = [send(officer, person, read=read, idempotency_key="same") for _twice in range(2)]

    assert [(a.status_code, a.location) for a in answers] == [(302, URL)] * 2
    assert len(rows()) == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"first_year": "1944"}, "Năm 1944 không thể có"),
        ({"last_year": "2021"}, "Năm 2021 không thể có"),
        ({"first_year": "2020", "last_year": "2019"}, "Năm cuối sớm hơn năm đầu"),
        ({"first_year": ""}, "Từ năm: hãy điền ô này"),
        ({"ledgers": []}, "Hãy đánh dấu ít nhất một loại dữ liệu"),
        ({"ledgers": ["x"]}, "Dữ liệu đã đầy đủ"),
        ({"chosen": []}, "Hãy đánh dấu ít nhất một người hoặc tập thể"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(person, officer, changes, says):
    answer = send(officer, person, **changes)

    assert (answer.status_code, rows()) == (422, [])
    assert says in told(answer)


def test_the_last_possible_years_are_taken(person, officer):
    assert send(officer, person, first_year="1945", last_year="2020").status_code == 302


def test_rows_that_touch_are_one_span_and_the_beginning_is_the_first(person):
    say(person, first=2016, last=2017)
    say(person, first=2018, last=2018, from_the_start=True)
    say(person, first=2020, last=2020)

    assert joined(db.session.query(Coverage)) == (Span(2016, 2018, True), Span(2020, 2020))


def test_a_name_is_printed_as_written_and_a_link_ticks_whom_it_names(person, team, officer):
    page = officer.get(f"{URL}?chosen={person.public_id}&ledger=grades&ledger=x&last=2019").text

    assert "A &amp; B &lt;x&gt; {{ 7*7 }}</label>" in page
    assert re.findall(r'value="([^"]+)" id="c-[^"]+" checked', page) == [person.public_id]
    assert re.findall(r'checked[^>]* value="([a-z]+)"', page) == ["grades"]
    assert 'name="last_year"' in page and 'value="2019"' in page


def test_all_are_ticked_without_a_script(person, team, officer):
    page = officer.get(f"{URL}?chosen=all").text

    assert len(re.findall(r'id="c-[^"]+" checked', page)) == 2


def test_many_people_cost_as_many_queries_as_few(person, make_recipient, officer, long_an):
    for n in range(12):
        say(make_recipient(f"Người {n}", organisation=long_an.team3))
    db.session.expunge_all()
    with statements() as few:
        assert officer.get(f"{URL}?q=7*7").text.count('name="chosen"') == 1
    db.session.expunge_all()

    with statements() as many:
        answer = officer.get(URL)

    assert (answer.status_code, answer.text.count('name="chosen"')) == (200, 13)
    assert len(many) == len(few)


def test_the_list_of_people_and_each_ledger_lead_to_it(person, officer, client_as, long_an):
    head = client_as(long_an.unit_head, long_an.team3)
    link = f'href="{URL}"'

    assert [link in one.get("/recipients").text for one in (officer, head)] == [True, False]
    ledger = officer.get(f"/recipients/{person.public_id}/ledger").text
    assert f"{URL}?chosen={person.public_id}" in ledger
