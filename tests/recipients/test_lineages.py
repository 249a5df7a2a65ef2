"""Former names of a collective on its ledger page: strangers first, then what is and is not taken."""

from datetime import date

import pytest

from tests.factories.archive import statements
from workflow.awards.models import ClusterRank, Ground, Honour, Initiative
from workflow.awards.states import Scope
from workflow.core import audit
from workflow.core.db import db
from workflow.recipients.models import Lineage, Membership, RecipientKind, YearlyGrade
from workflow.recipients.states import Grade, LineageKind

DAY = "01/07/2018"


@pytest.fixture
def team(make_recipient, long_an):
    def team(name, where=None):
        return make_recipient(
            name, organisation=where or long_an.team3, kind=RecipientKind.COLLECTIVE
        )

    return team


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


def add(client, later, earlier, kind="renamed", on=DAY, source="12/QĐ-BCT"):
    return client.post(
        f"/recipients/{later.public_id}/ledger/lineages/add",
        data={"kind": kind, "predecessor": earlier.public_id, "on": on, "source": source},
    )


def ledger(client, recipient):
    return client.get(f"/recipients/{recipient.public_id}/ledger").text


def said(answer, field):
    return answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]


def kept():
    return [
        (row.recipient_id, row.predecessor_id, row.kind)
        for row in db.session.query(Lineage).order_by(Lineage.id)
    ]


def test_strangers_and_neighbours_meet_404_and_write_nothing(team, client_as, make_user, long_an):
    later, earlier = team("Tổ mới"), team("Tổ cũ")
    neighbour = make_user(long_an.team1, "officer")

    for who, where in [(long_an.stranger, long_an.elsewhere), (neighbour, long_an.team1)]:
        client = client_as(who, where)
        url = f"/recipients/{later.public_id}/ledger/lineages/add"
        assert (client.get(url).status_code, add(client, later, earlier).status_code) == (404, 404)
    assert kept() == []


def test_a_head_of_the_unit_does_not_write_it(team, client_as, long_an):
    head = client_as(long_an.unit_head, long_an.team3)

    assert add(head, team("Tổ mới"), team("Tổ cũ")).status_code == 403


@pytest.mark.parametrize("kind", LineageKind)
def test_the_officer_enters_it_and_both_pages_say_so(team, officer, kind):
    later, earlier = team("Tổ <b>mới</b> {{ 7*7 }}"), team("Tổ A & B")

    answer = add(officer, later, earlier, kind=kind.value)

    assert (answer.status_code, kept()) == (302, [(later.id, earlier.id, kind)])
    assert [entry.act for entry in audit.journal("recipient", later.id)] == ["ledger.add"]
    assert "Tổ A &amp; B</a>" in ledger(officer, later)
    assert "Tổ &lt;b&gt;mới&lt;/b&gt; {{ 7*7 }}</a>" in ledger(officer, earlier)


def test_a_collective_of_another_unit_is_neither_offered_nor_taken(team, officer, long_an):
    later, foreign, own = team("Tổ mới"), team("Tổ lạ", long_an.team1), team("Tổ cũ")
    form = officer.get(f"/recipients/{later.public_id}/ledger/lineages/add").text

    answer = add(officer, later, foreign)

    assert [f'value="{one.public_id}"' in form for one in (own, foreign, later)] == [
        True,
        False,
        False,
    ]
    assert (answer.status_code, kept()) == (422, [])


def test_a_person_was_never_a_collective(team, officer, make_recipient, long_an):
    person = make_recipient("Bùi Thị Hương", organisation=long_an.team3)

    assert add(officer, person, team("Tổ cũ")).status_code == 422
    assert add(officer, team("Tổ mới"), person).status_code == 422
    assert kept() == []


