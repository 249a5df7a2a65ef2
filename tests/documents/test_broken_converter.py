"""A converter that hangs, crashes, gives nothing or too little: no page of it is ever used.

A script stands in LibreOffice's place on the path of the real child; all else is the product's.
"""

import io
import json
import os
import zipfile
from datetime import date

import pikepdf
import pytest

from tests.documents.engine.conftest import paper, pdf
from tests.factories.documents import draw_all
from workflow.core import jobs, numbers
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import generation, queries, services, templates
from workflow.documents.engine import child, conversion, readiness
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.conversion import to_pdfs
from workflow.documents.engine.errors import ConversionFailed, FontsMissing, LimitExceeded
from workflow.documents.generation import Wish
from workflow.documents.models import Paper
from workflow.documents.states import FileRole, PaperStatus
from workflow.settings import ROOT

TEMPLATES = ROOT / "document_templates"
OWNER = ("proposal", 1)
LIST = json.loads((TEMPLATES / "proposals/nomination_list.sample.json").read_text("utf-8"))
# LibreOffice is called with “--outdir out” and then the papers.
EACH = 'while [ "$1" != out ]; do shift; done; shift; mkdir -p out; for one; do {} ; done'
MADE = 'cp {pdf} "out/${{one%.docx}}.pdf"'


@pytest.fixture
def converter(monkeypatch, tmp_path):
    """Put a script in LibreOffice's place, for a child server of this test's own."""
    real = child._servers[0]

    def stand_in(script):
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        child._servers[0].stop()

    child._servers[0] = child._Server()
    monkeypatch.setattr(
        child, "_ENVIRONMENT", child._ENVIRONMENT | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    )
    monkeypatch.setattr(conversion, "_profile", lambda: _empty_profile(tmp_path))
    monkeypatch.setattr(conversion, "_limits", lambda files: Limits(wall_seconds=1.5))
    yield stand_in
    child._servers[0].stop()
    child._servers[0] = real


def _empty_profile(folder):
    with zipfile.ZipFile(folder / "profile.zip", "w"):
        pass
    return (folder / "profile.zip").read_bytes()


def gives(content, folder):
    (folder / "given.pdf").write_bytes(content)
    return EACH.format(MADE.format(pdf=folder / "given.pdf"))


@pytest.mark.parametrize(
    ("script", "reason", "said"),
    [
        ("sleep 600", "SIGKILL", "quá lâu nên đã dừng"),
        ("kill -SEGV $$", "no pdf", "Hãy thử dựng lại"),
        ("exit 0", "no pdf", "Hãy thử dựng lại"),
        (EACH.format(': > "out/${one%.docx}.pdf"'), "no pdf", "Hãy thử dựng lại"),
    ],
)  # fmt: skip
def test_what_gives_no_pdf_is_told_in_bounded_time(converter, script, reason, said):
    converter(script)

    with pytest.raises(ConversionFailed, match=said) as failed:
        to_pdfs([paper("một"), paper("hai")])

    assert failed.value.reason == reason


def test_a_pdf_that_lacks_a_word_is_refused_and_a_whole_one_is_taken(converter, tmp_path):
    whole = says("Trang 1 Nguyen Thi Anh")
    docx = paper("Trang 1", "Nguyen Thi Anh")
    converter(gives(says("Trang 1"), tmp_path))

    with pytest.raises(ConversionFailed, match="thiếu chữ “nguyen”") as failed:
        to_pdfs([paper("Trang 1"), docx])
    converter(gives(whole, tmp_path))

    assert (failed.value.index, failed.value.reason) == (1, "words lost")
    assert to_pdfs([docx]) == [whole]


def says(words):
    """A real PDF of one page with these words."""

    def write(made):
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page = made.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode())

    return pdf(write)


def test_no_room_on_the_disk_is_said(converter):
    converter("exit 0")
    payload = {"act": "convert", "archival": True, "office": False}

    with pytest.raises(LimitExceeded) as full:
        run_limited("convert", payload, [_profile_with_a_file(), paper("a")], Limits(file_mib=0))

    assert full.value.reason == "disk"
    assert "Ổ đĩa của máy chủ đã đầy" in str(ConversionFailed(0, reason="disk"))


def _profile_with_a_file():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as profile:
        profile.writestr("user/a.txt", "a" * 100)
    return packed.getvalue()


@pytest.fixture
def no_fonts(monkeypatch, tmp_path):
    """Fontconfig that knows no font at all."""
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}/kept</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    monkeypatch.setattr(conversion, "_fonts_found", [])


