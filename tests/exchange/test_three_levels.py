"""Long An's two persons go Cục → Tổng cục → Bộ; the Minister's decision comes all the way back."""

import pytest
from sqlalchemy import select

from tests.factories.decisions import Desk, wire
from tests.factories.exchange import again
from workflow.awards.models import Honour
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.exchange import queries, routes
from workflow.exchange.states import TransmittalStatus
from workflow.proposals import outcomes
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import review


def appraise(office, proposal_id, *, passed=True):
    """Let the superior accept the dossier and its council vote."""
    proposal = db.session.get_one(Proposal, proposal_id)
    for step in (review.start_check, review.accept):
        with unit_of_work():
            step(proposal.public_id, actor=office.secretary)
    rows = list(nominations_of(proposal_id))
    with unit_of_work():
        for row in rows:
            outcomes.place(row, actor=office.secretary)
            outcomes.record_vote(row, passed, actor=office.secretary, detail={"agree": 9})
    return list(nominations_of(proposal_id))


@pytest.fixture
def minister(long_an, actor, bo):
    """The desk over which the Minister's decisions go."""
    wire()
    desk = Desk(long_an, actor)
    desk.secretary, desk.head, desk.clerk = bo.secretary, bo.head, bo.clerk
    return desk


def status_of(rows):
    ids = [row.id for row in rows]
    found = db.session.scalars(
        select(Nomination).where(Nomination.id.in_(ids)).order_by(Nomination.id)
    )
    return [row.status.value for row in found.all()]


def test_the_minister_decides_and_every_level_hears_of_it(
    cuc, tong_cuc, bo, for_minister, minister, long_an
):
    rows = for_minister()
    first = tong_cuc.receive(cuc.send_up(rows))
    middle = appraise(tong_cuc, first.arrived_as_id)
    second = bo.receive(tong_cuc.send_up(middle))
    top = appraise(bo, second.arrived_as_id)
    assert (status_of(rows), status_of(middle)) == (["forwarded"] * 2, ["forwarded"] * 2)

    minister.issued([row.id for row in top])

    assert [status_of(level) for level in (rows, middle, top)] == [["awarded"] * 2] * 3
    assert [again(one).status for one in (first, second)] == [TransmittalStatus.DECIDED] * 2
    origin = db.session.get_one(Nomination, rows[0].id, populate_existing=True)
    assert (origin.outcome_number, origin.proposal.status.value) == ("01/QĐ-BCT", "decided")
    honours = db.session.scalars(select(Honour)).all()
    assert sorted(one.recipient_id for one in honours) == sorted(r.recipient_id for r in rows)


def test_the_files_of_the_lowest_level_reach_the_ministry(cuc, tong_cuc, bo, for_minister):
    first = tong_cuc.receive(cuc.send_up(for_minister()))
    second = tong_cuc.send_up(appraise(tong_cuc, first.arrived_as_id))
    below = {entry["sha256"] for entry in first.manifest}
    assert below <= {entry["sha256"] for entry in second.manifest}


def test_the_unit_sees_the_whole_way_and_the_stops_still_to_come(cuc, tong_cuc, bo, for_minister):
    rows = for_minister()
    first = tong_cuc.receive(cuc.send_up(rows))
    [way] = queries.route_of(rows[0].proposal_id)
    assert [(stop.name, stop.state) for stop in way.stops] == [
        ("Cục Quản lý thị trường tỉnh Long An", "done"),
        ("Tổng cục Quản lý thị trường", "now"),
        ("Bộ Công Thương", ""),
    ]
    assert way.stops[0].number == "01/TTr-CQLTT"
    assert way.stops[1].note == "Đang thẩm định, ngày làm việc thứ 1 trên 20"

    tong_cuc.send_up(appraise(tong_cuc, first.arrived_as_id))
    [longer] = queries.route_of(rows[0].proposal_id)
    assert [stop.state for stop in longer.stops] == ["done", "done", "now"]
    assert longer.stops[1].number == "01/TTr-TCQLTT"


def test_the_request_stands_in_the_route(cuc, tong_cuc, for_minister):
    rows = for_minister()
    tong_cuc.ask(tong_cuc.receive(cuc.send_up(rows)))
    [way] = queries.route_of(rows[0].proposal_id)
    assert way.stops[1].waiting == "Chờ Cục QLTT Long An trả lời 1 yêu cầu, hạn 18/12"


def test_what_the_superiors_council_does_not_pass_comes_back_as_not_awarded(
    cuc, tong_cuc, for_minister
):
    rows = for_minister()
    first = tong_cuc.receive(cuc.send_up(rows))
    appraise(tong_cuc, first.arrived_as_id, passed=False)
    assert status_of(rows) == ["not_awarded"] * 2
    assert again(first).status is TransmittalStatus.DECIDED
    [way] = queries.route_of(rows[0].proposal_id)
    assert [stop.note for stop in way.stops][1:] == ["Không khen thưởng"]


def test_a_transmittal_waits_until_its_last_nomination_is_decided(
    cuc, tong_cuc, bo, for_minister, minister
):
    rows = for_minister()
    first = tong_cuc.receive(cuc.send_up(rows))
    second = bo.receive(tong_cuc.send_up(appraise(tong_cuc, first.arrived_as_id)))
    top = appraise(bo, second.arrived_as_id)
    with unit_of_work():
        outcomes.record_outcome(
            top[0], awarded=True, number="5/QĐ-BCT", on=None, issuer="Bộ", actor=bo.secretary
        )
    assert again(first).status is TransmittalStatus.RECEIVED
    with unit_of_work():
        outcomes.record_outcome(
            top[1], awarded=False, number="5/QĐ-BCT", on=None, issuer="Bộ", actor=bo.secretary
        )
    assert again(first).status is TransmittalStatus.DECIDED


def test_a_dossier_that_stays_here_has_no_route(make_nominations):
    [one] = make_nominations("Ở lại")
    row = db.session.get_one(Nomination, one)
    assert routes.route_of(row.proposal_id) == []
