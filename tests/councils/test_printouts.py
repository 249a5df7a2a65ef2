"""The papers of a session have exactly the fields of their samples, and say what was counted."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.services import ballots, closing, counting, opening, papers, sessions
from workflow.councils.services.ballots import Answer
from workflow.councils.states import Choice, SessionStatus
from workflow.documents.engine.rendering import render
from workflow.documents.models import Paper

TEMPLATES = Path("document_templates/councils")


def shape(value):
    """What a template may rely on: the keys, however many rows there are."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def context_of(purpose):
    return db.session.scalars(select(Paper.context).where(Paper.purpose == purpose)).one()


def sample(purpose):
    return json.loads((TEMPLATES / f"{purpose}.sample.json").read_text(encoding="utf-8"))


@pytest.fixture
def written(make_meeting, long_an, make_recipient):
    from tests.factories.proposals import make_nomination
    from workflow.councils.models import AgendaItem
    from workflow.proposals.states import NominationStatus
    from workflow.recipients.models import RecipientKind

    meeting = make_meeting(nominees=1)
    team = make_recipient("A & B <x> {{ 7*7 }}", kind=RecipientKind.COLLECTIVE)
    row = make_nomination(meeting.proposal, team, long_an.certificate_collective, position=9,
                          status=NominationStatus.ON_AGENDA)  # fmt: skip
    db.session.add(AgendaItem(session_id=meeting.session.id, nomination_id=row.id, position=9))
    db.session.commit()
    key = meeting.session.public_id
    with unit_of_work():
        meeting.ballot = opening.open_ballot(key, actor=meeting.secretary)
    person, team_row = meeting.items
    for index, user in enumerate(meeting.members[:8]):
        answers = {
            person.id: Answer(Choice.AGREE if index < 7 else Choice.OTHER),
            team_row.id: Answer(Choice.AGREE if index < 4 else Choice.DISAGREE),
        }
        with unit_of_work():
            ballots.cast_votes(meeting.ballot.public_id, answers, actor=member_actor(user))
    for act in (closing.close_ballot, counting.count_ballot):
        with unit_of_work():
            act(meeting.ballot.public_id, actor=meeting.secretary)
    with unit_of_work():
        sessions.adjourn(key, actor=meeting.secretary)
    with unit_of_work():
        papers.draft_minutes(key, actor=meeting.secretary)
    return meeting


@pytest.mark.parametrize("purpose", ["minutes", "vote_count"])
def test_the_context_has_the_fields_of_the_sample(purpose, written):
    expected = shape(sample(purpose))
    found = shape(context_of(purpose))
    expected["rounds"] = []  # one round alone
    if purpose == "vote_count":
        expected["tellers"] = []  # by name there are no tellers: the secretary counts
        expected["notes"] = []  # nobody kept out of a row
    assert found == expected
    render((TEMPLATES / f"{purpose}.docx").read_bytes(), context_of(purpose))


def test_the_invitation_has_the_fields_of_the_sample(make_meeting):
    meeting = make_meeting(SessionStatus.PLANNED)

    with unit_of_work():
        sessions.convene(meeting.session.public_id, actor=meeting.secretary)

    context = context_of("invitation")
    assert shape(context) == shape(sample("invitation"))
    assert context["organisation"]["name_caps"] == "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG"
    assert context["time"] == "14 giờ 00 phút, ngày 28 tháng 12 năm 2020"
    render((TEMPLATES / "invitation.docx").read_bytes(), context)


def test_the_count_says_what_was_cast_over_all_members(written):
    context = context_of("vote_count")

    assert context["collectives"] == [
        {"ordinal": 1, "name": "A & B <x> {{ 7*7 }}", "award": "Giấy khen của Cục trưởng", "agree": 4,
         "disagree": 4, "other": 0, "total": 9, "percent": "44,4%", "outcome": "Không đạt"}
    ]  # fmt: skip
    assert context["individuals"][0]["percent"] == "77,8%"
    assert context["ballots"] == {
        "members": 9, "issued": 8, "returned": 8, "valid": 8, "invalid": 0, "written": 0,
    }  # fmt: skip
    assert [row["choice"] for row in context["named_votes"]][-2:] == [
        "Đồng ý 0, không đồng ý 1, ý kiến khác 1", "Không bỏ phiếu",
    ]  # fmt: skip
    assert context["threshold"] == "Đạt khi có trên 50% tổng số thành viên Hội đồng đồng ý"
