"""The steps of a line beside a hand-written copy of the regulation."""

import pytest

from workflow.core.db import db
from workflow.core.errors import NotAllowed
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.queries import items_of
from workflow.decisions.steps import item_lifecycle

EXPECTED = {
    ("proposed", "award"): "awarded",
    ("proposed", "strike"): "struck",
    ("awarded", "revoke"): "revoked",
    ("awarded", "replace"): "replaced",
}
TRIGGERS = ("award", "replace", "revoke", "strike")


@pytest.fixture
def line(desk, make_nominations):
    return items_of(desk.draft(make_nominations("Trần Quốc Bảo")).id)[0]


def test_the_matrix_knows_every_step():
    assert {step.trigger for step in item_lifecycle.steps} == set(TRIGGERS)


def test_the_table_leads_where_expected_and_nowhere_else():
    table = {
        (source.value, step.trigger): step.dest.value
        for step in item_lifecycle.steps
        for source in step.source
    }
    assert table == EXPECTED


@pytest.mark.parametrize(("status", "trigger"), EXPECTED)
def test_a_step_leads_where_expected(desk, line, status, trigger):
    db.session.execute(DecisionItem.__table__.update().values(status=ItemStatus(status)))
    db.session.refresh(line)
    actor = desk.head if trigger == "strike" else desk.clerk.as_system()
    with item_lifecycle.step(line, trigger, actor=actor):
        pass
    assert line.status == EXPECTED[status, trigger]


def test_nobody_takes_the_systems_steps_by_hand_and_nobody_but_the_signer_strikes(desk, line):
    wrong = {"award": desk.head, "strike": desk.secretary}
    for trigger, actor in wrong.items():
        with pytest.raises(NotAllowed), item_lifecycle.step(line, trigger, actor=actor):
            pytest.fail("the block ran although the actor may not")
