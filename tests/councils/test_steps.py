"""The whole life of a session and of a ballot against a hand-written copy."""

import pytest

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.councils.models import Ballot
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.councils.steps import ballot_lifecycle, session_lifecycle

SESSION = {
    ("planned", "convene"): "convened",
    ("planned", "request"): "convened",
    ("convened", "open"): "sitting",
    ("convened", "consult"): "sitting",
    ("sitting", "adjourn"): "adjourned",
    ("sitting", "conclude"): "adjourned",
    ("adjourned", "minute"): "minuted",
    ("planned", "void"): "void",
    ("convened", "void"): "void",
    ("sitting", "void"): "void",
    ("planned", "call_off"): "void",
    ("convened", "call_off"): "void",
    ("sitting", "call_off"): "void",
}
BALLOT = {
    ("draft", "open"): "open",
    ("open", "close"): "closed",
    ("closed", "tally"): "tallied",
    ("draft", "void"): "void",
    ("open", "void"): "void",
    ("closed", "void"): "void",
}


def try_step(lifecycle, row, trigger, actor, expected):
    before = row.status
    if expected:
        with lifecycle.step(row, trigger, actor=actor):
            pass
        assert row.status == expected
    else:
        with pytest.raises(InvalidStep), lifecycle.step(row, trigger, actor=actor):
            pytest.fail("the block ran although the step is not open")
        assert row.status == before


@pytest.mark.parametrize("trigger", sorted({step.trigger for step in session_lifecycle.steps}))
@pytest.mark.parametrize("status", SessionStatus)
def test_session_step_leads_where_expected_or_is_refused(status, trigger, make_meeting):
    meeting = make_meeting(status, members=1, nominees=1)

    try_step(session_lifecycle, meeting.session, trigger, meeting.secretary,
             SESSION.get((status, trigger)))  # fmt: skip


@pytest.mark.parametrize("trigger", sorted({step.trigger for step in ballot_lifecycle.steps}))
@pytest.mark.parametrize("status", BallotStatus)
def test_ballot_step_leads_where_expected_or_is_refused(status, trigger, make_meeting):
    meeting = make_meeting(members=1, nominees=1)
    ballot = Ballot(session=meeting.session, session_id=meeting.session.id, status=status)
    db.session.add(ballot)
    db.session.flush()
    actor = meeting.secretary.as_system() if trigger == "tally" else meeting.secretary

    try_step(ballot_lifecycle, ballot, trigger, actor, BALLOT.get((status, trigger)))


@pytest.mark.parametrize(("status", "trigger"), SESSION)
def test_only_the_secretary_of_the_organisation_takes_a_step(
    status, trigger, make_meeting, long_an, actor
):
    meeting = make_meeting(SessionStatus(status), members=1, nominees=1)
    others = [
        actor(long_an.stranger, long_an.elsewhere), actor(long_an.head, long_an.department),
        actor(long_an.clerk, long_an.department), Actor(meeting.members[0].id, "x", None, frozenset()),
    ]  # fmt: skip

    for other in others:
        assert trigger not in session_lifecycle.open_to(other, meeting.session)
        with (
            pytest.raises(NotAllowed),
            session_lifecycle.step(meeting.session, trigger, actor=other),
        ):
            pytest.fail("the block ran")
    assert meeting.session.status == status


def test_no_person_counts_by_hand(make_meeting):
    meeting = make_meeting(members=1, nominees=1)
    ballot = Ballot(session=meeting.session, session_id=meeting.session.id,
                    status=BallotStatus.CLOSED)  # fmt: skip
    db.session.add(ballot)
    db.session.flush()

    assert ballot_lifecycle.open_to(meeting.secretary, ballot) == ["void"]
