"""The form of a report follows the award and the kind of commendation; an office's own goes first."""

import pytest
from sqlalchemy import select

from tests.documents.test_templates import ROOT, render, text_of
from workflow.awards.models import (
    Award,
    AwardDemand,
    AwardKind,
    DemandKind,
    Ground,
    Honour,
    Initiative,
)
from workflow.awards.report_forms import form_for
from workflow.awards.states import Scope
from workflow.core.db import db
from workflow.proposals import reports
from workflow.proposals.printouts import gather
from workflow.proposals.required import forms_of
from workflow.recipients.models import RecipientKind

PERSON, COLLECTIVE = RecipientKind.PERSON, RecipientKind.COLLECTIVE
LIFE, UNIT = "Sơ lược lý lịch", "Sơ lược đặc điểm, tình hình"
WORK, HELD = "Thành tích đạt được", "Các hình thức đã được khen thưởng"


@pytest.mark.parametrize(
    ("code", "ground", "kind", "key", "headings"),
    [
        ("BKBT_CN", Ground.SUDDEN, PERSON, "sudden", [LIFE, WORK]),
        ("GK_TT", Ground.SUDDEN, COLLECTIVE, "sudden", [UNIT, WORK]),
        ("GK_CN", Ground.MOVEMENT, PERSON, "movement", [LIFE, WORK]),
        ("COBT", Ground.MOVEMENT, COLLECTIVE, "movement", [UNIT, WORK]),
        ("HCLD3_CN", Ground.DEVOTION, PERSON, "devotion",
         [LIFE, "Tóm tắt quá trình công tác", HELD, "Kỷ luật"]),
        ("HCHN", Ground.EXTERNAL, COLLECTIVE, "external",
         [UNIT, "Thành tích, đóng góp đạt được", HELD]),
        ("CSTDTQ", Ground.MERIT, PERSON, "national_fighter",
         [LIFE, WORK, "Sáng kiến, đề tài khoa học", HELD]),
    ],
)  # fmt: skip
def test_a_kind_of_commendation_has_its_own_form(code, ground, kind, key, headings):
    form = form_for(code, ground, kind)
    assert (form.key, [one.heading for one in form.parts]) == (key, headings)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("GK_CN", PERSON), ("BKBT_TT", COLLECTIVE), ("GDVH", RecipientKind.HOUSEHOLD)],
)
def test_merit_keeps_the_form_beside_the_award(code, kind):
    assert form_for(code, Ground.MERIT, kind) is None


@pytest.fixture
def row(one_row, long_an):
    """A row whose award asks for the parts of the form for merit, as it was shipped."""
    _proposal, row = one_row
    db.session.query(AwardDemand).delete()
    for position, text in enumerate((LIFE, WORK, HELD), start=1):
        db.session.add(AwardDemand(
            award_version_id=row.award_version_id, kind=DemandKind.PART, position=position,
            text=text, whom="", detail="", verified="no",
        ))  # fmt: skip
    db.session.commit()
    return row


def said(row):
    return reports.report(gather(row.proposal), row, reports.read_ledgers([row]))


def headings_of(row):
    return [one["heading"] for one in said(row)["parts"]]


def test_the_report_and_what_the_unit_is_asked_follow_the_ground_together(row):
    row.ground = Ground.DEVOTION
    row.achievements = "Từ năm 1990 công tác liên tục."
    db.session.commit()

    report = said(row)
    asked = [one.heading for one in forms_of([row])[row.id].parts]

    assert asked == [LIFE, "Tóm tắt quá trình công tác", HELD, "Kỷ luật"]
    assert [one["heading"] for one in report["parts"]] == [one.upper() for one in asked]
    assert report["parts"][1]["paragraphs"] == ["Từ năm 1990 công tác liên tục."]
    assert reports.blank_parts(report) == ["KỶ LUẬT"]
    assert report["subtitle"] == "Khen thưởng quá trình cống hiến"


def test_parts_an_office_confirmed_go_before_the_form(row):
    row.ground = Ground.SUDDEN
    first = db.session.scalars(select(AwardDemand).order_by(AwardDemand.position)).first()
    before = headings_of(row)
    first.verified = "yes"
    db.session.commit()

    assert (before, headings_of(row)) == (
        [LIFE.upper(), WORK.upper()], [LIFE.upper(), WORK.upper(), HELD.upper()],
    )  # fmt: skip


def test_a_national_fighter_tells_initiatives_apart_and_titles_before_forms(row, long_an):
    row.award_version.award.code = "CSTDTQ"
    title = Award(code="LDTT_THU", kind=AwardKind.TITLE)
    db.session.add(title)
    db.session.flush()
    db.session.add_all([
        Initiative(recipient_id=row.recipient_id, title="Bản đồ", scope=Scope.NATIONAL, year=row.year),
        Honour(recipient_id=row.recipient_id, award_id=long_an.certificate_person.award_id, year=2018),
        Honour(recipient_id=row.recipient_id, award_id=title.id, year=2019),
    ])  # fmt: skip
    db.session.commit()

    parts = {one["heading"]: one for one in said(row)["parts"]}
    text = text_of(render(ROOT / "proposals/achievement_report.docx", said(row)))

    held = parts[HELD.upper()]
    assert (parts[WORK.upper()]["works"], len(parts["SÁNG KIẾN, ĐỀ TÀI KHOA HỌC"]["works"])) == (
        [], 1,
    )  # fmt: skip
    assert ([one["year"] for one in held["titles"]], [one["year"] for one in held["forms"]]) == (
        ["2019"], ["2018"],
    )  # fmt: skip
    assert "Hình thức khen thưởng:" in text
