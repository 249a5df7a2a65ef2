"""The table of a transmittal's steps against a copy written by hand, for every actor and status."""

import pytest

from tests.step_matrix import expected_outcomes, outcomes_of
from workflow.core.db import db
from workflow.exchange.steps import transmittal_lifecycle

# trigger: {from: to}, and who may. The sender is Long An, the receiver the general department.
EXPECTED = {
    "send": ({"draft": "sent"}, {"secretary"}),
    "receive": ({"sent": "received"}, {"superior"}),
    "ask_more": ({"received": "more_requested"}, {"superior"}),
    "answer": ({"more_requested": "answered"}, {"secretary", "clerk"}),
    "resume": ({"answered": "received"}, {"superior"}),
    "decide": (
        {"sent": "decided", "received": "decided", "more_requested": "decided",
         "answered": "decided"},
        {"system"},
    ),
}  # fmt: skip


@pytest.fixture
def actors(long_an, actor, cuc, tong_cuc):
    return {
        "stranger": actor(long_an.stranger, long_an.elsewhere),
        "unit": actor(long_an.officer, long_an.team3),
        "archivist": actor(long_an.archivist, long_an.department),
        "head": cuc.head,
        "clerk": cuc.clerk,
        "secretary": cuc.secretary,
        "superior": tong_cuc.secretary,
        "superior's clerk": tong_cuc.clerk,
        "system": cuc.secretary.as_system(),
    }


def test_every_step_of_the_table_is_expected():
    assert {step.trigger for step in transmittal_lifecycle.steps} == set(EXPECTED)


@pytest.mark.parametrize("trigger", EXPECTED)
def test_only_the_right_people_take_a_step_and_only_from_its_status(
    trigger, cuc, for_minister, actors
):
    row = cuc.draft(for_minister("Đỗ Văn G", evidence=False))
    moves, allowed = EXPECTED[trigger]
    if "secretary" in allowed:
        allowed = allowed | {"system"}  # acts with the person's roles and organisation
    if "superior" in allowed:
        allowed = {"superior"}

    found = outcomes_of(transmittal_lifecycle, row, trigger, actors)

    assert found == expected_outcomes(transmittal_lifecycle, moves, allowed, actors)
    db.session.rollback()
