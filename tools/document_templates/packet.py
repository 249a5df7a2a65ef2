"""What members read before they vote: the cover with its contents, and a sheet for each row."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import Look, Run, control, gap, paragraph, shown_if
from tools.document_templates.letterhead import letterhead, title
from tools.document_templates.package import new_document
from tools.document_templates.tables import Column, Row, RuledTable

_SIZE = 12.0
_HEAD = Look(before=8, after=2, keep_next=True)
_LINE = Look(before=1, after=1)
_ITEM = Look(before=1, after=1, hanging=5)
_DETAIL = Look(after=1, left=5)


def cover() -> DocxDocument:
    """The first page: what the session is, and on which page each row begins."""
    document = new_document("Tài liệu phiên họp Hội đồng")
    letterhead(document, numbered=False, dated=False)
    title(document, "{{ title }}")
    paragraph(document, "Thời gian: {{ time }}.", look=_LINE)
    control(document, "if venue")
    paragraph(document, "Địa điểm: {{ venue }}.", look=_LINE)
    control(document, "endif")
    paragraph(document, "Nội dung: {{ counted }}.", look=_LINE)
    paragraph(document, Run("{{ made }}", _SIZE, italic=True), look=_LINE)
    gap(document, 8)
    with shown_if(document, "parts"):
        _contents(document)
    gap(document, 6)
    paragraph(document, Run("{{ note }}", _SIZE, italic=True), look=_LINE)
    return document


def _contents(document: DocxDocument) -> None:
    table = RuledTable(document, [
        Column("STT", 11), Column("Tập thể, cá nhân", 70, centred=False),
        Column("Điều kiện, tiêu chuẩn", 44, centred=False), Column("Minh chứng", 22),
        Column("Trang", 18),
    ], size=_SIZE)  # fmt: skip
    table.control("for part in parts")
    table.band("{{ part.title }}")
    table.control("for item in part.rows")
    unit = "{% if item.unit %}, {{ item.unit }}{% endif %}"
    table.row(Row(["{{ item.ordinal }}", "{{ item.name }}" + unit, "{{ item.verdict }}",
                   "{{ item.evidence }}", "{{ item.page }}"]))  # fmt: skip
    table.control("endfor")
    table.control("endfor")


def sheet() -> DocxDocument:
    """One nomination: what is proposed and achieved, the conditions, the ledgers, the files."""
    document = new_document("Đề nghị khen thưởng")
    paragraph(document, Run("{{ part }}", _SIZE, italic=True), look=Look(after=4, keep_next=True))
    paragraph(document, Run("{{ ordinal }}. {{ name }}", 16, bold=True),
              look=Look(after=2, keep_next=True))  # fmt: skip
    control(document, "if post_and_unit")
    paragraph(document, "{{ post_and_unit }}", look=_LINE)
    control(document, "endif")
    paragraph(document, "Đề nghị: ", Run("{{ award }}", bold=True), " ({{ ground }}, {{ period }})",
              look=_LINE)  # fmt: skip
    paragraph(document, "Hồ sơ {{ dossier }}, {{ proposing }} trình", look=_LINE)
    _achievements(document)
    _conditions(document)
    _ledgers(document)
    _files(document)
    return document


def _heading(document: DocxDocument, words: str) -> None:
    paragraph(document, Run(words, 13, bold=True), look=_HEAD)


def _achievements(document: DocxDocument) -> None:
    _heading(document, "Thành tích")
    control(document, "for text in achievements")
    paragraph(document, "{{ text }}", look=_LINE)
    control(document, "else")
    paragraph(document, Run("Hồ sơ không ghi tóm tắt thành tích.", italic=True), look=_LINE)
    control(document, "endfor")


def _conditions(document: DocxDocument) -> None:
    _heading(document, "Điều kiện, tiêu chuẩn: {{ verdict }}")
    paragraph(document, "{{ reason }}", look=_LINE)
    control(document, "for check in checks")
    paragraph(document, "- {{ check.title }}: ", Run("{{ check.verdict }}", bold=True),
              look=_ITEM)  # fmt: skip
    control(document, "if check.detail")
    paragraph(document, Run("{{ check.detail }}", _SIZE), look=_DETAIL)
    control(document, "endif")
    control(document, "endfor")
    for name in ("basis", "note", "override"):
        control(document, f"if {name}")
        paragraph(document, Run("{{ " + name + " }}", _SIZE, italic=name == "basis"), look=_LINE)
        control(document, "endif")
    control(document, "for text in changes")
    paragraph(document, Run("{{ text }}", _SIZE, italic=True), look=_LINE)
    control(document, "endfor")


def _ledgers(document: DocxDocument) -> None:
    _heading(document, "Dữ liệu trong sổ theo dõi")
    control(document, "for ledger in ledgers")
    paragraph(document, Run("{{ ledger.name }}", _SIZE, bold=True),
              look=Look(before=3, keep_next=True))  # fmt: skip
    control(document, "for text in ledger.lines")
    paragraph(document, Run("- {{ text }}", _SIZE), look=_ITEM)
    control(document, "endfor")
    control(document, "else")
    paragraph(document, Run("Sổ theo dõi chưa ghi dữ liệu nào.", italic=True), look=_LINE)
    control(document, "endfor")


def _files(document: DocxDocument) -> None:
    _heading(document, "Minh chứng")
    control(document, "for file in files")
    paragraph(document, "{{ loop.index }}. {{ file.title }} ",
              Run("({{ file.where }})", _SIZE, italic=True), look=_ITEM)  # fmt: skip
    control(document, "else")
    paragraph(document, Run("Không có tệp minh chứng.", italic=True), look=_LINE)
    control(document, "endfor")
