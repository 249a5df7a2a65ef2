"""The Phiếu trình: drawn when a decision is offered, of what is known, for its office alone."""

import io

from docx import Document as Docx

from tests.decisions.amending.conftest import Mending
from tests.factories.documents import draw_all
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.briefing import services
from workflow.decisions.queries import items_of
from workflow.decisions.services import checking, signing
from workflow.documents.engine.rendering import render
from workflow.documents.queries import drawing_of
from workflow.proposals.models import SignOff
from workflow.settings import ROOT

NAMES = ("Trần Quốc Bảo", "A & B <x> {{ 7*7 }}", "Đặng Hữu Nghĩa")


def sign_off(decision, long_an):
    proposal = items_of(decision.id)[0].nomination.proposal
    db.session.add(
        SignOff(proposal_id=proposal.id, user_id=long_an.unit_head.id, at=clock.now(),
                content_digest="d" * 64)
    )  # fmt: skip
    db.session.commit()


def briefing_of(decision):
    return drawing_of(("briefing", decision.id))


def test_what_is_known_of_the_draft_lies_before_the_head(desk, make_nominations, long_an):
    decision = desk.draft(make_nominations(*NAMES))
    sign_off(decision, long_an)
    assert briefing_of(decision) is None

    desk.offer(decision)

    context = briefing_of(decision).context
    opinions = [(one["who"], one["name"], one["date"]) for one in context["opinions"]]
    assert opinions == [
        (long_an.team3.name, long_an.unit_head.name, "18/12/2020"),
        ("Kiểm tra nội dung", long_an.secretary.name, "18/12/2020"),
        ("Kiểm tra thể thức", long_an.clerk.name, "18/12/2020"),
    ]
    assert context["summary"] == [
        "Khen thưởng 03 cá nhân, hình thức: Giấy khen",
        "Đề nghị của 01 đơn vị, 01 hồ sơ: HS-2020-0001",
    ]
    assert context["drafter"] == long_an.secretary.name
    template = (ROOT / "document_templates/decisions/briefing.docx").read_bytes()
    document = Docx(io.BytesIO(render(template, context, title="Phiếu trình")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in document.paragraphs), *cells])
    said = ("PHIẾU TRÌNH", decision.paper.title, *NAMES, "7. Ý kiến của người ký")
    assert [one for one in said if one not in text] == []


def test_a_name_struck_is_told_on_a_new_one_once_both_checks_are_made_again(desk, make_nominations):
    decision = desk.offer(desk.draft(make_nominations(*NAMES)))
    draw_all()
    line = items_of(decision.id)[2].public_id
    with unit_of_work():
        signing.strike(decision.public_id, line, "Bị kỷ luật", actor=desk.head)
    draw_all()
    old = services.shown_to(desk.head, desk.again(decision))["is_old"]

    desk.check(decision)

    assert (old, services.shown_to(desk.head, desk.again(decision))["is_old"]) == (True, False)
    context = briefing_of(decision).context
    assert [row["name"] for row in context["rows"]] == list(NAMES[:2])
    assert context["summary"][-1] == f"Đã đưa ra khỏi danh sách: {NAMES[2]} (Bị kỷ luật)"


def test_a_replacement_says_what_it_replaces_and_whose_award_ends(desk, make_nominations):
    mending = Mending(desk, desk.issued(make_nominations(*NAMES)))
    context = briefing_of(desk.offer(desk.again(mending.replace(0, 1)))).context
    assert context["summary"][1:3] == [
        "Thay thế Quyết định số 01/QĐ-CQLTT ngày 18/12/2020",
        f"Không giữ lại, khen thưởng bị hủy bỏ: {NAMES[2]}",
    ]


def test_the_head_reads_it_beside_the_decision_and_a_unit_never_does(
    desk, make_nominations, long_an, client_as, actor
):
    decision = desk.offer(desk.draft(make_nominations(*NAMES)))
    draw_all()
    page = f"/decisions/{decision.public_id}?view=briefing"

    shown = client_as(long_an.head, long_an.department).get(page).text
    file = services.shown_to(desk.head, decision)["pdf"]

    assert f"/documents/{file.public_id}/download" in shown
    desk.issue(desk.number(desk.sign(decision)))
    officer = client_as(long_an.officer, long_an.team3)
    seen = officer.get(page)
    assert (seen.status_code, "Phiếu trình" in seen.text) == (200, False)
    assert officer.get(f"/documents/{file.public_id}/download").status_code == 404
    assert services.shown_to(actor(long_an.officer, long_an.team3), decision) == {}


def test_offering_twice_draws_it_once(desk, make_nominations):
    decision = desk.offer(desk.draft(make_nominations(*NAMES)))
    with unit_of_work():
        services.request(decision, actor=desk.secretary)

    assert briefing_of(decision).round == 1
    assert checking.is_checked(decision)
