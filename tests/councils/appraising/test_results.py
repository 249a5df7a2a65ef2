"""What differs, what a result does to the agenda, and what the minutes say of it."""

import pytest
from sqlalchemy import select

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.appraising.choices import Outcome, Recommendation
from workflow.councils.appraising.models import AppraisalResult, AppraisalSheet
from workflow.councils.appraising.tasks import tasks_for
from workflow.councils.appraising.wording import lines_for_minutes
from workflow.councils.queries import agenda_of, ballots_of
from workflow.councils.services import ballots, closing, counting, sessions
from workflow.councils.services.agenda import place_on_agenda, take_off_agenda
from workflow.councils.services.opening import open_ballot
from workflow.councils.services.papers import draft_minutes
from workflow.councils.states import SessionStatus
from workflow.documents.models import Paper
from workflow.proposals.states import NominationStatus

CHAIR, VICE, OTHER = 0, 1, 4


def test_rows_differ_by_recommendation_or_by_points_beyond_the_limit(appraising):
    one = appraising(spread=20)  # of thirty points: six are within, seven beyond
    one.assign(OTHER, VICE)
    for at, points in ((OTHER, (20, 10)), (VICE, (17, 7))):
        one.hands_in(at, *points, name="Bùi Thị H1")
    for at, points in ((OTHER, (20, 10)), (VICE, (16, 7))):
        one.hands_in(at, *points, name="Bùi Thị H2")
    one.hands_in(OTHER, 9, 9, name="Bùi Thị H3")
    one.hands_in(VICE, 9, 9, name="Bùi Thị H3", recommendation=Recommendation.DISCUSS)

    assert [row.nomination.recipient.name for row in one.read(one.secretary).differing] == [
        "Bùi Thị H2", "Bùi Thị H3",
    ]  # fmt: skip


