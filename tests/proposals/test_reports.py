"""The Báo cáo thành tích of a row: its award's parts, the ledgers, who may read and order it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from tests.documents.test_templates import ROOT, render, text_of
from tests.factories.archive import statements
from workflow.awards.models import AwardDemand, DemandKind, Honour, Initiative
from workflow.awards.states import Scope
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.models import Drawing
from workflow.proposals import reports
from workflow.proposals.models import Confirmation
from workflow.proposals.papers import papers_and_old_reports, report_of
from workflow.proposals.preflight import missing_content
from workflow.proposals.printouts import gather, submission_letter
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import drafting, writing
from workflow.proposals.states import ConfirmationResult
from workflow.recipients.models import YearlyGrade
from workflow.recipients.states import Grade

HOSTILE = "A & B <x> {{ 7*7 }}"
TEMPLATE = ROOT / "proposals/achievement_report.docx"


@pytest.fixture
def demand(long_an):
    """Ask for the parts of a report, or for another office's word."""

    def ask(text, kind=DemandKind.PART, *, position=1, whom="", detail=""):
        db.session.add(AwardDemand(
            award_version_id=long_an.certificate_person.id, kind=kind, position=position,
            text=text, whom=whom, detail=detail, verified="no",
        ))  # fmt: skip
        db.session.commit()

    db.session.execute(delete(AwardDemand))
    return ask


def context_of(proposal, row):
    return reports.report(gather(proposal), row, reports.read_ledgers([row]))


def pretend_drawn(row, context):
    db.session.add(Drawing(
        owner_kind="nomination", owner_id=row.id, purpose=reports.PURPOSE, template=reports.TEMPLATE,
        organisation_id=row.proposal.proposing_id, title=reports.TITLE, context=context, round=1,
        drawn_round=1,
    ))  # fmt: skip
    db.session.commit()


def test_the_text_stands_under_the_parts_the_award_asks_for(one_row, demand):
    proposal, row = one_row
    demand("Sơ lược lý lịch")
    demand("Thành tích đạt được", position=2)
    demand("Bài học kinh nghiệm", position=3)
    row.achievements = (
        "Lập 45 hồ sơ.\n1. Sơ lược lý lịch: Quê Bến Lức\n\nBÀI HỌC KINH NGHIỆM\nĐi sát."
    )
    db.session.commit()

    parts = context_of(proposal, row)["parts"]

    assert [(one["number"], one["heading"], one["paragraphs"]) for one in parts] == [
        ("I", "SƠ LƯỢC LÝ LỊCH", ["Quê Bến Lức"]),
        ("II", "THÀNH TÍCH ĐẠT ĐƯỢC", ["Lập 45 hồ sơ."]),
        ("III", "BÀI HỌC KINH NGHIỆM", ["Đi sát."]),
    ]


def test_the_ledgers_are_told_and_a_struck_honour_is_not(one_row, demand, long_an):
    proposal, row = one_row
    award = long_an.certificate_person.award_id
    who = row.recipient_id
    db.session.add_all([
        Honour(recipient_id=who, award_id=award, year=2018, number_text="812/QĐ-CQLTT"),
        Honour(recipient_id=who, award_id=award, year=2019, number_text="900/QĐ", struck_by="1/QĐ"),
        YearlyGrade(recipient_id=who, year=2019, grade=Grade.WELL, source="TB 7"),
        Initiative(recipient_id=who, title=HOSTILE, scope=Scope.GRASSROOTS, year=2019),
    ])  # fmt: skip
    db.session.commit()

    parts = {one["heading"]: one for one in context_of(proposal, row)["parts"]}

    work, held = parts["THÀNH TÍCH ĐẠT ĐƯỢC"], parts["CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG"]
    assert (work["works"], work["grades"], [one["decision"] for one in held["forms"]]) == (
        [f"Sáng kiến “{HOSTILE}”, cấp cơ sở, năm 2019"],
        [{"year": "2019", "title": "Hoàn thành tốt nhiệm vụ", "decision": "TB 7"}],
        ["Quyết định số 812/QĐ-CQLTT"],
    )
    assert [line.partition(":")[2] for line in held["sentences"]] == [
        " Quyết định số 812/QĐ-CQLTT."
    ]


def test_a_part_nothing_is_known_of_is_left_for_the_hand_and_named(one_row, demand):
    proposal, row = one_row
    demand("Bài học kinh nghiệm")

    context = context_of(proposal, row)

    assert reports.blank_parts(context) == []
    demand("Phương hướng", position=2)
    assert reports.blank_parts(context_of(proposal, row)) == ["PHƯƠNG HƯỚNG"]


