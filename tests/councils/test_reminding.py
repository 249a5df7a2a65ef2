"""Members reminded of a ballot, and the paper the secretary looks at but never casts."""

import pytest
from sqlalchemy import select

from tests.factories.councils import member_actor
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import BallotItem, NamedVote
from workflow.councils.services.ballots import cast_votes
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.reminding import remind
from workflow.councils.states import SessionStatus
from workflow.councils.tasks import tasks_for


@pytest.fixture
def meeting(make_meeting):
    return make_meeting(ballot=True)


def reminds(meeting, actor=None):
    with unit_of_work():
        return remind(meeting.ballot.public_id, actor=actor or meeting.secretary)


def votes(meeting, at):
    with unit_of_work():
        cast_votes(
            meeting.ballot.public_id, meeting.answers(), actor=member_actor(meeting.members[at])
        )


def notes(user):
    return [one.note for one in tasks_for(member_actor(user)) if one.kind == "ballot"]


def test_only_the_secretary_reminds(meeting, long_an, actor):
    with pytest.raises(NotVisible):
        reminds(meeting, actor(long_an.stranger, long_an.elsewhere))
    with pytest.raises(NotAllowed):
        reminds(meeting, member_actor(meeting.members[0]))
    assert (meeting.ballot.reminded_at, reminds(meeting)) == (None, 8)


def test_who_has_not_voted_reads_it_in_the_inbox_and_the_record_names_nobody(meeting):
    votes(meeting, 0)

    assert reminds(meeting) == 7

    assert notes(meeting.members[0]) == []
    assert notes(meeting.members[1])[0].startswith("Thư ký nhắc lúc 14:00, 28/12/2020.")
    assert notes(meeting.members[8]) == []  # away: nothing to cast here
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "ballot.remind")).one()
    assert told.detail == {"members": 7}


def test_nobody_is_reminded_once_all_have_voted_or_it_is_closed(meeting):
    for at in range(8):
        votes(meeting, at)
    with pytest.raises(InvalidStep, match="Không còn ai phải nhắc"):
        reminds(meeting)
    with unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=meeting.secretary)
    with pytest.raises(InvalidStep, match="không còn mở"):
        reminds(meeting)


def test_the_page_offers_it_to_the_secretary_alone(meeting, long_an, client_as):
    page = f"/councils/sessions/{meeting.session.public_id}"
    url = f"/councils/ballots/{meeting.ballot.public_id}/remind"
    secretary = client_as(long_an.secretary, long_an.department)
    member = client_as(meeting.members[0])
    assert [url in client.get(page).text for client in (secretary, member)] == [True, False]
    assert "Nhắc 8 người" in secretary.get(page).text
    assert secretary.post(url).location == page
    assert (
        "Đã nhắc lúc 14:00"
        in secretary.get(f"{page}/progress", headers={"HX-Request": "true"}).text
    )


@pytest.mark.parametrize("status", [SessionStatus.PLANNED, SessionStatus.SITTING])
def test_the_secretary_sees_the_paper_before_it_is_opened_and_can_cast_nothing(
    make_meeting, long_an, client_as, status
):
    meeting = make_meeting(status)
    url = f"/councils/sessions/{meeting.session.public_id}/paper"
    for user, place, code in (
        (long_an.stranger, long_an.elsewhere, 404), (meeting.members[0], None, 403),
        (long_an.head, long_an.department, 403),
    ):  # fmt: skip
        assert client_as(user, place).get(url).status_code == code
    secretary = client_as(long_an.secretary, long_an.department)
    page = secretary.get(url).text
    assert url in secretary.get(url.removesuffix("/paper")).text
    rows, choices = page.count('<fieldset class="vote">'), page.count('" disabled>')
    assert (rows, choices, page.count('type="radio"')) == (3, 9, 9)
    assert ("Xem lại phiếu" in page, 'method="post"' in page) == (False, False)
    assert secretary.post(url).status_code == 405
    assert db.session.scalars(select(BallotItem)).all() == []


def test_the_paper_under_way_is_shown_as_it_was_opened(meeting, long_an, client_as):
    url = f"/councils/sessions/{meeting.session.public_id}/paper"
    secretary = client_as(long_an.secretary, long_an.department)
    assert "Biểu quyết ghi tên." in secretary.get(f"{url}?den=1.1").text
    with unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=meeting.secretary)
    shut = secretary.get(url)
    assert (shut.status_code, "để xem phiếu" in shut.text) == (409, True)
    assert db.session.scalars(select(NamedVote)).all() == []
