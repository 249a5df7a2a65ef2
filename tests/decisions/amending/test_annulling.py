"""An annulment from its draft to its issue: what is revoked, struck, asked back, and refused."""

from datetime import date

import pytest

from tests.decisions.amending.conftest import NAMES, Mending, fields_of
from tests.factories.documents import draw_all, taken_pdf
from workflow.accounts.models import RoleGrant
from workflow.archive.linking import related_of
from workflow.archive.models import Record, RecordReader
from workflow.archive.services import file_record
from workflow.awards.models import Honour
from workflow.awards.services import Revocation
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import drafting, effects, queries
from workflow.decisions.amending.models import Amendment, Recovery, What
from workflow.decisions.amending.tasks import tasks_for
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.queries import items_of
from workflow.decisions.services.revoking import revoke_honour
from workflow.documents import policies
from workflow.documents.events import PaperIssued
from workflow.documents.models import DocumentLink
from workflow.documents.services import (
    attach_signed,
    check_paper,
    decline_paper,
    issue_paper,
    number_paper,
    offer_paper,
    sign_paper,
)
from workflow.documents.states import PaperStatus
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

TODAY = date(2020, 12, 18)


def _files(paper_id):
    rows = db.session.query(DocumentLink).filter_by(owner_kind="paper", owner_id=paper_id)
    return sorted((row.role.value, row.document.file.digest) for row in rows)


def _statuses(decision):
    return [item.status.value for item in items_of(decision.id)]


def test_one_line_is_annulled_by_a_decision_with_a_life_of_its_own(desk, decision, mending):
    files, first = _files(decision.paper_id), items_of(decision.id)[0]
    first.prize_amount = 702_000
    db.session.commit()

    amendment = mending.annul(0)
    context = amendment.paper.context
    assert (context["symbol"], context["bases"][-1], context["individuals"]) == (
        "QĐ-CQLTT", "Căn cứ Kết luận số 05/KL", [],
    )  # fmt: skip
    assert context["articles"][0] == (
        "Hủy bỏ việc tặng Giấy khen của Cục trưởng đối với ông (bà) Trần Quốc Bảo, Kiểm soát viên "
        "thị trường, Đội Quản lý thị trường số 3 (số thứ tự 01) tại Quyết định số 01/QĐ-CQLTT ngày "
        "18 tháng 12 năm 2020 của Cục trưởng Cục Quản lý thị trường tỉnh Long An về việc tặng Giấy "
        "khen cho cá nhân hoàn thành xuất sắc nhiệm vụ năm 2020. Lý do: có hành vi gian dối trong "
        "việc kê khai thành tích (Luật Thi đua, khen thưởng): Kết luận số 05/KL."
    )
    assert set(context) == fields_of("revocation")
    # who drafted it does not check it: that is the clerk's
    assert [[t.verb for t in tasks_for(one)] for one in (desk.secretary, desk.clerk)] == [
        [""], ["Kiểm tra"],
    ]  # fmt: skip
    assert _statuses(decision) == ["awarded"] * 3

    mending.issue(amendment)

    number = amendment.paper.number_text
    assert (number, amendment.paper.status, decision.paper.status) == (
        "02/QĐ-CQLTT", PaperStatus.ISSUED, PaperStatus.ISSUED,
    )  # fmt: skip
    assert _statuses(decision) == ["revoked", "awarded", "awarded"]
    honour = db.session.query(Honour).filter_by(decision_item_id=first.id).one()
    assert (honour.struck_by, honour.struck_on, honour.reviewed_on) == (number, TODAY, None)
    assert db.session.get_one(Nomination, first.nomination_id).status is NominationStatus.REVOKED
    told = [
        (r.what, r.name, r.thing, r.amount, r.by_text, r.due_on)
        for r in db.session.query(Recovery).order_by(Recovery.id)
    ]
    due = date(2021, 1, 4)  # fifteen days end on a Saturday
    assert told == [
        (What.OBJECT, NAMES[0], "Giấy khen, số sổ vàng 01", None, number, due),
        (What.MONEY, NAMES[0], "Tiền thưởng", 702_000, number, due),
    ]
    assert _files(decision.paper_id) == files


def test_the_last_lines_annulled_revoke_the_whole_decision(decision, mending):
    mending.issue(mending.annul(0))
    rest = mending.annul(1, 2)
    assert rest.paper.title.startswith("Quyết định hủy bỏ khen thưởng đối với 02 cá nhân")
    mending.issue(rest)
    assert (decision.paper.status, set(_statuses(decision))) == (PaperStatus.REVOKED, {"revoked"})
    with pytest.raises(InvalidStep):
        mending.annul(0)


def test_all_lines_ticked_annul_the_decision_by_its_number(decision, mending):
    amendment = mending.annul(0, 1, 2)
    assert amendment.paper.title == "Quyết định hủy bỏ Quyết định số 01/QĐ-CQLTT"
    assert amendment.paper.context["individuals"] == []
    mending.issue(amendment)
    assert decision.paper.status is PaperStatus.REVOKED
    assert [(one.word, one.paper.id) for one in queries.mends_of(decision.id)] == [
        ("annul", amendment.paper_id)
    ]


