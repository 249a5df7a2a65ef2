"""Filling in templates: what is typed prints as typed, and a template can run nothing."""

import io
import json
import time
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from markupsafe import Markup

from tests.documents.engine.conftest import edited, paper, saved, text_in
from workflow.documents.engine.errors import LimitExceeded, TemplateFault
from workflow.documents.engine.rendering import render, template_fields

SHIPPED = Path(__file__).parents[3] / "document_templates"
LISTED = paper(
    "Kính gửi {{ noi_nhan }}",
    rows=[
        ["{%tr for nguoi in danh_sach %}", ""],
        ["{{ loop.index }}", "{{ nguoi.ten|upper }}"],
        ["{%tr endfor %}", ""],
    ],
)


def people(count: int) -> dict[str, object]:
    return {"noi_nhan": "Sở", "danh_sach": [{"ten": f"Đỗ {n}"} for n in range(count)]}


@pytest.mark.parametrize(
    "typed",
    [
        "A & B <x> {{ 7*7 }} {% raw %}",
        "{_{ ten }_} {_% if %_} }_} %_} {{{_{",
        "{# không in #} &amp; &#123; “ngoặc” 'đơn'",
        "dòng một\ndòng hai",
        "Nguyễn Hữu Nghĩa & gia đình <Thôn 3>",
    ],
)
def test_what_is_typed_prints_as_typed(typed: str):
    assert text_in(render(paper("{{ ten }}"), {"ten": typed})) == typed


def test_windows_line_ends_become_lines_and_tabs_become_spaces():
    printed = text_in(render(paper("{{ ten }}"), {"ten": "a\r\nb\tc\x0cd\x00\ud800"}))
    assert printed == "a\nb c d \ufffd"


def test_headers_and_footers_are_filled_in_too():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ co_quan }}"
    document.sections[0].footer.paragraphs[0].text = "{{ co_quan }}"
    section = docx.Document(
        io.BytesIO(render(saved(document), {"co_quan": "Bộ & {{ x }}"}))
    ).sections
    assert [
        section[0].header.paragraphs[0].text,
        section[0].footer.paragraphs[0].text,
    ] == ["Bộ & {{ x }}", "Bộ & {{ x }}"]


def test_footnotes_are_rendered_once_even_with_two_sections():
    document = docx.Document()
    document.add_paragraph("{{ ten }}")
    document.add_section()
    name = "word/footnotes.xml"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = f'<w:footnotes xmlns:w="{space}"><w:p><w:r><w:t>{{{{ ten }}}}</w:t></w:r></w:p></w:footnotes>'
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    relation = (
        f'<Relationship Id="n1" Type="{link}" Target="footnotes.xml"/></Relationships>'.encode()
    )
    template = edited(
        saved(document),
        {
            name: lambda _none: note.encode(),
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", override),
            "word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", relation),
        },
    )
    typed = "{{ 7*7 }} {% raw %}"
    with zipfile.ZipFile(io.BytesIO(render(template, {"ten": typed}))) as package:
        root = ElementTree.fromstring(package.read(name))
    assert "".join(root.itertext()) == typed


def test_a_list_gives_one_row_each():
    assert text_in(render(LISTED, people(2))) == "Kính gửi Sở\n1\nĐỖ 0\n2\nĐỖ 1"


def test_a_table_of_500_rows_is_filled_in():
    printed = text_in(render(LISTED, people(500)))
    assert (printed.count("ĐỖ"), printed.splitlines()[-1]) == (500, "ĐỖ 499")


def test_a_field_named_like_a_method_of_dict_prints_its_value():
    printed = render(paper("{{ a.items }} {{ a['keys'] }}"), {"a": {"items": "x", "keys": "y"}})
    assert text_in(printed) == "x y"


def test_sentences_may_end_anew_and_counts_be_written_with_noughts():
    template = paper("{{ a.rstrip(' ;.') }}; {{ '%02d'|format(b|length) }} {{ c + 1 }}")
    assert text_in(render(template, {"a": "Như trên.", "b": [1], "c": 2})) == "Như trên; 01 3"


def test_none_prints_as_nothing_and_default_fills_it():
    template = paper("[{{ a }}][{{ a|default('chưa có') }}][{{ b|default('-') }}]")
    assert text_in(render(template, {"a": None})) == "[][chưa có][-]"


