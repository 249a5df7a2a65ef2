"""A list made public before its vote: for how long, who speaks, and that no ballot opens earlier."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.councils import MEETS_AT
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.core.working_days import DayKind, SpecialDay
from workflow.councils.publishing.models import PublicComment
from workflow.councils.publishing.queries import rows_of, stages_of, tasks_for
from workflow.councils.publishing.services import answer, comment, publish
from workflow.councils.queries import agenda_of
from workflow.councils.services import closing, counting, papers, sessions
from workflow.councils.services.opening import open_ballot
from workflow.councils.services.secret.preparing import open_secret, prepare

AFTER = datetime(2021, 1, 6, 2, tzinfo=UTC)


@pytest.fixture
def meeting(make_meeting, long_an):
    """A sitting session on Monday 28/12/2020 whose award wants five working days in public."""
    long_an.certificate_person.prerequisite = "CONSULT:5wd"
    db.session.add(SpecialDay(day=date(2021, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch"))
    db.session.commit()
    return make_meeting(absent=0)


@pytest.fixture
def public(meeting):
    with unit_of_work():
        return publish(meeting.session.public_id, actor=meeting.secretary)


def opens(meeting):
    with unit_of_work():
        return open_ballot(meeting.session.public_id, actor=meeting.secretary)


def test_strangers_neither_publish_nor_read(meeting, public, long_an, actor):
    stranger, officer = (
        actor(long_an.stranger, long_an.elsewhere), actor(long_an.officer, long_an.team3),
    )  # fmt: skip
    row = rows_of(public.id)[0].id

    for nobody in (stranger, officer):
        with pytest.raises(NotVisible), unit_of_work():
            publish(meeting.session.public_id, actor=nobody)
    with pytest.raises(NotVisible), unit_of_work():
        comment(public.public_id, row, "Xem lại", actor=stranger)
    assert (tasks_for(stranger), len(tasks_for(officer))) == ([], 1)


def test_the_days_are_working_days_by_the_table(public):
    assert (public.published_on, public.last_day) == (date(2020, 12, 28), date(2021, 1, 5))


def test_a_ballot_opens_no_earlier_and_the_refusal_says_from_which_day(meeting, long_an):
    with pytest.raises(Incomplete, match="phải công khai lấy ý kiến 5 ngày làm việc"):
        opens(meeting)
    with unit_of_work():
        publish(meeting.session.public_id, actor=meeting.secretary)
    with pytest.raises(Incomplete, match="đến hết ngày 05/01/2021; .* từ ngày 06/01/2021"):
        opens(meeting)

    clock.move_to(AFTER - timedelta(days=1))
    db.session.commit()
    with pytest.raises(Incomplete):
        opens(meeting)
    clock.move_to(AFTER)
    db.session.commit()
    assert opens(meeting).opened_at.date() == AFTER.date()


def test_a_secret_ballot_waits_as_well(meeting, tmp_path):
    with unit_of_work():
        ballot = prepare(meeting.session.public_id, [], needed=0, actor=meeting.secretary)

    with pytest.raises(Incomplete, match="công khai lấy ý kiến"), unit_of_work():
        open_secret(ballot.public_id, None, actor=meeting.secretary)


def test_a_row_whose_award_asks_for_nothing_is_not_published(make_meeting):
    meeting = make_meeting()

    assert stages_of(meeting.council, agenda_of(meeting.session.id)) == []
    with pytest.raises(InvalidStep, match="Không còn đề nghị nào"), unit_of_work():
        publish(meeting.session.public_id, actor=meeting.secretary)
    assert opens(meeting).round == 1


def test_a_row_is_made_public_once(meeting, public):
    with pytest.raises(InvalidStep, match="Không còn đề nghị nào"), unit_of_work():
        publish(meeting.session.public_id, actor=meeting.secretary)


def test_comments_are_taken_while_the_list_is_public_and_answered_by_the_secretary(
    public, meeting, long_an, actor
):
    officer = actor(long_an.officer, long_an.team3)
    row = rows_of(public.id)[0].id
    with unit_of_work():
        said = comment(public.public_id, row, "Thành tích này của tổ", actor=officer)

    with pytest.raises(NotAllowed), unit_of_work():
        answer(public.public_id, said.public_id, "Đã xem", actor=officer)
    assert tasks_for(meeting.secretary)[0].title.startswith("Trả lời ý kiến")
    with unit_of_work():
        answer(public.public_id, said.public_id, "Đã xác minh", actor=meeting.secretary)
    kept = db.session.scalars(select(PublicComment)).one()
    assert (kept.author_name, kept.text, kept.answer) == (
        officer.name, "Thành tích này của tổ", "Đã xác minh",
    )  # fmt: skip
    clock.move_to(AFTER)
    db.session.commit()
    with pytest.raises(InvalidStep, match="Đã hết thời gian"), unit_of_work():
        comment(public.public_id, row, "Muộn", actor=officer)


def test_the_pages_show_a_reader_the_own_words_alone(
    public, meeting, long_an, client_as, make_user
):
    url = f"/councils/publications/{public.public_id}"
    row = rows_of(public.id)[0].id
    officer = client_as(long_an.officer, long_an.team3)
    other = client_as(make_user(long_an.team3, "officer"), long_an.team3)
    secretary = client_as(long_an.secretary, long_an.department)

    assert client_as(long_an.stranger, long_an.elsewhere).get(url).status_code == 404
    assert officer.post(url, data={"row": row, "text": " "}).status_code == 422
    assert officer.post(url, data={"row": 0, "text": "x"}).status_code == 422
    words = "A & B <x> {{ 7*7 }}"
    assert officer.post(url, data={"row": row, "text": words}).status_code == 302
    printed = "A &amp; B &lt;x&gt; {{ 7*7 }}"
    assert [printed in one.get(url).text for one in (officer, other, secretary)] == [
        True, False, True,
    ]  # fmt: skip
    said = db.session.scalars(select(PublicComment)).one().public_id
    assert other.post(f"{url}/comments/{said}/answer", data={"text": "x"}).status_code == 403
    assert secretary.post(f"{url}/comments/{said}/answer", data={"text": ""}).status_code == 422
    assert (
        secretary.post(f"{url}/comments/{said}/answer", data={"text": "Đã rõ"}).status_code == 302
    )
    assert "Đã rõ" in officer.get(url).text
    assert public.title in other.get("/councils/publications").text


def test_who_asked_is_told_of_the_answer_for_a_week(public, meeting, long_an, actor, make_user):
    officer = actor(long_an.officer, long_an.team3)
    other = actor(make_user(long_an.team3, "officer"), long_an.team3)
    with unit_of_work():
        said = comment(public.public_id, rows_of(public.id)[0].id, "Của tổ", actor=officer)
    clock.move_to(AFTER)
    db.session.commit()
    assert tasks_for(officer) == []
    with unit_of_work():
        answer(public.public_id, said.public_id, "Đã xác minh", actor=meeting.secretary)

    assert [task.title for task in tasks_for(officer)] == [
        "Ý kiến của bạn đã được trả lời: Phiên họp xét khen thưởng năm 2020"
    ]
    assert tasks_for(other) == []
    clock.move_to(AFTER + timedelta(days=8))
    db.session.commit()
    assert tasks_for(officer) == []


def test_the_minutes_say_how_long_it_was_public_and_what_came(public, meeting, long_an, actor):
    rows = list(rows_of(public.id))
    for row in rows[:2]:
        with unit_of_work():
            comment(public.public_id, row.id, "?", actor=actor(long_an.officer, long_an.team3))
    said = db.session.scalars(select(PublicComment)).first()
    with unit_of_work():
        answer(public.public_id, said.public_id, "Đã xác minh", actor=meeting.secretary)
    clock.move_to(AFTER)
    db.session.commit()
    ballot = opens(meeting)
    for act in (closing.close_ballot, counting.count_ballot):
        with unit_of_work():
            act(ballot.public_id, actor=meeting.secretary)
    with unit_of_work():
        sessions.adjourn(meeting.session.public_id, actor=meeting.secretary)
    with unit_of_work():
        _count, minutes = papers.draft_minutes(meeting.session.public_id, actor=meeting.secretary)

    assert [line for line in minutes.context["content"] if "công khai lấy ý kiến từ" in line] == [
        "Danh sách 03 đề nghị đã công khai lấy ý kiến từ ngày 28/12/2020 đến hết ngày 05/01/2021 "
        "(05 ngày làm việc); có 02 ý kiến, đã trả lời 01 ý kiến."
    ]


def test_the_session_page_leads_the_secretary_to_the_list(meeting, long_an, client_as):
    client = client_as(long_an.secretary, long_an.department)
    url = f"/councils/sessions/{meeting.session.public_id}"

    page = client.get(url).text
    assert "Chưa mở bỏ phiếu được." in page
    assert "Hãy công khai danh sách ở bên dưới." in page
    assert client.post(f"{url}/publish").status_code == 302
    assert clock.today() == MEETS_AT.date()
    page = client.get(url).text
    assert "3 đề nghị đang công khai lấy ý kiến; mở bỏ phiếu được từ ngày 06/01/2021." in page
    assert "Muốn bỏ phiếu ngay cho các đề nghị khác" not in page
    assert ("Công khai danh sách</" in page, "Mở bỏ phiếu được từ ngày 06/01/2021" in page) == (
        False, True,
    )  # fmt: skip
