"""Drafting: which nominations may stand in a decision, in which order, under which words."""

import threading

import pytest

from workflow.awards.models import Route
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible, StaleEdit
from workflow.core.text import sort_key
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision
from workflow.decisions.queries import items_of
from workflow.decisions.services import drafting, editing, listing
from workflow.organisations.models import OrganisationKind
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

NAMES = ("Trần Quốc Bảo", "Nguyễn Thị Ánh Tuyết", "Đặng Hữu Nghĩa")


@pytest.fixture
def draft(desk, make_nominations):
    people = make_nominations(*NAMES)
    teams = make_nominations("Đội QLTT số 1", "Đội QLTT số 3", collective=True)
    return desk.draft([*people, *teams])


def test_a_draft_lists_collectives_first_and_counts_them_in_its_title(desk, draft):
    assert desk.lines(draft) == [
        (1, "Đội QLTT số 1"), (2, "Đội QLTT số 3"), (3, "Trần Quốc Bảo"),
        (4, "Nguyễn Thị Ánh Tuyết"), (5, "Đặng Hữu Nghĩa"),
    ]  # fmt: skip
    assert draft.paper.title == "Quyết định tặng Giấy khen cho 02 tập thể và 03 cá nhân"
    assert (draft.paper.owner_kind, draft.paper.owner_id) == ("decision", draft.id)


def test_a_draft_of_2020_cites_the_law_of_2003_and_the_decree_of_2017(draft):
    years = [line.split("Căn cứ ")[1][:35] for line in draft.bases.splitlines()]
    assert years == [
        "Luật Thi đua, khen thưởng ngày 26 t", "Nghị định số 91/2017/NĐ-CP ngày 31 ",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "head", "clerk"])
def test_only_the_secretary_of_the_deciding_office_drafts(desk, make_nominations, who):
    ids = make_nominations(*NAMES)
    with pytest.raises((NotAllowed, NotVisible)), unit_of_work():
        drafting.draft(ids, actor=getattr(desk, who))
    assert db.session.query(Decision).count() == 0


def test_a_nomination_already_in_a_decision_is_refused_by_name(desk, draft, make_nominations):
    taken = items_of(draft.id)[2].nomination_id
    with pytest.raises(InvalidStep) as refusal, unit_of_work():
        drafting.draft([taken], actor=desk.secretary)
    assert str(refusal.value).startswith("Trần Quốc Bảo đã nằm trong một quyết định khác")


def test_of_two_secretaries_drafting_the_same_names_at_once_one_is_refused(
    app, desk, make_nominations
):
    ids = make_nominations(*NAMES)
    barrier, told = threading.Barrier(2), []

    def act():
        with app.app_context():
            barrier.wait(10)
            try:
                with unit_of_work():
                    drafting.draft(ids, actor=desk.secretary)
                told.append("drafted")
            except InvalidStep as error:
                told.append(str(error)[:31])
            finally:
                db.session.remove()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    db.session.rollback()
    assert sorted(told) == ["Trần Quốc Bảo đã nằm trong một ", "drafted"]
    assert db.session.query(Decision).count() == 1


def test_an_award_decided_higher_up_is_refused(desk, make_nominations, long_an):
    ids = make_nominations("Bùi Thị Thu Hằng", version=long_an.minister_person)
    with pytest.raises(InvalidStep) as refusal, unit_of_work():
        drafting.draft(ids, actor=desk.secretary)
    assert "không do cơ quan này quyết định" in str(refusal.value)


def test_a_nomination_that_has_not_passed_is_refused(desk, make_nominations):
    ids = make_nominations("Lê Hoàng Phúc", status=NominationStatus.ON_AGENDA)
    with pytest.raises(InvalidStep), unit_of_work():
        drafting.draft(ids, actor=desk.secretary)


def test_choosing_nothing_is_refused_in_words(desk):
    with pytest.raises(BadInput) as refusal, unit_of_work():
        drafting.draft([], actor=desk.secretary)
    assert (str(refusal.value), refusal.value.field) == (
        "Hãy chọn ít nhất một đề nghị.", "nominations",
    )  # fmt: skip


