"""The calendar file of a session: whole, escaped, folded, in the office's time."""

from workflow.core.db import db
from workflow.councils.calendar import escaped, folded
from workflow.councils.states import SessionStatus


def read(text):
    """Unfold a calendar file into its lines."""
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_marks_are_escaped_and_lines_folded_between_characters():
    assert escaped("a;b,c\\d\r\ne\nf") == "a\\;b\\,c\\\\d\\ne\\nf"
    long = "SUMMARY:" + "ễ" * 60
    assert [len(line.encode()) <= 75 for line in folded(long).split("\r\n")] == [True] * 3
    assert folded(long).replace("\r\n ", "") == long


def test_a_member_takes_the_session_home_and_a_stranger_does_not(make_meeting, long_an, client_as):
    meeting = make_meeting(SessionStatus.CONVENED)
    meeting.session.title = "A & B <x> {{ 7*7 }}; phiên, một"
    db.session.commit()
    url = f"/councils/sessions/{meeting.session.public_id}"

    assert client_as(long_an.stranger, long_an.elsewhere).get(f"{url}/calendar").status_code == 404
    member = client_as(meeting.members[0])
    assert f"{url}/calendar" in member.get(url).text
    answer = member.get(f"{url}/calendar")
    lines = read(answer.text)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20201228T140000" in lines
    assert "SUMMARY:A & B <x> {{ 7*7 }}\\; phiên\\, một" in lines
    assert "LOCATION:Hội trường Cục" in lines
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert (lines.count("BEGIN:VEVENT"), lines.count("TZID:Asia/Ho_Chi_Minh")) == (1, 1)


def test_a_void_session_is_cancelled_in_the_diary(make_meeting, client_as):
    meeting = make_meeting(SessionStatus.VOID)
    url = f"/councils/sessions/{meeting.session.public_id}/calendar"

    lines = read(client_as(meeting.members[0]).get(url).text)

    assert ("METHOD:CANCEL" in lines, "STATUS:CANCELLED" in lines) == (True, True)