def test_other_offices_are_named_only_for_those_they_concern(one_row, demand):
    proposal, row = one_row
    demand("Cơ quan thuế", DemandKind.CONFIRMATION, whom="Doanh nghiệp", detail="Ngân sách")
    before = [one["heading"] for one in context_of(proposal, row)["parts"]]
    db.session.add(Confirmation(nomination_id=row.id, office="Cơ quan thuế",
                                result=ConfirmationResult.AGREED, answered_by="CV 15"))  # fmt: skip
    db.session.commit()

    after = context_of(proposal, row)["parts"][-1]

    assert "Ý KIẾN CỦA CƠ QUAN CÓ LIÊN QUAN" not in before
    assert after["opinions"] == [
        {"office": "Cơ quan thuế", "about": "Ngân sách", "answer": "Đồng ý (CV 15)"}
    ]


def test_the_template_takes_every_report_and_prints_hostile_text_literally(one_row):
    proposal, row = one_row
    row.achievements, row.recipient.name = HOSTILE, HOSTILE
    db.session.commit()

    text = text_of(render(TEMPLATE, context_of(proposal, row)))

    assert (text.count(HOSTILE), "II. THÀNH TÍCH ĐẠT ĐƯỢC" in text, "Không có." in text) == (
        3, True, True,
    )  # fmt: skip


def test_the_context_has_the_fields_of_the_sample(one_row):
    sample = json.loads(Path(TEMPLATE.with_suffix(".sample.json")).read_text())
    context = context_of(*one_row)

    assert (set(context), set(context["parts"][0])) == (set(sample), set(sample["parts"][0]))


def test_a_drawn_report_older_than_its_row_keeps_the_dossier_back(make_proposal, draw_papers):
    proposal = make_proposal()
    row = nominations_of(proposal.id)[0]
    pretend_drawn(row, context_of(proposal, row))
    draw_papers(proposal)
    fresh = missing_content(proposal, gather(proposal))
    row.achievements = "Thêm 12 vụ"
    db.session.commit()
    draw_papers(proposal)

    found = missing_content(proposal, gather(proposal))

    assert (fresh, report_of(proposal, row).state.value) == ([], "stale")
    assert [one.text for one in found] == [
        f"Dòng 1, {row.recipient.name}: Báo cáo thành tích cũ hơn nội dung, hãy soạn lại."
    ]


def test_reports_of_many_rows_are_held_against_them_in_as_many_queries_as_of_one(make_proposal):
    counts = []
    for nominees in (1, 3):
        proposal = make_proposal(nominees=nominees)
        for row in nominations_of(proposal.id):
            pretend_drawn(row, {})
        source = gather(proposal)
        with statements() as ran:
            found = papers_and_old_reports(proposal, source)[1]
        assert len(found) == nominees
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_it_is_ordered_by_the_unit_alone_and_read_by_who_sees_the_dossier(
    one_row, client_as, long_an
):
    proposal, row = one_row
    page = f"/proposals/{proposal.public_id}/report/{row.public_id}"
    order = f"/proposals/{proposal.public_id}/write-report/{row.public_id}"
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    officer = client_as(long_an.officer, long_an.team3)
    head = client_as(long_an.unit_head, long_an.team3)

    assert (stranger.get(page).status_code, stranger.post(order).status_code) == (404, 404)
    assert (head.get(page).status_code, head.post(order).status_code) == (200, 403)
    assert db.session.scalars(select(Drawing)).all() == []
    assert (officer.post(order).status_code, officer.get(page).status_code) == (302, 200)
    drawing = db.session.scalars(select(Drawing)).one()
    assert (drawing.owner_kind, drawing.owner_id, drawing.template) == (
        "nomination", row.id, "proposals/achievement_report",
    )  # fmt: skip


def test_without_achievements_there_is_nothing_to_report(one_row, client_as, long_an):
    proposal, row = one_row
    row.achievements = ""
    db.session.commit()
    officer = client_as(long_an.officer, long_an.team3)

    answer = officer.post(f"/proposals/{proposal.public_id}/write-report/{row.public_id}")

    assert (answer.status_code, "Ghi thành tích của dòng này" in answer.text) == (409, True)


def test_a_draft_deleted_whole_takes_its_reports_along(one_row, people):
    proposal, row = one_row
    with unit_of_work():
        writing.write_report(proposal.public_id, row.public_id, actor=people["officer"])
    with unit_of_work():
        drafting.discard_secret(proposal.public_id, actor=people["officer"])

    assert db.session.scalars(select(Drawing)).all() == []


@pytest.mark.parametrize(("own", "posts"), [(True, "CỤC TRƯỞNG"), (False, "ĐỘI TRƯỞNG")])
def test_nobody_confirms_the_own_report(one_row, own, posts):
    proposal, row = one_row
    source = gather(proposal)
    row.recipient.user_id = source.head_id if own else None
    db.session.commit()
    said = reports.report(gather(proposal), row, reports.read_ledgers([row]))
    assert (said["confirmation"]["post_caps"], said["signature"]["name"]) == (
        posts, row.recipient.name,
    )  # fmt: skip


def test_the_letter_names_the_reports_that_go_along(one_row):
    proposal, row = one_row
    before = submission_letter(gather(proposal))["attachments"]
    pretend_drawn(row, context_of(proposal, row))
    after = submission_letter(gather(proposal))["attachments"]
    assert after == [*before, "Báo cáo thành tích (01 báo cáo)"]
