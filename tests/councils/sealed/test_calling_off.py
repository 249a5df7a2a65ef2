"""A ballot called off before its count: nothing of it is read, the rest of the session stands."""

import pytest
from sqlalchemy import select

from tests.councils.sealed.conftest import Vault
from tests.councils.sealed.mixed import count_by_name, secret_last_row
from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Ballot, TallyLine
from workflow.councils.queries import agenda_of
from workflow.councils.services import opening, papers, sessions
from workflow.councils.services.agenda import take_off_agenda
from workflow.councils.services.ballots import cast_votes
from workflow.councils.services.calling_off import call_off, call_session_off
from workflow.councils.states import BallotStatus

WHY = "Mất mã kiểm phiếu <x> & {{ 7*7 }}."


def off(vault, actor=None, why=WHY):
    with unit_of_work():
        return call_off(vault.id, why, vault.keys, actor=actor or vault.meeting.secretary)


@pytest.fixture
def lost(make_meeting, keys, long_an):
    """One row counted by name; the box of the other is shut and its codes are lost."""
    meeting = make_meeting(nominees=2)
    secret_last_row(meeting, long_an)
    count_by_name(meeting)
    return Vault(meeting, keys).prepare().draw_all().open().fill().close()


def test_only_the_secretary_calls_a_ballot_off_and_says_why(lost, long_an, actor, client_as):
    for person, refused in (
        (actor(long_an.stranger, long_an.elsewhere), NotVisible),
        (member_actor(lost.meeting.members[2]), NotAllowed),
        (actor(long_an.head, long_an.department), NotAllowed),
    ):
        with pytest.raises(refused):
            off(lost, person)
    url = f"/councils/ballots/{lost.id}/call-off"
    assert client_as(long_an.stranger, long_an.elsewhere).post(url).status_code in (403, 404)
    with pytest.raises(BadInput, match="lý do hủy"):
        off(lost, why="  ")
    assert lost.meeting.ballot.status is BallotStatus.CLOSED


def test_a_box_nobody_can_open_is_left_behind_and_the_session_goes_on(lost):
    key, secretary = lost.meeting.session.public_id, lost.meeting.secretary
    with pytest.raises(InvalidStep, match="không hủy được"), unit_of_work():
        sessions.void_session(key, "Mất mã", actor=secretary)  # its first count stands

    off(lost)

    again = Vault(lost.meeting, lost.keys).prepare().draw_all().open().fill().close()
    again.count()
    with unit_of_work():
        sessions.adjourn(key, actor=secretary)
    with unit_of_work():
        *_counts, minutes = papers.draft_minutes(key, actor=secretary)
    assert [line.agree for line in db.session.scalars(select(TallyLine))] == [6, 3]
    said = "Mất mã kiểm phiếu <x> & {{ 7*7 }}."
    assert minutes.context["rounds"] == [
        "Cuộc bỏ phiếu kín mở lúc 14 giờ 00 phút đã hủy, không phiếu nào được đếm; lý do: " + said
    ]


def test_what_is_counted_or_not_open_yet_is_not_called_off(make_vault):
    draft = make_vault(opened=False)
    with pytest.raises(InvalidStep, match="đã mở và chưa kiểm"):
        off(draft)
    vault = draft.open().fill().close()
    vault.count()
    with pytest.raises(InvalidStep, match="đã mở và chưa kiểm"):
        off(vault)
    assert vault.meeting.ballot.status is BallotStatus.TALLIED


def test_the_key_of_a_ballot_without_tellers_goes_with_it(make_meeting, keys):
    vault = Vault(make_meeting(), keys).prepare((), 0).open().fill()
    assert len(list(keys.folder.iterdir())) == 1
    off(vault)
    assert (list(keys.folder.iterdir()), vault.meeting.ballot.void_reason) == ([], WHY)


def test_the_page_leads_there_and_says_what_became_of_it(lost, long_an, client_as):
    secretary = client_as(long_an.secretary, long_an.department)
    session = f"/councils/sessions/{lost.meeting.session.public_id}"
    url = f"/councils/ballots/{lost.id}/call-off"
    assert url in secretary.get(session).text
    assert secretary.get(url).status_code == 200
    empty = secretary.post(url, data={"reason": " "})
    assert (empty.status_code, "Hãy ghi lý do hủy cuộc bỏ phiếu." in empty.text) == (422, True)

    assert secretary.post(url, data={"reason": WHY}).location.endswith(session)

    page = secretary.get(session).text
    assert "đã hủy: Mất mã kiểm phiếu &lt;x&gt; &amp; {{ 7*7 }}. Không phiếu nào được đếm" in page
    assert url not in page
    assert secretary.get(url).status_code == 302
    assert db.session.scalars(select(Ballot.status).order_by(Ballot.id)).all() == [
        BallotStatus.TALLIED, BallotStatus.VOID,
    ]  # fmt: skip


@pytest.mark.parametrize("secret", [True, False])
def test_a_row_of_a_ballot_called_off_leaves_the_agenda_and_one_of_an_open_ballot_does_not(
    make_meeting, keys, secret
):
    meeting = make_meeting(own=True)  # the second member is nominated
    if secret:
        vault = Vault(meeting, keys).prepare((), 0).open().fill()
    else:
        with unit_of_work():
            meeting.ballot = opening.open_ballot(meeting.session.public_id, actor=meeting.secretary)
        with unit_of_work():
            cast_votes(
                meeting.ballot.public_id, meeting.answers(), actor=member_actor(meeting.members[0])
            )
        vault = Vault(meeting, keys)
    first = agenda_of(meeting.session.id)[0].id

    def take_off():
        with unit_of_work():
            take_off_agenda(meeting.session.public_id, first, actor=meeting.secretary)

    with pytest.raises(InvalidStep, match="đã đưa ra bỏ phiếu"):
        take_off()
    off(vault)
    take_off()
    assert [row.position for row in agenda_of(meeting.session.id)] == [1, 2]


def test_the_keys_go_with_the_whole_session_once_it_is_void(make_meeting, keys):
    vault = Vault(make_meeting(), keys).prepare((), 0).open()
    meeting, other = vault.meeting, "A" * 22
    keys.make(other)

    with pytest.raises(BadInput), unit_of_work():
        call_session_off(meeting.session.public_id, " ", keys, actor=meeting.secretary)
    assert len(list(keys.folder.iterdir())) == 2
    with unit_of_work():
        call_session_off(meeting.session.public_id, WHY, keys, actor=meeting.secretary)

    assert [one.stem for one in keys.folder.iterdir()] == [other]
    assert meeting.ballot.status is BallotStatus.VOID