@pytest.mark.parametrize("kind", LineageKind)
def test_a_circle_is_refused_with_a_sentence_and_a_line_is_taken(team, officer, kind):
    one, two, three, other = (team(f"Tổ {n}") for n in ("một", "hai", "ba", "bốn"))
    add(officer, two, one, on="01/07/2016", kind=kind.value)
    add(officer, three, two, on="01/07/2017", kind=kind.value)

    circle = add(officer, one, three, on="01/07/2018", kind=kind.value)
    itself = add(officer, one, one, on="01/07/2018", kind=kind.value)
    line = add(officer, other, three, on="01/07/2018", kind=kind.value)

    assert "“Tổ ba” có sau “Tổ một”" in said(circle, "predecessor")
    assert [a.status_code for a in (circle, itself, line)] == [422, 422, 302]
    assert len(kept()) == 3


@pytest.mark.parametrize(
    ("there", "asked", "status"),
    [
        # a name is given up once …
        (("new", "old", "renamed", "2016"), ("other", "old", "renamed", "2018"), 422),
        (("new", "old", "renamed", "2018"), ("other", "old", "merged", "2016"), 422),
        (("new", "old", "split", "2016"), ("other", "old", "renamed", "2018"), 302),
        (("new", "old", "merged", "2016"), ("other", "old", "split", "2018"), 422),
        # … and taken once
        (("new", "old", "renamed", "2016"), ("new", "other", "renamed", "2016"), 422),
        (("new", "old", "renamed", "2016"), ("new", "other", "split", "2016"), 422),
        (("new", "old", "split", "2016"), ("new", "other", "split", "2016"), 302),
        (("new", "old", "split", "2016"), ("new", "other", "split", "2018"), 422),
        # what merges in needs somebody to merge into, and several may
        (("new", "old", "renamed", "2016"), ("new", "other", "merged", "2018"), 302),
        (("new", "old", "renamed", "2018"), ("new", "other", "merged", "2016"), 422),
        (("new", "old", "merged", "2016"), ("new", "other", "merged", "2018"), 302),
        (("new", "old", "merged", "2016"), ("other", "old", "merged", "2016"), 302),
        (("new", "old", "merged", "2016"), ("other", "old", "merged", "2018"), 422),
        # a chain goes forward
        (("new", "old", "renamed", "2016"), ("other", "new", "renamed", "2018"), 302),
        (("new", "old", "renamed", "2016"), ("other", "new", "renamed", "2016"), 422),
        (("new", "old", "renamed", "2018"), ("other", "new", "merged", "2016"), 422),
        # the same pair stands once
        (("new", "old", "merged", "2016"), ("new", "old", "split", "2016"), 422),
    ],
)  # fmt: skip
def test_two_collectives_are_never_one_at_the_same_time(team, officer, there, asked, status):
    teams = {name: team(f"Tổ {name}") for name in ("new", "old", "other")}

    def enter(later, earlier, kind, year):
        on = f"01/07/{year}"
        return add(officer, teams[later], teams[earlier], kind=kind, on=on).status_code

    assert (enter(*there), enter(*asked), len(kept())) == (302, status, 2 if status == 302 else 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": "19/12/2020"}, "on"), ({"on": ""}, "on"), ({"source": " "}, "source"),
        ({"kind": "sold"}, "kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_the_field(team, officer, changes, field):
    answer = add(officer, team("Tổ mới"), team("Tổ cũ"), **changes)

    assert (answer.status_code, said(answer, field) != "", kept()) == (422, True, [])


def test_what_was_entered_wrongly_is_taken_back(team, officer):
    later, earlier = team("Tổ mới"), team("Tổ cũ")
    add(officer, later, earlier)

    officer.post(
        f"/recipients/{later.public_id}/ledger/remove",
        data={"book": "lineages", "row": db.session.query(Lineage).one().id},
    )

    acts = [entry.act for entry in reversed(audit.journal("recipient", later.id))]
    assert (kept(), acts) == ([], ["ledger.add", "ledger.remove"])


def fill(one, award, year=2016):
    db.session.add_all([
        Honour(recipient_id=one.id, award_id=award, ground=Ground.MERIT, year=year,
               number_text=f"{year}/QĐ-CQLTT"),
        YearlyGrade(recipient_id=one.id, year=year, grade=Grade.EXCELLENT, source=f"{year}/TB"),
        Initiative(recipient_id=one.id, year=year, title=f"Sáng kiến {year}", source=f"{year}/CN",
                   scope=Scope.GRASSROOTS),
        ClusterRank(recipient_id=one.id, year=year, cluster="cluster", place=1,
                    source=f"{year}/BX"),
    ])  # fmt: skip
    db.session.commit()


@pytest.mark.parametrize(
    ("kind", "word"),
    [("renamed", "Được tính"), ("merged", "Cần xem xét"), ("split", "Cần xem xét")],
)
def test_the_page_shows_what_is_inherited_and_whether_it_counts(team, officer, long_an, kind, word):
    later, earlier = team("Tổ mới"), team("Tổ cũ")
    fill(earlier, long_an.certificate_collective.award_id)
    before = ledger(officer, later)
    add(officer, later, earlier, kind=kind)

    page = ledger(officer, later)

    assert ["Thừa kế từ" in text for text in (before, page)] == [False, True]
    assert [text in page for text in (word, "2016/QĐ-CQLTT", "2016/TB", "Sáng kiến 2016",
                                      "2016/BX")] == [True] * 5  # fmt: skip


def test_long_lineages_cost_as_many_queries_as_short_ones(team, officer, long_an):
    teams = [team(f"Tổ {n}") for n in range(6)]
    for n, one in enumerate(teams):
        fill(one, long_an.certificate_collective.award_id, 2010 + n)
    add(officer, teams[0], teams[1], on="01/07/2019")
    url = f"/recipients/{teams[0].public_id}/ledger"
    with statements() as few:
        officer.get(url)
    for n in range(1, 5):
        add(officer, teams[n], teams[n + 1], on=f"01/07/{2019 - n}")
    db.session.expunge_all()

    with statements() as many:
        answer = officer.get(url)

    assert "2015/QĐ-CQLTT" in answer.text
    assert len(few) == len(many)


def test_the_day_is_stored_as_it_was_typed(team, officer):
    add(officer, team("Tổ mới"), team("Tổ cũ"))

    assert db.session.query(Lineage).one().on == date(2018, 7, 1)


@pytest.mark.parametrize(("kind", "status"), [("renamed", 302), ("merged", 302), ("split", 403)])
def test_the_ledger_of_a_former_name_is_kept_where_its_successor_belongs(
    team, officer, client_as, make_user, long_an, kind, status
):
    later, earlier = team("Tổ mới"), team("Tổ cũ")
    db.session.query(Membership).filter_by(recipient_id=earlier.id).one().valid_to = date(
        2018, 7, 1
    )
    db.session.commit()
    url = f"/recipients/{earlier.public_id}/ledger/grades/add"
    row = {"year": "2017", "grade": "HTTNV", "source": ""}
    alone = officer.post(url, data=row).status_code
    add(officer, later, earlier, kind=kind)
    neighbour = client_as(make_user(long_an.team1, "officer"), long_an.team1)

    assert (alone, officer.post(url, data=row).status_code) == (403, status)
    assert neighbour.post(url, data=row).status_code == 404


@pytest.mark.parametrize(("kind", "told"), [("renamed", True), ("merged", False)])
def test_what_two_names_of_one_collective_say_differently_is_told(
    team, officer, long_an, kind, told
):
    later, earlier = team("Tổ mới"), team("Tổ cũ")
    award = long_an.certificate_collective.award_id
    fill(earlier, award)
    fill(later, award)
    add(officer, later, earlier, kind=kind)

    page = ledger(officer, later)

    assert ["Năm 2016 có 2 kết quả" in page, "Năm 2016 ghi 2 lần" in page] == [told] * 2
