"""Every shipped paper as it is printed: its golden, the decree's form, and nothing of an empty list.

All are converted by one run of LibreOffice, with the samples each template is tried with.
"""

import io
import unicodedata
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from tests.documents.test_templates import LONG_NAME, text_of
from tools.golden_papers.decree import RULES, faults_of
from tools.golden_papers.drawing import (
    Drawn,
    all_names,
    all_samples,
    drawn,
    names,
    rendered,
    sample_of,
)
from tools.golden_papers.golden import COMMAND, GOLDENS, golden_of, path_of
from tools.golden_papers.reading import sheets_of
from workflow.documents.engine.marking import Mark, Spot, put_marks

NAMES, EVERY_FORM = names(), all_names()
TOO_LONG = "decisions/certificate with the longest names"
LONG_BALLOT = "councils/ballot_paper of two pages"
OF_A_MINISTRY = "decisions/decision of a ministry"
each_paper = pytest.mark.parametrize("name", NAMES)
in_every_form = pytest.mark.parametrize("name", EVERY_FORM)


def long_certificate():
    certificate = "decisions/certificate"
    return rendered(certificate, sample_of(certificate) | {
        "recipient": {"name": LONG_NAME, "detail": LONG_NAME},
        "achievement": f"{LONG_NAME}; {LONG_NAME}; {LONG_NAME}",
    })  # fmt: skip


def long_ballot():
    ballot = "councils/ballot_paper"
    sample = sample_of(ballot)
    row = sample["parts"][1]["rows"][0]
    parts = [{"title": "I. Giấy khen", "rows": [row] * 12}]
    return rendered(ballot, sample | {"parts": parts, "sheets": [{"voter": ""}] * 2})


def of_a_ministry():
    sample = sample_of(DECISION)
    office = sample["organisation"] | {"parent_caps": "", "name_caps": "BỘ CÔNG THƯƠNG"}
    return rendered(DECISION, sample | {"organisation": office})


@pytest.fixture(scope="module")
def papers():
    return drawn(all_samples() | {TOO_LONG: long_certificate(), LONG_BALLOT: long_ballot(),
                                  OF_A_MINISTRY: of_a_ministry()})  # fmt: skip


@in_every_form
def test_a_paper_reads_and_stands_as_its_golden_says(papers, name):
    path = path_of(name)
    assert path.exists(), f"{name} has no golden; write it with: {COMMAND}"
    now, kept = golden_of(papers[name]), path.read_text("utf-8")
    assert now == kept, f"{name} is drawn otherwise; if that is right: {COMMAND}"


def test_no_golden_is_left_of_a_template_that_went():
    kept = {str(path.relative_to(GOLDENS).with_suffix("")) for path in GOLDENS.rglob("*.txt")}
    assert kept == set(EVERY_FORM)


@in_every_form
def test_a_paper_has_the_form_the_decree_wants(papers, name):
    assert faults_of(papers[name]) == []


def test_a_certificate_is_one_page_however_long_the_names(papers):
    [only] = papers[TOO_LONG].sheets
    assert only.text.count(LONG_NAME) == 5


def test_an_office_with_nobody_above_stands_level_with_the_country(papers):
    agency, country, *_others = papers[OF_A_MINISTRY].sheets[0].pieces
    assert (agency.text, agency.top) == ("BỘ CÔNG THƯƠNG", country.top)
    assert faults_of(papers[OF_A_MINISTRY]) == []


def test_each_sheet_of_a_long_ballot_numbers_its_own_pages(papers):
    assert [sheet.pieces[0].text == "2" for sheet in papers[LONG_BALLOT].sheets] == [
        False, True, False, True,
    ]  # fmt: skip


# The decree's rules are tried themselves: each finds what was spoilt, and nothing else is said.


def runs_of(document, begins):
    tables = [cell for table in document.tables for row in table.rows for cell in row.cells]
    places = [document, *tables]
    found = (one for place in places for one in place.paragraphs if one.text.startswith(begins))
    return next(found)


def change(begins, **font):
    def spoil(document):
        for key, value in font.items():
            setattr(runs_of(document, begins).runs[0].font, key, value)

    return spoil


def form(begins, **paragraph):
    def spoil(document):
        for key, value in paragraph.items():
            setattr(runs_of(document, begins).paragraph_format, key, value)

    return spoil


def say(begins, text):
    def spoil(document):
        paragraph = runs_of(document, begins)
        paragraph.runs[-1].text = text

    return spoil


def section(**sides):
    def spoil(document):
        for key, value in sides.items():
            setattr(document.sections[0], key, Mm(value))

    return spoil


