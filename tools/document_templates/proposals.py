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
    gap(document, 4)
    summary_table(document)
    gap(document, 6)
    paragraph(document, "Hồ sơ gửi kèm gồm có:", look=Look(before=3, after=3, first_line=10,
                                                           keep_next=True))  # fmt: skip
    bullets(document, "attachments")
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
    gap(document, 4)
    votes_table(document, with_units=False)
    gap(document, 6)
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
    gap(document, 6)
    total = "{{ '%02d'|format(collectives|length) }} tập thể và"
    people = " {{ '%02d'|format(individuals|length) }} cá nhân./."
    paragraph(document, "Danh sách gồm " + total + people, look=BODY_KEPT)
    signed_alone(document, left=LANDSCAPE_WIDTH - 95, right=95)
    return document


def achievement_report() -> DocxDocument:
    """The report of achievements of a person or a collective."""
    document = new_document("Báo cáo thành tích")
    number_pages(document)
    letterhead(document, numbered=False)
    paragraph(document, Run("BÁO CÁO THÀNH TÍCH", 14, bold=True), look=TITLE)
    paragraph(document, Run("Đề nghị tặng {{ award }}", 14, bold=True), look=TITLE)
    gap(document, 10)
    _nominee_lines(document)
    _profile(document)
    heading(document, "II. THÀNH TÍCH ĐẠT ĐƯỢC")
    control(document, "for section in sections")
    paragraph(document, Run("{{ loop.index }}. {{ section.heading }}", bold=True),
              look=Look(before=3, after=3, first_line=10, keep_next=True))  # fmt: skip
    control(document, "for text in section.paragraphs")
    paragraph(document, "{{ text }}")
    control(document, "endfor")
    control(document, "endfor")
    _history(document, "grades", "III. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI", "Mức xếp loại")
    _history(document, "prior_awards", "IV. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG",
             "Danh hiệu, hình thức")  # fmt: skip
    paragraph(document, "Trên đây là báo cáo thành tích, kính đề nghị cấp có thẩm quyền xem xét"
              " tặng {{ award }}./.", look=BODY_KEPT)  # fmt: skip
    confirmed(document)
    return document


def _nominee_lines(document: DocxDocument) -> None:
    bold = Look(align=CENTER, before=2)
    control(document, "if is_collective")
    paragraph(document, "Tên tập thể đề nghị: ", Run("{{ name }}", bold=True), look=bold)
    control(document, "else")
    paragraph(document, "Họ và tên: ", Run("{{ name }}", bold=True), look=bold)
    paragraph(document, "Chức vụ, đơn vị công tác: {{ post }}, {{ unit }}", look=bold)
    control(document, "endif")
    gap(document, 6)


def _profile(document: DocxDocument) -> None:
    control(document, "if is_collective")
    heading(document, "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH")
    control(document, "else")
    heading(document, "I. SƠ LƯỢC LÝ LỊCH")
    control(document, "endif")
    control(document, "for line in profile")
    paragraph(document, "- {{ line.label }}: {{ line.value }}.", look=BODY)
    control(document, "endfor")


def _history(document: DocxDocument, name: str, label: str, column: str) -> None:
    heading(document, label)
    control(document, f"if {name}")
    columns = [Column("Năm", 20), Column(column, 65, centred=False),
               Column("Số, ngày, cơ quan ban hành quyết định", 80, centred=False)]  # fmt: skip
    table = RuledTable(document, columns, size=13)
    table.control(f"for item in {name}")
    table.row(Row(["{{ item.year }}", "{{ item.title }}", "{{ item.decision }}"]))
    table.control("endfor")
    control(document, "else")
    paragraph(document, "Không có.")
    control(document, "endif")
    gap(document, 4)
