"""What the page of a session offers and says at each step."""

import re
from datetime import timedelta

from sqlalchemy import select

from tests.factories.councils import MEETS_AT, member_actor, seen_on
from tests.factories.documents import sign_and_issue
from workflow.core import clock
from workflow.core.db import db
from workflow.core.i18n import speaking
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.agenda import parts_of
from workflow.councils.models import Session
from workflow.councils.queries import agenda_of
from workflow.councils.services import sessions
from workflow.councils.states import SessionStatus
from workflow.documents.queries import paper_of


def test_the_opening_is_offered_on_the_day_and_a_refusal_leads_back_to_the_session(
    make_meeting, long_an, client_as
):
    meeting = make_meeting(SessionStatus.CONVENED)
    client = client_as(long_an.secretary, long_an.department)
    page = f"/councils/sessions/{meeting.session.public_id}"

    early = client.get(page).text
    refused = client.post(f"{page}/open")
    assert "Khai mạc được từ ngày 28/12/2020." in early
    assert "Khai mạc phiên họp" not in early
    assert (refused.status_code, refused.location) == (302, page)
    assert "Chưa đến ngày họp 28/12/2020." in client.get(page).text
    assert db.session.scalars(select(Session.status)).one() == "convened"

    clock.move_to(MEETS_AT)
    db.session.commit()
    due = client.get(page).text
    assert "Khai mạc phiên họp" in due
    assert "Khai mạc được từ ngày" not in due


def test_the_page_of_an_open_ballot_says_so_and_ticks_no_discussion_that_nobody_wrote(
    make_meeting, long_an, client_as
):
    client = client_as(long_an.secretary, long_an.department)
    meeting = make_meeting(ballot=True)
    url = f"/councils/sessions/{meeting.session.public_id}"
    discussion = re.compile(r'<li class="(\w+)">(?:<a [^>]*>)?<b>([^<]*Thảo luận)</b>([^<]*)')

    page = client.get(url).text
    assert discussion.findall(page) == [("wait", "3. Thảo luận", "Chưa ghi nội dung")]
    assert ("Đang bỏ phiếu</td>" in page, "Chưa mở</td>" in page) == (True, False)

    client.post(f"{url}/discussion", data={"text": "Nhất trí"})
    client.post(f"{url}/close-ballot", data={"ballot": meeting.ballot.public_id})
    page = client.get(url).text
    assert discussion.findall(page) == [("done", "Thảo luận", "Đã ghi nội dung")]
    assert ("Chờ kiểm phiếu</td>" in page, "Chưa mở</td>" in page) == (True, False)


def test_the_page_warns_before_the_hour_and_without_the_invitation_and_bars_nothing(
    make_meeting, long_an, client_as
):
    meeting = make_meeting(SessionStatus.PLANNED)
    key = meeting.session.public_id
    with unit_of_work():
        sessions.convene(key, actor=meeting.secretary)
    invitation = _invitation(meeting)
    clock.move_to(MEETS_AT - timedelta(hours=1))
    db.session.commit()
    client = client_as(long_an.secretary, long_an.department)
    page = f"/councils/sessions/{key}"
    assert "Giấy mời họp chưa phát hành" not in client.get(page).text  # nobody is marked yet
    sheet = {f"presence-{user.public_id}": "present" for user in meeting.members}
    client.post(f"{page}/attendance", data=sheet)

    early = client.get(page).text
    assert "Giấy mời họp chưa phát hành" in early
    assert f'href="/papers/{invitation.public_id}"' in early
    assert "Chưa đến giờ họp ghi trong lịch và giấy mời: 28/12/2020" in early
    assert client.post(f"{page}/open").status_code == 302
    sitting = client.get(page).text
    assert "Giấy mời họp chưa phát hành" in sitting
    assert "Chưa đến giờ họp" in sitting
    assert client.post(f"{page}/open-ballot", data=seen_on(client.get(page))).status_code == 302
    assert db.session.scalars(select(Session.status)).one() == "sitting"


def test_an_issued_invitation_and_the_hour_leave_no_warning(
    make_meeting, long_an, client_as, actor
):
    meeting = make_meeting(SessionStatus.PLANNED)
    with unit_of_work():
        sessions.convene(meeting.session.public_id, actor=meeting.secretary)
    sign_and_issue(
        _invitation(meeting).public_id, drafter=meeting.secretary,
        signers=[member_actor(meeting.members[0])],
        clerk=actor(long_an.clerk, long_an.department),
    )  # fmt: skip
    clock.move_to(MEETS_AT)
    db.session.commit()
    client = client_as(long_an.secretary, long_an.department)
    page = f"/councils/sessions/{meeting.session.public_id}"
    sheet = {f"presence-{user.public_id}": "present" for user in meeting.members}
    client.post(f"{page}/attendance", data=sheet)

    shown = client.get(page).text
    assert "Khai mạc phiên họp" in shown
    assert ("Giấy mời họp chưa phát hành" in shown, "Chưa đến giờ họp" in shown) == (False, False)


def _invitation(meeting):
    return paper_of(("session", meeting.session.id), "invitation")


def test_the_parts_of_an_agenda_read_as_plurals_in_english(make_meeting, app):
    meeting = make_meeting(SessionStatus.PLANNED)
    [part] = parts_of(agenda_of(meeting.session.id))
    assert part.title.endswith(", cá nhân")
    with app.test_request_context(), speaking("en"):
        [part] = parts_of(agenda_of(meeting.session.id))
        assert part.title.endswith(", individuals")
