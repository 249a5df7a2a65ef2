"""A session is opened and ended only while somebody there may sign its minutes."""

import pytest

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.queries import agenda_of
from workflow.councils.services import sessions
from workflow.councils.services.sessions import Mark
from workflow.councils.states import Presence, SessionStatus
from workflow.proposals.states import NominationStatus


def run(act, *args, **kwargs):
    with unit_of_work():
        return act(*args, **kwargs)


@pytest.mark.parametrize("away", [(0, 1), (2,)])
def test_nobody_sits_or_ends_a_session_whose_minutes_nobody_there_may_sign(make_meeting, away):
    """Chair and vice-chair gone, or the secretary: the attendance can still be mended then."""
    meeting = make_meeting(SessionStatus.CONVENED)
    clock.move_to(meeting.session.starts_at)
    db.session.commit()
    key, there = meeting.session.public_id, Mark(Presence.PRESENT, "")
    gone = {meeting.members[at].public_id: Mark(Presence.ABSENT, "ốm") for at in away}

    run(sessions.record_attendance, key, gone, actor=meeting.secretary)
    with pytest.raises(Incomplete, match="người chủ trì .* và thư ký Hội đồng có mặt"):
        run(sessions.open_session, key, actor=meeting.secretary)
    run(sessions.record_attendance, key, dict.fromkeys(gone, there), actor=meeting.secretary)
    run(sessions.open_session, key, actor=meeting.secretary)

    for row in agenda_of(meeting.session.id):
        row.nomination.status = NominationStatus.PASSED
    db.session.commit()
    run(sessions.record_attendance, key, gone, actor=meeting.secretary)
    with pytest.raises(Incomplete, match="sửa điểm danh"):
        run(sessions.adjourn, key, actor=meeting.secretary)
    run(sessions.record_attendance, key, dict.fromkeys(gone, there), actor=meeting.secretary)
    assert run(sessions.adjourn, key, actor=meeting.secretary).status == "adjourned"
