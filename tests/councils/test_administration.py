"""Pages where an administrator keeps councils: of the own office and of every office below."""

import pytest
from sqlalchemy import select

from tests.factories.people import LONG_AGO
from workflow.core.db import db
from workflow.councils.models import Council, Seat

SECRECY = {
    "tellers_needed": "2", "tellers_named": "3", "fewest_electors": "3", "few_electors": "5",
    "ballot_needs_quorum": "1", "ordinary_mode": "by_name",
    "consultation_days": "5", "consultation_needs_all": "0",
    "rounds": "1", "again_numerator": "1", "again_denominator": "2", "tie_rule": "fails",
    "few_papers": "count",
}  # fmt: skip


def test_the_administrator_sets_up_a_council_and_its_seats(long_an, make_user, client_as):
    admin = make_user(long_an.department, "administrator")
    member = make_user(long_an.team3, "officer", name="Đinh Văn T")
    client = client_as(admin, long_an.department)
    rules = {
        "name": "Hội đồng TĐKT", "symbol": "HĐTĐKT", "quorum_numerator": "2",
        "quorum_denominator": "3", "vote_strict": "1", "vote_numerator": "1",
        "vote_denominator": "2", "valid_from": "01/01/2020", **SECRECY,
    }  # fmt: skip

    assert (
        client.post(
            "/councils/administration/new", data=rules | {"vote_numerator": "3"}
        ).status_code
        == 422
    )
    made = client.post("/councils/administration/new", data=rules)
    seat = {"user": member.public_id, "post": "member", "rank": "4", "valid_from": "01/01/2020"}
    added = client.post(made.location, data=seat)
    again = client.post(made.location, data=seat | {"valid_from": "01/06/2020"})

    foreign = client.post(made.location, data=seat | {"user": long_an.stranger.public_id})

    assert (added.status_code, again.status_code, foreign.status_code) == (302, 422, 422)
    assert "Người lạ" not in again.text
    assert "đã là thành viên trong thời gian này" in again.text
    for page in ("/councils/administration", made.location, made.location.replace("seats", "edit")):
        assert client.get(page).status_code == 200
    row = db.session.scalars(select(Seat)).one()
    assert (
        client.post(f"{made.location}/{row.id}/end", data={"on": "31/12/2020"}).status_code == 302
    )
    assert str(db.session.scalars(select(Seat)).one().valid_to) == "2020-12-31"
    stale = client.post(made.location.replace("seats", "edit"), data=rules | {"version": "99"})
    assert stale.status_code == 409


def test_an_administrator_keeps_the_councils_of_every_office_below(
    long_an, make_user, make_council, client_as
):
    council = make_council(long_an.department)[0]
    url = f"/councils/administration/{council.public_id}"
    member = make_user(long_an.department, "officer", name="Đinh Văn T")
    seat = {"user": member.public_id, "post": "member", "rank": "99", "valid_from": "01/01/2020"}
    rules = {
        "name": "Hội đồng sáng kiến", "symbol": "HĐSK", "quorum_numerator": "2",
        "quorum_denominator": "3", "vote_strict": "1", "vote_numerator": "1",
        "vote_denominator": "2", "valid_from": "01/01/2020", **SECRECY,
        "organisation": long_an.department.public_id,
    }  # fmt: skip
    answers = {}
    for office in (long_an.elsewhere, long_an.team3, long_an.ministry):
        client = client_as(make_user(office, "administrator"), office)
        answers[office.id] = (
            council.name in client.get("/councils/administration").text,
            client.get(f"{url}/seats").status_code, client.post(f"{url}/seats", data=seat).status_code,
            client.post("/councils/administration/new", data=rules).status_code,
        )  # fmt: skip

    assert answers == {
        long_an.elsewhere.id: (False, 404, 404, 422), long_an.team3.id: (False, 404, 404, 422),
        long_an.ministry.id: (True, 200, 302, 302),
    }  # fmt: skip
    made = db.session.scalars(select(Council).where(Council.symbol == "HĐSK")).one()
    assert made.organisation_id == long_an.department.id


@pytest.mark.parametrize(
    ("symbol", "sentence"),
    [("HĐTĐKT", "đã dùng cho một Hội đồng khác"), ("VB", "tên một sổ văn bản của cơ quan"),
     ("HĐ", "tên một sổ văn bản của cơ quan")],
)  # fmt: skip
def test_a_council_shares_its_series_with_nobody(
    long_an, make_user, make_council, client_as, symbol, sentence
):
    make_council(long_an.department)
    admin = make_user(long_an.department, "administrator")
    rules = {
        "name": "Hội đồng hai", "symbol": symbol, "quorum_numerator": "2",
        "quorum_denominator": "3", "vote_strict": "0", "vote_numerator": "4",
        "vote_denominator": "5", "valid_from": "01/01/2020", **SECRECY,
    }  # fmt: skip

    answer = client_as(admin, long_an.department).post("/councils/administration/new", data=rules)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.scalars(select(Council.valid_from)).all() == [LONG_AGO]
