"""Consolidating what passed, its letter, and sending it up once."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories.exchange import again
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
from workflow.documents.models import Paper
from workflow.exchange import manifest, queries
from workflow.exchange.models import Transmittal, TransmittalItem
from workflow.exchange.services import drafting, sending
from workflow.exchange.services.drafting import Wording
from workflow.exchange.states import TransmittalStatus
from workflow.proposals.eligibility.assessing import assess_for_council
from workflow.proposals.models import Nomination
from workflow.proposals.outcomes import withdraw_nomination
from workflow.recipients.models import Hold


def statuses(rows):
    ids = [row.id for row in rows]
    found = select(Nomination).where(Nomination.id.in_(ids)).order_by(Nomination.id)
    return [row.status.value for row in db.session.scalars(found).all()]


def test_a_stranger_and_a_clerk_cannot_consolidate(cuc, for_minister, long_an, actor):
    rows = for_minister("Đỗ Văn G")
    stranger = actor(long_an.stranger, long_an.elsewhere)
    with pytest.raises(NotVisible), unit_of_work():
        drafting.draft([rows[0].public_id], Wording("", "", cuc.users["head"].public_id),
                       actor=stranger)  # fmt: skip
    with pytest.raises(NotAllowed), unit_of_work():
        drafting.draft([rows[0].public_id], Wording("", "", ""), actor=cuc.clerk)


def test_what_is_decided_here_is_not_offered_for_sending(cuc, for_minister, make_nominations):
    make_nominations("Giấy khen tại chỗ")
    rows = for_minister()
    assert [row.id for row in queries.sendable(cuc.organisation)] == [row.id for row in rows]
    assert queries.count_sendable(cuc.secretary) == 2


def test_the_letter_is_a_numbered_paper_with_the_whole_list(cuc, for_minister):
    drafted = cuc.draft(for_minister())
    paper = db.session.get_one(Paper, drafted.paper_id)
    context = paper.context
    assert (paper.kind.value, paper.symbol, paper.series) == ("TTr", "TTr-CQLTT", "TTr")
    assert drafted.title == "Đề nghị tặng Bằng khen của Bộ trưởng Bộ Công Thương cho 02 cá nhân"
    assert context["addressees"] == ["Tổng cục Quản lý thị trường", "Bộ trưởng Bộ Công Thương"]
    assert [one["name"] for one in context["individuals"]] == ["Đỗ Văn G", "Dương Thị Q"]
    assert context["counts"] == {"collectives": 0, "individuals": 2}


def test_the_context_has_exactly_the_fields_of_the_template(cuc, for_minister, sample_fields):
    context = db.session.get_one(Paper, cuc.draft(for_minister()).paper_id).context
    assert set(context) == set(sample_fields)
    assert set(context["individuals"][0]) == set(sample_fields["individuals"][0])


@pytest.mark.parametrize("holds", [True, False])
def test_the_letter_names_who_goes_up_against_a_verdict_as_long_as_that_word_holds(
    cuc, for_minister, holds, long_an
):
    rows = for_minister()
    answer = assess_for_council(rows)[rows[0].id]
    rows[0].override = {
        "by": 1, "name": "Lê Văn C", "role": "secretary", "at": "2020-12-18T08:00:00+00:00",
        "reason": "A & B <x> {{ 7*7 }}.", "verdict": "no", "heading": "Thiếu năm 2019",
        "digest": answer.digest if holds else "",
    }  # fmt: skip
    db.session.commit()

    context = db.session.get_one(Paper, cuc.draft(rows).paper_id).context

    named = (
        "Trường hợp đề nghị xét riêng: Đỗ Văn G (Bằng khen của Bộ trưởng Bộ Công Thương, chưa đủ "
        "điều kiện): A & B <x> {{ 7*7 }}."
    )
    said = (
        "Chưa đủ điều kiện (Thiếu năm 2019). Thư ký Hội đồng Lê Văn C đề nghị xét: "
        "A & B <x> {{ 7*7 }}."
    )
    first, second = (one["achievements"] for one in context["individuals"])
    assert (context["insisted"], first.endswith(said), said in second) == (
        named if holds else "", holds, False,
    )  # fmt: skip
    assert context["closing"].startswith(long_an.department.name)


def test_one_letter_asks_one_authority(cuc, for_minister, make_nominations, long_an, make_version):
    rows = for_minister("Đỗ Văn G")
    [other] = make_nominations("Tập thể X", version=make_version("GK_TC", "general_department"))
    mixed = [*rows, db.session.get_one(Nomination, other)]
    with pytest.raises(BadInput, match="cùng một cấp quyết định"):
        cuc.draft(mixed)


def test_nobody_signs_the_letter_that_asks_for_their_own_award(cuc, make_nominations, long_an):
    [own] = make_nominations("Trưởng", version=long_an.minister_person,
                             people={"Trưởng": cuc.users["head"]})  # fmt: skip
    with pytest.raises(BadInput, match="không ký Tờ trình này"):
        cuc.draft([db.session.get_one(Nomination, own)])


def test_a_nomination_already_in_a_letter_is_refused_with_its_title(cuc, for_minister):
    rows = for_minister()
    cuc.draft(rows, title="Đề nghị đợt 1")
    with pytest.raises(BadInput, match="đã nằm trong “Đề nghị đợt 1”"):
        cuc.draft(rows[:1])


def test_of_two_secretaries_who_consolidate_the_same_nomination_one_is_refused(
    app, cuc, for_minister
):
    rows = for_minister("Đỗ Văn G")
    ids, signer = [row.public_id for row in rows], cuc.users["head"].public_id
    start, results = threading.Barrier(2), []

    def consolidate():
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    drafting.draft(ids, Wording("", "", signer), actor=cuc.secretary)
                results.append("made")
            except Exception as error:
                results.append("refused" if "đã nằm trong" in str(error) else repr(error))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=consolidate) for _n in range(2)]
    db.session.rollback()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(results) == ["made", "refused"]
    assert len(db.session.scalars(select(TransmittalItem)).all()) == 1


def test_a_draft_may_lose_and_gain_nominations_until_its_letter_is_signed(cuc, for_minister):
    rows = for_minister("Đỗ Văn G", "Dương Thị Q", "Người thứ ba")
    drafted = cuc.draft(rows[:2])
    with unit_of_work():
        drafting.edit(
            drafted.public_id, [rows[1].public_id, rows[2].public_id],
            Wording("Đề nghị mới", "Lời mở đầu", ""), version=drafted.version, actor=cuc.secretary,
        )  # fmt: skip
    changed = again(drafted)
    names = [one["name"] for one in changed.paper.context["individuals"]]
    assert (names, changed.title) == (["Dương Thị Q", "Người thứ ba"], "Đề nghị mới")
    assert changed.paper.context["opening"] == "Lời mở đầu"


def test_a_stale_edit_shows_both_titles(cuc, for_minister):
    rows = for_minister()
    drafted = cuc.draft(rows)
    with pytest.raises(StaleEdit) as refused, unit_of_work():
        drafting.edit(
            drafted.public_id, [rows[0].public_id], Wording("Của tôi", "", ""),
            version=drafted.version - 1, actor=cuc.secretary,
        )  # fmt: skip
    [shown] = refused.value.differences
    assert (shown.yours, shown.theirs) == ("Của tôi", drafted.title)


def test_nothing_is_sent_before_its_letter_is_issued(cuc, for_minister):
    drafted = cuc.draft(for_minister())
    with pytest.raises(Incomplete, match="chưa phát hành"):
        cuc.send(drafted)
    assert again(drafted).status is TransmittalStatus.DRAFT


def test_sending_seals_every_file_and_forwards_in_the_same_act(cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    groups = [entry["group"] for entry in sent.manifest]
    assert groups == ["letter", "evidence", "evidence"]
    assert {entry["number"] for entry in sent.manifest[:1]} == {"01/TTr-CQLTT"}
    assert sent.manifest_digest == manifest.seal(sent.manifest)
    assert statuses(rows) == ["forwarded", "forwarded"]
    assert rows[0].proposal.status.value == "submitted_upward"


def test_sending_twice_is_done_once(cuc, for_minister):
    sent = cuc.send_up(for_minister())
    with pytest.raises(InvalidStep):
        cuc.send(sent)
    assert len(db.session.scalars(select(Transmittal)).all()) == 1


def test_who_withdrew_after_the_letter_was_signed_stays_behind(cuc, for_minister):
    rows = for_minister()
    issued = cuc.issue(cuc.draft(rows))
    with unit_of_work():
        withdraw_nomination(rows[1], "Chuyển công tác", actor=cuc.secretary)
    cuc.send(issued)
    assert statuses(rows) == ["forwarded", "withdrawn"]


def test_the_organisation_at_the_top_has_nobody_to_send_to(bo, for_minister):
    with pytest.raises(Incomplete, match="không có cơ quan cấp trên"):
        bo.draft(for_minister())


def test_answering_needs_words(cuc, tong_cuc, for_minister):
    asked = tong_cuc.ask(tong_cuc.receive(cuc.send_up(for_minister())))
    with pytest.raises(BadInput), unit_of_work():
        sending.answer(asked.public_id, " ", [], actor=cuc.secretary)


@pytest.fixture
def inspect(cuc):
    def inspect(row):
        hold = Hold(
            recipient_id=row.recipient_id, reason="Tố cáo", starts_on=date(2020, 12, 1),
            entered_by_id=cuc.secretary.user_id,
        )  # fmt: skip
        db.session.add(hold)
        db.session.commit()
        return hold

    return inspect


def test_nobody_goes_up_while_inspected_and_everybody_once_it_is_over(cuc, for_minister, inspect):
    first, second = for_minister("Đỗ Văn G", "Dương Thị Q")
    hold = inspect(first)
    with pytest.raises(Incomplete, match="khiếu nại: Đỗ Văn G. Hãy đưa ra"):
        cuc.draft([first, second])
    without = cuc.draft([second])
    hold.ends_on = date(2020, 12, 10)
    db.session.commit()
    assert cuc.draft([first]).id != without.id


def test_a_letter_already_issued_waits_for_the_inspection(cuc, for_minister, inspect):
    rows = for_minister("Đỗ Văn G")
    issued = cuc.issue(cuc.draft(rows))
    inspect(rows[0])
    with pytest.raises(Incomplete, match="chờ có kết luận"):
        cuc.send(issued)
    assert again(issued).status is TransmittalStatus.DRAFT
