"""Looking an uploaded template over: each fault with its place, each repair with its notice."""

import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm

from tests.documents.engine.conftest import edited, saved, text_in
from workflow.documents.engine.errors import LimitExceeded, Refused, TemplateFault
from workflow.documents.engine.inspecting import Inspected, Weight, inspect_template
from workflow.documents.engine.rendering import render

CUT = ("labels", "tent_cards")  # cut into cards: the decree says nothing of their margins
SHIPPED = Path(__file__).parents[3] / "document_templates"
SAMPLE = {
    "number": "12", "date_line": "Long An, ngày 05 tháng 01 năm 2021", "subject": "V/v & {{ 7*7 }}",
    "is_secret": True, "signature": {"name": "Nguyễn Văn A", "prefix": ""},
    "people": [{"name": "Đỗ Văn B", "post": "Đội trưởng"}, {"name": "Lê Thị C", "unit": "Đội 2"}],
    "lines": ["một", "hai"],
}  # fmt: skip


MARGINS = ["margin_top", "margin_bottom", "margin_left", "margin_right"]


def blank() -> Document:
    """An empty upright A4 sheet in Times New Roman, with the margins of the decree."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    return document


def template(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = blank()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(document)


def inspected(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> Inspected:
    return inspect_template(template(*paragraphs, rows=rows), SAMPLE)


def told(found: Inspected) -> list[tuple[str, str, str]]:
    return [(one.code, one.place, one.sentence) for one in found.findings]


def test_nothing_is_found_in_the_templates_of_the_product():
    found = {}
    for path in sorted(SHIPPED.rglob("*.docx")):
        sample = json.loads(path.with_suffix(".sample.json").read_text("utf-8"))
        content = path.read_bytes()
        result = inspect_template(content, sample)
        assert (result.content, result.fields != ()) == (content, True)
        found[path.stem] = [code for code, _place, _said in told(result)]
    assert {name: codes for name, codes in found.items() if codes} == {  # no papers of the decree
        "labels": MARGINS, "tent_cards": MARGINS[:3],
    }  # fmt: skip
    assert len(found) > 10


def test_a_sound_template_is_kept_byte_by_byte_with_its_fields_and_its_text():
    content = template(
        "{{ subject|upper }}", "{%p if is_secret and people|length > 1 %}", "Kín", "{%p endif %}",
        rows=(("{%tr for p in people %}", ""), ("{{ loop.index }}", "{{ p.name }}, {{ p.unit }}"),
              ("{%tr endfor %}", "")),
    )  # fmt: skip
    sample = SAMPLE | {"people": [{"name": "a", "unit": "b"}]}
    found = inspect_template(content, sample)
    assert (found.content == content, told(found)) == (True, [])
    assert found.fields == (
        "is_secret", "people", "people[]", "people[].name", "people[].unit", "subject",
    )  # fmt: skip
    assert found.lines[:2] == ("{{ subject|upper }}", "{%p if is_secret and people|length > 1 %}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Số: {{ numbr }}", "Không có trường “numbr”. Có phải là “number”?"),
        ("{{ signature.nam }}", "Không có trường “signature.nam”. Có phải là “signature.name”?"),
        ("{% if signature.qqq %}x{% endif %}",
         "Không có trường “signature.qqq”. Hãy sửa theo danh sách trường của văn bản này."),
        ("{% for p in people %}{{ p.pots }}{% endfor %}",
         "Không có trường “people[].pots”. Có phải là “people[].post”?"),
        ("{% for p in khong_co %}x{% endfor %}",
         "Không có trường “khong_co”. Hãy sửa theo danh sách trường của văn bản này."),
        ("{{ loop.index }}", "Không có trường “loop”. Hãy sửa theo danh sách trường của văn bản này."),
    ],
)  # fmt: skip
def test_a_field_that_is_not_offered_is_named_with_its_place(text: str, sentence: str):
    [(code, place, said)] = told(inspected("Kính gửi", text))
    assert (code, said, place.startswith("Đoạn 2: “")) == ("unknown_field", sentence, True)


def test_a_place_in_a_table_is_said_by_table_and_row():
    found = inspected("Danh sách", rows=(("Họ tên", "Chức vụ"), ("{{ name }}", "{{ post }}")))
    assert [(one.code, one.place) for one in found.findings] == [
        ("unknown_field", "Bảng 1, hàng 2: “{{ name }}”"),
        ("unknown_field", "Bảng 1, hàng 2: “{{ post }}”"),
    ]


def test_tags_in_headers_are_read_too():
    document = blank()
    document.sections[0].footer.paragraphs[0].text = "{{ nobody }}"
    found = inspect_template(saved(document), SAMPLE)
    assert [(one.code, one.place) for one in found.findings] == [
        ("unknown_field", "Chân trang: “{{ nobody }}”")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ ''.__class__ }}", "forbidden"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "forbidden"),
        ("{{ 'a' * 50000000 }}", "forbidden"),
        ("{% set a = 1 %}", "forbidden"),
        ("{% include 'x' %}", "forbidden"),
        ("{{ subject|safe }}", "forbidden"),
        ("{{ people }}", "not_text"),
        ("{{ is_secret }}", "not_text"),
        ("{% for x in subject %}{{ x }}{% endfor %}", "not_a_list"),
        ("{{ subject", "unpaired"),
        ("subject }} chữ", "unpaired"),
        ("{% if is_secret %}a", "not_closed"),
        ("a{% endif %}", "not_opened"),
        ("{% for p in people %}{% if is_secret %}{% endfor %}", "not_opened"),
        ("{{ subject subject }}", "syntax"),
        ("{{p subject }}", "prefixed_field"),
        ("{%tr if is_secret %}", "no_row"),
        ("Chữ này {%p if is_secret %}", "taken_away"),
    ],
)
def test_what_a_template_may_not_do_is_refused(text: str, code: str):
    found = inspected(text)
    assert code in [one.code for one in found.faults]
    assert all(one.place.startswith("Đoạn 1") for one in found.faults)


@pytest.mark.parametrize(
    "text", ["-%}" * 10_000, "{{r " * 8_000, "{%tr " * 19_000, "{% if is_secret -%}" * 3_000]
)
def test_kilobytes_of_half_tags_are_refused_before_anything_is_drawn(text: str):
    assert {one.code for one in inspected(text).faults} <= {"unpaired", "many_tags"}
    assert inspected(text).faults != ()


def test_a_template_that_would_loop_for_ever_is_stopped():
    loops = "".join(f"{{% for x{n} in many %}}" for n in range(4)) + "x" + "{% endfor %}" * 4
    with pytest.raises(LimitExceeded):
        inspect_template(template(loops), {"many": [1] * 300})


def test_a_template_that_breaks_when_a_list_is_empty_is_refused():
    found = inspected("{{ people[0].name }}")
    assert told(found) == [
        ("trial_empty", "",
         "Khi danh sách trống, mẫu không dựng được: Mẫu thiếu trường “name”: dữ liệu không có "
         "trường mang tên này. Hãy sửa tên trường trong mẫu rồi thử lại.")
    ]  # fmt: skip


def test_decomposed_letters_are_composed_also_over_two_runs_and_it_is_told():
    document = blank()
    document.add_paragraph(unicodedata.normalize("NFD", "Quyết định khen thưởng"))
    split = document.add_paragraph("Tha")
    split.add_run("\u0306\u0301ng")
    found = inspect_template(saved(document), SAMPLE)
    assert [(one.code, one.weight) for one in found.findings] == [("composed", Weight.MENDED)]
    assert text_in(found.content) == "Quyết định khen thưởng\nThắng"
    assert found.lines == ("Quyết định khen thưởng", "Thắng")


def test_smart_quotes_and_unseen_signs_in_tags_are_mended_and_those_of_the_text_stay():
    found = inspected("“{{ signature.prefix|default(“KT.”) }}\u200b” {{\u200b subject }}")
    assert [(one.code, one.weight) for one in found.findings] == [("straightened", Weight.MENDED)]
    assert text_in(render(found.content, SAMPLE)) == "“KT.\u200b” V/v & {{ 7*7 }}"


def test_a_font_of_the_old_code_pages_is_refused_and_another_one_is_told():
    document = blank()
    document.add_paragraph().add_run("Céng hoµ").font.name = ".VnTime"
    document.add_paragraph().add_run("Cộng hòa").font.name = "Calibri"
    document.add_paragraph("Đúng phông")
    found = inspect_template(saved(document), SAMPLE)
    assert [(one.code, one.weight, one.place) for one in found.findings] == [
        ("old_font", Weight.FAULT, "Đoạn 1: “Céng hoµ”"),
        ("other_font", Weight.WARNING, "Đoạn 2: “Cộng hòa”"),
    ]


def test_a_letter_sheet_is_refused_and_margins_are_compared_with_the_decree():
    letter, narrow = blank(), blank()
    letter.sections[0].page_width, letter.sections[0].page_height = Mm(216), Mm(279)
    narrow.sections[0].left_margin = Mm(25)
    assert told(inspect_template(saved(letter), SAMPLE)) == [
        ("not_a4", "", "Khổ giấy phần 1 là 216 × 279 mm. Hãy chọn A4 (210 × 297 mm) trong thẻ Bố "
         "trí (Layout), mục Cỡ (Size).")
    ]  # fmt: skip
    assert told(inspect_template(saved(narrow), SAMPLE)) == [
        ("margin_left", "", "Lề trái phần 1 là 25 mm; Nghị định 30/2020/NĐ-CP: 30–35 mm.")
    ]


@pytest.mark.parametrize(
    ("word", "code"),
    [("w:ins", "tracked"), ("w:pPrChange", "tracked"), ("w:commentReference", "remarks")],
)
def test_what_editors_left_in_the_file_is_settled_first(word: str, code: str):
    document = blank()
    document.add_paragraph("Chữ")._p.append(OxmlElement(word))
    assert [one.code for one in inspect_template(saved(document), SAMPLE).faults] == [code]


def test_what_the_new_template_no_longer_prints_is_told_and_number_and_signer_may_not_go():
    before = ("number", "subject", "signature", "signature.name", "people", "people[]",
              "people[].name")  # fmt: skip
    found = inspect_template(template("{{ subject }}"), SAMPLE, printed=before)
    assert [(one.code, one.weight) for one in found.findings] == [
        ("must_print", Weight.FAULT),
        ("must_print", Weight.FAULT),
        ("not_printed", Weight.WARNING),
    ]
    whole = template("{{ subject }}{{ number }}{{ signature.name }}{{ people[0].name }}")
    assert "must_print" not in [
        one.code for one in inspect_template(whole, SAMPLE, printed=before).findings
    ]


def test_a_tag_where_nothing_is_filled_in_is_found_by_the_trial():
    name = "word/endnotes.xml"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
    relation = f'<Relationship Id="n1" Type="{link}" Target="endnotes.xml"/></Relationships>'
    content = edited(template("{{ subject }}"), {
        name: lambda _none: b"<w:endnotes xmlns:w='http://schemas.openxmlformats.org/"
                            b"wordprocessingml/2006/main'>{{ number }}</w:endnotes>",
        "[Content_Types].xml": lambda old: old.replace(b"</Types>", override),
        "word/_rels/document.xml.rels":
            lambda old: old.replace(b"</Relationships>", relation.encode()),
    })  # fmt: skip
    assert [one.code for one in inspect_template(content, SAMPLE).findings] == ["left_over"]


def test_macros_bombs_and_links_never_come_so_far():
    plain = template("{{ subject }}")
    image = (
        b'<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/image" Target="http://10.0.0.1/a.png" TargetMode="External"/>'
    )
    cases: dict[str, dict[str, Callable[[bytes], bytes]]] = {
        "external": {"word/_rels/document.xml.rels":
                     lambda old: old.replace(b"</Relationships>", image + b"</Relationships>")},
        "macro": {"[Content_Types].xml": lambda old: old.replace(
            b"wordprocessingml.document.main+xml", b"wordprocessingml.document.macroEnabled.main+xml")},
        "zip_bomb": {"word/media/big.png": lambda _none: bytes(50 << 20)},
    }  # fmt: skip
    for code, changes in cases.items():
        with pytest.raises(Refused) as refused:
            inspect_template(edited(plain, changes), SAMPLE)
        assert refused.value.code == code
    for broken in (b"", b"not a zip", io.BytesIO(b"PK\x03\x04").getvalue()):
        with pytest.raises((TemplateFault, Refused)):
            inspect_template(broken, SAMPLE)
