"""Who is given what, who reads whose words and when, and what a result does."""

import pytest
from sqlalchemy import select

from tests.factories.councils import member_actor
from tests.factories.people import LONG_AGO
from workflow.accounts.models import Role, RoleGrant
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.appraising.administration import Scored, edit_criterion
from workflow.councils.appraising.applying import apply_outcome
from workflow.councils.appraising.assigning import Dealt, release
from workflow.councils.appraising.choices import Grouping, Outcome, Recommendation
from workflow.councils.appraising.models import AppraisalCriterion
from workflow.councils.appraising.tasks import tasks_for
from workflow.councils.appraising.writing import Draft, hand_in, save
from workflow.councils.queries import agenda_of
from workflow.councils.recusing.grounds import TieKind
from workflow.councils.recusing.services import declare

CHAIR, VICE, CLERK, OTHER = 0, 1, 2, 4


def test_strangers_and_an_officer_below_do_nothing_and_see_nothing(appraising, long_an, actor):
    one = appraising()
    one.assign(OTHER, VICE)
    sheet = one.sheet(OTHER)
    for stranger in (
        actor(long_an.stranger, long_an.elsewhere), actor(long_an.officer, long_an.team3),
    ):  # fmt: skip
        for act in (
            lambda who: save(one.id, sheet.public_id, one.draft(1), version=1, actor=who),
            lambda who: hand_in(one.id, sheet.public_id, one.draft(1, 1), version=1, actor=who),
            lambda who: release(one.id, one.members[OTHER].public_id, actor=who),
            lambda who: apply_outcome(one.id, {1: 1}, Outcome.VOTE, "", actor=who),
        ):
            with pytest.raises(NotVisible), unit_of_work():
                act(stranger)
        assert tasks_for(stranger) == []