def test_the_same_data_give_the_same_bytes_and_other_data_others():
    first, again, other = (render(LISTED, people(n), title="Tờ trình & 1") for n in (3, 3, 4))
    assert (first == again, first == other) == (True, False)
    assert docx.Document(io.BytesIO(first)).core_properties.title == "Tờ trình & 1"


@pytest.mark.parametrize(
    "template", ["{{ so }}", "{{ nguoi.so }}", "{% if nguoi.so %}a{% endif %}"]
)
def test_a_missing_field_is_named(template: str):
    with pytest.raises(TemplateFault, match="Mẫu thiếu trường “so”") as fault:
        render(paper(template), {"nguoi": {"ten": "x"}})
    assert (fault.value.code, fault.value.variable) == ("missing", "so")


@pytest.mark.parametrize(
    "template",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__ }}",
        "{{ ten.__class__.__mro__ }}",
        "{{ ten['__class__'] }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ 'a' * 50000000 }}",
        "{{ '%0*d' % (2000000000, 1) }}",
        "{% set a = 1 %}",
        "{% include 'x' %}",
        "{% macro a() %}{% endmacro %}",
        "{{ ten|safe }}",
        "{{ ten|attr('x') }}",
        "{{ ten.upper() }}",
        "{{ self }}",
        "{{ ten.rstrip }}",
        "{{ ten.rstrip(ten) }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ '%s'|format(ten) }}",
        "{{ ten + 1 }}",
    ],
)
def test_a_template_can_run_nothing(template: str):
    with pytest.raises(TemplateFault):
        render(paper(template), {"ten": "x"})


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{ ten", "syntax"),
        ("{% if ten %}a", "syntax"),
        ("{{p ten }}", "misplaced"),
        ("{{ danh_sach }}", "not_text"),
        ("{{ dung }}", "not_text"),
    ],
)
def test_a_faulty_template_is_explained(template: str, code: str):
    with pytest.raises(TemplateFault) as fault:
        render(paper(template), {"ten": "x", "danh_sach": ["a"], "dung": True})
    assert fault.value.code == code


def test_a_syntax_error_says_where():
    with pytest.raises(TemplateFault, match=r"gần chỗ “Kính gửi \{% nếu ten %\}”"):
        render(paper("Mở đầu", "Kính gửi {% nếu ten %}", "Kết"), {"ten": "x"})


def test_a_text_named_docx_is_no_template():
    with pytest.raises(TemplateFault) as fault:
        render(b"not a zip", {})
    assert fault.value.code == "not_docx"


def test_nested_loops_are_stopped_in_time():
    loops = "".join(f"{{% for x{n} in a %}}" for n in range(5)) + "x" + "{% endfor %}" * 5
    started = time.monotonic()
    with pytest.raises(LimitExceeded) as stopped:
        render(paper(loops), {"a": [1] * 300})
    assert (time.monotonic() - started < 16, stopped.value.reason != "") == (True, True)


@pytest.mark.parametrize(
    "value", [1.5, date(2026, 1, 1), Markup("<b>"), {"a": object()}, (1,), {1: 2}]
)
def test_only_plain_values_are_taken(value: object):
    with pytest.raises(TypeError):
        render(paper("{{ a }}"), {"a": value})


def test_the_fields_of_a_template_are_listed():
    assert template_fields(LISTED) == {"noi_nhan", "danh_sach"}


def test_listing_the_fields_refuses_what_rendering_refuses():
    with pytest.raises(TemplateFault, match="range"):
        template_fields(paper("{% for i in range(9) %}{% endfor %}"))


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.docx")), ids=lambda path: path.stem)
def test_every_shipped_template_is_within_the_grammar(path: Path):
    template, sample = path.read_bytes(), json.loads(path.with_suffix(".sample.json").read_text())
    assert template_fields(template) <= sample.keys()
    assert render(template, sample) == render(template, sample)


def test_the_number_of_a_paper_stays_on_one_line_of_running_text_but_breaks_in_a_narrow_cell():
    number = "1234/2013/QĐ-UBND-TCKT và 05-01, a/b-c, hồ sơ HS-CQLTT-LA-2020-0009"
    made = render(paper("Theo {{ so }} nhé", rows=[["{{ so }}"]]), {"so": number})
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = package.read("word/document.xml").decode()
    assert text_in(made) == f"Theo {number} nhé\n{number}"
    assert body.count("<w:noBreakHyphen/>") == 2 + 4
