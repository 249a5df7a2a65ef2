"""An officer is told of a round that takes dossiers, until their unit has one in it."""

from datetime import UTC, datetime

import pytest

from workflow.core import clock
from workflow.core.db import db
from workflow.core.tasks import Task
from workflow.proposals.rounds import tasks_for
from workflow.proposals.states import ProposalStatus


@pytest.fixture
def told(long_an, actor):
    def ask(name="officer", place="team3"):
        return tasks_for(actor(getattr(long_an, name), getattr(long_an, place)))

    return ask


def test_the_officer_of_a_unit_without_a_dossier_is_asked_for_one(told, long_an):
    assert told() == [
        Task(
            "Khen thưởng tổng kết năm 2020", "proposals.open", {"round": long_an.round.public_id},
            "round", "open", verb="Lập hồ sơ", due_at=long_an.round.due_at,
            note="Cục QLTT Long An đang nhận hồ sơ. Đơn vị chưa có hồ sơ nào trong đợt này.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "place"),
    [("stranger", "elsewhere"), ("unit_head", "team3"), ("secretary", "department")],
)
def test_nobody_else_is_asked(told, name, place):
    assert told(name, place) == []


@pytest.mark.parametrize("status", list(ProposalStatus))
def test_a_dossier_of_the_unit_answers_unless_it_was_withdrawn(told, make_proposal, status):
    make_proposal(status)

    assert len(told()) == (status is ProposalStatus.WITHDRAWN)


def test_a_dossier_of_the_team_next_door_does_not_answer(told, make_proposal, long_an):
    make_proposal(proposing=long_an.team1)

    assert len(told()) == 1


@pytest.mark.parametrize(
    ("day", "asked"),
    [(datetime(2020, 12, 13, 1, tzinfo=UTC), 0), (datetime(2020, 12, 22, 9, tzinfo=UTC), 1),
     (datetime(2020, 12, 22, 11, tzinfo=UTC), 0)],
)  # fmt: skip
def test_only_while_the_round_takes_dossiers(told, day, asked):
    clock.move_to(day)
    db.session.commit()

    assert len(told()) == asked


def test_the_page_it_leads_to_has_chosen_the_round(told, long_an, client_as):
    page = client_as(long_an.officer, long_an.team3).get(
        "/proposals/open", query_string=told()[0].values
    )

    assert f'<option selected value="{long_an.round.public_id}">' in page.get_data(as_text=True)
