"""The papers a unit sends in: letter, minutes, list of nominees, report of achievements."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import (
    BODY,
    BODY_KEPT,
    CENTER,
    TITLE,
    Look,
    Run,
    control,
    gap,
    paragraph,
    shown_if,
)
from tools.document_templates.endings import (
    confirmed,
    signed_alone,
    signed_by_two,
    signed_with_destinations,
)
from tools.document_templates.letterhead import (
    addressees,
    attached_to,
    bases,
    bullets,
    closing,
    heading,
    insisted,
    letterhead,
    title,
)
from tools.document_templates.lists import nominees_table, summary_table, votes_table
from tools.document_templates.minutes import conclusion, content, opened_minutes
from tools.document_templates.package import LANDSCAPE_WIDTH, new_document, number_pages
from tools.document_templates.tables import Column, Row, RuledTable


def submission_letter() -> DocxDocument:
    """The unit's letter to the department, with the count for each award."""
    document = new_document("Tờ trình đề nghị khen thưởng")
    number_pages(document)
    letterhead(document)
    letter_body(document, before=_situation)
    signed_with_destinations(document)
    return document


def _situation(document: DocxDocument) -> None:
    """What the unit says of its year, a paragraph for each it wrote."""
    control(document, "for words in situation")
    paragraph(document, "{{ words }}")
    control(document, "endfor")


def letter_body(
    document: DocxDocument, before: Callable[[DocxDocument], None] | None = None
) -> None:
    """What every submission letter says, from its title to its last sentence."""
    title(document, "TỜ TRÌNH")
    addressees(document)
    bases(document)
    if before is not None:
        before(document)
    paragraph(document, "{{ opening }}")
    gap(document, 6)
    summary_table(document)
    gap(document, 3)
    with shown_if(document, "attachments"):
        paragraph(document, "Hồ sơ gửi kèm gồm có:", look=BODY_KEPT)
        bullets(document, "attachments")
    insisted(document)
    closing(document)


def unit_minutes() -> DocxDocument:
    """The minutes of the unit's own meeting on its nominees."""
    document = opened_minutes("Biên bản họp xét khen thưởng")
    paragraph(document, "Thành phần: có mặt {{ attendance.present }}/{{ attendance.total }} người,"
              " vắng {{ attendance.absent }} người.")  # fmt: skip
    control(document, "for person in absentees")
    paragraph(document, "- Vắng mặt: {{ person.name }} (lý do: {{ person.reason }}).")
    control(document, "endfor")
    content(document, "I. NỘI DUNG")
    heading(document, "II. KẾT QUẢ BIỂU QUYẾT")
    paragraph(document, "Hình thức: {{ vote_mode }}. {{ threshold }}.")
    gap(document, 6)
    votes_table(document, with_units=False)
    gap(document, 3)
    conclusion(document, "III. KẾT LUẬN")
    signed_by_two(document)
    return document


def nomination_list() -> DocxDocument:
    """The unit's list of nominees, attached to its letter."""
    document = new_document("Danh sách đề nghị khen thưởng", landscape=True)
    number_pages(document)
    letterhead(document, numbered=False, dated=False, landscape=True)
    paragraph(document, Run("DANH SÁCH", 14, bold=True), look=TITLE)
    paragraph(document, Run("{{ subject }}", 14, bold=True), look=TITLE)
    attached_to(document, "Tờ trình")
    gap(document, 10)
    nominees_table(document)
    gap(document, 3)
    paragraph(document, "Danh sách gồm {{ counted }}./.", look=BODY_KEPT)
    signed_alone(document, left=LANDSCAPE_WIDTH - 95, right=95)
    return document


