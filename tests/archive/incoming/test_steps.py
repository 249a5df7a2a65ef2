"""The table of an arrival's steps against a copy written by hand, for every actor and status."""

from tests.step_matrix import expected_outcomes, outcomes_of
from workflow.archive.incoming.steps import arrival_lifecycle
from workflow.core.db import db

DESK = {"clerk", "secretary", "head"}
EXPECTED = {
    "instruct": ({"received": "received"}, {"secretary", "head"}),
    "assign": ({"received": "assigned"}, DESK),
    "reassign": ({"assigned": "assigned", "in_hand": "assigned"}, DESK),
    "take": ({"assigned": "in_hand"}, {"handler"}),
    "opine": ({"in_hand": "in_hand"}, {"handler", "unit head"}),
    "hand_back": ({"assigned": "received", "in_hand": "received"}, {"handler"}),
    "answer": ({"in_hand": "answered"}, {"handler"}),
    "close": ({"in_hand": "noted"}, {"handler"}),
    "note": ({"received": "noted"}, DESK),
    "send_back": ({"received": "sent_back"}, {"clerk"}),
    "reopen": ({"answered": "received", "noted": "received"}, DESK),
}  # fmt: skip


def test_every_step_of_the_table_is_expected():
    assert {step.trigger for step in arrival_lifecycle.steps} == set(EXPECTED)


def test_only_the_right_people_take_a_step_and_only_from_its_status(
    long_an, office, actor, make_user
):
    row = office.assign(office.receive())
    actors = {
        "stranger": office.stranger, "team": office.team, "handler": office.officer,
        "handler elsewhere": actor(office.officer_user, long_an.team3),
        "another officer": actor(make_user(long_an.department, "officer"), long_an.department),
        "unit head": actor(make_user(long_an.department, "unit_head"), long_an.department),
        "archivist": actor(long_an.archivist, long_an.department),
        "clerk": office.clerk, "secretary": office.secretary, "head": office.head,
    }  # fmt: skip

    for trigger, (moves, allowed) in EXPECTED.items():
        found = outcomes_of(arrival_lifecycle, row, trigger, actors)
        assert found == expected_outcomes(arrival_lifecycle, moves, allowed, actors)
    db.session.rollback()
