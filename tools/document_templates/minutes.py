"""What the minutes of any meeting share: their first block, what was said, how they end."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import control, paragraph
from tools.document_templates.letterhead import closings, heading, letterhead, title
from tools.document_templates.package import new_document, number_pages


def opened_minutes(name: str) -> DocxDocument:
    """Return minutes that say when and where the meeting began, and who led and wrote."""
    document = new_document(name)
    number_pages(document)
    letterhead(document, dated=False)
    title(document, "BIÊN BẢN")
    paragraph(document, "Thời gian bắt đầu: {{ start_time }}.")
    paragraph(document, "Địa điểm: {{ venue }}.")
    paragraph(document, "Chủ trì: {{ chair.name }}, {{ chair.post }}.")
    paragraph(document, "Thư ký: {{ secretary.name }}, {{ secretary.post }}.")
    return document


def content(document: DocxDocument, label: str) -> None:
    """What was said, a paragraph each."""
    heading(document, label)
    control(document, "for item in content")
    paragraph(document, "{{ item }}")
    control(document, "else")
    paragraph(document, "Không ghi nhận ý kiến nào.")
    control(document, "endfor")


def conclusion(document: DocxDocument, label: str) -> None:
    """The conclusion and the hour the meeting ended."""
    heading(document, label)
    closings(document, "conclusion + ['Cuộc họp kết thúc lúc ' + end_time]")
