"""What a template may try: to hide, to fetch, to print what is not the paper's, to fail later."""

import pytest

from tests.documents.engine.conftest import edited, saved, text_in
from tests.documents.engine.test_inspecting import SAMPLE, blank, inspected, template, told
from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.inspecting import Inspected, Weight, inspect_template
from workflow.documents.engine.jobs.template_text import WORD
from workflow.documents.engine.rendering import render

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def with_body(xml: str, *paragraphs: str) -> bytes:
    """A template with raw paragraphs at its end, as Word may write them."""
    return edited(
        template(*paragraphs),
        {
            "word/document.xml": lambda old: old.replace(
                b"<w:sectPr", xml.encode() + b"<w:sectPr", 1
            )
        },
    )


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def word_field(code: str) -> str:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"<w:p>{begin}{code}{middle}{run('1')}{end}</w:p>"


def codes(found: Inspected) -> list[str]:
    return [one.code for one in found.findings]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ number + 1 }}", "mistyped"),
        ("{% if people > 1 %}x{% endif %}", "mistyped"),
        ("{% if number == 12 %}x{% endif %}", "mistyped"),
        ("{{ people|join }}", "mistyped"),
        ("{{ is_secret|upper }}", "mistyped"),
        ("{{ subject.rstrip(1) }}", "mistyped"),
        ("{{ subject|upper(1) }}", "forbidden"),
        ("{{ subject.rstrip }}", "not_text"),
        ("{{ subject if is_secret }}", "no_else"),
        ("{{ “number” }}", "constant"),
        ("{{ '\\ud800' }}", "constant"),
        ("{{ " + "(" * 140 + "number" + ")" * 140 + " }}", "long_tag"),
        ("{{ " + "+".join(["number"] * 300) + " }}", "long_tag"),
        ("{{ " + "9" * 5000 + " }}", "long_tag"),
        ("{% colspan subject %}", "forbidden"),
        ("{% cellbg subject %}", "forbidden"),
        ("{% hm %}", "forbidden"),
    ],
)
def test_what_would_fail_or_print_nonsense_is_told_at_its_place(text: str, code: str):
    [fault] = inspected("Kính gửi", text).faults
    assert (fault.code, fault.place[:6]) == (code, "Đoạn 2")
    fault.sentence.encode()


def test_sums_choices_and_counts_of_one_kind_are_let_in():
    found = inspected(
        "{{ number + subject }} {{ subject or '…' }} {{ 'Kín' if is_secret else number }}",
        "{% if people|length >= 2 and number in lines %}{{ lines|join('; ') }}{% endif %}",
        "{{ '%02d'|format(people|length + 1) }} {{ subject.rstrip('.')|default('x')|upper }}",
    )
    assert told(found) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("PAGE", []), (r" REF muc1 \h", []), ('HYPERLINK "https://a.vn"', []),
        ('DATE \\@ "d/M/yyyy"', ["word_field"]), ("FILENAME \\p", ["word_field"]),
        ("MERGEFIELD Ten", ["word_field"]), ("DOCPROPERTY Title", ["word_field"]),
        ("{{ subject }}", ["unread_tag"]), ('IF 1=1 "{{ number }}"', ["unread_tag"]),
        ('HYPERLINK "javascript:alert(1)"', ["odd_link"]),
        ('HYPERLINK "file:///etc/passwd"', ["odd_link"]),
    ],
)  # fmt: skip
def test_fields_of_word_that_only_count_pages_may_stay(code: str, found: list[str]):
    assert codes(inspect_template(with_body(word_field(code), "{{ subject }}"), SAMPLE)) == found


def test_a_number_of_pages_counted_anew_is_no_changed_word():
    simple = '<w:p><w:fldSimple w:instr=" NUMPAGES ">{}</w:fldSimple></w:p>'
    before, after = (
        inspect_template(
            with_body(
                word_field("PAGE").replace(run("1"), run(n)) + simple.format(run(n)), "{{ number }}"
            ),
            SAMPLE,
        )
        for n in "13"
    )
    assert before.lines == after.lines == ("{{ number }}", "[PAGE]", "[NUMPAGES]")