def achievement_report() -> DocxDocument:
    """The report of achievements of a person or a collective, in the parts its award asks for."""
    document = new_document("Báo cáo thành tích")
    number_pages(document)
    letterhead(document, numbered=False)
    paragraph(document, Run("BÁO CÁO THÀNH TÍCH", 14, bold=True), look=TITLE)
    paragraph(document, Run("Đề nghị tặng {{ award }}", 14, bold=True), look=TITLE)
    with shown_if(document, "subtitle is defined and subtitle"):
        paragraph(document, Run("({{ subtitle }})", 13, italic=True), look=TITLE)
    gap(document, 10)
    _nominee_lines(document)
    control(document, "for part in parts")
    heading(document, "{{ part.number }}. {{ part.heading }}")
    control(document, "for line in part.lines")
    paragraph(document, "- {{ line.label }}: {{ line.value }}.", look=BODY)
    control(document, "endfor")
    control(document, "for text in part.paragraphs")
    paragraph(document, "{{ text }}")
    control(document, "endfor")
    _works(document)
    _grades(document)
    _honours(document)
    _opinions(document)
    control(document, "endfor")
    paragraph(document, "Trên đây là báo cáo thành tích, kính đề nghị cấp có thẩm quyền xem xét"
              " tặng {{ award }}./.", look=BODY_KEPT)  # fmt: skip
    confirmed(document)
    return document


def _nominee_lines(document: DocxDocument) -> None:
    bold = Look(align=CENTER, before=2)
    paragraph(document, "{{ name_label }}: ", Run("{{ name }}", bold=True), look=bold)
    control(document, "if is_person and place")
    paragraph(document, "Chức vụ, đơn vị công tác: {{ place }}", look=bold)
    control(document, "endif")
    gap(document, 6)


def _works(document: DocxDocument) -> None:
    """Initiatives and topics of the years concerned, as the ledger has them."""
    control(document, "if part.works")
    paragraph(document, Run("Sáng kiến, đề tài đã được công nhận:", italic=True), look=BODY_KEPT)
    control(document, "for work in part.works")
    paragraph(document, "- {{ work }}.")
    control(document, "endfor")
    control(document, "endif")


def _grades(document: DocxDocument) -> None:
    control(document, "if part.grades")
    paragraph(document, Run("Kết quả đánh giá, xếp loại:", italic=True), look=BODY_KEPT)
    _history(document, "part.grades", "Mức xếp loại")
    control(document, "endif")


def _honours(document: DocxDocument) -> None:
    """The ledger's sentences, and below them each decision in a row of its own."""
    control(document, "if part.is_ledger")
    control(document, "for sentence in part.sentences")
    paragraph(document, "- {{ sentence }}")
    control(document, "endfor")
    for name, label in (("titles", "Danh hiệu thi đua"), ("forms", "Hình thức khen thưởng")):
        with shown_if(document, f"part.{name}"):
            paragraph(document, Run(f"{label}:", italic=True), look=BODY_KEPT)
            _history(document, f"part.{name}", label)
    with shown_if(document, "not (part.titles or part.forms or part.paragraphs)"):
        paragraph(document, "Không có.")
    control(document, "endif")


def _opinions(document: DocxDocument) -> None:
    control(document, "if part.opinions")
    gap(document, 3, keep_next=True)
    columns = [Column("Cơ quan", 45, centred=False), Column("Nội dung", 60, centred=False),
               Column("Ý kiến", 60, centred=False)]  # fmt: skip
    table = RuledTable(document, columns, size=13)
    table.control("for item in part.opinions")
    table.row(Row(["{{ item.office }}", "{{ item.about }}", "{{ item.answer }}"]))
    table.control("endfor")
    gap(document, 4)
    control(document, "endif")


def _history(document: DocxDocument, name: str, column: str) -> None:
    gap(document, 3, keep_next=True)
    columns = [Column("Năm", 20), Column(column, 65, centred=False),
               Column("Số, ngày, cơ quan ban hành quyết định", 80, centred=False)]  # fmt: skip
    table = RuledTable(document, columns, size=13)
    table.control(f"for item in {name}")
    table.row(Row(["{{ item.year }}", "{{ item.title }}", "{{ item.decision }}"]))
    table.control("endfor")
    gap(document, 4)
