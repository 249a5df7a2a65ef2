"""The papers of the council: invitation, minutes, count of the votes."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import BODY_KEPT, Run, control, gap, paragraph, shown_if
from tools.document_templates.endings import signed_by_two, signed_with_destinations
from tools.document_templates.letterhead import (
    addressees,
    bullets,
    closing,
    closings,
    heading,
    letterhead,
    title,
)
from tools.document_templates.lists import votes_table
from tools.document_templates.minutes import conclusion, content, opened_minutes
from tools.document_templates.package import new_document, number_pages
from tools.document_templates.tables import Column, Row, RuledTable


def invitation() -> DocxDocument:
    """The invitation to a meeting of the council."""
    document = new_document("Giấy mời họp Hội đồng")
    number_pages(document)
    letterhead(document)
    title(document, "GIẤY MỜI")
    with shown_if(document, "invitees"):
        paragraph(document, "{{ organisation.name }} trân trọng kính mời:", look=BODY_KEPT)
        bullets(document, "invitees")
    for label, value in (
        ("Chủ trì", "chair"),
        ("Thời gian", "time"),
        ("Địa điểm", "venue"),
    ):
        paragraph(document, Run(f"{label}: ", bold=True), "{{ " + value + " }}.")
    with shown_if(document, "agenda"):
        paragraph(document, Run("Nội dung:", bold=True), look=BODY_KEPT)
        bullets(document, "agenda")
    closing(document)
    signed_with_destinations(document)
    return document


def minutes() -> DocxDocument:
    """The minutes of a meeting of the council."""
    document = opened_minutes("Biên bản họp Hội đồng")
    _attendance(document)
    content(document, "II. NỘI DUNG")
    heading(document, "III. KẾT QUẢ BIỂU QUYẾT")
    _result(document)
    _rounds(document)
    conclusion(document, "IV. KẾT LUẬN")
    signed_by_two(document)
    return document


def vote_count() -> DocxDocument:
    """The count of the ballots, or the table of a vote by name."""
    document = new_document("Kết quả biểu quyết của Hội đồng")
    number_pages(document)
    letterhead(document, dated=False)
    title(document, "{{ title }}")
    paragraph(document, "Thời gian: {{ time }}.")
    paragraph(document, "Địa điểm: {{ venue }}.")
    control(document, "if tellers")
    heading(document, "Thành phần kiểm phiếu")
    bullets_of_people(document, "tellers")
    control(document, "endif")
    heading(document, "Số phiếu")
    paragraph(document, "Tổng số thành viên Hội đồng: {{ ballots.members }}. Số phiếu phát ra:"
              " {{ ballots.issued }}; thu về: {{ ballots.returned }}; hợp lệ:"
              " {{ ballots.valid }}; không hợp lệ: {{ ballots.invalid }}; phiếu, ý kiến bằng văn bản"
              " của thành viên vắng mặt: {{ ballots.written }}.")  # fmt: skip
    heading(document, "Kết quả")
    _result(document)
    _rounds(document)
    control(document, "for text in notes")
    paragraph(document, "{{ text }}")
    control(document, "endfor")
    _named_votes(document)
    paragraph(document, "Kết quả được công bố công khai trước Hội đồng./.", look=BODY_KEPT)
    signed_by_two(document, with_destinations=False)
    return document


def consultation_letter() -> DocxDocument:
    """The letter that asks the members in writing, instead of meeting (an official letter)."""
    document = new_document("Công văn lấy ý kiến Hội đồng")
    number_pages(document)
    letterhead(document, about=True)
    addressees(document)
    paragraph(document, "{{ opening }}", look=BODY_KEPT)
    bullets(document, "contents")
    bullets(document, "ways")
    closing(document)
    signed_with_destinations(document)
    return document


def consultation_minutes() -> DocxDocument:
    """The record of what the members answered in writing."""
    document = new_document("Biên bản tổng hợp ý kiến Hội đồng")
    number_pages(document)
    letterhead(document, dated=False)
    title(document, "BIÊN BẢN TỔNG HỢP Ý KIẾN")
    heading(document, "I. VIỆC LẤY Ý KIẾN")
    paragraph(document, "Theo {{ letter }}, Hội đồng được lấy ý kiến bằng văn bản {{ period }},"
              " thay cho họp. Hạn cho ý kiến: {{ deadline }}.")  # fmt: skip
    paragraph(document, "Người tổng hợp: {{ secretary.name }}, {{ secretary.post }}. Người duyệt:"
              " {{ chair.name }}, {{ chair.post }}.")  # fmt: skip
    paragraph(document, "Tổng số thành viên Hội đồng: {{ answers.members }}. Đã cho ý kiến:"
              " {{ answers.answered }}, trong đó bằng phiếu giấy có chữ ký:"
              " {{ answers.written }}.")  # fmt: skip
    control(document, "if missing")
    paragraph(document, "Không cho ý kiến: {{ missing|join(', ') }}.")
    control(document, "endif")
    paragraph(document, "{{ silence }}.")
    control(document, "for item in content")
    paragraph(document, "{{ item }}")
    control(document, "endfor")
    heading(document, "II. KẾT QUẢ")
    _result(document)
    _rounds(document)
    _named_votes(document)
    control(document, "if opinions")
    heading(document, "Ý kiến khác")
    bullets(document, "opinions")
    control(document, "endif")
    with shown_if(document, "conclusion"):
        heading(document, "III. KẾT LUẬN")
        closings(document, "conclusion")
    signed_by_two(document)
    return document


def result_notice() -> DocxDocument:
    """The notice of what passed, and of what did not and why."""
    document = new_document("Thông báo kết quả họp Hội đồng")
    number_pages(document)
    letterhead(document)
    title(document, "THÔNG BÁO")
    paragraph(document, "{{ opening }}")
    _outcomes(document, "passed", "Đề nghị được thông qua", [
        Column("STT", 12), Column("Tập thể, cá nhân", 58, centred=False),
        Column("Danh hiệu, hình thức", 60, centred=False), Column("Đồng ý", 35),
    ], "{{ item.votes }} ({{ item.percent }})")  # fmt: skip
    _outcomes(document, "failed", "Đề nghị không được thông qua", [
        Column("STT", 12), Column("Tập thể, cá nhân", 48, centred=False),
        Column("Danh hiệu, hình thức", 45, centred=False), Column("Lý do", 60, centred=False),
    ], "{{ item.reason }}")  # fmt: skip
    closing(document)
    signed_with_destinations(document)
    return document


def _outcomes(
    document: DocxDocument, name: str, words: str, columns: list[Column], last: str
) -> None:
    control(document, f"if {name}")
    heading(document, words)
    gap(document, 3, keep_next=True)
    table = RuledTable(document, columns)
    table.control(f"for item in {name}")
    unit = "{% if item.unit %}, {{ item.unit }}{% endif %}"
    table.row(Row(["{{ item.ordinal }}", "{{ item.name }}" + unit, "{{ item.award }}", last]))
    table.control("endfor")
    gap(document, 5)
    control(document, "endif")


def bullets_of_people(document: DocxDocument, name: str) -> None:
    """One dashed line for each person, with the post."""
    control(document, f"for person in {name}")
    paragraph(document, "- {{ person.name }}, {{ person.post }}.")
    control(document, "endfor")


def _attendance(document: DocxDocument) -> None:
    heading(document, "I. THÀNH PHẦN")
    paragraph(document, "Có mặt: {{ attendance.present }}/{{ attendance.total }} thành viên"
              "{% if members %}:{% else %}.{% endif %}")  # fmt: skip
    control(document, "for person in members")
    paragraph(document, "- {{ person.name }}, {{ person.post }}, {{ person.council_post }}.")
    control(document, "endfor")
    paragraph(document, "Vắng mặt: {{ attendance.absent }} thành viên.")
    control(document, "for person in absentees")
    opinion = "{% if person.written_opinion %}; ý kiến bằng văn bản: {{ person.written_opinion }}"
    paragraph(document, "- {{ person.name }}, {{ person.post }} (lý do: {{ person.reason }}"
              + opinion + "{% endif %}).")  # fmt: skip
    control(document, "endfor")


def _result(document: DocxDocument) -> None:
    paragraph(document, "Hình thức: {{ vote_mode }}. {{ threshold }}.", look=BODY_KEPT)
    gap(document, 6, keep_next=True)
    votes_table(document)
    gap(document, 5)


def _rounds(document: DocxDocument) -> None:
    """Every round before the last, and what was decided where a count settled nothing."""
    control(document, "if rounds")
    heading(document, "Các vòng bỏ phiếu")
    bullets(document, "rounds")
    control(document, "endif")


def _named_votes(document: DocxDocument) -> None:
    # A secret ballot must never print who chose what, whatever the caller hands over.
    control(document, "if named_votes and not is_secret")
    heading(document, "Biểu quyết theo từng thành viên")
    gap(document, 3, keep_next=True)
    columns = [Column("STT", 12), Column("Họ và tên", 50, centred=False),
               Column("Chức danh trong Hội đồng", 53, centred=False),
               Column("Ý kiến", 50, centred=False)]  # fmt: skip
    table = RuledTable(document, columns)
    table.control("for item in named_votes")
    values = [
        "{{ item.ordinal }}",
        "{{ item.name }}",
        "{{ item.post }}",
        "{{ item.choice }}",
    ]
    table.row(Row(values))
    table.control("endfor")
    gap(document, 5)
    control(document, "endif")