def wider_column(document):
    document.tables[-1].columns[1].width = Mm(90)


DECISION, LETTER = "decisions/decision", "councils/consultation_letter"
IN_WORD = [
    ("page", DECISION, section(page_width=216)),
    ("margins", DECISION, section(left_margin=28)),
    ("margins", DECISION, section(top_margin=10)),
    ("fonts", DECISION, change("Điều 1", name="Arial")),
    ("agency", DECISION, change("TỔNG CỤC", bold=True)),
    ("agency", DECISION, change("CỤC QUẢN LÝ", bold=None)),
    ("number_line", DECISION, change("Số:", bold=True)),
    ("number_line", DECISION, change("Số:", size=Pt(12))),
    ("subject_of_a_letter", LETTER, change("V/v", italic=True)),
    ("place_and_date", DECISION, change("Long An, ngày", italic=None)),
    ("place_and_date", DECISION, say("Long An, ngày", "Long An, ngày 5 tháng 12 năm 2020")),
    ("place_and_date", DECISION, say("Long An, ngày", "Long An, ngày 05 tháng 05 năm 2020")),
    ("title", DECISION, change("QUYẾT ĐỊNH", bold=None)),
    ("title", DECISION, form("QUYẾT ĐỊNH", alignment=WD_ALIGN_PARAGRAPH.LEFT)),
    ("bases", DECISION, change("Căn cứ Luật", italic=None)),
    ("bases", DECISION, say("Căn cứ Luật", "Căn cứ Luật Thi đua, khen thưởng.")),
    ("articles", DECISION, change("Điều 2", bold=None)),
    ("body", DECISION, change("Điều 2", size=Pt(12))),
    ("body", DECISION, form("Điều 2", alignment=WD_ALIGN_PARAGRAPH.LEFT)),
    ("body", DECISION, form("Điều 2", space_before=Pt(3))),
    ("body", DECISION, form("Điều 2", first_line_indent=Mm(5))),
    ("last_sentence", DECISION, form("Điều 3", keep_with_next=False)),
    ("last_sentence", DECISION, say("Điều 3", "Quyết định này có hiệu lực.")),
    ("signature", DECISION, change("Nguyễn Văn A", bold=None)),
    ("recipients", DECISION, change("Nơi nhận", italic=None)),
    ("recipients", DECISION, change("- Như Điều 3", size=Pt(13))),
    ("recipients", DECISION, say("- Lưu", "- Lưu: VT;")),
    ("tables", DECISION, wider_column),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "spoil"), IN_WORD)
def test_a_rule_finds_what_was_spoilt_in_word(papers, rule, name, spoil):
    document, spoilt = Document(io.BytesIO(papers[name].docx)), io.BytesIO()
    spoil(document)
    document.save(spoilt)

    said = faults_of(replace(papers[name], docx=spoilt.getvalue()))

    assert {one.partition(":")[0] for one in said} == {rule}, said


def with_piece(sheets, page, wanted, **changes):
    """The sheets with one piece otherwise, or without it."""
    pieces = [
        (replace(one, **changes) if changes else None) if one.text == wanted else one
        for one in sheets[page].pieces
    ]
    sheet = replace(sheets[page], pieces=[one for one in pieces if one is not None])
    return [*sheets[:page], sheet, *sheets[page + 1 :]]


MOTTO, SIGNER = "Độc lập - Tự do - Hạnh phúc", "Nguyễn Văn A"
ON_PAGES = [
    ("motto", lambda sheets: with_piece(sheets, 0, MOTTO, text="Độc lập - Tự do -")),
    ("motto", lambda sheets: with_piece(sheets, 0, MOTTO, font="LiberationSerif")),
    ("fonts", lambda sheets: [replace(sheets[0], fonts=frozenset({"Carlito"})), *sheets[1:]]),
    ("last_sentence", lambda sheets: with_piece(sheets, 0, SIGNER)),
    ("page_numbers", lambda sheets: with_piece(sheets, 2, "2")),
    ("page_numbers", lambda sheets: with_piece(sheets, 2, "2", text="3")),
    ("page_numbers", lambda sheets: with_piece(sheets, 2, "2", left=500.0)),
    ("page_numbers", lambda sheets: with_piece(sheets, 0, "TỔNG CỤC QUẢN LÝ THỊ TRƯỜNG", text="1",
                                               top=40.0, left=300.0, size=13.0)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "spoil"), ON_PAGES)
