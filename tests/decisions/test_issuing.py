"""What issuing a decision causes: outcomes, honours, consecutive golden numbers, certificates."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories.documents import draw_all
from workflow.awards.models import Honour
from workflow.core import events
from workflow.core.db import db
from workflow.core.jobs import Job, JobState
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.events import DecisionIssued
from workflow.decisions.models import Certificate, ItemStatus
from workflow.decisions.queries import (
    certificates_of,
    decision_of_nomination,
    decision_of_paper,
    items_of,
)
from workflow.decisions.services import issuing, signing
from workflow.documents.events import PaperIssued
from workflow.documents.models import Drawing
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import NominationStatus, ProposalStatus

NAMES = ("Trần Quốc Bảo", "Nguyễn Thị Ánh Tuyết", "Đặng Hữu Nghĩa")


@pytest.fixture
def ids(make_nominations):
    teams = make_nominations("Đội QLTT số 3", collective=True)
    return [*make_nominations(*NAMES), *teams]


def test_issuing_records_every_outcome_confers_every_honour_and_closes_the_dossiers(desk, ids):
    decision = desk.issued(ids)

    items = items_of(decision.id)
    assert {item.status for item in items} == {ItemStatus.AWARDED}
    facts = {
        (n.status, n.outcome_number, n.outcome_on, n.outcome_issuer)
        for n in db.session.scalars(select(Nomination))
    }
    assert facts == {
        (
            NominationStatus.AWARDED, "01/QĐ-CQLTT", date(2020, 12, 18),
            "Cục trưởng Cục Quản lý thị trường tỉnh Long An",
        )
    }  # fmt: skip
    honours = db.session.scalars(select(Honour)).all()
    assert {h.decision_item_id for h in honours} == {item.id for item in items}
    assert {(h.number_text, h.date_text) for h in honours} == {("01/QĐ-CQLTT", "18/12/2020")}
    assert {p.status for p in db.session.scalars(select(Proposal))} == {ProposalStatus.DECIDED}
    assert decision_of_paper(decision.paper_id) is decision
    assert decision_of_nomination(ids[0]) is decision


def test_golden_numbers_are_consecutive_even_when_a_name_was_struck(desk, ids):
    decision = desk.offer(desk.draft(ids))
    struck = items_of(decision.id)[2]
    with unit_of_work():
        signing.strike(decision.public_id, struck.public_id, "Xem xét lại", actor=desk.head)
    draw_all()
    desk.check(decision)

    decision = desk.issue(desk.number(desk.sign(decision)))

    certificates = certificates_of(decision.id)
    assert [(c.golden_number, c.item.name) for c in certificates] == [
        (1, "Đội QLTT số 3"), (2, "Trần Quốc Bảo"), (3, "Đặng Hữu Nghĩa"),
    ]  # fmt: skip


def test_each_certificate_is_drawn_with_the_number_the_date_and_its_own_golden_number(desk, ids):
    decision = desk.issued(ids)

    second = certificates_of(decision.id)[1]
    links = documents_of("certificate", second.id, FileRole.CERTIFICATE)
    assert [link.document.title for link in links] == ["Giấy khen số 02, Trần Quốc Bảo"]
    drawing = db.session.scalars(
        select(Drawing).where(Drawing.owner_kind == "certificate", Drawing.owner_id == second.id)
    ).one()
    context = drawing.context
    assert (context["number"], context["register_number"], context["date_text"]) == (
        "01", "02", "ngày 18 tháng 12 năm 2020",
    )  # fmt: skip
    assert context["recipient"] == {
        "name": "Trần Quốc Bảo",
        "detail": "Kiểm soát viên thị trường, Đội Quản lý thị trường số 3, "
        "Cục Quản lý thị trường tỉnh Long An",
    }


def test_a_repeated_issue_changes_nothing(desk, ids):
    decision = desk.issued(ids)
    rows = [Certificate, Honour, Drawing]
    before = [db.session.scalar(select(func.count()).select_from(row)) for row in rows]
    rounds = db.session.scalars(select(Drawing.round).order_by(Drawing.id)).all()

    with unit_of_work():
        issuing.on_issued(PaperIssued(desk.clerk, decision.paper_id))

    assert [db.session.scalar(select(func.count()).select_from(row)) for row in rows] == before
    assert db.session.scalars(select(Drawing.round).order_by(Drawing.id)).all() == rounds


def test_the_domains_above_hear_of_an_issued_decision(desk, ids):
    heard = []
    events.subscribe(DecisionIssued, heard.append)

    decision = desk.issued(ids)

    assert [event.decision_id for event in heard] == [decision.id]


def test_papers_that_are_no_decisions_are_none_of_our_business(desk, make_paper):
    paper = make_paper()
    issuing.on_issued(PaperIssued(desk.clerk, paper.id))
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_certificates_whose_drawing_failed_are_drawn_again_from_the_page(
    desk, ids, client_as, long_an
):
    decision = desk.issued(ids)
    waiting = db.session.scalars(
        select(Drawing).where(Drawing.owner_kind == "certificate").order_by(Drawing.id)
    ).all()
    for drawing in waiting[:2]:
        drawing.drawn_round = 0
        for link in documents_of("certificate", drawing.owner_id):
            link.removed_at = link.document.made_at
    job = waiting[0].job
    job.state, job.error = JobState.FAILED, "“Giấy khen số 01”: thiếu chữ"
    db.session.commit()
    page = f"/decisions/{decision.public_id}?view=certificates"
    act = f"/decisions/{decision.public_id}/certificates/redraw"
    clerk, head = (client_as(who, long_an.department) for who in (long_an.clerk, long_an.head))
    stranger = client_as(long_an.stranger, long_an.elsewhere)

    assert [act in one.get(page).text for one in (clerk, head)] == [True, False]
    assert (stranger.post(act).status_code, head.post(act).status_code) == (404, 403)
    assert clerk.post(act).status_code == 302

    db.session.rollback()
    assert db.session.get_one(Job, job.id).state is JobState.WAITING
