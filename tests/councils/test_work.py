"""What councils ask of a person: few are ever called, and of the others that is all one asks."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from workflow.core.db import db
from workflow.councils import tasks
from workflow.councils.models import Elector
from workflow.councils.states import SessionStatus
from workflow.councils.work import tasks_for, was_called
from workflow.reports.queries import SOURCES, inbox


@contextmanager
def counted():
    asked = []
    listen = lambda *args: asked.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    asked[:] = [one for one in asked if one.startswith(("SELECT", "WITH"))]


def test_a_member_has_the_vote_and_somebody_never_called_is_asked_once(
    make_meeting, long_an, actor
):
    meeting = make_meeting(SessionStatus.SITTING, ballot=True)
    member = actor(meeting.members[0], long_an.department)
    officer = actor(long_an.officer, long_an.team3)

    assert [task.verb for task in tasks_for(member) if task.kind == "ballot"] == ["Bỏ phiếu"]
    assert tasks_for(member) == tasks.tasks_for(member)
    with counted() as asked:
        assert tasks_for(officer) == tasks.tasks_for(officer, called=False) == []
    assert len(asked) == 2  # was the officer called; which lists are open for comments


@pytest.mark.parametrize("kept", ["attendance", "elector"])
def test_one_call_of_any_kind_is_enough(make_meeting, long_an, actor, kept):
    meeting = make_meeting(SessionStatus.SITTING, ballot=True)
    member = actor(meeting.members[0], long_an.department)
    if kept == "attendance":
        db.session.query(Elector).delete()

    assert was_called(member)
    assert not was_called(actor(long_an.officer, long_an.team3))
    assert [one for one in SOURCES if "councils" in one.__module__] == [tasks_for]


@pytest.mark.parametrize(
    ("role", "number"), [("officer", 8), ("head", 6), ("clerk", 13), ("secretary", 19)]
)
def test_the_inbox_of_a_role_asks_so_many_questions(make_meeting, long_an, actor, role, number):
    make_meeting(SessionStatus.CONVENED)
    place = long_an.team3 if role == "officer" else long_an.department
    person = actor(getattr(long_an, role), place)
    with counted() as asked:
        inbox(person)
    assert len(asked) == number
