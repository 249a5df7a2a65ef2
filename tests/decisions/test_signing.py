"""From the two checks to the signature: who may, what was read, and what the head changes."""

from datetime import date

import pytest

from tests.factories.documents import draw_all, taken_pdf
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    WorkflowError,
)
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import ItemStatus
from workflow.decisions.queries import items_of, struck_of
from workflow.decisions.services import checking, editing, listing, signing
from workflow.decisions.tasks import tasks_for
from workflow.documents import services as papers
from workflow.documents.models import Paper
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole, Medium, PaperStatus
from workflow.proposals import outcomes
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus
from workflow.signatures.services import annexes

NAMES = ("Trần Quốc Bảo", "Nguyễn Thị Ánh Tuyết", "Đặng Hữu Nghĩa")


@pytest.fixture
def draft(desk, make_nominations):
    return desk.draft(make_nominations(*NAMES))


def _strike(desk, decision, name, actor=None, reason="Đang bị xem xét kỷ luật"):
    item = next(item for item in items_of(decision.id) if item.name == name)
    with unit_of_work():
        signing.strike(decision.public_id, item.public_id, reason, actor=actor or desk.head)
    return item


def test_strangers_find_no_draft_to_check_offer_sign_decline_or_strike(desk, draft):
    acts = [
        lambda: checking.check_content(draft.public_id, "", actor=desk.stranger),
        lambda: checking.check_form(draft.public_id, "", actor=desk.stranger),
        lambda: checking.offer(draft.public_id, actor=desk.stranger),
        lambda: signing.sign(draft.public_id, "", actor=desk.stranger),
        lambda: signing.decline(draft.public_id, "không", actor=desk.stranger),
        lambda: signing.strike(draft.public_id, "x", "không", actor=desk.stranger),
    ]
    for act in acts:
        with pytest.raises(NotVisible), unit_of_work():
            act()


def test_content_is_checked_before_form_and_both_before_offering(desk, draft):
    with pytest.raises(Incomplete), unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary)
    with pytest.raises(Incomplete), unit_of_work():
        checking.check_form(draft.public_id, desk.digest(draft), actor=desk.clerk)

    decision = desk.offer(draft)

    people = desk.people
    assert (decision.content_checked_by_id, decision.form_checked_by_id) == (
        people.secretary.id, people.clerk.id,
    )  # fmt: skip
    assert decision.paper.status is PaperStatus.OFFERED


def test_the_clerk_does_not_check_content_nor_the_head_anything(desk, draft):
    digest = desk.digest(draft)
    for actor in (desk.clerk, desk.head):
        with pytest.raises(NotAllowed), unit_of_work():
            checking.check_content(draft.public_id, digest, actor=actor)


def test_an_edit_voids_the_checks(desk, draft):
    desk.check(draft)
    item = items_of(draft.id)[0]
    with unit_of_work():
        listing.move_item(draft.public_id, item.public_id, up=False, actor=desk.secretary)
    draft = desk.again(draft)
    assert (draft.content_checked_at, draft.form_checked_at) == (None, None)


def test_a_separate_annex_added_or_taken_off_voids_the_checks(desk, draft):
    draft.paper.medium = Medium.DIGITAL
    db.session.commit()
    with unit_of_work():
        checking.check_content(draft.public_id, desk.digest(draft), actor=desk.secretary)
    annexes.add(draft.paper.public_id, taken_pdf(), actor=desk.secretary)
    assert desk.again(draft).content_checked_at is None

    with unit_of_work():
        checking.check_content(draft.public_id, desk.digest(draft), actor=desk.secretary)
    [link] = documents_of("paper", draft.paper_id, FileRole.ANNEX)
    with unit_of_work():
        annexes.take_off(draft.paper.public_id, link.document.public_id, actor=desk.secretary)
    assert desk.again(draft).content_checked_at is None


def test_whoever_checked_the_content_leaves_the_form_to_others_unless_alone(desk, draft):
    with unit_of_work():
        checking.check_content(draft.public_id, desk.digest(draft), actor=desk.secretary)

    with pytest.raises(NotAllowed, match="nhờ văn thư"), unit_of_work():
        checking.check_form(draft.public_id, desk.digest(draft), actor=desk.secretary)
    assert (verb_of(desk.secretary), verb_of(desk.clerk)) == ([""], ["Kiểm tra thể thức"])

    desk.people.clerk.is_active = False
    db.session.commit()
    assert verb_of(desk.secretary) == ["Kiểm tra thể thức"]
    with unit_of_work():
        checking.check_form(draft.public_id, desk.digest(draft), actor=desk.secretary)
    assert desk.again(draft).form_checked_by_id == desk.people.secretary.id