def test_a_rule_finds_what_was_spoilt_on_the_pages(papers, rule, spoil):
    paper = papers[DECISION]

    said = faults_of(Drawn(paper.name, paper.docx, paper.pdf, spoil(paper.sheets)))

    assert {one.partition(":")[0] for one in said} == {rule}, said


def test_every_rule_is_tried():
    tried = {rule for rule, *_spoilt in [*IN_WORD, *ON_PAGES]}
    assert tried == {rule.__name__ for rule in RULES}


# What people have not entered, and what they may enter.


def without_lists(value):
    if isinstance(value, list):
        return []
    if isinstance(value, dict):
        return {key: without_lists(inner) for key, inner in value.items()}
    return value


def blocks_of(content):
    """(“table” or “heading” or “text”, words) of everything in the body that shows."""
    found = []
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if hasattr(block, "rows"):
            ruled = block._tbl.tblPr.xpath("w:tblBorders")
            found.append(("table" if ruled else "layout", block.rows[0].cells[0].text))
        elif block.text.strip():
            bold = all(run.bold for run in block.runs if run.text.strip())
            body = block.paragraph_format.first_line_indent or 0
            found.append(("heading" if bold and body else "text", block.text))
    return found


@each_paper
def test_empty_lists_leave_no_heading_and_no_table_behind(name):
    content = rendered(name, without_lists(sample_of(name)))
    blocks = blocks_of(content)
    followed = [*blocks, ("layout", "")][1:]
    stray = [words for (kind, words), (after, _words) in zip(blocks, followed, strict=True)
             if kind == "table" or (kind == "heading" and after in ("heading", "layout"))]  # fmt: skip
    labels = ("Kính gửi:", "Nơi nhận:", "Nội dung:", "QUYẾT ĐỊNH:", "Hồ sơ gửi kèm gồm có:")
    lines = text_of(content).split("\n")
    assert (stray, [one for one in labels if one in lines]) == ([], [])
    assert [cell for cell in Document(io.BytesIO(content)).element.body.iter()
            if cell.tag.endswith("}tc") and cell[-1].tag.rpartition("}")[2] != "p"] == []  # fmt: skip


HOSTILE = "A & B <x> {{ 7*7 }} {%p if a %} {%tr endfor %} {# b #}"
TYPED = unicodedata.normalize("NFD", "Đặng Thị Ể") + f"\n{HOSTILE}\u000bc\td"
PRINTED = f"Đặng Thị Ể\n{HOSTILE} c d"


def hostile(value):
    if isinstance(value, list):
        return [hostile(inner) for inner in value]
    if isinstance(value, dict):
        return {key: hostile(inner) for key, inner in value.items()}
    return TYPED if isinstance(value, str) else value


@each_paper
def test_whatever_is_entered_is_printed_as_it_is(name):
    text = text_of(rendered(name, hostile(sample_of(name))))
    rest = text.replace(PRINTED, "")

    assert PRINTED in text
    assert [sign for sign in ("7*7", "49", "{%", "&", "\u000b", "\t") if sign in rest] == []
    assert unicodedata.is_normalized("NFC", text)


CARRYING = (
    "decisions/decision", "decisions/recognition", "decisions/revocation", "decisions/correction",
    "decisions/extract", "exchange/submission_upward", "decisions/certificate",
    "decisions/certificate_gold", "decisions/certificate_words", TOO_LONG,
)  # fmt: skip


def test_the_code_at_the_foot_leaves_the_form_as_it_is(papers):
    """What leaves the house has room for it, in the margin; nothing else on the page moves."""
    said = ("Kiểm tra thật giả: quét mã, hoặc mở", "example.gov.vn/check", "2F25-8MMW-0KE2")
    marks = [
        Mark("https://example.gov.vn/check/2F258MMW0KE2J86ZEQBV3JGQ8DA", said,
             Spot.CERTIFICATE if "certificate" in name else Spot.FOOT) for name in CARRYING
    ]  # fmt: skip
    made = put_marks([(papers[name].pdf, mark) for name, mark in zip(CARRYING, marks, strict=True)])
    now = {
        name: replace(papers[name], pdf=pdf, sheets=sheets_of(pdf))
        for name, pdf in zip(CARRYING, made, strict=True)
    }

    assert {name: faults_of(paper) for name, paper in now.items()} == {
        name: [] for name in CARRYING
    }
    for name, paper in now.items():
        before, after = papers[name].sheets, paper.sheets
        added = [piece for piece in after[0].pieces if piece not in before[0].pieces]
        assert " ".join(piece.text for piece in added) == " ".join(said)
        assert after[1:] == before[1:]
