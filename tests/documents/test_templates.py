"""The shipped Word templates: strict, safe against hostile text, in the official layout."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from tools.document_templates.build import BUILDERS

ROOT = Path(__file__).resolve().parents[2] / "document_templates"
TEMPLATES = sorted(ROOT.rglob("*.docx"))
TELLING = ("signature", "subject", "award", "copy", "paper", "name_caps")
LISTS = ("turns", "units", "cards", "pairs")  # of papers that say nothing else
CUT = ("ceremonies/tent_cards", "ceremonies/labels")  # cut into cards: no documents of the decree
HOSTILE = "A & B <x> {{ 7*7 }}"
LONG_NAME = (
    "Tập thể cán bộ, công chức và người lao động Phòng Thanh tra - Pháp chế, Cục Quản lý thị "
    "trường tỉnh Long An, đơn vị dẫn đầu Khối thi đua các cơ quan Trung ương trên địa bàn tỉnh"
)

each_template = pytest.mark.parametrize(
    "template", TEMPLATES, ids=[f"{path.parent.name}/{path.stem}" for path in TEMPLATES]
)


def sample(template: Path) -> dict[str, Any]:
    """The context of a template as its sample has it."""
    loaded: dict[str, Any] = json.loads(template.with_suffix(".sample.json").read_text("utf-8"))
    return loaded


def render(template: Path, context: dict[str, Any]) -> bytes:
    """The document, rendered the strict way the product renders it."""
    document = DocxTemplate(template)
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    document.render(context, jinja_env=environment, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def text_of(content: bytes) -> str:
    """All text of the body, paragraph by paragraph, tables included."""
    body = Document(io.BytesIO(content)).element.body
    lines = []
    for paragraph in body.iter(qn("w:p")):
        pieces = ["\n" if node.tag == qn("w:br") else node.text or ""
                  for node in paragraph.iter(qn("w:t"), qn("w:br"))]  # fmt: skip
        lines.append("".join(pieces))
    return "\n".join(lines)


def strings_in(value: object) -> Iterator[str]:
    """Every string of a nested value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def members(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_each_builder_has_its_template_and_its_sample() -> None:
    names = sorted(str(path.relative_to(ROOT).with_suffix("")) for path in TEMPLATES)
    samples = sorted(str(path.relative_to(ROOT))[: -len(".sample.json")]
                     for path in ROOT.rglob("*.sample.json"))  # fmt: skip
    assert names == sorted(BUILDERS)
    assert samples == sorted(BUILDERS)


@each_template
def test_the_committed_file_is_what_its_builder_makes(template: Path) -> None:
    stream = io.BytesIO()
    BUILDERS[str(template.relative_to(ROOT).with_suffix(""))]().save(stream)
    assert members(stream.getvalue()) == members(template.read_bytes())


@each_template
def test_every_string_of_the_sample_stands_in_the_document_as_it_was_given(template: Path) -> None:
    context = sample(template)
    text = text_of(render(template, context))
    strings = list(strings_in(context))
    assert [string for string in strings if string not in text] == []
    assert any(HOSTILE in string for string in strings)
    assert re.findall(r"\{%.*?%\}|\b49\b", text) == []


@each_template
def test_the_sample_holds_exactly_the_keys_the_template_asks_for(template: Path) -> None:
    asked = DocxTemplate(template).get_undeclared_template_variables(
        jinja_env=SandboxedEnvironment()
    )
    assert asked == set(sample(template))


@each_template
def test_a_missing_key_is_an_error_not_a_blank(template: Path) -> None:
    context = sample(template)
    name = next(one for one in (*TELLING, *LISTS) if one in context)
    del context[name]
    with pytest.raises(UndefinedError, match=name):
        render(template, context)


@each_template
def test_the_only_font_is_times_new_roman(template: Path) -> None:
    fonts = set()
    for name, part in members(template.read_bytes()).items():
        assert "theme" not in name
        for fonts_tag in re.findall(r"<w:rFonts[^>]*>", part.decode("utf-8")):
            fonts.update(re.findall(r'w:\w+="([^"]*)"', fonts_tag))
    assert fonts == {"Times New Roman"}


@each_template
def test_every_page_is_a4(template: Path) -> None:
    sections = Document(str(template)).sections
    short_and_long = [sorted((round(s.page_width.mm), round(s.page_height.mm))) for s in sections]
    assert short_and_long == [[210, 297]] * len(sections)


@each_template
def test_portrait_margins_follow_the_decree(template: Path) -> None:
    found = {
        tuple(round(margin.mm) for margin in (s.top_margin, s.bottom_margin, s.left_margin,
                                              s.right_margin))
        for s in Document(str(template)).sections
        if s.page_width < Mm(220)
    }  # fmt: skip
    is_cut = str(template.relative_to(ROOT).with_suffix("")) in CUT
    assert (found in ({(20, 20, 30, 15)}, set())) is not is_cut


@each_template
def test_no_ruled_row_splits_and_every_ruled_table_repeats_its_heading(template: Path) -> None:
    for table in Document(str(template)).tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert [row for row in rows if row.find(f".//{qn('w:cantSplit')}") is None] == []
        ruled = table._tbl.tblPr.find(qn("w:tblBorders")) is not None
        assert (rows[0].find(f".//{qn('w:tblHeader')}") is not None) is ruled


@pytest.mark.parametrize(
    "name", ["proposals/unit_minutes", "councils/minutes", "councils/consultation_minutes"]
)
def test_the_recipients_of_minutes_never_stand_alone_on_a_page(name: str) -> None:
    """They are in the one row, which never splits, of those who sign."""
    path = ROOT / f"{name}.docx"
    document = Document(io.BytesIO(render(path, sample(path))))
    [row] = [
        row for table in document.tables for row in table.rows if "THƯ KÝ" in row.cells[0].text
    ]

    assert "Nơi nhận:" in row.cells[0].text
    assert row._tr.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None
    assert "Nơi nhận" not in "".join(one.text for one in document.paragraphs)


def test_a_decision_lists_5_collectives_and_27_individuals_in_their_order() -> None:
    template = ROOT / "decisions/decision.docx"
    context = sample(template)
    annex = Document(io.BytesIO(render(template, context))).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in annex.rows]
    people = [[str(p["ordinal"]), p["name"], f"{p['post']}, {p['unit']}", p["award"]]
              for p in context["individuals"]]  # fmt: skip
    teams = [[str(c["ordinal"]), c["name"], c["name"], c["award"]] for c in context["collectives"]]
    assert (len(teams), len(people)) == (5, 27)
    assert rows[1:] == [["TẬP THỂ (05)"] * 4, *teams, ["CÁ NHÂN (27)"] * 4, *people]


