"""Initiatives and cluster ranks in the ledger: strangers first, then entering and taking back."""

import pytest

from workflow.awards.models import ClusterRank, Initiative
from workflow.awards.states import Scope
from workflow.core import audit
from workflow.core.db import db
from workflow.recipients.models import RecipientKind

TYPED = {
    "initiatives": {
        "is_topic": "no", "title": "Sổ theo dõi địa bàn", "scope": "grassroots", "year": "2019",
        "source": "15/QĐ-CQLTT",
    },
    "ranks": {
        "cluster": "cluster", "year": "2020", "place": "1", "best_of_leaders": "yes", "source": "",
    },
}  # fmt: skip
MODELS = {"initiatives": Initiative, "ranks": ClusterRank}


@pytest.fixture
def team(make_recipient, long_an):
    return make_recipient(
        "Đội QLTT số 3", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE
    )


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


def add(client, recipient, book, **changes):
    url = f"/awards/recipients/{recipient.public_id}/{book}/add"
    return client.post(url, data=TYPED[book] | changes)


def remove(client, recipient, book, row):
    url = f"/awards/recipients/{recipient.public_id}/remove"
    return client.post(url, data={"book": book, "row": row})


@pytest.mark.parametrize("book", TYPED)
def test_strangers_and_neighbours_neither_open_nor_write(team, client_as, make_user, long_an, book):
    neighbour = make_user(long_an.team1, "officer")
    url = f"/awards/recipients/{team.public_id}/{book}/add"

    for who, where in [(long_an.stranger, long_an.elsewhere), (neighbour, long_an.team1)]:
        client = client_as(who, where)
        answers = [client.get(url), add(client, team, book), remove(client, team, book, 1)]
        assert [answer.status_code for answer in answers] == [404] * 3
    assert db.session.query(MODELS[book]).count() == 0
    assert audit.journal("recipient", team.id) == []


@pytest.mark.parametrize("book", TYPED)
def test_the_unit_enters_a_row_and_takes_it_back(team, officer, book):
    entered = add(officer, team, book)
    row = db.session.query(MODELS[book]).one()
    removed = remove(officer, team, book, row.id)

    back = f"/recipients/{team.public_id}/ledger#{book}"
    assert [(a.status_code, a.location) for a in (entered, removed)] == [(302, back)] * 2
    assert db.session.query(MODELS[book]).count() == 0
    acts = [entry.act for entry in audit.journal("recipient", team.id)]
    assert acts == ["ledger.remove", "ledger.add"]


def test_an_initiative_is_kept_as_typed_and_shown_as_free(team, officer):
    add(officer, team, "initiatives")

    row = db.session.query(Initiative).one()
    page = officer.get(f"/recipients/{team.public_id}/ledger").text
    assert (row.title, row.scope, row.is_topic, row.year, row.source, row.used_by) == (
        "Sổ theo dõi địa bàn", Scope.GRASSROOTS, False, 2019, "15/QĐ-CQLTT", None,
    )  # fmt: skip
    assert ("Chưa dùng" in page, "Đã tính cho một đề nghị" in page) == (True, False)


def test_an_initiative_an_award_was_counted_on_stays(team, officer):
    add(officer, team, "initiatives")
    row = db.session.query(Initiative).one()
    row.used_by = 7
    db.session.commit()

    answer = remove(officer, team, "initiatives", row.id)

    page = officer.get(f"/recipients/{team.public_id}/ledger").text
    assert (answer.status_code, db.session.query(Initiative).count()) == (422, 1)
    assert ("Chưa dùng" in page, "Đã tính cho một đề nghị" in page) == (False, True)


@pytest.mark.parametrize(
    ("book", "changes", "field", "says"),
    [
        ("initiatives", {"title": " "}, "title", "Hãy điền ô này"),
        ("initiatives", {"year": "1944"}, "year", "Năm 1944 không thể có"),
        ("initiatives", {"year": "2021"}, "year", "Năm 2021 không thể có"),
        ("ranks", {"place": "0"}, "place", "từ 1 đến 1000"),
        ("ranks", {"place": "1001"}, "place", "từ 1 đến 1000"),
        ("ranks", {"place": "2"}, "best_of_leaders", "Chỉ đơn vị dẫn đầu"),
        ("ranks", {"year": "2021"}, "year", "Năm 2021 không thể có"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(team, officer, book, changes, field, says):
    answer = add(officer, team, book, **changes)

    sentence = answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]
    assert (answer.status_code, says in sentence) == (422, True)
    assert db.session.query(MODELS[book]).count() == 0


@pytest.mark.parametrize("year", ["1945", "2020"])
def test_the_last_possible_year_is_taken(team, officer, year):
    assert add(officer, team, "initiatives", year=year).status_code == 302


def test_the_same_initiative_does_not_count_twice(team, officer):
    add(officer, team, "initiatives")

    again = add(officer, team, "initiatives", title="SỔ THEO DÕI  địa bàn", year="2020")
    other = add(officer, team, "initiatives", title="Bản đồ điểm nóng")

    assert (again.status_code, other.status_code) == (422, 302)
    assert db.session.query(Initiative).count() == 2


def test_one_place_in_a_cluster_each_year(team, officer):
    add(officer, team, "ranks")

    again = add(officer, team, "ranks", place="2", best_of_leaders="")
    other = add(officer, team, "ranks", cluster="central_cluster", best_of_leaders="")

    assert (again.status_code, other.status_code) == (422, 302)
    assert db.session.query(ClusterRank).count() == 2


def test_a_person_takes_no_place_in_a_cluster(make_recipient, long_an, officer):
    person = make_recipient("Bùi Thị Hương", organisation=long_an.team3)

    answer = add(officer, person, "ranks")

    assert (answer.status_code, "chỉ ghi cho tập thể" in answer.text) == (422, True)
