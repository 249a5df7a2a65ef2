"""What the page of a session offers and says at each step."""

import re

from sqlalchemy import select

from tests.factories.councils import MEETS_AT
from workflow.core import clock
from workflow.core.db import db
from workflow.councils.models import Session
from workflow.councils.states import SessionStatus


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
    url = f"/councils/sessions/{make_meeting(ballot=True).session.public_id}"
    discussion = re.compile(r'<li class="(\w+)"><b>([^<]*Thảo luận)</b>([^<]*)')

    page = client.get(url).text
    assert discussion.findall(page) == [("wait", "3. Thảo luận", "Chưa ghi nội dung")]
    assert ("Đang bỏ phiếu</td>" in page, "Chưa mở</td>" in page) == (True, False)

    client.post(f"{url}/discussion", data={"text": "Nhất trí"})
    client.post(f"{url}/close-ballot")
    page = client.get(url).text
    assert discussion.findall(page) == [("done", "Thảo luận", "Đã ghi nội dung")]
    assert ("Chờ kiểm phiếu</td>" in page, "Chưa mở</td>" in page) == (True, False)
