"""The notice of the results: drafted from the count, with the reason of each refusal."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.services.ballots import cast_votes
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.counting import count_ballot
from workflow.councils.services.papers import draft_notice
from workflow.councils.services.sessions import adjourn
from workflow.councils.states import Choice
from workflow.documents.models import Drawing
from workflow.documents.states import PaperKind
from workflow.proposals.models import Nomination

SAMPLE = Path(__file__).parents[2] / "document_templates/councils/result_notice.sample.json"


@pytest.fixture
def ended(make_meeting):
    """Everybody agreed but on the second row, where four of nine did."""
    meeting = make_meeting(ballot=True, absent=0)
    second = meeting.items[1].id
    for at, user in enumerate(meeting.members):
        answers = meeting.answers()
        if at >= 4:
            answers[second] = meeting.answers(Choice.DISAGREE)[second]
        with unit_of_work():
            cast_votes(meeting.ballot.public_id, answers, actor=member_actor(user))
    for act in (close_ballot, count_ballot):
        with unit_of_work():
            act(meeting.ballot.public_id, actor=meeting.secretary)
    with unit_of_work():
        adjourn(meeting.session.public_id, actor=meeting.secretary)
    return meeting


def test_strangers_and_members_draft_no_notice(ended, long_an, actor):
    with pytest.raises(NotVisible), unit_of_work():
        draft_notice(ended.session.public_id, actor=actor(long_an.stranger, long_an.elsewhere))
    with pytest.raises(NotAllowed), unit_of_work():
        draft_notice(ended.session.public_id, actor=member_actor(ended.members[0]))


def test_there_is_no_notice_before_the_session_ends(make_meeting):
    meeting = make_meeting(ballot=True)

    with pytest.raises(InvalidStep, match="sau khi bế mạc"), unit_of_work():
        draft_notice(meeting.session.public_id, actor=meeting.secretary)


def test_the_notice_says_what_passed_and_why_the_rest_did_not(ended):
    with unit_of_work():
        paper = draft_notice(ended.session.public_id, actor=ended.secretary)

    told = db.session.scalars(select(Drawing).where(Drawing.template == "councils/result_notice"))
    context = told.one().context
    assert (paper.kind, paper.purpose) == (PaperKind.NOTICE, "result_notice")
    assert sorted(context) == sorted(json.loads(SAMPLE.read_text("utf-8")))
    assert [row["name"] for row in context["passed"]] == ["Bùi Thị H1", "Bùi Thị H3"]
    assert [(row["name"], row["reason"]) for row in context["failed"]] == [
        ("Bùi Thị H2",
         "Được 4 phiếu đồng ý trên tổng số 9 thành viên; cần ít nhất 5 phiếu (trên 50%)"),
    ]  # fmt: skip


def test_the_units_row_keeps_the_reason(ended):
    kept = db.session.scalars(select(Nomination.outcome_reason).order_by(Nomination.position)).all()

    assert kept == [
        "", "Được 4 phiếu đồng ý trên tổng số 9 thành viên; cần ít nhất 5 phiếu (trên 50%)", "",
    ]  # fmt: skip


def test_the_session_page_offers_the_notice_and_then_shows_it(ended, long_an, client_as):
    client = client_as(long_an.secretary, long_an.department)
    url = f"/councils/sessions/{ended.session.public_id}"

    assert "Soạn thông báo kết quả" in client.get(url).text
    assert client.post(f"{url}/notice").status_code == 302
    page = client.get(url).text
    assert ("Soạn lại thông báo kết quả" in page, ">Thông báo kết quả</a>" in page) == (True, True)
