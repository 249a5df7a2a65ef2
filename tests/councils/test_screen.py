"""What is thrown on the wall: counts and results, never who has voted, and nothing to press."""

import re

import pytest
from sqlalchemy import event

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.services import ballots, closing, counting, opening, ruling
from workflow.councils.services.ballots import Answer
from workflow.councils.services.ruling import Decided
from workflow.councils.states import Choice, SessionStatus, TieRule, Waits

CONTROLS = re.compile(r"<(?:a|button|input|select|form)\b(?![^>]*class=\"skip\")")


def url_of(meeting):
    return f"/councils/sessions/{meeting.session.public_id}/screen"


@pytest.fixture
def secretary(client_as, long_an):
    return client_as(long_an.secretary, long_an.department)


def vote(meeting, members, choice=Choice.AGREE):
    for user in members:
        answers = {item.id: Answer(choice) for item in meeting.items}
        with unit_of_work():
            ballots.cast_votes(meeting.ballot.public_id, answers, actor=member_actor(user))


def count(meeting):
    for act in (closing.close_ballot, counting.count_ballot):
        with unit_of_work():
            act(meeting.ballot.public_id, actor=meeting.secretary)


def test_strangers_see_no_wall_and_members_and_head_do(
    make_meeting, long_an, client_as, client, secretary
):
    meeting = make_meeting()
    url = url_of(meeting)

    assert client.get(url).status_code == 302
    assert client_as(long_an.stranger, long_an.elsewhere).get(url).status_code == 404
    assert client_as(long_an.officer, long_an.team3).get(url).status_code == 404
    seen = [secretary, client_as(meeting.members[3]), client_as(long_an.head, long_an.department)]
    assert [person.get(url).status_code for person in seen] == [200, 200, 200]


def test_while_the_vote_is_open_it_tells_how_many_and_nobodys_name(make_meeting, secretary):
    meeting = make_meeting(ballot=True, absent=1)
    vote(meeting, meeting.members[:3])

    answer = secretary.get(url_of(meeting))
    page = answer.text

    assert answer.headers["Refresh"] == f"5; url={url_of(meeting)}?page=1"
    assert "<b>3</b> trên 9 phiếu" in page
    assert "Còn 5 thành viên trong phòng và 1 phiếu của thành viên vắng mặt." in page
    assert "Tính trên tổng số 9 thành viên" in page
    assert [user.name for user in meeting.members if user.name in page] == []
    assert CONTROLS.findall(page) == []
    assert "Bùi Thị H1" not in page


def test_results_show_once_counted_and_turn_their_own_pages(make_meeting, secretary):
    meeting = make_meeting(nominees=10, ballot=True)
    vote(meeting, meeting.members[:4])
    closed = url_of(meeting)
    assert "Đạt" not in secretary.get(closed).text
    count(meeting)

    answers = [secretary.get(closed), secretary.get(f"{closed}?page=2")]
    refreshed = [one.headers["Refresh"] for one in answers]
    first, second = (one.text for one in answers)

    assert "Kết quả kiểm phiếu" in first
    assert first.count("Không đạt") == 8
    assert ("Bùi Thị H8" in first, "Bùi Thị H9" in first) == (True, False)
    assert ("Bùi Thị H8" in second, "Bùi Thị H10" in second) == (False, True)
    assert refreshed == [f"12; url={closed}?page=2", f"12; url={closed}?page=3"]
    assert "Bùi Thị H1<" in secretary.get(f"{closed}?page=3").text  # round again
    assert "5/9" in first
    assert [user.name for user in meeting.members if user.name in first] == []


def test_a_tie_stands_there_as_one_until_who_presides_has_spoken(make_meeting, secretary):
    meeting = make_meeting(nominees=1, members=8, absent=0)
    meeting.council.tie_rule = TieRule.CHAIR
    db.session.commit()
    with unit_of_work():
        meeting.ballot = opening.open_ballot(meeting.session.public_id, actor=meeting.secretary)
    vote(meeting, meeting.members[:4])
    count(meeting)
    page = secretary.get(url_of(meeting)).text
    assert ("Ngang phiếu, chờ quyết định" in page, "Không đạt" in page) == (True, False)

    row = ruling.open_lines(meeting.session, Waits.CHAIR)[0][0]
    with unit_of_work():
        ruling.rule_ties(
            meeting.session.public_id, {row.id: Decided(passed=True, reason="A & B <x> {{ 7*7 }}")},
            actor=member_actor(meeting.members[0]),
        )  # fmt: skip

    page = secretary.get(url_of(meeting)).text
    assert ("Đạt" in page, "theo quyết định của người chủ trì" in page) == (True, True)
    home = secretary.get(url_of(meeting).removesuffix("/screen")).text
    assert "người chủ trì Thành viên 01 quyết định: A &amp; B &lt;x&gt; {{ 7*7 }}" in home


def test_a_further_round_that_is_voted_on_takes_the_place_of_the_old_results(
    make_meeting, secretary
):
    meeting = make_meeting(nominees=1, absent=0)
    meeting.council.rounds, meeting.council.again_numerator = 2, 0
    db.session.commit()
    for _round in range(2):
        with unit_of_work():
            meeting.ballot = opening.open_ballot(meeting.session.public_id, actor=meeting.secretary)
        if _round == 0:
            count(meeting)
            assert "Vào vòng sau" in secretary.get(url_of(meeting)).text
    with unit_of_work():
        closing.close_ballot(meeting.ballot.public_id, actor=meeting.secretary)

    page = secretary.get(url_of(meeting)).text

    assert "Đã đóng bỏ phiếu, chờ kiểm phiếu" in page
    assert "Vào vòng sau" not in page


def test_before_the_vote_the_agenda_stands_there(make_meeting, secretary):
    meeting = make_meeting(SessionStatus.CONVENED)

    page = secretary.get(url_of(meeting)).text

    assert "Chuẩn bị khai mạc" in page
    assert "Giấy khen của Cục trưởng, cá nhân" in page
    session = url_of(meeting).removesuffix("/screen")
    assert url_of(meeting) not in secretary.get(session).text
    sitting = make_meeting()
    assert url_of(sitting) in secretary.get(url_of(sitting).removesuffix("/screen")).text


def test_the_wall_asks_the_same_number_of_questions_for_many_rows(make_meeting, secretary):
    def asked(meeting):
        seen = []
        watch = lambda *args: seen.append(args[2])  # noqa: E731
        secretary.get(url_of(meeting))
        event.listen(db.engine, "before_cursor_execute", watch)
        secretary.get(url_of(meeting))
        event.remove(db.engine, "before_cursor_execute", watch)
        return len(seen)

    assert asked(make_meeting(nominees=1)) == asked(make_meeting(nominees=12))
