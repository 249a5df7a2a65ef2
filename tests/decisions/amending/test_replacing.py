"""A decision that takes another's place: honours pass to it, what it leaves out is revoked."""

from datetime import date

import pytest

from tests.decisions.amending.conftest import NAMES, Mending
from tests.factories.documents import draw_all
from workflow.awards.models import Honour, Initiative
from workflow.awards.states import Scope
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import queries, replacing
from workflow.decisions.amending.models import Recovery, What
from workflow.decisions.models import Certificate, Decision, ItemStatus
from workflow.decisions.queries import (
    decision_of_nomination,
    find_item,
    items_of,
    live_nominations,
)
from workflow.decisions.services import issuing, listing, signing
from workflow.documents.events import PaperIssued
from workflow.documents.states import PaperStatus
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus


def _lines(decision):
    return [(i.ordinal, i.name, i.status.value) for i in items_of(decision.id)]


def test_honours_pass_to_the_new_decision_and_what_it_leaves_out_is_revoked(
    desk, decision, mending
):
    nominations = [item.nomination_id for item in items_of(decision.id)]
    honours = {h.id: h.recipient_id for h in db.session.query(Honour)}
    sheet = decision.paper.context

    made = mending.replace(0, 1)
    assert made.paper.title == (
        "Quyết định tặng Giấy khen cho 02 cá nhân (thay thế Quyết định số 01/QĐ-CQLTT)"
    )
    assert made.paper.context["articles"][2].startswith(
        "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 01/QĐ-CQLTT ngày 18 "
        "tháng 12 năm 2020 của Cục trưởng Cục Quản lý thị trường tỉnh Long An."
    )
    first = find_item(made.id, items_of(made.id)[0].public_id)
    with unit_of_work():
        replacing.reword_line(
            made.public_id, first.public_id, name="Trần Quốc Bão", post="Đội trưởng",
            unit_name=first.unit_name, actor=desk.secretary,
        )  # fmt: skip
    # until the issue nothing of the old one has changed, and each nomination stands once
    assert [status for *_rest, status in _lines(decision)] == ["awarded"] * 3
    assert decision_of_nomination(nominations[0]) is decision
    assert live_nominations(nominations) == set(nominations)

    draw_all()
    issued = mending.issue_decision(made)

    assert _lines(issued) == [(1, "Trần Quốc Bão", "awarded"), (2, NAMES[1], "awarded")]
    assert _lines(decision) == [
        (1, NAMES[0], "replaced"), (2, NAMES[1], "replaced"), (3, NAMES[2], "revoked"),
    ]  # fmt: skip
    assert (decision.paper.status, decision.paper.replaced_by_id, decision.paper.context) == (
        PaperStatus.REPLACED, issued.paper_id, sheet,
    )  # fmt: skip
    # the same honours, none newly conferred; the dropped one is struck
    assert {h.id: h.recipient_id for h in db.session.query(Honour)} == honours
    told = {h.recipient.name: (h.number_text, h.struck_by, h.note)
            for h in db.session.query(Honour)}  # fmt: skip
    before = "Trước đây theo Quyết định số 01/QĐ-CQLTT ngày 18/12/2020"
    assert told == {
        NAMES[0]: ("02/QĐ-CQLTT", "", before), NAMES[1]: ("02/QĐ-CQLTT", "", before),
        NAMES[2]: ("01/QĐ-CQLTT", "02/QĐ-CQLTT", ""),
    }  # fmt: skip
    kept = [db.session.get_one(Nomination, one) for one in nominations]
    assert [(n.status, n.outcome_number) for n in kept] == [
        (NominationStatus.AWARDED, "02/QĐ-CQLTT"), (NominationStatus.AWARDED, "02/QĐ-CQLTT"),
        (NominationStatus.REVOKED, "01/QĐ-CQLTT"),
    ]  # fmt: skip
    assert decision_of_nomination(nominations[0]) is issued
    back = [(r.name, r.what) for r in db.session.query(Recovery).order_by(Recovery.id)]
    assert back == [
        (NAMES[0], What.OBJECT), (NAMES[1], What.OBJECT), (NAMES[2], What.OBJECT),
        (NAMES[2], What.MONEY),
    ]  # fmt: skip
    golden = db.session.query(Certificate.golden_number).filter(
        Certificate.item_id.in_([i.id for i in items_of(issued.id)])
    )
    assert sorted(row[0] for row in golden) == [1, 2]
    with unit_of_work():
        issuing.on_issued(PaperIssued(desk.clerk, issued.paper_id))
    assert db.session.query(Recovery).count() == len(back)


