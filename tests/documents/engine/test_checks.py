"""What may be uploaded: each refusal beside the file that is let in."""

import io
import struct
import zipfile
from typing import Any

import pikepdf
import pytest
import xlsxwriter
from PIL import Image

from tests.documents.engine.conftest import edited, paper, pdf
from workflow.documents.engine.checks import MEDIA_TYPES, CheckedFile, extends
from workflow.documents.engine.errors import LimitExceeded, Refused

DOCX = CheckedFile(MEDIA_TYPES["docx"], "docx", None)
BODY, TYPES, RELS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("L", (width, height)).save(written, kind)
    return written.getvalue()


def workbook(formula: str = "=SUM(A1:A2)") -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet("Danh sách").write_formula("B1", formula)
    return written.getvalue()


def replaced(part: str, old: bytes, new: bytes) -> bytes:
    original = paper("Thành tích")
    changed = edited(original, {part: lambda content: content.replace(old, new, 1)})
    assert changed != original
    return changed


def with_relation(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relation = (
        f'<Relationship Id="x9" Type="{base}{kind}" Target="{target}" TargetMode="External"/>'
    )
    return replaced(RELS, b"</Relationships>", relation.encode() + b"</Relationships>")


def with_field(*instructions: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in instructions)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return replaced(BODY, b"<w:sectPr", f"<w:p>{begin}{runs}{end}</w:p><w:sectPr".encode())


def macro_document() -> bytes:
    """A .docm renamed .docx."""
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = MEDIA_TYPES["docx"].encode() + b".main+xml"
    return edited(
        paper("Thành tích"),
        {
            TYPES: lambda content: content.replace(plain, kind),
            "word/vbaProject.bin": lambda _none: b"\xd0\xcf",
        },
    )


def overlapping() -> bytes:
    """Two directory entries over one body: small on disk, large when read."""
    source = bytearray(paper("Thành tích"))
    end = source.rindex(b"PK\x05\x06")
    start, first = struct.unpack_from("<I", source, end + 16)[0], 0
    second = source.index(b"PK\x01\x02", start + 4)
    first = struct.unpack_from("<I", source, start + 42)[0]
    struct.pack_into("<I", source, second + 42, first)
    return bytes(source)


def javascript(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def attachment(made: pikepdf.Pdf) -> None:
    made.attachments["a.txt"] = b"hidden"


def form_xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA="x")


def launch(made: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"),
    )
    made.pages[0].Annots = pikepdf.Array([link])


def harmless(made: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.vn/JS"),
    )
    made.pages[0].Annots = pikepdf.Array([link])
    made.docinfo["/Title"] = "Về /JS và /Launch"


def locked() -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(written, encryption=pikepdf.Encryption(owner="chủ", user=""))
    return written.getvalue()


ACCEPTED = {
    "a paper": ("Báo cáo.DOCX", paper("Thành tích"), DOCX),
    "a paper with a web link": ("a.docx", with_relation("hyperlink", "https://vn.vn"), DOCX),
    "a paper with a page number": ("a.docx", with_field("PA", "GE"), DOCX),
    "a workbook": ("a.xlsx", workbook(), CheckedFile(MEDIA_TYPES["xlsx"], "xlsx", None)),
    "a workbook with a bar": (
        "a.xlsx",
        workbook('=A1&"|"&B2'),
        CheckedFile(MEDIA_TYPES["xlsx"], "xlsx", None),
    ),
    "a pdf": ("a.pdf", pdf(pages=3), CheckedFile("application/pdf", "pdf", 3)),
    "a pdf with a link": ("a.pdf", pdf(harmless), CheckedFile("application/pdf", "pdf", 1)),
    "a photo": ("a.jpeg", picture(90, 60, "JPEG"), CheckedFile("image/jpeg", "jpg", None)),
    "a large scan": ("a.png", picture(7000, 7000), CheckedFile("image/png", "png", None)),
}

REFUSED = {
    "a macro file by its name": ("x.docm", b"", "macro"),
    "a macro file renamed": ("x.docx", macro_document(), "macro"),
    "an old Word file": ("x.doc", b"", "old"),
    "a program": ("x.exe", b"MZ", "extension"),
    "a file without extension": ("x", b"MZ", "extension"),
    "an empty file": ("x.pdf", b"", "empty"),
    "a paper named pdf": ("x.pdf", paper("a"), "mismatch"),
    "a text named docx": ("x.docx", "Báo cáo".encode(), "mismatch"),
    "a zip of something else": (
        "x.docx",
        edited(paper("a"), {TYPES: lambda _old: b"<a/>"}),
        "mismatch",
    ),
    "a paper with a password": (
        "x.docx",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 99,
        "encrypted",
    ),
    "overlapping entries": ("x.docx", overlapping(), "zip_overlap"),
    "a zip bomb": (
        "x.docx",
        edited(paper("a"), {"word/x.xml": lambda _o: b" " * (9 << 20)}),
        "zip_bomb",
    ),
    "a path in a name": (
        "x.docx",
        edited(paper("a"), {"../x.xml": lambda _o: b"<a/>"}),
        "zip_names",
    ),
    "a doctype": ("x.docx", replaced(BODY, b"<w:document", b"<!DOCTYPE a><w:document"), "doctype"),
    "a doctype in UTF-16": (
        "x.docx",
        edited(paper("a"), {"word/x.xml": lambda _o: "<!DOCTYPE a><a/>".encode("utf-16")}),
        "doctype",
    ),
    "deep nesting": (
        "x.docx",
        edited(paper("a"), {"word/x.xml": lambda _o: b"<a>" * 300 + b"</a>" * 300}),
        "xml_size",
    ),
    "an embedded file": (
        "x.docx",
        edited(paper("a"), {"word/embeddings/a.xml": lambda _o: b"<a/>"}),
        "embedded",
    ),
    "a foreign chunk": (
        "x.docx",
        replaced(BODY, b"<w:sectPr", b"<w:altChunk/><w:sectPr"),
        "embedded",
    ),
    "an unknown part": (
        "x.docx",
        edited(paper("a"), {"word/a.exe": lambda _o: b"MZ"}),
        "unknown_part",
    ),
    "a picture from the web": ("x.docx", with_relation("image", "https://vn.vn/a.png"), "external"),
    "a template from a share": (
        "x.docx",
        with_relation("attachedTemplate", "file://s/a.dotm"),
        "attached",
    ),
    "a link that runs": ("x.docx", with_relation("hyperlink", "javascript:alert(1)"), "external"),
    "a field that runs": ("x.docx", with_field("DD", "EAUTO c:\\\\cmd.exe"), "field"),
    "a field that reads a file": ("x.docx", with_field(' INCLUDETEXT "/etc/passwd"'), "field"),
    "a formula that runs": ("x.xlsx", workbook("=cmd|'/c calc'!A0"), "field"),
    "an encrypted pdf": ("x.pdf", locked(), "encrypted"),
    "a pdf with a script": ("x.pdf", pdf(javascript), "pdf_code"),
    "a pdf with an attachment": ("x.pdf", pdf(attachment), "pdf_files"),
    "a pdf with an XFA form": ("x.pdf", pdf(form_xfa), "pdf_acts"),
    "a pdf that starts a program": ("x.pdf", pdf(launch), "pdf_acts"),
    "a pdf cut short": ("x.pdf", pdf()[:-80], "broken"),
    "a pdf of too many pages": ("x.pdf", pdf(pages=2001), "pdf_pages"),
    "a huge picture": ("x.png", picture(10001, 5000), "image_size"),
    "a picture cut short": ("x.png", picture(900, 900)[:-300], "broken"),
}


@pytest.mark.parametrize(("name", "content", "expected"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_an_honest_file_is_let_in(name: str, content: bytes, expected: CheckedFile, check: Any):
    assert check(name, content) == expected


@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_could_harm_is_refused(name: str, content: bytes, code: str, check: Any):
    with pytest.raises(Refused) as refusal:
        check(name, content)
    assert (refusal.value.code, f"“{name}”" in str(refusal.value)) == (code, True)


def test_a_refusal_says_what_is_wrong_and_what_to_do(check: Any):
    with pytest.raises(Refused) as refusal:
        check("x.docm", b"")
    assert str(refusal.value) == (
        "Tệp “x.docm” có macro. Hãy lưu lại dạng .docx không macro rồi tải lên."
    )


SIGNED_FAULTS = {
    "encrypted": (locked, "đặt mật khẩu"),
    "pdf_code": (lambda: pdf(javascript), "có mã JavaScript"),
    "pdf_files": (lambda: pdf(attachment), "có tệp khác đính kèm"),
    "pdf_acts": (lambda: pdf(form_xfa), "có thành phần động (XFA)"),
}


@pytest.mark.parametrize("code", SIGNED_FAULTS)
def test_a_signed_file_is_never_sent_away_to_be_printed_anew(code: str, check: Any):
    make, fault = SIGNED_FAULTS[code]
    content = make()
    told = {}
    for is_signed in (False, True):
        mark = b"% /ByteRange [0 1 2 3]\n" if is_signed else b""
        with pytest.raises(Refused) as refusal:
            check("qd.pdf", content + mark)
        assert refusal.value.code == code
        told[is_signed] = str(refusal.value)

    assert "Đừng in hay lưu lại" not in told[False]
    assert "có chữ ký số" not in told[False]
    assert f"“qd.pdf” có chữ ký số nhưng {fault}" in told[True]
    assert "Đừng in hay lưu lại" in told[True]
    assert "Lưu thành PDF" not in told[True]


def test_a_percent_sign_in_a_name_does_no_harm(check: Any):
    with pytest.raises(Refused, match="100%s"):
        check("100%s.pdf", b"x")


def test_an_entry_larger_than_declared_is_refused(check: Any):
    source = bytearray(paper("a"))
    start = struct.unpack_from("<I", source, source.rindex(b"PK\x05\x06") + 16)[0]
    struct.pack_into("<I", source, start + 24, 10)
    with pytest.raises(Refused) as refusal:
        check("x.docx", bytes(source))
    assert refusal.value.code == "broken"


def test_a_file_of_a_million_tags_is_answered_in_time(check: Any):
    body = b"".join(b"<a b='%d'/>" % number for number in range(1_100_000))
    packed = edited(paper("a"), {"word/x.xml": lambda _old: b"<a>" + body + b"</a>"})
    with pytest.raises((Refused, LimitExceeded)):
        check("x.docx", packed)


def test_too_many_entries_are_refused(check: Any):
    extra = {f"word/x{number}.xml": lambda _old: b"<a/>" for number in range(2000)}
    with pytest.raises(Refused) as refusal:
        check("x.docx", edited(paper("a"), extra))
    assert refusal.value.code == "zip_entries"


def test_an_encrypted_entry_is_refused(check: Any):
    source = bytearray(paper("a"))
    start = struct.unpack_from("<I", source, source.rindex(b"PK\x05\x06") + 16)[0]
    source[start + 8] |= 1
    with pytest.raises(Refused) as refusal:
        check("x.docx", bytes(source))
    assert refusal.value.code == "encrypted"


def test_a_signed_file_begins_with_the_bytes_offered():
    offered = pdf()
    assert [
        extends(offered + b"signature", offered),
        extends(offered, offered),
        extends(b"x" + offered, offered),
        extends(offered, b""),
    ] == [True, False, False, False]


def test_the_overlapping_file_is_one_that_python_itself_would_open():
    with zipfile.ZipFile(io.BytesIO(overlapping())) as package:
        assert len(package.infolist()) > 1
