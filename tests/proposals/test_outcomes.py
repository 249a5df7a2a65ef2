"""An outcome flows down to every origin; a dossier with nothing open is closed."""

from datetime import date

import pytest

from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.events import _handlers, subscribe
from workflow.proposals import outcomes
from workflow.proposals.arrivals import arrive
from workflow.proposals.events import OutcomeRecorded
from workflow.proposals.journey import holder_of, stages_of
from workflow.proposals.queries import nominations_of, passed_undecided, ready_for_agenda
from workflow.proposals.states import NominationStatus as N
from workflow.proposals.states import ProposalStatus as P


@pytest.fixture
def secretary(long_an, actor):
    return actor(long_an.secretary, long_an.department)


@pytest.fixture
def told():
    heard = []
    subscribe(OutcomeRecorded, heard.append)
    yield heard
    _handlers[OutcomeRecorded].remove(heard.append)


def record(row, actor, *, awarded=True):
    outcomes.record_outcome(row, awarded=awarded, number="2741/QĐ-BCT", on=date(2021, 1, 14),
                            issuer="Bộ Công Thương", actor=actor)  # fmt: skip


def test_only_accepted_dossiers_offer_rows_for_an_agenda(make_proposal, long_an):
    make_proposal(P.CHECKING)
    accepted = make_proposal(P.COUNCIL_REVIEW)

    assert [row.proposal_id for row in ready_for_agenda(long_an.department.id)] == [accepted.id]


def test_a_stranger_cannot_place_a_row(make_proposal, long_an, actor):
    row = nominations_of(make_proposal(P.COUNCIL_REVIEW).id)[0]

    with pytest.raises(NotAllowed):
        outcomes.place(row, actor=actor(long_an.stranger, long_an.elsewhere))


def test_a_row_walks_from_agenda_to_award(make_proposal, long_an, secretary):
    proposal = make_proposal(P.COUNCIL_REVIEW, nominees=2)
    first, second = nominations_of(proposal.id)

    for row in (first, second):
        outcomes.place(row, actor=secretary)
    outcomes.record_vote(first, True, actor=secretary, detail={"agree": 9, "all": 9})
    outcomes.record_vote(second, False, actor=secretary, detail={"agree": 3, "all": 9})
    assert (passed_undecided(long_an.department.id), proposal.status) == ([first], P.COUNCIL_REVIEW)
    record(first, secretary)

    assert (first.status, second.status, proposal.status) == (N.AWARDED, N.NOT_PASSED, P.DECIDED)


def test_striking_a_name_needs_the_head_and_a_reason(make_proposal, long_an, actor, secretary):
    row = nominations_of(make_proposal(P.COUNCIL_REVIEW, nomination_status=N.PASSED).id)[0]

    with pytest.raises(NotAllowed):
        outcomes.strike(row, "lý do", actor=secretary)
    with pytest.raises(BadInput, match="lý do"):
        outcomes.strike(row, " ", actor=actor(long_an.head, long_an.department))
    outcomes.strike(row, "Đang bị kỷ luật", actor=actor(long_an.head, long_an.department))
    assert (row.status, row.outcome_reason, row.proposal.status) == (
        N.NOT_AWARDED,
        "Đang bị kỷ luật",
        P.DECIDED,
    )


@pytest.fixture
def three_levels(make_proposal, long_an, secretary):
    """One nomination sent from the department over the general department to the ministry."""
    lowest = make_proposal(P.COUNCIL_REVIEW, nomination_status=N.PASSED)
    chain = [nominations_of(lowest.id)[0]]
    for sender, receiver in [
        (long_an.department, long_an.general),
        (long_an.general, long_an.ministry),
    ]:
        row = chain[-1]
        row.proposal.receiving_id = sender.id
        row.status, row.proposal.status = N.PASSED, P.COUNCIL_REVIEW
        db.session.commit()
        acting = secretary if sender is long_an.department else _secretary_of(secretary, sender)
        outcomes.forward([row], actor=acting)
        above = arrive(title="Trình", sender=sender, receiver=receiver, round_id=None,
                       nominations=[row], actor=acting)  # fmt: skip
        db.session.commit()
        chain.append(nominations_of(above.id)[0])
    top = chain[-1]
    top.status, top.proposal.status = N.PASSED, P.COUNCIL_REVIEW
    db.session.commit()
    return chain


def _secretary_of(secretary, organisation):
    return type(secretary)(secretary.user_id, secretary.name, organisation.id, secretary.roles)


@pytest.mark.parametrize(("awarded", "status"), [(True, N.AWARDED), (False, N.NOT_AWARDED)])
def test_an_outcome_flows_down_to_the_unit(three_levels, secretary, told, awarded, status):
    record(three_levels[-1], secretary, awarded=awarded)

    assert [row.status for row in three_levels] == [status] * 3
    assert {row.outcome_number for row in three_levels} == {"2741/QĐ-BCT"}
    assert [row.proposal.status for row in three_levels] == [P.DECIDED] * 3
    assert sorted(event.nomination_id for event in told) == sorted(row.id for row in three_levels)


def test_an_outcome_is_recorded_once(three_levels, secretary):
    record(three_levels[-1], secretary)

    with pytest.raises(InvalidStep):
        record(three_levels[-1], secretary)


def test_a_revoked_award_is_revoked_all_the_way_down(three_levels, secretary):
    record(three_levels[-1], secretary)

    outcomes.revoke(
        three_levels[-1],
        number="12/QĐ-BCT",
        on=date(2021, 6, 1),
        reason="Gian dối",
        actor=secretary,
    )

    assert [row.status for row in three_levels] == [N.REVOKED] * 3


def test_a_failed_vote_above_ends_it_below(three_levels, long_an, secretary):
    top = three_levels[-1]
    top.status = N.ON_AGENDA
    db.session.commit()

    outcomes.record_vote(top, False, actor=secretary, detail={"agree": 1, "all": 9})

    assert [row.status for row in three_levels] == [N.NOT_AWARDED, N.NOT_AWARDED, N.NOT_PASSED]
    assert "không thông qua" in three_levels[0].outcome_reason


def test_the_unit_sees_which_office_holds_its_dossier(three_levels, long_an, actor):
    proposal = three_levels[0].proposal
    rows = nominations_of(proposal.id)

    stages = stages_of(proposal, rows, actor(long_an.officer, long_an.team3), everything=True)

    assert [(one.name, one.state) for one in stages] == [
        ("Đội Quản lý thị trường số 3", "done"),
        ("Cục Quản lý thị trường tỉnh Long An", "done"),
        ("Tổng cục Quản lý thị trường", "done"),
        ("Bộ Công Thương", "now"),
    ]
    assert holder_of(stages).name == "Bộ Công Thương"
    assert {line.who for stage in stages[1:] for line in stage.lines} == {""}


def test_the_number_of_a_decision_stands_at_the_office_that_made_it(
    three_levels, long_an, actor, secretary
):
    proposal = three_levels[0].proposal
    officer = actor(long_an.officer, long_an.team3)
    record(three_levels[-1], secretary)

    stages = stages_of(proposal, nominations_of(proposal.id), officer, everything=False)

    assert [(one.name, one.numbers) for one in stages] == [
        ("Đội Quản lý thị trường số 3", ()),
        ("Cục Quản lý thị trường tỉnh Long An", ()),
        ("Tổng cục Quản lý thị trường", ()),
        ("Bộ Công Thương", (three_levels[-1].outcome_number,)),
    ]