def test_what_an_award_used_up_stays_used_when_it_passes_on(desk, long_an, make_nominations):
    long_an.certificate_person.prerequisite = "INIT:grassroots:1"
    (row_id,) = make_nominations("Bùi Văn Khá")
    row = db.session.get_one(Nomination, row_id)
    db.session.add(Initiative(recipient_id=row.recipient_id, title="Sổ", scope=Scope.GRASSROOTS,
                              year=2020))  # fmt: skip
    db.session.commit()
    mending = Mending(desk, desk.issued([row_id]))
    mending.issue_decision(mending.replace(0))
    assert db.session.query(Initiative).one().used_by == row_id


def test_one_replacement_at_a_time_and_a_dropped_one_frees_the_decision(
    desk, decision, mending, make_nominations
):
    with pytest.raises(BadInput) as refusal:
        mending.replace(0, reason=" ")
    assert refusal.value.field == "reason"
    made = mending.replace(0, 1, 2)
    with pytest.raises(InvalidStep):
        mending.replace(0)
    with pytest.raises(NotAllowed), unit_of_work():
        replacing.drop(made.public_id, actor=desk.head)
    with unit_of_work():
        replacing.drop(made.public_id, actor=desk.secretary)
    assert (made.paper.status, queries.open_replacement(decision.id)) == (PaperStatus.DROPPED, None)
    assert _lines(decision)[0] == (1, NAMES[0], "awarded")
    assert mending.replace(1).replaces_id == decision.id
    usual = desk.draft(make_nominations("Lê Hoàng Phúc"))
    with pytest.raises(InvalidStep), unit_of_work():
        replacing.drop(usual.public_id, actor=desk.secretary)


def test_a_name_the_head_strikes_from_the_replacement_is_revoked_at_its_issue(
    desk, decision, mending
):

    made = desk.offer(desk.again(mending.replace(0, 1, 2)))
    struck = items_of(made.id)[2]
    with unit_of_work():
        signing.strike(made.public_id, struck.public_id, "Chưa xứng đáng", actor=desk.head)
    assert db.session.get_one(Nomination, struck.nomination_id).status is NominationStatus.AWARDED
    draw_all()
    desk.check(made)
    desk.issue(desk.number(desk.sign(made)))
    assert _lines(decision)[2] == (3, NAMES[2], "revoked")


def test_a_replacement_that_names_no_decision_is_not_signed(desk, decision, mending):

    made = mending.replace(0, 1, 2)
    with unit_of_work():
        db.session.get_one(Decision, made.id).articles = "Tặng Giấy khen.\nThi hành."
    draw_all()
    offered = desk.offer(desk.again(made))
    with pytest.raises(InvalidStep) as refusal:
        desk.sign(offered)
    assert "Không điều nào của dự thảo ghi quyết định được thay thế" in str(refusal.value)


def test_a_new_name_may_join_and_is_awarded_for_the_first_time(
    desk, decision, mending, make_nominations
):

    made = mending.replace(0, 1, 2)
    with unit_of_work():
        listing.add_items(made.public_id, make_nominations("Lê Hoàng Phúc"), actor=desk.secretary)
    draw_all()
    issued = mending.issue_decision(made)
    assert [(name, status) for _n, name, status in _lines(issued)] == [
        *((name, "awarded") for name in NAMES), ("Lê Hoàng Phúc", "awarded"),
    ]  # fmt: skip
    assert db.session.query(Honour).count() == 4
    assert {h.decided_on for h in db.session.query(Honour)} == {date(2020, 12, 18)}
    assert all(item.status is ItemStatus.REPLACED for item in items_of(decision.id))