def test_on_the_direct_route_the_union_drafts_without_a_council_under_its_own_symbol(
    desk, long_an, make_nominations, make_organisation, make_user, actor
):
    union = make_organisation(
        "Công đoàn cơ sở Cục Quản lý thị trường tỉnh Long An", symbol="CĐCS",
        kind=OrganisationKind.UNION, head_post="Chủ tịch",
    )  # fmt: skip
    make_user(union, "head", name="Cao Văn Hồng", title="Chủ tịch")
    secretary = actor(make_user(union, "secretary"), union)
    version = long_an.certificate_person
    version.award.owner_id, version.route = union.id, Route.DIRECT
    db.session.commit()
    ids = make_nominations(*NAMES, receiving=union, status=NominationStatus.PROPOSED)

    decision = desk.draft(ids, actor=secretary)

    assert decision.paper.symbol == "QĐ-CĐCS"
    assert decision.paper.context["issuer"] == (
        "Chủ tịch Công đoàn cơ sở Cục Quản lý thị trường tỉnh Long An"
    )
    assert decision.achievement == "Đã có thành tích xuất sắc trong công tác công đoàn năm 2020"
    statuses = {db.session.get(Nomination, i).status for i in ids}
    assert statuses == {NominationStatus.PASSED}


def test_lines_move_among_their_own_kind_only(desk, draft):
    first_person = items_of(draft.id)[2]
    with unit_of_work():
        listing.move_item(draft.public_id, first_person.public_id, up=True, actor=desk.secretary)
    assert desk.lines(draft)[2] == (3, "Trần Quốc Bảo")

    with unit_of_work():
        listing.move_item(draft.public_id, first_person.public_id, up=False, actor=desk.secretary)
    assert desk.lines(draft)[2:4] == [(3, "Nguyễn Thị Ánh Tuyết"), (4, "Trần Quốc Bảo")]


def test_people_can_be_put_in_the_order_of_their_given_names(desk, draft):
    with unit_of_work():
        listing.arrange(draft.public_id, lambda i: sort_key(i.name), actor=desk.secretary)
    assert [name for _, name in desk.lines(draft)][2:] == [
        "Trần Quốc Bảo", "Đặng Hữu Nghĩa", "Nguyễn Thị Ánh Tuyết",
    ]  # fmt: skip


def test_a_line_taken_out_waits_for_another_decision(desk, draft):
    gone = items_of(draft.id)[3]
    nomination_id = gone.nomination_id
    with unit_of_work():
        listing.remove_item(draft.public_id, gone.public_id, actor=desk.secretary)

    draft = desk.again(draft)
    assert draft.paper.title == "Quyết định tặng Giấy khen cho 02 tập thể và 02 cá nhân"
    assert [ordinal for ordinal, _ in desk.lines(draft)] == [1, 2, 3, 4]
    assert desk.lines(desk.draft([nomination_id])) == [(1, "Nguyễn Thị Ánh Tuyết")]


def test_further_nominations_go_to_the_end_of_their_kind(desk, draft, make_nominations):
    with unit_of_work():
        listing.add_items(
            draft.public_id, make_nominations("Phòng Nghiệp vụ", collective=True),
            actor=desk.secretary,
        )  # fmt: skip
    assert desk.lines(draft)[2:4] == [(3, "Phòng Nghiệp vụ"), (4, "Trần Quốc Bảo")]


def _words(decision, **changes):
    words = editing.words_of(decision)
    return editing.Words(**{**words.__dict__, **changes})


def test_edited_words_are_printed_and_a_stale_edit_shows_both_texts(desk, draft):
    version = draft.version
    with unit_of_work():
        editing.edit_words(
            draft.public_id, _words(draft, subject="Về việc tặng Giấy khen\nnăm 2020"),
            version=version, actor=desk.secretary,
        )  # fmt: skip
    assert desk.again(draft).paper.context["subject"] == "Về việc tặng Giấy khen\nnăm 2020"

    with pytest.raises(StaleEdit) as refusal, unit_of_work():
        editing.edit_words(
            draft.public_id, _words(draft, subject="Bản của tôi"), version=version,
            actor=desk.secretary,
        )  # fmt: skip
    assert [(d.label, d.yours, d.theirs) for d in refusal.value.differences] == [
        ("Trích yếu", "Bản của tôi", "Về việc tặng Giấy khen\nnăm 2020")
    ]
