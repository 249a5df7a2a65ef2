"""Time away on a person's ledger page, and what is and is not taken of it."""

from datetime import date

import pytest

from workflow.core import audit
from workflow.core.db import db
from workflow.recipients.models import Absence, RecipientKind
from workflow.recipients.states import AbsenceKind, Counts

LEAVE = {
    "kind": "maternity", "starts_on": "01/02/2019", "ends_on": "31/07/2019", "counts": "yes",
    "source": "9/QĐ-CQLTT",
}  # fmt: skip


@pytest.fixture
def person(make_recipient, long_an):
    return make_recipient("Bùi Thị Hương", organisation=long_an.team3)


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


def add(client, recipient, **changes):
    return client.post(
        f"/recipients/{recipient.public_id}/ledger/absences/add", data=LEAVE | changes
    )


def ledger(client, recipient):
    return client.get(f"/recipients/{recipient.public_id}/ledger").text


def said(answer, field):
    return answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]


def test_strangers_and_neighbours_meet_404_and_write_nothing(person, client_as, make_user, long_an):
    neighbour = make_user(long_an.team1, "officer")

    for who, where in [(long_an.stranger, long_an.elsewhere), (neighbour, long_an.team1)]:
        assert add(client_as(who, where), person).status_code == 404
    assert db.session.query(Absence).count() == 0


def test_the_officer_enters_it_and_takes_it_back(person, officer):
    empty = ledger(officer, person)
    entered = add(officer, person)
    row, page = db.session.query(Absence).one(), ledger(officer, person)

    officer.post(
        f"/recipients/{person.public_id}/ledger/remove", data={"book": "absences", "row": row.id}
    )

    assert (entered.status_code, row.starts_on, row.ends_on, row.counts) == (
        302, date(2019, 2, 1), date(2019, 7, 31), Counts.YES,
    )  # fmt: skip
    assert ["9/QĐ-CQLTT" in text for text in (empty, page, ledger(officer, person))] == [
        False, True, False,
    ]  # fmt: skip
    acts = [entry.act for entry in reversed(audit.journal("recipient", person.id))]
    assert acts == ["ledger.add", "ledger.remove"]


def test_a_collective_is_never_away(officer, make_recipient, long_an):
    team = make_recipient("Tổ 1", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE)

    assert add(officer, team).status_code == 422
    assert "Thời gian vắng mặt" not in ledger(officer, team)


@pytest.mark.parametrize(
    ("kind", "counts", "kept"),
    [
        ("maternity", "yes", Counts.YES), ("maternity", "unknown", Counts.YES),
        ("wounds", "unknown", Counts.YES), ("unjustified", "unknown", Counts.NO),
        ("study", "yes", Counts.YES), ("study", "no", Counts.NO),
        ("illness", "unknown", Counts.UNKNOWN), ("posting", "yes", Counts.YES),
    ],
)  # fmt: skip
def test_where_the_law_says_whether_it_counts_it_does_and_else_the_row(
    person, officer, kind, counts, kept
):
    add(officer, person, kind=kind, counts=counts)

    assert [(one.kind, one.counts) for one in db.session.query(Absence)] == [
        (AbsenceKind(kind), kept)
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"counts": "no"}, "counts"), ({"kind": "unjustified"}, "counts"),
        ({"starts_on": "19/12/2020"}, "starts_on"), ({"ends_on": "31/01/2019"}, "ends_on"),
        ({"starts_on": ""}, "starts_on"), ({"kind": "holiday"}, "kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_the_field(person, officer, changes, field):
    answer = add(officer, person, **changes)

    assert (answer.status_code, said(answer, field) != "") == (422, True)
    assert db.session.query(Absence).count() == 0


def test_the_same_absence_is_entered_once_and_another_beside_it(person, officer):
    statuses = [
        add(officer, person).status_code,
        add(officer, person).status_code,
        add(officer, person, starts_on="01/02/2020", ends_on="").status_code,
    ]

    assert (statuses, db.session.query(Absence).count()) == ([302, 422, 302], 2)