def test_many_names_stand_in_a_list_of_their_own(desk, make_nominations):
    names = ("Võ An", "Võ Ba", "Võ Cao", "Võ Dũng", "Võ Em")
    mending = Mending(desk, desk.issued(make_nominations(*names)))
    context = mending.annul(0, 1, 2, 3).paper.context
    assert [row["name"] for row in context["individuals"]] == [
        "Võ An", "Võ Ba", "Võ Cao", "Võ Dũng"
    ]  # fmt: skip
    assert "đối với 04 cá nhân (có danh sách kèm theo) tại" in context["articles"][0]


def test_strangers_and_everybody_but_the_secretary_annul_nothing(
    long_an, desk, mending, actor, make_user
):
    officer = actor(long_an.officer, long_an.team3)
    below = actor(make_user(long_an.team3, "secretary"), long_an.team3)
    for who, refusal in ((desk.stranger, NotVisible), (officer, NotAllowed), (below, NotAllowed),
                         (desk.head, NotAllowed), (desk.clerk, NotAllowed)):  # fmt: skip
        with pytest.raises(refusal):
            mending.annul(0, actor=who)
        with pytest.raises(refusal):
            mending.replace(0, actor=who)
        with pytest.raises(refusal):
            mending.correct(0, "Bảo", actor=who)
    assert db.session.query(Amendment).count() == 0


def test_a_draft_is_the_offices_own_until_it_is_issued(long_an, desk, mending, actor):
    amendment = mending.annul(0)
    officer = actor(long_an.officer, long_an.team3)
    assert [queries.may_view(one, amendment) for one in (desk.stranger, officer, desk.clerk)] == [
        False, False, True,
    ]  # fmt: skip
    with pytest.raises(NotVisible):
        drafting.edit(amendment.public_id, drafting.words_of(amendment), version=1,
                      actor=desk.stranger)  # fmt: skip
    mending.issue(amendment)
    assert [queries.may_view(one, amendment) for one in (desk.stranger, officer)] == [False, True]


def test_an_annulment_says_whose_and_why(mending):
    for positions, changes, field in (((0,), {"facts": " "}, "facts"), ((), {}, "items")):
        with pytest.raises(BadInput) as refusal:
            mending.annul(*positions, **changes)
        assert refusal.value.field == field


def test_two_people_do_not_annul_one_line_twice_and_a_dropped_draft_frees_it(desk, mending):
    first = mending.annul(0, 1)
    with pytest.raises(InvalidStep) as refusal:
        mending.annul(1, 2)
    assert "Nguyễn Thị Ánh Tuyết đã có trong" in str(refusal.value)
    with pytest.raises(InvalidStep):
        mending.replace(0, 1, 2)

    with unit_of_work():
        drafting.drop(first.public_id, actor=desk.secretary)
    assert first.paper.status is PaperStatus.DROPPED
    assert mending.annul(1).paper.status is PaperStatus.DRAFT


def test_no_annulment_and_no_number_typed_in_while_a_replacement_is_drafted(desk, mending):
    mending.replace(0, 1)
    with pytest.raises(InvalidStep) as refusal:
        mending.annul(2)
    assert "đang được soạn để thay thế" in str(refusal.value)
    item = items_of(mending.decision.id)[2]
    honour = db.session.query(Honour).filter_by(decision_item_id=item.id).one()
    with pytest.raises(InvalidStep), unit_of_work():
        revoke_honour(
            item.recipient.public_id, honour.id, Revocation("9/QĐ", TODAY, "x"),
            actor=desk.secretary,
        )  # fmt: skip


def test_a_declined_annulment_is_worded_anew_and_both_texts_are_shown_to_the_slower_one(
    desk, mending
):
    amendment = mending.annul(0)
    paper_id = amendment.paper.public_id
    with unit_of_work():
        check_paper(paper_id, actor=desk.clerk)
    with unit_of_work():
        offer_paper(paper_id, actor=desk.secretary)
    with unit_of_work():
        decline_paper(paper_id, "Ghi rõ kết luận", actor=desk.head)
    assert [task.note for task in tasks_for(desk.secretary)] == ["Bị trả lại: Ghi rõ kết luận"]
    words = drafting.words_of(amendment)
    changed = drafting.Words(**words.__dict__ | {"articles": "Hủy bỏ.\nThu hồi."})
    with unit_of_work():
        drafting.edit(amendment.public_id, changed, version=amendment.version,
                      actor=desk.secretary)  # fmt: skip
    assert amendment.paper.context["articles"] == ["Hủy bỏ.", "Thu hồi."]
    with pytest.raises(StaleEdit) as refusal, unit_of_work():
        drafting.edit(amendment.public_id, words, version=1, actor=desk.secretary)
    assert [one.label for one in refusal.value.differences] == ["Nội dung"]


