"""Lists and pages cost the same number of queries however long they are."""

import pytest

from tests.factories.archive import statements
from workflow.core import clock
from workflow.core.db import db
from workflow.exchange import queries, routes
from workflow.exchange.policies import may_view, may_view_id


@pytest.fixture
def count():
    """How many statements the call sends."""

    def run(call):
        db.session.rollback()
        clock.now()  # the demo's clock is read once a session
        with statements() as ran:
            call()
        return len(ran)

    return run


def test_the_lists_cost_the_same_with_one_row_and_with_three(
    count, cuc, tong_cuc, for_minister, client_as
):
    browser = client_as(cuc.users["secretary"], cuc.organisation)
    superior = client_as(tong_cuc.users["secretary"], tong_cuc.organisation)
    cuc.send_up(for_minister("Một", evidence=False))
    one = [count(lambda: browser.get("/exchange/")), count(lambda: superior.get("/arrivals/"))]
    for name in ("Hai", "Ba"):
        cuc.send_up(for_minister(name, evidence=False))
    three = [count(lambda: browser.get("/exchange/")), count(lambda: superior.get("/arrivals/"))]
    assert one == three


def test_the_page_costs_the_same_with_one_nominee_and_with_five(
    count, cuc, tong_cuc, for_minister, client_as
):
    browser = client_as(cuc.users["secretary"], cuc.organisation)
    small = tong_cuc.receive(cuc.send_up(for_minister("Một")))
    large = tong_cuc.receive(cuc.send_up(for_minister("1", "2", "3", "4", "5")))
    paths = [f"/exchange/{one.public_id}" for one in (small, large)]
    counts = [count(lambda path=path: browser.get(path)) for path in paths]
    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_tasks_take_two_queries(count, cuc, for_minister):
    for name in ("Một", "Hai", "Ba"):
        cuc.draft(for_minister(name, evidence=False))
    assert count(lambda: queries.tasks_for(cuc.secretary)) == 2


def test_consolidating_costs_the_same_with_one_row_and_with_five(
    count, cuc, for_minister, client_as
):
    browser = client_as(cuc.users["secretary"], cuc.organisation)
    for_minister("Một", evidence=False)
    one = count(lambda: browser.get("/exchange/new"))
    for_minister("2", "3", "4", "5", evidence=False)
    assert count(lambda: browser.get("/exchange/new")) == one


def test_a_list_goes_on_where_the_page_ended(cuc, for_minister, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    made = [cuc.draft(for_minister(str(n), evidence=False)) for n in range(3)]
    first, following = queries.sent_by(cuc.secretary)
    rest, end = queries.sent_by(cuc.secretary, following)
    assert [line.transmittal.id for line in first + rest] == [t.id for t in reversed(made)]
    assert (following, end) == (made[1].id, None)


def test_the_list_and_the_rule_agree(cuc, tong_cuc, bo, for_minister, long_an, actor):
    rows = [cuc.draft(for_minister("Một")), cuc.send_up(for_minister("Hai"))]
    stranger = actor(long_an.stranger, long_an.elsewhere)
    unit = actor(long_an.officer, long_an.team3)
    for who in (stranger, unit, cuc.secretary, cuc.clerk, tong_cuc.secretary, bo.secretary):
        listed = {row.id for row in db.session.scalars(queries.visible_to(who))}
        assert listed == {row.id for row in rows if may_view(who, row)}
        assert listed == {row.id for row in rows if may_view_id(who, row.id)}


def test_a_route_costs_the_same_however_many_go_up(count, cuc, tong_cuc, for_minister):
    small, large = for_minister("Một"), for_minister("1", "2", "3", "4")
    for rows in (small, large):
        tong_cuc.receive(cuc.send_up(rows))
    ids = [small[0].proposal_id, large[0].proposal_id]
    counts = [count(lambda one=one: routes.route_of(one)) for one in ids]
    assert counts[0] == counts[1]