def test_a_checked_decision_can_go_back_to_its_draft(desk, draft, make_user, actor):
    second = actor(make_user(desk.people.department, "secretary"), desk.people.department)
    with unit_of_work():
        checking.check_content(draft.public_id, desk.digest(draft), actor=desk.secretary)
    with unit_of_work():
        checking.check_form(draft.public_id, desk.digest(draft), actor=second)
    assert desk.again(draft).paper.status is PaperStatus.CHECKED

    with unit_of_work():
        checking.redraft(draft.public_id, actor=desk.secretary)

    draft = desk.again(draft)
    assert (draft.paper.status, draft.form_checked_at) == (PaperStatus.DRAFT, None)


def test_only_the_named_head_signs(desk, draft, make_user, actor):
    decision = desk.offer(draft)
    other = actor(make_user(desk.people.department, "head"), desk.people.department)
    for who in (desk.secretary, desk.clerk, other):
        with pytest.raises(NotAllowed), unit_of_work():
            signing.sign(decision.public_id, desk.digest(decision), actor=who)
    assert desk.sign(decision).paper.status is PaperStatus.SIGNED


def test_what_was_redrawn_after_the_page_was_opened_is_not_signed(desk, draft):
    decision = desk.offer(draft)
    read = desk.digest(decision)
    _strike(desk, decision, "Đặng Hữu Nghĩa")

    with pytest.raises(Incomplete) as waiting, unit_of_work():
        signing.sign(decision.public_id, read, actor=desk.head)
    draw_all()
    with pytest.raises(InvalidStep) as changed, unit_of_work():
        signing.sign(decision.public_id, read, actor=desk.head)

    assert "đang được dựng lại" in str(waiting.value)
    assert "đọc lại bản mới" in str(changed.value)
    desk.check(decision)
    assert desk.sign(decision).paper.status is PaperStatus.SIGNED


def test_striking_a_name_renumbers_the_rest_and_ends_its_nomination(desk, draft):
    decision = desk.offer(draft)

    item = _strike(desk, decision, "Nguyễn Thị Ánh Tuyết")

    decision = desk.again(decision)
    assert desk.lines(decision) == [(1, "Trần Quốc Bảo"), (2, "Đặng Hữu Nghĩa")]
    assert decision.paper.title == "Quyết định tặng Giấy khen cho 02 cá nhân"
    assert "cho 02 cá nhân đã" in decision.paper.context["articles"][0]
    nomination = db.session.get(Nomination, item.nomination_id)
    assert (nomination.status, nomination.outcome_reason) == (
        NominationStatus.NOT_AWARDED, "Đang bị xem xét kỷ luật",
    )  # fmt: skip
    assert [(i.status, i.reason) for i in struck_of(decision.id)] == [
        (ItemStatus.STRUCK, "Đang bị xem xét kỷ luật")
    ]


def test_a_check_belongs_to_the_list_it_looked_at(desk, draft):
    decision = desk.offer(draft)
    _strike(desk, decision, NAMES[1])
    draw_all()
    decision = desk.again(decision)
    assert (decision.paper.status, decision.content_checked_at, decision.form_checked_at) == (
        PaperStatus.OFFERED, None, None,
    )  # fmt: skip
    assert (verb_of(desk.head), verb_of(desk.clerk)) == ([""], [])
    assert verb_of(desk.secretary) == ["Kiểm tra nội dung"]

    with pytest.raises(Incomplete, match="Danh sách đã thay đổi sau khi kiểm tra"), unit_of_work():
        signing.sign(decision.public_id, desk.digest(decision), actor=desk.head)
    with pytest.raises(NotAllowed), unit_of_work():
        checking.check_content(decision.public_id, desk.digest(decision), actor=desk.head)
    desk.check(decision)

    assert verb_of(desk.head) == ["Đọc và ký"]
    assert desk.sign(decision).paper.status is PaperStatus.SIGNED


def test_what_is_offered_as_it_was_checked_is_not_checked_again(desk, draft):
    decision = desk.offer(draft)
    for check in (checking.check_content, checking.check_form):
        with pytest.raises(InvalidStep, match="đã được kiểm tra"), unit_of_work():
            check(decision.public_id, desk.digest(decision), actor=desk.secretary)
    signed = desk.sign(decision)
    with pytest.raises(InvalidStep, match="đã qua bước kiểm tra"), unit_of_work():
        checking.check_content(signed.public_id, desk.digest(signed), actor=desk.secretary)


def verb_of(actor):
    return [task.verb for task in tasks_for(actor) if task.endpoint == "decisions.detail"]


@pytest.mark.parametrize("who", ["secretary", "clerk"])
def test_nobody_but_the_head_strikes_a_name(desk, draft, who):
    decision = desk.offer(draft)
    with pytest.raises(NotAllowed):
        _strike(desk, decision, NAMES[0], actor=getattr(desk, who))