def test_a_result_is_recorded_for_what_was_read_and_a_row_taken_off_leaves_the_agenda(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    for name in ("Bùi Thị H1", "Bùi Thị H2"):
        one.hands_in(OTHER, name=name)
    with pytest.raises(InvalidStep, match="Chưa có phiếu thẩm định nào về Bùi Thị H3"):
        one.records(one.secretary, Bùi_Thị_H1=1, Bùi_Thị_H3=0)
    with pytest.raises(BadInput, match="hãy ghi lý do"):
        one.records(one.secretary, Outcome.TAKE_OFF, Bùi_Thị_H2=1)
    one.hands_in(VICE, name="Bùi Thị H2", recommendation=Recommendation.AGAINST)
    with pytest.raises(InvalidStep, match="Vừa có thêm phiếu thẩm định về Bùi Thị H2"):
        one.records(one.secretary, Outcome.TAKE_OFF, "Chưa rõ", Bùi_Thị_H2=1)
    assert db.session.scalars(select(AppraisalResult)).all() == []

    assert one.records(one.secretary, Bùi_Thị_H1=1) == 1
    assert one.records(one.secretary, Outcome.TAKE_OFF, "Chưa rõ.", Bùi_Thị_H2=2) == 1

    agenda = agenda_of(one.session.id)
    assert [(row.position, row.nomination.recipient.name) for row in agenda] == [
        (1, "Bùi Thị H1"), (2, "Bùi Thị H3"),
    ]  # fmt: skip
    off = one.row(one.secretary, "Bùi Thị H2")
    assert (off.item, off.nomination.status) == (None, NominationStatus.PROPOSED)
    assert lines_for_minutes(one.session) == [
        "Trước phiên họp, 02 thành viên Hội đồng đã thẩm định 02 đề nghị: 02 phiếu đề nghị khen, "
        "01 phiếu không đề nghị khen.",
        "Kết quả thẩm định: 01 đề nghị đưa ra biểu quyết.",
        "Bùi Thị H2, Giấy khen của Cục trưởng: đưa ra khỏi chương trình họp (Chưa rõ).",
    ]
    with pytest.raises(InvalidStep, match="đã khép lại"):
        one.hands_in(VICE, name="Bùi Thị H1")
    assert one.read(one.actor(VICE)).next.nomination.recipient.name == "Bùi Thị H3"


def test_a_row_placed_again_is_open_again_and_its_sheets_are_kept(appraising):
    one = appraising(nominees=2)
    one.assign(OTHER, VICE)
    one.hands_in(OTHER)
    one.records(one.secretary, Outcome.TAKE_OFF, "Chờ bổ sung", Bùi_Thị_H1=1)
    nomination = one.row(one.secretary).nomination
    with unit_of_work():
        place_on_agenda(one.id, [nomination.public_id], actor=one.secretary)

    again = one.row(one.secretary)
    assert (again.result, again.is_open, one.said(one.secretary)) == (None, True, [(OTHER, 27)])
    assert one.records(one.secretary, Outcome.DISCUSS, "Hỏi đơn vị", Bùi_Thị_H1=1) == 1
    assert lines_for_minutes(one.session)[1:] == [
        "Bùi Thị H1, Giấy khen của Cục trưởng: trao đổi tại phiên họp rồi biểu quyết (Hỏi đơn vị)."
    ]


def test_the_chair_records_as_well_and_takes_a_row_off(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    one.hands_in(OTHER)

    assert one.records(one.actor(CHAIR), Outcome.TAKE_OFF, "Trùng", Bùi_Thị_H1=1) == 1
    assert len(agenda_of(one.session.id)) == 2


def test_an_item_that_was_appraised_still_leaves_by_the_agenda(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    one.hands_in(OTHER)
    with unit_of_work():
        take_off_agenda(one.id, agenda_of(one.session.id)[0].id, actor=one.secretary)

    assert len(one.read(one.secretary).rows) == 2
    assert len(db.session.scalars(select(AppraisalSheet)).all()) == 6


def test_nothing_is_appraised_once_the_row_is_put_to_the_vote(appraising):
    one = appraising(status=SessionStatus.SITTING, absent=0)
    one.assign(OTHER, VICE)
    one.hands_in(OTHER)
    with unit_of_work():
        open_ballot(one.id, actor=one.secretary)

    with pytest.raises(InvalidStep, match="đã đưa ra bỏ phiếu"):
        one.hands_in(VICE)
    with pytest.raises(InvalidStep, match="đã đưa ra bỏ phiếu"):
        one.records(one.secretary, Bùi_Thị_H1=1)
    assert tasks_for(one.actor(VICE)) == []


def test_the_tasks_lead_from_assigning_over_writing_to_reading(appraising):
    one = appraising(nominees=1)
    title = one.session.title

    def asked(actor):
        return [task.title for task in tasks_for(actor)]

    assert asked(one.secretary) == [f"Giao thẩm định: {title}"]
    one.assign(OTHER, VICE)
    assert (asked(one.secretary), asked(one.actor(OTHER))) == (
        [], [f"Thẩm định 1 đề nghị: {title}"],
    )  # fmt: skip
    one.hands_in(OTHER)
    assert (asked(one.secretary), asked(one.actor(OTHER))) == ([], [])
    one.hands_in(VICE)
    assert asked(one.secretary) == [f"Đọc kết quả thẩm định: {title}"]
    one.records(one.secretary, Bùi_Thị_H1=2)
    assert asked(one.secretary) == []


def test_a_session_that_was_never_appraised_says_nothing_in_its_minutes(make_meeting):
    assert lines_for_minutes(make_meeting().session) == []


def test_the_minutes_print_what_the_appraisal_came_to_before_the_vote(appraising):
    one = appraising(status=SessionStatus.SITTING, absent=0, nominees=2)
    one.assign(OTHER, VICE)
    one.hands_in(OTHER)
    one.records(one.secretary, Outcome.TAKE_OFF, "Trùng hồ sơ", Bùi_Thị_H1=1)
    with unit_of_work():
        one.meeting.ballot = open_ballot(one.id, actor=one.secretary)
    for user in one.members:
        with unit_of_work():
            ballots.cast_votes(one.meeting.ballot.public_id, one.meeting.answers(),
                               actor=member_actor(user))  # fmt: skip
    for act in (closing.close_ballot, counting.count_ballot):
        with unit_of_work():
            act(ballots_of(one.session.id)[0].public_id, actor=one.secretary)
    with unit_of_work():
        sessions.adjourn(one.id, actor=one.secretary)
    with unit_of_work():
        draft_minutes(one.id, actor=one.secretary)

    context = db.session.scalars(select(Paper.context).where(Paper.purpose == "minutes")).one()
    said = [line for line in context["content"] if "thẩm định" in line or "chương trình" in line]
    assert said == [
        "Thường trực Hội đồng báo cáo kết quả thẩm định hồ sơ đề nghị.",
        "Trước phiên họp, 01 thành viên Hội đồng đã thẩm định 01 đề nghị: 01 phiếu đề nghị khen.",
        "Bùi Thị H1, Giấy khen của Cục trưởng: đưa ra khỏi chương trình họp (Trùng hồ sơ).",
    ]