def test_what_one_fault_brings_with_it_is_not_told_as_others():
    former = inspect_template(template(FORMER), SAMPLE)
    many = template(FORMER, *["{{ subject }}"] * 2001)
    assert codes(inspect_template(many, SAMPLE, former=former)) == ["many_tags"]
    assert codes(inspect_template(template("{{ number"), SAMPLE, former=former)) == ["unpaired"]


def test_tracked_changes_and_remarks_are_told_with_their_place():
    changed = f"<w:p><w:ins w:id='1' w:author='a'>{run('thêm')}</w:ins></w:p>"
    remark = f"<w:p>{run('Chữ')}<w:r><w:commentReference w:id='1'/></w:r></w:p>"
    found = inspect_template(with_body(changed + remark, "Kính gửi"), SAMPLE)
    assert [(one.code, one.place) for one in found.faults] == [
        ("tracked", "Đoạn 2: “thêm”"), ("remarks", "Đoạn 3: “Chữ”"),
    ]  # fmt: skip


def test_tags_nobody_reads_are_refused_where_they_stand():
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<w:p><m:r xmlns:m="{math}"><m:t>{{{{ number }}}}</m:t></m:r></w:p>'
    named = '<w:p><w:bookmarkStart w:id="1" w:name="{{ number }}"/></w:p>'
    link = (
        b'<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/hyperlink" Target="https://a.vn/%s" TargetMode="External"/></Relationships>'
    )
    rels = "word/_rels/document.xml.rels"
    for content in (
        with_body(formula), with_body(named),
        edited(template("a"), {rels: lambda o: o.replace(b"</Relationships>", link % b"{{ x }}")}),
    ):  # fmt: skip
        assert codes(inspect_template(content, SAMPLE)) == ["unread_tag"]
    plain = edited(template("a"), {rels: lambda o: o.replace(b"</Relationships>", link % b"y")})
    [warned] = inspect_template(plain, SAMPLE).findings
    assert (warned.code, warned.weight) == ("link", Weight.WARNING)


def test_a_content_control_prints_its_own_words_and_never_data_behind_it():
    bound = '<w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
    content = with_body(f"{bound}<w:sdtContent>{run('{{ number }}')}</w:sdtContent></w:sdt></w:p>")
    found = inspect_template(content, SAMPLE)
    assert codes(found) == ["unbound"]
    assert (b"dataBinding" in document_of(content), b"dataBinding" in document_of(found.content)) == (
        True, False,
    )  # fmt: skip


def document_of(content: bytes) -> bytes:
    read: list[bytes] = []
    edited(content, {"word/document.xml": lambda old: read.append(old) or old})
    return read[0]


def test_a_text_box_inside_a_loop_knows_the_row():
    box = '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>'
    content = with_body(
        f"<w:p>{run('{% for p in people %}')}{box}<w:p>{run('{{ p.name }}')}</w:p>"
        f"</w:txbxContent></v:textbox></w:pict></w:r>{run('{% endfor %}')}</w:p>"
    )
    assert told(inspect_template(content, SAMPLE)) == []


@pytest.mark.parametrize(
    ("look", "code", "weight"),
    [
        ('<w:vanish/>', "hidden", Weight.FAULT), ('<w:rStyle w:val="Hid"/>', "hidden", Weight.FAULT),
        ('<w:color w:val="FEFEFE"/>', "white", Weight.WARNING),
        ('<w:sz w:val="2"/>', "tiny", Weight.WARNING), ('<w:w w:val="1"/>', "tiny", Weight.WARNING),
    ],
)  # fmt: skip
def test_words_nobody_can_see_are_told_also_through_a_style(look: str, code: str, weight: Weight):
    style = (
        b'<w:style w:type="character" w:styleId="Hid"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr>'
        b"</w:style></w:styles>"
    )
    content = edited(
        with_body(f"<w:p>{run('Chữ', look)}</w:p>"),
        {"word/styles.xml": lambda old: old.replace(b"</w:styles>", style)},
    )
    [found] = inspect_template(content, SAMPLE).findings
    assert (found.code, found.weight, found.place[-6:]) == (code, weight, " “Chữ”")