def test_without_the_font_nothing_is_drawn_in_another(no_fonts, monkeypatch):
    with pytest.raises(FontsMissing, match="fonts-liberation2"):
        to_pdfs([paper("a")])
    assert ["fonts-liberation2" in one for one in readiness.lacking()] == [True]
    monkeypatch.delenv("FONTCONFIG_FILE")
    assert conversion.fonts_ready()


def test_the_command_says_what_the_machine_lacks(app, no_fonts, monkeypatch):
    runner = app.test_cli_runner()
    without = runner.invoke(args=["check"])
    monkeypatch.delenv("FONTCONFIG_FILE")
    with_fonts = runner.invoke(args=["check"])

    assert (without.exit_code, "THIẾU: Máy chủ chưa có phông chữ" in without.output) == (1, True)
    assert (with_fonts.exit_code, "đủ LibreOffice" in with_fonts.output) == (0, True)


def test_pages_of_a_broken_converter_are_never_kept(database, long_an, converter, tmp_path):
    with unit_of_work():
        templates.load_templates(TEMPLATES)
        generation.request(
            "proposals/nomination_list", LIST, title="Danh sách", owner=OWNER, purpose="list",
            organisation_id=long_an.team3.id, actor=SYSTEM,
        )  # fmt: skip
    converter(gives(pdf(pages=3), tmp_path))
    jobs.run_one()
    job = queries.generation_of(OWNER, "list")
    assert ("thiếu chữ" in job.error, queries.documents_of(*OWNER)) == (True, [])


def test_a_template_that_leaves_out_a_recipient_is_not_drawn(database, long_an, monkeypatch):
    monkeypatch.setattr(conversion, "available", lambda: False)
    with unit_of_work():
        templates.load_templates(TEMPLATES)
        generation.request(
            "proposals/nomination_list", LIST | {"passed": [{"name": "Trần Văn Không In"}]},
            title="Danh sách", owner=OWNER, purpose="list", organisation_id=long_an.team3.id,
            actor=SYSTEM,
        )  # fmt: skip

    jobs.run_one()

    job = queries.generation_of(OWNER, "list")
    assert "không in “Trần Văn Không In”" in job.error
    assert queries.documents_of(*OWNER) == []


def test_one_certificate_that_cannot_be_drawn_keeps_none_of_the_others(
    database, long_an, monkeypatch
):
    monkeypatch.setattr(conversion, "available", lambda: False)
    sample = json.loads((TEMPLATES / "decisions/certificate.sample.json").read_text("utf-8"))
    with unit_of_work():
        templates.load_templates(TEMPLATES)
        generation.request_batch([
            Wish("decisions/certificate", sample | extra, title, ("certificate", n),
                 long_an.department.id, pdf_role=FileRole.CERTIFICATE)
            for n, (title, extra) in enumerate(
                [("Một", {}), ("Hai", {"passed": [{"name": "Không In"}]}), ("Ba", {})], start=1
            )
        ], actor=SYSTEM)  # fmt: skip

    jobs.run_one()

    found = queries.documents_of_many("certificate", range(1, 4))
    job = queries.generation_of(("certificate", 2))
    assert {n: len(links) for n, links in found.items()} == {1: 1, 2: 0, 3: 1}
    assert job.error.startswith("Chưa dựng được 1 văn bản. “Hai”: Mẫu văn bản không in “Không In”")


def test_killed_between_number_and_drawing_the_number_stays_the_papers(
    make_paper, long_an, actor, monkeypatch
):
    paper = make_paper()
    drafter = actor(long_an.secretary, long_an.department)
    head, clerk = (
        actor(long_an.head, long_an.department),
        actor(long_an.clerk, long_an.department),
    )
    draw_all()
    for service, who in ((services.check_paper, drafter), (services.offer_paper, drafter),
                         (services.sign_paper, head)):  # fmt: skip
        with unit_of_work():
            service(paper.public_id, actor=who)
    with unit_of_work():
        services.number_paper(paper.public_id, date(2020, 12, 18), actor=clerk)

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(generation, "make", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_all()
    db.session.rollback()
    with unit_of_work():
        again = services.number_paper(paper.public_id, date(2020, 12, 18), actor=clerk)
    draw_all()

    found = db.session.get_one(Paper, paper.id)
    book = numbers.find_book(found.organisation_id, "QĐ", 2020)
    assert (again.number_text, book.last) == ("01/QĐ-CQLTT", 1)
    assert found.status is PaperStatus.NUMBERED
    assert queries.drawing_of(("paper", paper.id), services.NUMBERED).drawn_round == 1