def test_a_name_is_struck_with_a_reason_and_never_the_last_one(desk, draft):
    decision = desk.offer(draft)
    with pytest.raises(BadInput):
        _strike(desk, decision, NAMES[0], reason=" ")
    _strike(desk, decision, NAMES[0])
    _strike(desk, decision, NAMES[1])
    with pytest.raises(InvalidStep):
        _strike(desk, decision, NAMES[2])


def test_a_name_is_not_struck_after_signing(desk, draft):
    decision = desk.sign(desk.offer(draft))
    with pytest.raises(InvalidStep):
        _strike(desk, decision, NAMES[0])


def test_declining_with_a_reason_returns_the_decision_to_its_draft(desk, draft):
    decision = desk.offer(draft)
    with pytest.raises(BadInput), unit_of_work():
        signing.decline(decision.public_id, "  ", actor=desk.head)

    with unit_of_work():
        signing.decline(decision.public_id, "Thiếu căn cứ biên bản họp", actor=desk.head)

    decision = desk.again(decision)
    assert (decision.paper.status, decision.paper.decline_reason) == (
        PaperStatus.DRAFT, "Thiếu căn cứ biên bản họp",
    )  # fmt: skip
    assert (decision.content_checked_at, decision.form_checked_at) == (None, None)


def test_the_head_does_not_sign_their_own_award_and_is_told_who_may(
    desk, make_nominations, make_user, delegate
):
    people = desk.people
    ids = make_nominations("Nguyễn Văn A", people={"Nguyễn Văn A": people.head})
    draft = desk.draft(ids)
    desk.check(draft)
    with pytest.raises(NotAllowed) as refusal, unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary)
    assert "Nhờ quản trị viên giao quyền ký cho một cấp phó" in str(refusal.value)

    deputy = make_user(people.department, "head", name="Lê Văn P", title="Phó Cục trưởng")
    delegate(people.department, deputy)
    with pytest.raises(NotAllowed) as refusal, unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary)
    assert "Người ký được: Lê Văn P." in str(refusal.value)

    words = editing.words_of(draft)
    with unit_of_work():
        editing.edit_words(
            draft.public_id, editing.Words(**{**words.__dict__, "signer_id": deputy.id}),
            version=draft.version, actor=desk.secretary,
        )  # fmt: skip
    assert desk.again(draft).paper.context["signature"] == {
        "prefix": "KT. CỤC TRƯỞNG", "post_caps": "PHÓ CỤC TRƯỞNG", "name": "Lê Văn P",
    }  # fmt: skip


def test_a_signature_through_the_papers_own_page_is_held_to_the_same_rules(desk, make_nominations):
    """The page of any paper signs too; the decision's rules hear of it and undo it."""
    people = desk.people
    draft = desk.draft(make_nominations("Nguyễn Văn A", people={"Nguyễn Văn A": people.head}))
    desk.check(draft)
    paper_id = draft.paper.public_id
    with unit_of_work():
        papers.check_paper(paper_id, actor=desk.secretary)
    with unit_of_work():
        papers.offer_paper(paper_id, actor=desk.secretary)
    with pytest.raises(NotAllowed), unit_of_work():
        papers.sign_paper(paper_id, actor=desk.head)
    assert db.session.get(Paper, draft.paper_id).status is PaperStatus.OFFERED


def test_a_withdrawn_nomination_leaves_the_draft_but_not_an_offered_decision(desk, draft):
    gone = items_of(draft.id)[0]
    nomination = db.session.get(Nomination, gone.nomination_id)
    with unit_of_work():
        outcomes.withdraw_nomination(nomination, "Đã chuyển công tác", actor=desk.secretary)
    assert desk.lines(draft) == [(1, NAMES[1]), (2, NAMES[2])]
    draw_all()
    decision = desk.offer(desk.again(draft))
    nomination = db.session.get(Nomination, items_of(draft.id)[0].nomination_id)
    with pytest.raises(WorkflowError), unit_of_work():
        outcomes.withdraw_nomination(nomination, "Đã chuyển công tác", actor=desk.secretary)
    assert len(desk.lines(decision)) == 2


def test_an_office_that_numbers_first_holds_a_number_between_the_checks_and_the_signature(
    desk, make_nominations
):
    desk.people.department.numbers_first = True
    db.session.commit()
    draft = desk.draft(make_nominations(*NAMES))
    desk.check(draft)
    with unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary)
    assert desk.again(draft).paper.status is PaperStatus.CHECKED

    with unit_of_work():
        papers.number_paper(draft.paper.public_id, date(2020, 12, 18), actor=desk.clerk)
    draw_all()
    with unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary)
    decision = desk.sign(desk.again(draft))

    assert (decision.paper.status, decision.paper.number_text) == (
        PaperStatus.NUMBERED, "01/QĐ-CQLTT",
    )  # fmt: skip