FORMER = "Số: {{ number }} {{ signature.name }}"


@pytest.mark.parametrize(
    "text",
    [
        "Số: 99 {% if false %}{{ number }}{% endif %} {{ signature.name }}",
        "Số: 99 {% if subject == 'x' %}{{ number }}{% endif %} {{ signature.name }}",
        "Số: 99 {% if number %}{% endif %} {{ signature.name }}",
    ],
)
def test_a_number_that_is_asked_for_and_not_printed_is_refused(text: str):
    former = inspect_template(template(FORMER), SAMPLE)
    assert codes(inspect_template(template(text), SAMPLE, former=former)) == ["not_shown"]


def test_a_number_in_white_is_no_number():
    former = inspect_template(template(FORMER), SAMPLE)
    white = with_body("<w:p>" + run(FORMER, '<w:color w:val="FFFFFF"/>') + "</w:p>")
    assert codes(inspect_template(white, SAMPLE, former=former)) == [
        "not_shown", "not_shown", "white",
    ]  # fmt: skip
    assert codes(inspect_template(template(FORMER, "x"), SAMPLE, former=former)) == []


def test_signs_that_turn_words_round_go_and_hard_spaces_in_tags_become_plain():
    found = inspected("Số \u202e21\u202c", "{%\u00a0if is_secret %}{{ sub\u00adject }}{% endif %}")
    assert codes(found) == ["straightened", "unturned"]
    assert text_in(render(found.content, SAMPLE)) == f"Số 21\n{SAMPLE['subject']}"


def test_a_second_paper_in_the_file_embedded_fonts_and_strict_files_are_refused():
    second = edited(template("Số 99"), {
        "word/second.xml": lambda _none: document_of(template(FORMER)),
        "[Content_Types].xml": lambda old: old.replace(
            b"</Types>",
            f'<Override PartName="/word/second.xml" ContentType="{MAIN}"/></Types>'.encode()),
    })  # fmt: skip
    strict = edited(template("a"), {"word/document.xml": lambda old: old.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main")})  # fmt: skip
    for content, code in ((second, "not_docx"), (strict, "strict")):
        with pytest.raises(TemplateFault) as refused:
            inspect_template(content, SAMPLE)
        assert refused.value.code == code
    kind = b"application/vnd.openxmlformats-officedocument.obfuscatedFont"
    fonts = edited(template("a"), {
        "word/fonts/font1.odttf": lambda _none: bytes(64),
        "[Content_Types].xml": lambda old: old.replace(
            b"</Types>", b'<Default Extension="odttf" ContentType="' + kind + b'"/></Types>'),
    })  # fmt: skip
    assert codes(inspect_template(fonts, SAMPLE)) == ["embedded_fonts"]


def test_a_paper_without_a_sheet_is_refused_and_a_sheet_like_the_former_one_is_not():
    document = blank()
    document.element.body.remove(document.element.body.sectPr)
    assert codes(inspect_template(saved(document), SAMPLE)) == ["no_page"]
    metric = blank()
    size = metric.element.body.sectPr.pgSz
    size.set(f"{WORD}w", "21cm")
    size.set(f"{WORD}h", "297mm")
    assert codes(inspect_template(saved(metric), SAMPLE)) == []
    letter = blank()
    letter.sections[0].page_width = letter.sections[0].page_height
    former = inspect_template(saved(letter), SAMPLE)
    assert codes(former) == ["not_a4"]
    assert codes(inspect_template(saved(letter), SAMPLE, former=former)) == []
