"""Killed at every named point: accepted is counted, and nothing is ever half done (P6, P32)."""

import pytest
from sqlalchemy import select

from tests.councils.sealed.crash_workers import AFTER, POINTS
from tests.councils.sealed.programs import run
from workflow.core import audit
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.councils.models import TallyLine
from workflow.councils.services.secret.counting import exported
from workflow.councils.services.secret.recounting import recount

MEMBERS, ITEMS = 5, 2
NOTHING = {"status": "draft", "key": False, "root": False, "voted": None, "papers": 0,
           "electors": 0, "marked": 0, "items": 0, "lines": 0, "shares": 0}  # fmt: skip
OPEN = NOTHING | {"status": "open", "key": True, "electors": MEMBERS, "items": ITEMS, "shares": 3}
ONE, TWO = OPEN | {"papers": 1, "marked": 1}, OPEN | {"papers": 2, "marked": 2}
THREE = OPEN | {"papers": 3, "marked": 3}
CLOSED = THREE | {"status": "closed", "root": True, "voted": 3}
TALLIED = CLOSED | {"status": "tallied", "lines": ITEMS}
WAY = [("open", NOTHING, OPEN), ("vote", OPEN, ONE), ("vote", ONE, TWO), ("vote", TWO, THREE),
       ("close", THREE, CLOSED), ("tally", CLOSED, TALLIED)]  # fmt: skip


@pytest.mark.prove
def test_a_process_killed_anywhere_leaves_the_act_done_or_not_done(
    make_vault, long_an, settings, tmp_path
):
    vault = make_vault(opened=False, members=MEMBERS, absent=0, nominees=ITEMS)
    members = ",".join(str(one.id) for one in vault.meeting.members)
    codes = ",".join((vault.codes[2], vault.codes[3]))
    arguments = (vault.id, long_an.secretary.id, long_an.department.id, members, codes,
                 vault.keys.folder)  # fmt: skip
    seen = run("crash_workers", arguments, settings, tmp_path)
    assert seen == [
        [act, point, True, done if point == AFTER else before]
        for act, before, done in WAY for point in POINTS[act]
    ]  # fmt: skip
    db.session.rollback()
    lines = db.session.scalars(select(TallyLine)).all()
    assert [(one.agree, one.silent) for one in lines] == [(3, MEMBERS - 3)] * ITEMS
    assert audit.faults("session", vault.meeting.session.id) == []
    box = {**exported(vault.meeting.ballot)}
    assert recount(box, codes.split(",")).differences == []


def test_an_act_that_died_after_its_commit_is_told_as_done_when_it_is_sent_again(
    make_vault, long_an, settings, tmp_path
):
    """Committed but never answered: the second try changes nothing and says so."""
    vault = make_vault()
    vault.cast(0)
    with pytest.raises(InvalidStep, match="không được ghi và không thay đổi gì"):
        vault.cast(0)
    vault.fill().close()
    with pytest.raises(InvalidStep):
        vault.close()
    vault.count()
    with pytest.raises(InvalidStep):
        vault.count()
