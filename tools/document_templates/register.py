"""The printed registers of documents: ten columns, a new row for each number."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tools.document_templates.blocks import CENTER, TITLE, Look, Run, gap, paragraph, shown_if
from tools.document_templates.endings import signed_alone
from tools.document_templates.package import WHOLE_WIDTH, field, new_document, widen
from tools.document_templates.tables import Column, Row, RuledTable


@dataclass(frozen=True)
class Register:
    """One of the registers: its name in capitals and its columns with the field of each."""

    what: str
    columns: tuple[tuple[str, Column], ...]
    struck: tuple[int, ...]  # cells crossed out where a number is void


OUTGOING = Register("VĂN BẢN ĐI", (
    ("code", Column("Số, ký hiệu văn bản", 31)),
    ("date", Column("Ngày tháng văn bản", 21)),
    ("subject", Column("Tên loại và trích yếu nội dung văn bản", 50, centred=False)),
    ("signer", Column("Người ký", 26)),
    ("destinations", Column("Nơi nhận văn bản", 33, centred=False)),
    ("keeper", Column("Đơn vị, người nhận bản lưu", 20)),
    ("copies", Column("Số lượng bản", 13)),
    ("sent_on", Column("Ngày chuyển", 21)),
    ("received_by", Column("Ký nhận", 12)),
    ("note", Column("Ghi chú", 30, centred=False)),
), struck=(0, 2))  # fmt: skip
INCOMING = Register("VĂN BẢN ĐẾN", (
    ("arrived_on", Column("Ngày đến", 21)),
    ("arrival_number", Column("Số đến", 13)),
    ("issuer", Column("Tác giả", 33, centred=False)),
    ("code", Column("Số, ký hiệu văn bản", 31)),
    ("date", Column("Ngày tháng văn bản", 21)),
    ("subject", Column("Tên loại và trích yếu nội dung văn bản", 48, centred=False)),
    ("handler", Column("Đơn vị hoặc người nhận", 25, centred=False)),
    ("sent_on", Column("Ngày chuyển", 21)),
    ("received_by", Column("Ký nhận", 17)),
    ("note", Column("Ghi chú", 27, centred=False)),
), struck=(1, 5))  # fmt: skip


def outgoing_register() -> DocxDocument:
    """The register of one book and one year."""
    return register_of(OUTGOING)


def incoming_register() -> DocxDocument:
    """The register of what arrived in one year."""
    return register_of(INCOMING)


def register_of(register: Register) -> DocxDocument:
    """Return the register as a document of landscape pages."""
    document = new_document(f"Sổ đăng ký {register.what.lower()}", landscape=True)
    widen(document)
    page_of_pages(document)
    paragraph(document, Run("{{ organisation.parent_caps }}", 13), look=TITLE)
    paragraph(document, Run("{{ organisation.name_caps }}", 13, bold=True), look=TITLE)
    gap(document, 8)
    paragraph(document, Run(f"SỔ ĐĂNG KÝ {register.what}", 18, bold=True), look=TITLE)
    if register is OUTGOING:  # what arrives has one book, what goes out one for each series
        paragraph(document, Run("{{ book }}", 14, bold=True), look=TITLE)
    paragraph(document, Run("Năm: {{ year }}", 14, bold=True), look=TITLE)
    span = "Từ số {{ from_number }} đến số {{ to_number }}. Quyển số: {{ volume }}"
    dates = "Từ ngày {{ from_date }} đến ngày {{ to_date }}. "
    paragraph(document, Run(dates + span, 13), look=Look(CENTER, after=8, keep_next=True))
    with shown_if(document, "rows", "Không có văn bản nào trong thời gian này."):
        register_table(document, register)
    total = ("Tổng số: {{ counts.total }} số đã cấp, trong đó {{ counts.voided }} số không"
             " sử dụng, {{ counts.outside }} số đã cấp ngoài hệ thống.")  # fmt: skip
    paragraph(
        document,
        Run(total, 13, italic=True),
        look=Look(before=6, after=6, keep_next=True),
    )
    signed_alone(document, left=WHOLE_WIDTH - 95, right=95)
    return document


def register_table(document: DocxDocument, register: Register) -> None:
    table = RuledTable(document, [column for _name, column in register.columns], size=11)
    table.number_columns()
    values = ["{{ row." + name + " }}" for name, _column in register.columns]
    table.control("for row in rows")
    table.control("if row.voided")
    table.row(Row(values, shading="E7E6E6", struck=register.struck))
    table.control("else")
    table.row(Row(values))
    table.control("endif")
    table.control("endfor")


def page_of_pages(document: DocxDocument) -> None:
    header = document.sections[0].header.paragraphs[0]
    for child in list(header._p):
        header._p.remove(child)
    header._p.append(parse_xml(f'<w:pPr {nsdecls("w")}><w:jc w:val="center"/></w:pPr>'))
    for text, instruction in (("Trang ", "PAGE"), ("/", "NUMPAGES")):
        run = header.add_run(text)
        run.font.size = Pt(13)
        for piece in field(instruction, 26):
            header._p.append(piece)
