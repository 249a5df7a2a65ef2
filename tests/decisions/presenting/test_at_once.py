"""Two people at one ceremony at the same moment: one comes first, the other is told."""

import pytest

from tests.decisions.amending.test_at_once import at_once
from tests.decisions.presenting.conftest import PEOPLE
from workflow.awards.services import Revocation
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending.effects import take_lines_back
from workflow.decisions.amending.models import Recovery
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.presenting.services import handing, planning
from workflow.decisions.presenting.services.handing import Receipt
from workflow.decisions.presenting.states import CeremonyStatus as C
from workflow.decisions.presenting.states import HandoverStatus as H


def _act(stage, name, act, seen, receiver=""):
    line = stage.line(name).public_id
    return lambda: handing.settle(
        stage.key, line, act, Receipt(receiver), seen=seen, actor=stage.desk.clerk
    )


@pytest.mark.parametrize("act", ["hand", "undo"])
def test_a_ceremony_closes_before_a_tick_or_after_it(app, stage, desk, act):
    stage.hold()
    for turn in stage.program.turns:
        with unit_of_work():
            handing.hand_turn(stage.key, turn.row.public_id, actor=desk.clerk)
    if act == "hand":
        stage.tick(PEOPLE[0], "undo", seen="handed:unknown")
    tick = _act(stage, PEOPLE[0], act, "waiting" if act == "hand" else "handed")

    ends = at_once(app, lambda: planning.close(stage.key, actor=desk.secretary), tick)

    status, line = stage.ceremony.status, stage.line(PEOPLE[0]).status
    if act == "hand":  # closed only with everybody's outcome
        assert (ends, status) in ((["done", "done"], C.CLOSED), (["Incomplete", "done"], C.HELD))
        assert line is H.HANDED
    else:
        assert (ends, status, line) in (
            (["done", "InvalidStep"], C.CLOSED, H.HANDED),
            (["Incomplete", "done"], C.HELD, H.WAITING),
        )


def test_what_is_fetched_while_its_award_is_taken_back_is_asked_back_or_stays_here(
    app, stage, desk
):
    stage.hold()
    stage.tick(PEOPLE[0], "miss")
    item_id = stage.line(PEOPLE[0]).item_id
    fetch = _act(stage, PEOPLE[0], "collect", "uncollected", PEOPLE[0])

    def take_back():
        item = db.session.get_one(DecisionItem, item_id)
        taken = Revocation("9/QĐ", clock.today(), "Gian dối")
        take_lines_back([item], taken, actor=desk.secretary)

    ends = at_once(app, take_back, fetch)

    line, asked = stage.line(PEOPLE[0]), db.session.query(Recovery).count()
    assert line.item.status is ItemStatus.REVOKED
    assert (ends, line.status, asked) in (
        (["done", "done"], H.COLLECTED, 2), (["done", "InvalidStep"], H.UNCOLLECTED, 0),
    )  # fmt: skip
