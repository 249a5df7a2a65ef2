"""A superior that is not on this server: its sheet is entered, the outcome flows all the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories.exchange import again
from workflow.accounts.models import User
from workflow.archive.asking import read_filters, understand
from workflow.archive.incoming.models import Arrival
from workflow.archive.intake import Named, Received, take_in_decision
from workflow.archive.queries import find_by_paper
from workflow.archive.search import search as find
from workflow.awards.models import Honour
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision
from workflow.decisions.queries import items_of
from workflow.documents.models import Paper
from workflow.exchange.queries import items_of as carried
from workflow.exchange.services.outcomes import ForeignSheet, record_foreign_outcome
from workflow.exchange.states import TransmittalStatus
from workflow.proposals.models import Nomination

SHEET = ForeignSheet(
    "2741/QĐ-BCT", "22/02/2020", date(2020, 2, 22), "Bộ trưởng Bộ Công Thương", "Tặng Bằng khen"
)


def record(sent, results, actor, sheet=SHEET):
    with unit_of_work():
        record_foreign_outcome(sent.public_id, sheet, results, actor=actor)


def test_a_stranger_and_the_secretary_cannot_enter_it(cuc, for_minister, long_an, actor):
    rows = for_minister("Đỗ Văn G")
    sent = cuc.send_up(rows)
    results = {rows[0].public_id: True}
    with pytest.raises(NotVisible):
        record(sent, results, actor(long_an.stranger, long_an.elsewhere))
    with pytest.raises(NotAllowed):
        record(sent, results, cuc.secretary)


def test_the_outcome_reaches_the_dossier_the_ledger_and_the_received_decisions(cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    record(sent, {rows[0].public_id: True, rows[1].public_id: False}, cuc.clerk)
    found = [db.session.get_one(Nomination, r.id, populate_existing=True) for r in rows]
    assert [one.status.value for one in found] == ["awarded", "not_awarded"]
    assert again(sent).status is TransmittalStatus.DECIDED
    honour = db.session.scalars(select(Honour)).one()
    assert (honour.recipient_id, honour.number_text, honour.date_text) == (
        rows[0].recipient_id, "2741/QĐ-BCT", "22/02/2020",
    )  # fmt: skip
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.paper.arrival_number, decision.paper.arrived_on) == (1, clock.today())
    arrival = db.session.scalars(select(Arrival)).one()
    assert (arrival.paper_id, arrival.status) == (decision.paper_id, "received")


def test_what_comes_later_comes_in_another_decision(cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    record(sent, {rows[0].public_id: True}, cuc.clerk)
    assert again(sent).status is TransmittalStatus.SENT
    with pytest.raises(InvalidStep):
        record(sent, {rows[0].public_id: False}, cuc.clerk)
    other = replace(SHEET, number="2742/QĐ-BCT")
    record(sent, {rows[1].public_id: True}, cuc.clerk, other)
    assert again(sent).status is TransmittalStatus.DECIDED
    assert db.session.scalars(select(Paper.arrival_number).order_by(Paper.id)).all()[-2:] == [1, 2]


def test_a_sheet_that_stands_in_the_book_is_not_entered_again(cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    names = [Named(row.recipient.kind, row.recipient.name) for row in rows]
    sheet = Received(
        number_text=SHEET.number, date_text=SHEET.date_text, issuer=SHEET.issuer,
        title=SHEET.title, award_name="Bằng khen", arrived_on=clock.today(), named=names,
        counted_in=2020,
    )  # fmt: skip
    with unit_of_work():
        filed = take_in_decision(sheet, actor=cuc.clerk).paper_id
    results = {row.public_id: True for row in rows}
    with pytest.raises(BadInput, match="số đến 01: “Tặng Bằng khen”"):
        record(sent, results, cuc.clerk)
    assert db.session.query(Honour).count() == 0

    record(sent, results, cuc.clerk, replace(SHEET, same=True))

    assert again(sent).status is TransmittalStatus.DECIDED
    decision = db.session.scalars(select(Decision)).one()
    lines = [(item.nomination_id, item.recipient_id) for item in items_of(decision.id)]
    assert lines == [(row.id, row.recipient_id) for row in rows]
    held = db.session.scalars(select(Honour.decision_item_id).order_by(Honour.id)).all()
    assert (decision.paper_id, held) == (filed, [item.id for item in items_of(decision.id)])


def test_one_sheet_that_answers_two_dossiers_names_and_is_read_by_both(
    cuc, for_minister, long_an, actor
):
    first, second = for_minister("Đỗ Văn G"), for_minister("Lý Thị H")
    sent, other = cuc.send_up(first), cuc.send_up(second)
    second[0].proposal.proposing = long_an.elsewhere
    db.session.commit()
    record(sent, {first[0].public_id: True}, cuc.clerk)
    record(other, {second[0].public_id: True}, cuc.clerk, replace(SHEET, same=True))

    decision = db.session.scalars(select(Decision)).one()
    lines = [(item.name, item.nomination_id) for item in items_of(decision.id)]
    assert lines == [("Đỗ Văn G", first[0].id), ("Lý Thị H", second[0].id)]
    assert again(other).status is TransmittalStatus.DECIDED
    filed = find_by_paper(decision.paper_id)
    assert (filed.individuals, "ly thi h" in filed.search_names) == (2, True)
    reader = actor(long_an.stranger, long_an.elsewhere)
    assert find(understand("Lý Thị H"), read_filters({}).chosen, actor=reader).records == [filed]


def test_a_late_sheet_keeps_its_day_is_filed_and_not_taken_in_twice(cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    late = clock.today() - timedelta(days=3)
    day = replace(SHEET, arrived_on=late)
    with pytest.raises(BadInput, match="chưa tới"):
        record(sent, {}, cuc.clerk, replace(SHEET, arrived_on=clock.today() + timedelta(1)))
    record(sent, {row.public_id: True for row in rows}, cuc.clerk, day)

    paper = db.session.scalars(select(Decision)).one().paper
    assert (paper.arrived_on, paper.number_entry.dated) == (late, clock.today())
    assert find_by_paper(paper.id).individuals == 2
    sheet = Received(
        number_text=SHEET.number, date_text=SHEET.date_text, issuer=SHEET.issuer,
        title=SHEET.title, award_name="Bằng khen", arrived_on=clock.today(), individuals=2,
    )  # fmt: skip
    with pytest.raises(BadInput, match="2741/QĐ-BCT"):
        take_in_decision(sheet, actor=cuc.clerk)


def test_the_page_of_decisions_leads_to_the_dossier_one_may_answer(cuc, for_minister, client_as):
    sent = cuc.send_up(for_minister())
    link = f"/exchange/{sent.public_id}/foreign-outcome"
    clerk = db.session.get_one(User, cuc.clerk.user_id)
    browser = client_as(clerk, sent.sender)

    assert link in browser.get("/archive/intake").get_data(as_text=True)
    record(sent, dict.fromkeys([row.nomination.public_id for row in carried(sent.id)], True),
           cuc.clerk)  # fmt: skip
    assert link not in browser.get("/archive/intake").get_data(as_text=True)


def test_an_empty_sheet_is_refused(cuc, for_minister):
    with pytest.raises(BadInput):
        record(cuc.send_up(for_minister()), {}, cuc.clerk)


def test_where_the_superior_is_here_its_own_decision_counts(cuc, tong_cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    with pytest.raises(InvalidStep, match="có mặt trên hệ thống"):
        record(sent, {rows[0].public_id: True}, cuc.clerk)
