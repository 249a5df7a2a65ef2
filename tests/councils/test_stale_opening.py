"""A form that opens a vote says what it was drawn beside: an old one opens nothing."""

import pytest
from sqlalchemy import func, select

from tests.factories.councils import member_actor, seen_on
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Ballot
from workflow.councils.queries import agenda_of
from workflow.councils.services import agenda, closing, counting
from workflow.councils.services.ballots import Answer, cast_votes
from workflow.councils.services.secret.preparing import drop, prepare
from workflow.councils.states import BallotStatus, Choice, TieRule
from workflow.councils.voting import items_of


@pytest.fixture
def desk(client_as, long_an):
    return client_as(long_an.secretary, long_an.department)


def home_of(meeting):
    return f"/councils/sessions/{meeting.session.public_id}"


def ballots():
    return db.session.scalar(select(func.count()).select_from(Ballot))


def take_first_off(meeting):
    first = agenda_of(meeting.session.id)[0]
    with unit_of_work():
        agenda.take_off_agenda(meeting.session.public_id, first.id, actor=meeting.secretary)


def test_a_changed_agenda_is_looked_at_again_before_the_vote_opens(make_meeting, desk):
    meeting = make_meeting()
    home = home_of(meeting)
    old = seen_on(desk.get(home))
    take_first_off(meeting)

    stale = desk.post(
        f"{home}/open-ballot", data=old, headers={"Referer": f"http://localhost{home}"}
    )

    assert (stale.status_code, ballots()) == (409, 0)
    assert "đã thay đổi từ khi trang này mở" in stale.text
    assert f'href="{home}">Quay lại trang vừa gửi' in stale.text
    assert desk.post(f"{home}/open-ballot", data=seen_on(desk.get(home))).status_code == 302
    assert ballots() == 1


def test_an_old_form_opens_no_further_round(make_meeting, desk, long_an):
    long_an.certificate_person.vote_numerator = long_an.certificate_person.vote_denominator = None
    meeting = make_meeting(members=8, absent=0, nominees=1)
    meeting.council.tie_rule = TieRule.ROUND
    db.session.commit()
    home = home_of(meeting)
    old = seen_on(desk.get(home))
    assert desk.post(f"{home}/open-ballot", data=old).status_code == 302
    first = db.session.scalars(select(Ballot)).one()
    for user in meeting.members[:4]:
        with unit_of_work():
            answers = {item.id: Answer(Choice.AGREE) for item in items_of(first.id)}
            cast_votes(first.public_id, answers, actor=member_actor(user))
    for act in (closing.close_ballot, counting.count_ballot):
        with unit_of_work():
            act(first.public_id, actor=meeting.secretary)

    assert desk.post(f"{home}/open-ballot", data=old).status_code == 409
    assert desk.post(f"{home}/open-ballot").status_code == 409
    assert ballots() == 1
    assert desk.post(f"{home}/open-ballot", data=seen_on(desk.get(home))).status_code == 302
    assert ballots() == 2


def test_tellers_are_named_for_the_agenda_the_page_showed(make_meeting, desk):
    meeting = make_meeting()
    page = f"{home_of(meeting)}/secret"
    chosen = {"by": "tellers", "needed": "2",
              "tellers": [user.public_id for user in meeting.members[2:5]]}  # fmt: skip
    old = seen_on(desk.get(page))
    take_first_off(meeting)

    assert (desk.post(page, data=chosen | old).status_code, ballots()) == (409, 0)
    assert desk.post(page, data=chosen | seen_on(desk.get(page))).status_code == 302


def test_a_prepared_box_opens_for_the_agenda_the_page_showed(make_meeting, desk):
    meeting = make_meeting(members=5, absent=0)
    with unit_of_work():
        ballot = prepare(meeting.session.public_id, [], needed=0, actor=meeting.secretary)
    door = f"/councils/ballots/{ballot.public_id}/open-secret"
    old = seen_on(desk.get(home_of(meeting)))
    take_first_off(meeting)

    assert desk.post(door, data=old).status_code == 409
    assert db.session.scalars(select(Ballot.status)).one() is BallotStatus.DRAFT
    assert desk.post(door, data=seen_on(desk.get(home_of(meeting)))).status_code == 302
    assert db.session.scalars(select(Ballot.status)).one() is BallotStatus.OPEN


def test_a_page_from_before_a_dropped_preparation_opens_nothing(make_meeting, desk):
    meeting = make_meeting()
    home = home_of(meeting)
    old = seen_on(desk.get(home))
    with unit_of_work():
        ballot = prepare(meeting.session.public_id, [], needed=0, actor=meeting.secretary)
    with unit_of_work():
        drop(ballot.public_id, actor=meeting.secretary)

    assert desk.post(f"{home}/open-ballot", data=old).status_code == 409
    assert desk.post(f"{home}/open-ballot", data=seen_on(desk.get(home))).status_code == 302
