"""Paper ballots: by name for absent members, blank where the vote is secret."""

import io

import pytest
from docx import Document as Docx
from sqlalchemy import select

from tests.factories.documents import draw_all
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.paper_ballots import services
from workflow.councils.states import BallotMode, SessionStatus
from workflow.documents.engine.rendering import render
from workflow.documents.models import Drawing
from workflow.settings import ROOT

TEMPLATE = ROOT / "document_templates/councils/ballot_paper.docx"


@pytest.fixture
def meeting(make_meeting):
    return make_meeting(absent=2)


def drawn(meeting, kind, number=0, actor=None):
    with unit_of_work():
        services.draw(
            meeting.session.public_id, kind, number, actor=actor or meeting.secretary
        )  # fmt: skip
    return db.session.scalars(
        select(Drawing).where(Drawing.owner_kind == "ballot_paper", Drawing.purpose == kind)
    ).one()


def text_of(drawing):
    document = Docx(io.BytesIO(render(TEMPLATE.read_bytes(), drawing.context, title="Phiếu bầu")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_vote_by_name_gives_each_absent_member_a_paper_with_the_name(meeting):
    drawing = drawn(meeting, "named")

    assert [one["voter"] for one in drawing.context["sheets"]] == [
        "Thành viên 08, Ủy viên", "Thành viên 09, Ủy viên",
    ]  # fmt: skip
    text = text_of(drawing)
    said = ("PHIẾU BẦU", "(Đóng dấu treo)", "Bùi Thị H1", "Đồng ý", "Không đồng ý", "Ý kiến khác",
            "Thành viên 08, Ủy viên", "NGƯỜI BIỂU QUYẾT")  # fmt: skip
    assert [one for one in said if one not in text] == []
    assert text.count("PHIẾU BẦU") == 2


def test_a_secret_vote_gives_sheets_nobody_can_be_told_by(meeting):
    meeting.council.ordinary_mode = BallotMode.SECRET
    db.session.commit()

    drawing = drawn(meeting, "secret", 3)

    assert drawing.context["sheets"] == [{"voter": ""}] * 3
    text = text_of(drawing)
    assert [user.name for user in meeting.members if user.name in text] == []
    assert ("NGƯỜI BIỂU QUYẾT" in text, "Không ghi tên" in text) == (False, True)
    with pytest.raises(InvalidStep):
        drawn(meeting, "named")
    with pytest.raises(BadInput):
        drawn(meeting, "secret", 101)


def test_only_those_who_run_the_vote_print_papers(meeting, actor, long_an):
    with pytest.raises(NotVisible):
        drawn(meeting, "named", actor=actor(long_an.stranger, long_an.elsewhere))
    with pytest.raises(NotAllowed):
        drawn(meeting, "named", actor=actor(long_an.head, long_an.department))
    assert drawn(meeting, "named").round == 1


def test_no_paper_is_printed_where_nothing_waits(make_meeting):
    with pytest.raises(InvalidStep):
        drawn(make_meeting(SessionStatus.PLANNED), "named")


def test_the_page_draws_and_gives_the_papers(meeting, long_an, client_as):
    secretary = client_as(long_an.secretary, long_an.department)
    page = f"/councils/sessions/{meeting.session.public_id}/ballot-papers"

    assert page in secretary.get(f"/councils/sessions/{meeting.session.public_id}").text
    assert secretary.post(page, data={"kind": "named"}).location == page
    draw_all()

    shown = secretary.get(page).text
    assert "Thành viên 08, Thành viên 09" in shown
    assert "Dựng lại phiếu" in shown
    head = client_as(long_an.head, long_an.department)
    assert head.get(page).status_code == 403