def test_a_member_neither_assigns_nor_writes_anothers_sheet_nor_records_a_result(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    sheet, member = one.sheet(OTHER), one.actor(VICE)

    with pytest.raises(NotVisible), unit_of_work():
        hand_in(one.id, sheet.public_id, one.draft(1, 1), version=sheet.version, actor=member)
    with pytest.raises(NotAllowed, match="Chỉ thư ký Hội đồng giao"), unit_of_work():
        release(one.id, one.members[OTHER].public_id, actor=member)
    one.hands_in(VICE)
    with pytest.raises(NotAllowed, match="Chỉ thư ký hoặc Chủ tịch"):
        one.records(member, Bùi_Thị_H1=1)


def test_one_act_assigns_every_row_to_two_members_evenly(appraising):
    one = appraising(nominees=9)

    assert one.assign() == Dealt(sheets=18, members=9, short=0)
    read = one.read(one.secretary)
    assert {row.assigned for row in read.rows} == {2}
    assert {given for _user, given, _done in read.shares} == {2}
    assert one.assign() == Dealt(sheets=0, members=0, short=0)


def test_by_unit_the_rows_of_a_unit_go_to_one_member(appraising):
    one = appraising(nominees=6, wanted=1)
    for at, row in enumerate(agenda_of(one.session.id)):
        row.nomination.unit_name = f"Đội {at % 2}"
    db.session.commit()

    one.assign(OTHER, VICE, by=Grouping.UNIT)

    whose = {
        (row.nomination.unit_name, row.reviewers[0].id) for row in one.read(one.secretary).rows
    }
    assert len(whose) == 2


def test_nobody_is_given_the_own_row_nor_one_in_conflict(appraising):
    one = appraising(own=True, wanted=8)
    one.meeting.council.asks_recusal = True
    db.session.commit()
    item = agenda_of(one.session.id)[1]
    with unit_of_work():
        declare(one.id, item.id, TieKind.SIBLING, actor=one.actor(OTHER))

    assert one.assign() == Dealt(sheets=24, members=9, short=0)
    pairs = {(row.item.position, one.members.index(who))
             for row in one.read(one.secretary).rows for who in row.reviewers}  # fmt: skip
    assert not {(1, VICE), (2, OTHER)} & pairs
    assert {(2, VICE), (1, OTHER)} <= pairs


def test_a_conflict_declared_later_takes_the_sheet_away_or_refuses_it(appraising):
    one = appraising(nominees=1)
    one.meeting.council.asks_recusal = True
    db.session.commit()
    one.assign(OTHER, VICE)
    item = agenda_of(one.session.id)[0]
    with unit_of_work():
        declare(one.id, item.id, TieKind.SIBLING, actor=one.actor(OTHER))

    with pytest.raises(NotAllowed, match="xung đột lợi ích với Bùi Thị H1"):
        one.hands_in(OTHER)
    one.hands_in(VICE)
    one.assign(OTHER, VICE, 5)
    assert {one.members.index(who) for who in one.row(one.secretary).reviewers} == {VICE, 5}


def test_a_council_without_a_rule_or_criteria_assigns_nothing(appraising, make_meeting):
    with pytest.raises(Incomplete, match="chưa bật thẩm định hoặc chưa có tiêu chí"):
        appraising(criteria=False).assign()


def test_too_few_members_or_somebody_not_called_are_refused(appraising, long_an):
    one = appraising(wanted=3)

    with pytest.raises(BadInput, match="ít nhất 3 thành viên"):
        one.assign(OTHER, VICE)
    one.members.append(long_an.stranger)
    with pytest.raises(BadInput, match="không được triệu tập"):
        one.assign(OTHER, VICE, CLERK, -1)


def test_others_words_are_hidden_until_mine_are_in(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    one.hands_in(OTHER, 20, 10)

    assert (one.said(one.actor(VICE)), one.row(one.actor(VICE)).is_hidden) == ([], True)
    one.hands_in(VICE, 9, 1)
    assert one.said(one.actor(VICE)) == [(OTHER, 30), (VICE, 10)]
    assert one.said(one.actor(VICE), "Bùi Thị H2") == []  # each row by itself


def test_a_secretary_who_appraises_waits_like_everybody_and_else_reads_as_they_come(
    appraising, long_an
):
    one = appraising()
    secretary = one.members[CLERK]
    db.session.add(
        RoleGrant(user_id=secretary.id, organisation_id=long_an.department.id,
                  role=Role.SECRETARY, valid_from=LONG_AGO)
    )  # fmt: skip
    db.session.commit()
    runs = member_actor(secretary).__class__(
        secretary.id, secretary.name, long_an.department.id, frozenset({"secretary"})
    )
    one.assign(CLERK, VICE)
    one.hands_in(VICE)

    assert (one.said(runs), one.said(one.secretary)) == ([], [(VICE, 27)])
    with pytest.raises(NotAllowed, match="chưa đọc được phiếu về Bùi Thị H1"):
        one.records(runs, Bùi_Thị_H1=1)
    # nor by giving the own sheet back, reading, and taking it again
    with unit_of_work():
        release(one.id, secretary.public_id, actor=runs)
    assert one.said(runs) == [(VICE, 27)]
    one.assign(CLERK, VICE)
    assert one.row(runs).mine is None


def test_a_member_not_asked_reads_once_all_are_in_and_a_nominee_never(appraising):
    one = appraising(own=True)
    one.assign(OTHER, 5)
    name = "Bùi Thị H1"
    one.hands_in(OTHER, name=name)
    assert one.said(one.actor(6), name) == []
    one.hands_in(5, name=name)

    assert one.said(one.actor(6), name) == [(OTHER, 27), (5, 27)]
    assert one.said(one.actor(VICE), name) == []


def test_a_draft_is_its_writers_alone_and_leaves_no_trace_of_its_words(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    sheet = one.sheet(OTHER)
    with unit_of_work():
        save(one.id, sheet.public_id, one.draft(7, remark="Cần xem"), version=sheet.version,
             actor=one.actor(OTHER))  # fmt: skip

    assert (one.sheet(OTHER).total, one.sheet(OTHER).remark) == (7, "Cần xem")
    assert (one.said(one.secretary), one.row(one.secretary).handed_in) == ([], 0)
    one.hands_in(OTHER, 20, 10, recommendation=Recommendation.AGAINST)
    told = [str(record.detail) for record in db.session.scalars(select(AuditRecord))]
    assert [t for t in told if "against" in t or "Rõ thành tích" in t or "Cần xem" in t] == []
    assert any("Bùi Thị H1" in t for t in told)


@pytest.mark.parametrize(
    ("points", "said", "message"),
    [
        ((21, 1), {}, "Thành tích: chấm từ 0 đến 20"),
        ((5,), {}, "Hồ sơ: hãy chấm điểm"),
        ((5, 5), {"recommendation": None}, "Hãy chọn kiến nghị"),
        ((5, 5), {"recommendation": Recommendation.AGAINST, "remark": " "}, "Hãy ghi nhận xét"),
    ],
)
def test_a_sheet_that_is_not_whole_is_not_handed_in(appraising, points, said, message):
    one = appraising()
    one.assign(OTHER, VICE)

    with pytest.raises(BadInput, match=message):
        one.hands_in(OTHER, *points, **said)
    assert one.sheet(OTHER).handed_in_at is None


def test_a_sheet_handed_in_is_final_and_one_from_another_page_is_stale(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    sheet, member = one.sheet(OTHER), one.actor(OTHER)
    with pytest.raises(StaleEdit, match="vừa được lưu ở một trang khác"), unit_of_work():
        save(one.id, sheet.public_id, one.draft(1), version=sheet.version + 1, actor=member)
    one.hands_in(OTHER)
    with pytest.raises(InvalidStep, match="đã nộp nên không sửa"), unit_of_work():
        save(one.id, sheet.public_id, one.draft(1), version=sheet.version, actor=member)


def test_points_for_a_criterion_that_is_none_are_refused(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    sheet = one.sheet(OTHER)

    with pytest.raises(BadInput, match="Tiêu chí đã thay đổi"), unit_of_work():
        save(one.id, sheet.public_id, Draft({"x": 1}, None, ""), version=sheet.version,
             actor=one.actor(OTHER))  # fmt: skip


def test_criteria_follow_the_councils_until_somebody_wrote_and_are_kept_then(
    appraising, long_an, actor, make_user
):
    one = appraising(nominees=2)
    admin = actor(make_user(long_an.department, "administrator"), long_an.department)

    def says(name):
        with unit_of_work():
            criterion = db.session.scalars(
                select(AppraisalCriterion).where(AppraisalCriterion.public_id == one.keys[0])
            ).one()
            edit_criterion(one.meeting.council.public_id, one.keys[0], Scored(name, "", 20, 1),
                           version=criterion.version, actor=admin)  # fmt: skip
        one.assign(OTHER, VICE)
        return [c["name"] for c in one.read(one.secretary).appraisal.criteria]

    assert says("Thành tích nổi bật") == ["Thành tích nổi bật", "Hồ sơ"]
    one.hands_in(OTHER)
    assert says("Khác") == ["Thành tích nổi bật", "Hồ sơ"]


def test_the_next_row_is_the_one_the_fewest_have_appraised(appraising):
    one = appraising()
    one.assign(OTHER, VICE)
    one.hands_in(OTHER, name="Bùi Thị H1")
    one.hands_in(OTHER, name="Bùi Thị H2")

    assert one.read(one.actor(VICE)).next.nomination.recipient.name == "Bùi Thị H3"
    assert [row.handed_in for row in one.read(one.actor(VICE)).mine] == [0, 1, 1]


def test_what_is_taken_back_goes_to_others_and_comes_again_with_its_draft(appraising):
    one = appraising(nominees=1, wanted=1)
    one.assign(OTHER)
    sheet = one.sheet(OTHER)
    with unit_of_work():
        save(one.id, sheet.public_id, one.draft(7), version=sheet.version, actor=one.actor(OTHER))
    with unit_of_work():
        assert release(one.id, one.members[OTHER].public_id, actor=one.secretary) == 1
    with pytest.raises(NotVisible), unit_of_work():
        save(one.id, sheet.public_id, one.draft(8), version=2, actor=one.actor(OTHER))
    with pytest.raises(BadInput, match="không còn phiếu nào"), unit_of_work():
        release(one.id, one.members[OTHER].public_id, actor=one.secretary)

    assert one.assign(OTHER).sheets == 1
    assert (one.sheet(OTHER).public_id, one.sheet(OTHER).total) == (sheet.public_id, 7)
