"""What the inbox tells members and secretaries of sessions."""

from datetime import timedelta

from sqlalchemy import event

from tests.factories.councils import MEETS_AT, member_actor
from tests.factories.people import LONG_AGO
from tests.factories.proposals import make_nomination
from workflow.awards.models import Route
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Seat
from workflow.councils.services import agenda, opening, sessions
from workflow.councils.services.sessions import Mark
from workflow.councils.states import Presence, SeatPost, SessionStatus
from workflow.councils.tasks import tasks_for
from workflow.proposals.queries import nominations_of
from workflow.proposals.states import ProposalStatus


def run(act, *args, **kwargs):
    with unit_of_work():
        return act(*args, **kwargs)


def marks_of(meeting, absent):
    return {
        user.public_id: Mark(Presence.ABSENT, "đi công tác") if user is absent
        else Mark(Presence.PRESENT, "")
        for user in meeting.members
    }  # fmt: skip


def work_of(who):
    return [(task.endpoint, task.verb, task.due_at) for task in tasks_for(who)]


def test_members_read_the_dossiers_from_the_convening_until_the_ballot_opens(make_meeting):
    meeting = make_meeting(SessionStatus.PLANNED)
    key, member = meeting.session.public_id, member_actor(meeting.members[0])
    absent = member_actor(meeting.members[-1])
    reading = [("councils.packet", "Đọc hồ sơ", MEETS_AT)]
    assert work_of(member) == []

    run(sessions.convene, key, actor=meeting.secretary)
    assert work_of(member) == work_of(absent) == reading
    assert work_of(meeting.secretary) == [("councils.session", "Điểm danh", MEETS_AT)]

    clock.move_to(MEETS_AT)
    db.session.commit()
    marks = marks_of(meeting, meeting.members[-1])
    run(sessions.record_attendance, key, marks, actor=meeting.secretary)
    run(sessions.open_session, key, actor=meeting.secretary)
    assert work_of(member) == reading
    run(opening.open_ballot, key, actor=meeting.secretary)
    assert work_of(member) == [("councils.ballot", "Bỏ phiếu", MEETS_AT)]
    assert work_of(absent) == []


def test_a_secretary_who_sits_in_the_council_runs_the_session_and_is_not_told_to_read(
    make_meeting, long_an
):
    meeting = make_meeting(SessionStatus.PLANNED)
    db.session.add(Seat(council_id=meeting.council.id, user_id=long_an.secretary.id, rank=99,
                        post=SeatPost.MEMBER, valid_from=LONG_AGO))  # fmt: skip
    db.session.commit()

    run(sessions.convene, meeting.session.public_id, actor=meeting.secretary)

    assert work_of(meeting.secretary) == [("councils.session", "Điểm danh", MEETS_AT)]


def test_the_secretary_is_told_how_many_rows_wait_for_an_agenda(
    make_meeting, make_proposal, make_recipient, long_an, actor
):
    meeting = make_meeting(SessionStatus.PLANNED)
    waits = lambda who: [t.title for t in tasks_for(who) if t.verb == "Xếp vào phiên"]  # noqa: E731
    dossier = make_proposal(ProposalStatus.COUNCIL_REVIEW, nominees=2)
    make_proposal(ProposalStatus.SUBMITTED, nominees=1)
    long_an.minister_person.route = Route.DIRECT
    make_nomination(dossier, make_recipient("Trực tiếp"), long_an.minister_person, position=3)

    assert waits(meeting.secretary) == ["2 đề nghị chờ xếp vào phiên họp"]
    assert waits(actor(long_an.head, long_an.department)) == []
    assert waits(actor(long_an.stranger, long_an.elsewhere)) == []

    rows = [row.public_id for row in nominations_of(dossier.id)[:2]]
    run(agenda.place_on_agenda, meeting.session.public_id, rows, actor=meeting.secretary)
    assert waits(meeting.secretary) == []
    run(sessions.void_session, meeting.session.public_id, "hoãn", actor=meeting.secretary)
    assert waits(meeting.secretary) == ["5 đề nghị chờ xếp vào phiên họp"]


def test_a_session_past_its_day_is_told_in_words_and_is_no_missed_deadline(make_meeting):
    meeting = make_meeting(ballot=True)
    member = member_actor(meeting.members[0])
    told = lambda who: [(t.note, t.due_at) for t in tasks_for(who)]  # noqa: E731
    assert told(meeting.secretary) == told(member) == [("Hội trường Cục", MEETS_AT)]

    clock.move_to(MEETS_AT + timedelta(hours=10))  # past midnight in the office
    db.session.commit()
    late = [("Phiên họp đã qua ngày 28/12/2020, chưa kết thúc", None)]
    assert told(meeting.secretary) == told(member) == late

    meeting.session.status = SessionStatus.ADJOURNED
    db.session.commit()
    assert told(meeting.secretary) == [
        ("Phiên họp ngày 28/12/2020 đã bế mạc, chưa hoàn tất biên bản", None)
    ]


def test_the_work_of_one_costs_five_queries_however_much_there_is(make_meeting, make_proposal):
    seen: list[str] = []
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    for _more in range(2):
        meeting = make_meeting(SessionStatus.CONVENED)
        make_proposal(ProposalStatus.COUNCIL_REVIEW, nominees=3)
        seen.clear()
        event.listen(db.engine, "before_cursor_execute", listen)
        try:
            tasks_for(meeting.secretary)
        finally:
            event.remove(db.engine, "before_cursor_execute", listen)
        assert len([text for text in seen if text.startswith("SELECT")]) == 5