def test_a_decision_with_prize_money_has_a_column_a_total_and_a_note() -> None:
    template = ROOT / "decisions/decision.docx"
    context = sample(template)
    for row in [*context["collectives"], *context["individuals"]]:
        row["prize"] = "710.000"
    context["prizes"] = {"total": "22.720.000", "note": "Tiền thưởng: A & B <x> {{ 7*7 }}."}
    content = render(template, context)
    rows = [
        [cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[-1].rows
    ]
    assert {len(row) for row in rows} == {5}
    assert (rows[0][-1], {row[-1] for row in rows[2:7]}) == ("Tiền thưởng (đồng)", {"710.000"})
    assert rows[-1] == ["", "Tổng cộng", "", "", "22.720.000"]
    assert "Tiền thưởng: A & B <x> {{ 7*7 }}." in text_of(content)


def test_a_context_of_before_there_was_prize_money_is_drawn_as_it_was() -> None:
    template = ROOT / "decisions/decision.docx"
    context = sample(template)
    del context["prizes"]
    for row in [*context["collectives"], *context["individuals"]]:
        del row["prize"]
    assert text_of(render(template, context)) == text_of(render(template, sample(template)))


def test_a_few_names_stand_below_article_one_with_their_money_and_no_annex() -> None:
    template = ROOT / "decisions/decision.docx"
    context = sample(template) | {
        "inside": ["Đội 3, tiền thưởng 1.420.000 đồng", "A & B <x> {{ 7*7 }}"],
        "prizes": {"total": "2.130.000", "note": "Tiền thưởng: hệ số 0,3."},
    }
    text = text_of(render(template, context))
    assert (
        "1. Đội 3, tiền thưởng 1.420.000 đồng;\n2. A & B <x> {{ 7*7 }}.\n"
        "Tổng số tiền thưởng: 2.130.000 đồng. Tiền thưởng: hệ số 0,3.\nĐiều 2. "
    ) in text
    assert "DANH SÁCH" not in text
    del context["inside"]  # a decision drafted before names could stand inside
    assert "DANH SÁCH" in text_of(render(template, context))


def test_an_extract_has_the_lines_where_the_decision_had_them() -> None:
    template = ROOT / "decisions/extract.docx"
    inside = sample(template) | {"inside": [{"ordinal": 4, "text": "Trần Quốc Bảo"}]}
    text = text_of(render(template, inside))
    assert ("\n4. Trần Quốc Bảo.\n" in text, "DANH SÁCH" in text) == (True, False)
    assert "DANH SÁCH" in text_of(render(template, sample(template)))


def test_a_decision_without_a_list_has_no_annex_and_keeps_its_page_numbers() -> None:
    template = ROOT / "decisions/decision.docx"
    content = render(template, sample(template) | {"collectives": [], "individuals": []})
    document = Document(io.BytesIO(content))
    assert "DANH SÁCH" not in text_of(content)
    assert len(document.sections) == 1
    assert "PAGE" in document.sections[0].header._element.xml


def test_an_unnumbered_decision_leaves_room_for_number_and_date() -> None:
    template = ROOT / "decisions/decision.docx"
    blank = "ngày      tháng      năm 2020"
    context = sample(template) | {"number": "     ", "date_line": f"Long An, {blank}"}
    text = text_of(render(template, context | {"date_text": blank}))
    assert "Số:      /QĐ-CQLTT" in text
    assert f"Long An, {blank}" in text
    assert f"(Kèm theo Quyết định số      /QĐ-CQLTT {blank}\ncủa {context['issuer']})" in text


def test_bases_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    template = ROOT / "decisions/decision.docx"
    context = sample(template) | {"bases": ["Căn cứ một", "Căn cứ hai;", "Theo đề nghị."]}
    lines = text_of(render(template, context)).split("\n")
    assert [line for line in lines if line.startswith(("Căn cứ", "Theo đề nghị"))] == [
        "Căn cứ một;",
        "Căn cứ hai;",
        "Theo đề nghị.",
    ]


def test_a_report_of_achievements_has_the_parts_it_is_given_and_no_other() -> None:
    template = ROOT / "proposals/achievement_report.docx"
    context = sample(template)
    lines = text_of(render(template, context)).split("\n")
    assert [line for line in lines if line.startswith(("I. ", "II. ", "III. ", "IV. "))] == [
        f"{part['number']}. {part['heading']}" for part in context["parts"]
    ]


def test_the_count_of_a_secret_ballot_never_prints_who_chose_what() -> None:
    template = ROOT / "councils/vote_count.docx"
    choice = sample(template)["named_votes"][0]["choice"]
    secret = text_of(render(template, sample(template) | {"is_secret": True}))
    assert (choice in text_of(render(template, sample(template))), choice in secret) == (
        True,
        False,
    )
