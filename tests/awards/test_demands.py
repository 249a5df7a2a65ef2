"""What the forms of awards ask for: dated rows beside each version, loaded once, nothing guessed."""

from datetime import date

import pytest

from workflow.awards import catalogue
from workflow.awards.demands import AnsweredBy, answered_by, demands_of, is_verified
from workflow.awards.models import AwardDemand, AwardVersion, DemandKind
from workflow.awards.queries import find_version
from workflow.core.db import db

DAY = date(2020, 12, 31)


@pytest.fixture
def loaded(database):
    catalogue.load()
    db.session.commit()


def texts(code, kind):
    version = find_version(code, DAY)
    return [one.text for one in demands_of([version.id])[version.id] if one.kind is kind]


def test_the_report_of_a_person_and_of_a_collective_have_their_own_first_part(loaded):
    assert [texts("GK_CN", DemandKind.PART)[0], texts("GK_TT", DemandKind.PART)[0]] == [
        "Sơ lược lý lịch", "Sơ lược đặc điểm, tình hình"
    ]  # fmt: skip


def test_other_offices_are_asked_only_where_the_award_asks(loaded):
    assert texts("LDTT", DemandKind.CONFIRMATION) == []
    assert texts("BKBT_CN", DemandKind.CONFIRMATION) == [
        "Cơ quan thuế", "Bảo hiểm xã hội", "Cơ quan môi trường",
        "Cơ quan lao động, an toàn thực phẩm", "Công an",
    ]  # fmt: skip


def test_what_nobody_checked_says_so_and_nobody_sets_a_length(loaded):
    assert [one.text for one in db.session.query(AwardDemand) if is_verified(one)] == []
    assert {one.word_limit for one in db.session.query(AwardVersion)} == {None}


def test_loading_again_adds_nothing_and_leaves_what_was_changed(loaded):
    one = db.session.query(AwardDemand).order_by(AwardDemand.id).first()
    one.text, one.verified = "Lý lịch", "yes"
    db.session.commit()
    before = db.session.query(AwardDemand).count()

    catalogue.load()

    assert (db.session.query(AwardDemand).count(), one.text) == (before, "Lý lịch")


def test_an_installation_from_before_gets_them_with_the_standards(loaded):
    before = db.session.query(AwardDemand).count()
    db.session.query(AwardDemand).delete()
    db.session.commit()

    assert (catalogue.load(), db.session.query(AwardDemand).count()) == (0, before)


@pytest.mark.parametrize(("item", "by"), [
    ("Tờ trình kèm danh sách đề nghị", AnsweredBy.LETTER),
    ("Biên bản họp xét khen thưởng", AnsweredBy.MINUTES),
    ("Kết quả bỏ phiếu", AnsweredBy.VOTE),
    ("Quyết định công nhận sáng kiến, đề tài, hoặc xác nhận hoàn thành xuất sắc nhiệm vụ",
     AnsweredBy.FILE),
    ("Giấy tờ riêng của Cục", AnsweredBy.FILE),
])  # fmt: skip
def test_a_line_of_the_checklist_knows_what_answers_it(item, by):
    assert answered_by(item) is by
