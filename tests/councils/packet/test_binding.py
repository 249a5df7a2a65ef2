"""The packet as it is made: contents that lead to the right pages, evidence behind its sheet."""

import io
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from tests.councils.packet.test_packet import ask, packet_of
from tests.documents.engine.test_binding import outline_of, picture
from tests.factories.documents import small_pdf
from tests.factories.exchange import add_evidence
from tests.factories.proposals import make_nomination
from workflow.core import jobs
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.jobs import Job
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import AgendaItem
from workflow.councils.packet import binding
from workflow.councils.packet.binding import File, choose
from workflow.councils.packet.reading import rows_of
from workflow.documents import contents
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import PDF
from workflow.documents.engine.pages import text_of
from workflow.documents.states import FileRole
from workflow.documents.templates import load_templates
from workflow.recipients.models import RecipientKind
from workflow.settings import ROOT

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOSTILE = "A & B <x> {{ 7*7 }}"


@pytest.fixture
def templates(tmp_path, database):
    """The two templates of the packet, as an installation has them."""
    for name in ("packet_cover", "packet_sheet"):
        for end in (".docx", ".sample.json"):
            source = ROOT / "document_templates/councils" / f"{name}{end}"
            target = tmp_path / "councils" / f"{name}{end}"
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(Path(source).read_bytes())
    with unit_of_work():
        load_templates(tmp_path)


def give(row, content, name, media_type=PDF, pages=1):
    with unit_of_work():
        taken = contents.put(
            content, media_type=media_type, extension=name.rpartition(".")[2], name=name,
            pages=pages,
        )  # fmt: skip
        document = add_document(taken, organisation_id=row.proposal.proposing_id, actor=SYSTEM)
        attach(document, ("nomination", row.id), FileRole.EVIDENCE, actor=SYSTEM)
    return document


@pytest.fixture
def two_rows(make_meeting, make_recipient, long_an):
    """A session on two rows, a person and a collective whose name would break pages."""
    meeting = make_meeting(nominees=1)
    team = make_recipient(HOSTILE, kind=RecipientKind.COLLECTIVE)
    row = make_nomination(
        meeting.proposal, team, long_an.certificate_collective, position=9, status="on_agenda",
        achievements=f"Dẫn đầu {HOSTILE}",
    )  # fmt: skip
    db.session.add(AgendaItem(session_id=meeting.session.id, nomination_id=row.id, position=9))
    db.session.commit()
    return meeting, [item.nomination for item in rows_of(meeting.session)]


def made(meeting):
    ask(meeting)
    jobs.run_all()
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.error) == ("done", "")
    [document] = packet_of(meeting)
    return document, contents.read(document)


def test_a_packet_joins_contents_sheets_and_evidence(two_rows, templates, damage, long_an):
    meeting, [person, team] = two_rows
    give(person, small_pdf("báo cáo", pages=3), "Báo cáo.pdf", pages=3)
    give(person, b"bang tinh", "Bảng tính.xlsx", XLSX, pages=None)
    give(team, picture("png", (900, 300)), "Ảnh.png", "image/png", pages=None)
    damage(add_evidence(team, long_an, "Tệp hỏng").file.digest)
    give(team, b"%PDF-1.7 nobody can read", "Không đọc được.pdf")

    document, content = made(meeting)

    assert document.pages == 7
    assert outline_of(content) == [
        ("Mục lục", 1, []),
        ("I. Giấy khen của Cục trưởng, cá nhân", 2, [
            ("1. Bùi Thị H1", 2, [("Báo cáo", 3, [])]),
        ]),
        ("II. Giấy khen của Cục trưởng, tập thể", 6, [
            (f"2. {HOSTILE}", 6, [("Ảnh", 7, [])]),
        ]),
    ]  # fmt: skip
    pages = text_of(content, layout=True).split("\f")
    contents_page = " ".join(text_of(content).split("\f")[0].split())
    assert "Trang cần xem xét 2 2 cần xem xét 3 6" in contents_page  # evidence, page
    first, second = " ".join(pages[1].split()), " ".join(pages[5].split())
    assert "1. Báo cáo (03 trang, ngay sau phiếu này)" in first
    assert "2. Bảng tính (không gộp: không phải PDF hoặc ảnh)" in first
    assert f"2. {HOSTILE}" in second
    assert f"Dẫn đầu {HOSTILE}" in second
    assert "1. Ảnh (01 trang, ngay sau phiếu này)" in second
    assert second.count("(không gộp: tệp không đọc được)") == 2
    assert pages[6].strip() == "7/7"


def test_what_goes_over_the_limit_is_listed_by_its_name():
    def file(size, pages=1):
        return File("Tệp", "", "pdf", size, pages)

    files = [file(60), file(50), file(30), file(5, 9), file(5), File("Bảng", "", "", 1, 1, "x")]

    choose(files, bytes_left=100, pages_left=5)

    kept = [one.left_out for one in files]
    assert kept == ["", binding.NO_ROOM, "", binding.NO_ROOM, "", "x"]


def test_the_pages_of_a_long_contents_are_counted_in(make_meeting, templates):
    meeting = make_meeting(nominees=8)
    for row in rows_of(meeting.session):
        row.nomination.post = "Kiểm soát viên chính, " * 12
    db.session.commit()

    _document, content = made(meeting)

    with pikepdf.open(io.BytesIO(content)) as file:
        pages = len(file.pages)
    front = pages - 8
    assert front > 1
    assert outline_of(content)[1][1] == front + 1
    last = " ".join(text_of(content, layout=True).split("\f")[front - 1].split())
    assert f" 0 {pages} " in f"{last} "
