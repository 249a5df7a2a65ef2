"""A member seated while the session sits: marked, and from then on one of it."""

import pytest
from sqlalchemy import select

from tests.factories.councils import MEETS_AT, member_actor, seen_on
from workflow.core import clock
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import Incomplete, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Seat
from workflow.councils.queries import attendance_of, get_visible
from workflow.councils.services import closing, counting, opening, sessions
from workflow.councils.services.sessions import Mark
from workflow.councils.states import Presence, SeatPost, SessionStatus
from workflow.councils.voting import electors_of

NAME = "Đỗ & <b>Mới</b>"


@pytest.fixture
def seat(make_user):
    """Give somebody a seat from the day of the session on."""

    def give(meeting, name=NAME, **fields):
        user = make_user(name=name)
        db.session.add(
            Seat(council=meeting.council, user=user, post=SeatPost.MEMBER, rank=20,
                 valid_from=clock.local(MEETS_AT).date(), **fields)
        )  # fmt: skip
        db.session.commit()
        return user

    return give


def home_of(meeting):
    return f"/councils/sessions/{meeting.session.public_id}"


def mark(meeting, user, presence=Presence.PRESENT, reason=""):
    with unit_of_work():
        sessions.record_attendance(
            meeting.session.public_id, {user.public_id: Mark(presence, reason)},
            actor=meeting.secretary,
        )  # fmt: skip


def open_vote(meeting):
    with unit_of_work():
        return opening.open_ballot(meeting.session.public_id, actor=meeting.secretary)


def test_the_vote_waits_until_a_new_member_is_marked(make_meeting, seat):
    meeting = make_meeting()
    user = seat(meeting)
    with pytest.raises(Incomplete, match="vào Hội đồng sau khi khai mạc, chưa điểm danh"):
        open_vote(meeting)
    with pytest.raises(NotVisible):
        get_visible(meeting.session.public_id, member_actor(user))

    mark(meeting, user)

    ballot = open_vote(meeting)
    assert [one.presence for one in electors_of(ballot.id) if one.user_id == user.id] == ["present"]
    assert get_visible(meeting.session.public_id, member_actor(user)) is meeting.session
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "session.take_in")).all()
    assert [row.detail for row in told] == [{"names": [NAME]}]


def test_a_member_seated_during_a_vote_is_none_of_it_and_one_of_the_next(
    make_meeting, seat, long_an
):
    meeting = make_meeting(nominees=1, absent=0)
    meeting.council.rounds, meeting.council.again_numerator = 2, 0
    db.session.commit()
    ballot = meeting.ballot = open_vote(meeting)
    user = seat(meeting)
    mark(meeting, user)
    assert user.id not in {one.user_id for one in electors_of(ballot.id)}
    for act in (closing.close_ballot, counting.count_ballot):
        with unit_of_work():
            act(ballot.public_id, actor=meeting.secretary)

    again = open_vote(meeting)

    assert (len(electors_of(ballot.id)), len(electors_of(again.id))) == (9, 10)


def test_one_who_is_not_marked_is_not_taken_in(make_meeting, seat):
    meeting = make_meeting()
    user = seat(meeting)
    mark(meeting, user, presence=None)
    assert user.id not in {row.user_id for row in attendance_of(meeting.session.id)}
    mark(meeting, user, Presence.ABSENT, "ốm")
    assert attendance_of(meeting.session.id)[-1].reason == "ốm"


def test_who_was_replaced_counts_neither_for_nor_against_the_quorum(make_meeting, seat):
    meeting = make_meeting(members=9, absent=3)  # six of nine: just enough
    away = db.session.scalars(
        select(Seat).where(Seat.user_id == meeting.members[0].id)
    ).one()  # who was there
    user = seat(meeting, valid_to=clock.local(MEETS_AT).date(), replaces_id=away.id)

    mark(meeting, user, Presence.ABSENT, "chưa đến")
    with pytest.raises(Incomplete, match="có mặt 5 trên tổng số 9"):
        open_vote(meeting)
    mark(meeting, user)

    assert len(electors_of(open_vote(meeting).id)) == 9


def test_the_pages_name_the_new_member_and_lead_to_the_mark(make_meeting, seat, client_as, long_an):
    meeting = make_meeting()
    desk, home = client_as(long_an.secretary, long_an.department), home_of(meeting)
    assert "chưa điểm danh" not in desk.get(home).text
    user = seat(meeting)

    page = desk.get(home).text
    assert "Đỗ &amp; &lt;b&gt;Mới&lt;/b&gt; vào Hội đồng sau khi khai mạc" in page
    assert f"{home}/open-ballot" not in page
    sheet = desk.get(f"{home}/attendance").text
    assert f'name="presence-{user.public_id}"' in sheet
    assert "vào Hội đồng sau khi triệu tập" in sheet
    sent = {f"presence-{one.public_id}": "present" for one in [*meeting.members, user]}
    assert desk.post(f"{home}/attendance", data=sent).status_code == 302
    page = desk.get(home)
    assert desk.post(f"{home}/open-ballot", data=seen_on(page)).status_code == 302


def test_before_the_opening_the_page_already_asks_for_the_new_member(
    make_meeting, seat, client_as, long_an
):
    meeting = make_meeting(SessionStatus.CONVENED)
    clock.move_to(MEETS_AT)
    user = seat(meeting)
    desk = client_as(long_an.secretary, long_an.department)
    sent = {f"presence-{one.public_id}": "present" for one in [*meeting.members, user]}

    assert f'name="presence-{user.public_id}"' in desk.get(f"{home_of(meeting)}/attendance").text
    assert desk.post(f"{home_of(meeting)}/attendance", data=sent).status_code == 302
    assert len(attendance_of(meeting.session.id)) == 10
