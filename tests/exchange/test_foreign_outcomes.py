"""A superior that is not on this server: its sheet is entered, the outcome flows all the same."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories.exchange import again
from workflow.archive.incoming.models import Arrival
from workflow.awards.models import Honour
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision
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
    record(sent, {rows[1].public_id: True}, cuc.clerk)
    assert again(sent).status is TransmittalStatus.DECIDED


def test_an_empty_sheet_is_refused(cuc, for_minister):
    with pytest.raises(BadInput):
        record(cuc.send_up(for_minister()), {}, cuc.clerk)


def test_where_the_superior_is_here_its_own_decision_counts(cuc, tong_cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    with pytest.raises(InvalidStep, match="có mặt trên hệ thống"):
        record(sent, {rows[0].public_id: True}, cuc.clerk)
