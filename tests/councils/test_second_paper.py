"""A member who sends another paper: told that the own one was cast, and when."""

import pytest
from sqlalchemy import select

from workflow.core.db import db
from workflow.councils.models import NamedVote
from workflow.councils.voting import progress_of


@pytest.fixture
def meeting(make_meeting):
    return make_meeting(ballot=True)


def address(meeting, page=""):
    return f"/councils/ballots/{meeting.ballot.public_id}{page}"


def paper_fields(meeting, choice="agree"):
    return {f"v{item.id}": choice for item in meeting.items}


def test_another_paper_is_told_when_the_own_one_was_cast_and_changes_nothing(meeting, client_as):
    client, member = client_as(meeting.members[0]), meeting.members[0]
    url, data = address(meeting, "/cast"), {"idempotency_key": "k1"}
    client.post(url, data=paper_fields(meeting) | data)
    told = "Đồng chí đã bỏ phiếu lúc 14:00, 28/12/2020."

    other_key = client.post(url, data=paper_fields(meeting, "disagree") | {"idempotency_key": "k2"})
    same_key = client.post(url, data=paper_fields(meeting, "disagree") | data)
    choosing = client.post(
        address(meeting), data=paper_fields(meeting, "other") | {"den": "review"}
    )
    again = client.post(url, data=paper_fields(meeting) | data)

    for answer in (other_key, same_key, choosing):
        assert (answer.status_code, told in answer.text) == (409, True)
        assert "không thay đổi gì" in answer.text
        assert address(meeting, "/receipt") in answer.text
    assert again.location == address(meeting, "/receipt")
    assert set(db.session.scalars(select(NamedVote.choice)).all()) == {"agree"}
    cast = [one for one in progress_of(meeting.ballot.id).electors if one.voted]
    assert [one.user_id for one in cast] == [member.id]


def test_a_cast_paper_bars_nobody_else(meeting, client_as):
    client_as(meeting.members[0]).post(address(meeting, "/cast"), data=paper_fields(meeting))
    first = client_as(meeting.members[1]).post(
        address(meeting, "/cast"), data=paper_fields(meeting)
    )
    assert first.status_code == 302