def test_whoever_worded_it_last_does_not_check_it_alone(desk, mending, actor, make_user, long_an):
    amendment = mending.annul(0)
    paper, department = amendment.paper, long_an.department
    other = actor(make_user(department, "secretary"), department)

    def may(*people):
        db.session.expire_all()
        return [policies.checker_of(one, paper) for one in people]

    everybody = (desk.stranger, desk.head, desk.secretary, desk.clerk, other)
    assert may(*everybody) == [False, False, False, True, True]
    with pytest.raises(NotAllowed), unit_of_work():
        check_paper(paper.public_id, actor=desk.secretary)
    words = drafting.Words(**drafting.words_of(amendment).__dict__ | {"articles": "Hủy bỏ."})
    with unit_of_work():
        drafting.edit(amendment.public_id, words, version=amendment.version, actor=other)
    assert may(*everybody) == [False, False, True, True, False]
    # a union with a secretary alone: the signer is the second pair of eyes
    db.session.execute(
        db.update(RoleGrant)
        .where(RoleGrant.user_id.in_([desk.secretary.user_id, desk.clerk.user_id]))
        .values(valid_to=date(2020, 1, 1))
    )
    db.session.commit()
    assert may(other) == [True]


def test_nothing_is_signed_over_a_line_that_no_longer_stands(desk, mending):
    amendment = mending.annul(0)
    first = db.update(DecisionItem).where(DecisionItem.ordinal == 1)
    db.session.execute(first.values(status=ItemStatus.REVOKED))
    db.session.commit()
    with pytest.raises(InvalidStep) as refusal:
        mending.issue(amendment)
    assert "Trần Quốc Bảo không còn hiệu lực" in str(refusal.value)
    assert amendment.paper.status is PaperStatus.OFFERED
    with pytest.raises(NotAllowed), unit_of_work():
        sign_paper(amendment.paper.public_id, actor=desk.clerk)


def _seal(desk, public_id):
    """Take a drafted paper up to the moment before its issue."""
    acts = [(check_paper, desk.clerk), (offer_paper, desk.secretary), (sign_paper, desk.head)]
    for act, who in acts:
        with unit_of_work():
            act(public_id, actor=who)
    with unit_of_work():
        number_paper(public_id, TODAY, actor=desk.clerk)
    draw_all()
    with unit_of_work():
        attach_signed(public_id, taken_pdf(), actor=desk.clerk)


def test_an_issue_that_dies_before_its_end_leaves_nothing_and_a_repeated_one_changes_nothing(
    desk, decision, mending
):
    amendment = mending.annul(0)
    _seal(desk, amendment.paper.public_id)
    with pytest.raises(RuntimeError), unit_of_work():
        issue_paper(amendment.paper.public_id, actor=desk.clerk)
        assert _statuses(decision)[0] == "revoked"
        raise RuntimeError("the process dies before the commit")
    db.session.rollback()
    assert (amendment.paper.status, _statuses(decision)[0]) == (PaperStatus.SEALED, "awarded")
    assert (db.session.query(Recovery).count(), amendment.applied_at) == (0, None)

    with unit_of_work():
        issue_paper(amendment.paper.public_id, actor=desk.clerk)
    assert _statuses(decision)[0] == "revoked"
    before = (amendment.applied_at, db.session.query(Recovery).count())
    with unit_of_work():
        effects.on_issued(PaperIssued(desk.clerk, amendment.paper_id))
    assert (amendment.applied_at, db.session.query(Recovery).count()) == before


def test_the_archive_leads_from_one_to_the_other_and_finds_the_name(
    desk, long_an, decision, mending, actor
):
    amendment = mending.annul(0)
    mending.issue(amendment)
    with unit_of_work():
        original = file_record(decision.paper_id, actor=desk.clerk)
        revoking = file_record(amendment.paper_id, actor=desk.clerk)
    archivist = actor(long_an.archivist, long_an.department)
    assert [(r.word, r.record_id) for r in related_of(decision.paper_id, decision, archivist)] == [
        ("annul", revoking.public_id)
    ]
    assert [(r.word, r.record_id) for r in related_of(amendment.paper_id, None, archivist)] == [
        ("annuls", original.public_id)
    ]
    readers = db.session.query(RecordReader.organisation_id).filter_by(record_id=revoking.id)
    assert {row[0] for row in readers} == {long_an.department.id, long_an.team3.id}
    assert "tran quoc bao" in db.session.get_one(Record, revoking.id).search_names


def test_what_is_known_only_from_paper_is_asked_back_too(desk, decision):
    item = items_of(decision.id)[0]
    honour = db.session.query(Honour).filter_by(decision_item_id=item.id).one()
    with unit_of_work():
        revoke_honour(
            item.recipient.public_id, honour.id, Revocation("12/QĐ-TCQLTT", TODAY, "Sai"),
            actor=desk.secretary,
        )  # fmt: skip
    rows = db.session.query(Recovery).order_by(Recovery.id)
    assert [(r.what, r.amount, r.by_text) for r in rows] == [
        (What.OBJECT, None, "12/QĐ-TCQLTT"), (What.MONEY, None, "12/QĐ-TCQLTT"),
    ]  # fmt: skip
