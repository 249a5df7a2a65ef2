"""The head of a document after Decree 30/2020: agency, motto, number, date, title, bases."""

from __future__ import annotations

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
    repeat,
    rule,
)
from tools.document_templates.package import LANDSCAPE_WIDTH, PORTRAIT_WIDTH
from tools.document_templates.tables import plain_table

_LEFT = 73
_MOTTO_WIDTH = 56.1  # of the motto in 13 pt bold: the line below is exactly as long
_NUMBER = "{{ number }}/{{ symbol }}"


def letterhead(
    document: DocxDocument,
    *,
    numbered: bool = True,
    dated: bool = True,
    landscape: bool = False,
    about: bool = False,
) -> None:
    """Agency on the left, country and motto on the right, then the number and the date.

    `about` puts what an official letter is about below its number (Decree 30, PL I II.5.b).
    """
    width = LANDSCAPE_WIDTH if landscape else PORTRAIT_WIDTH
    left = width - 150 if landscape else _LEFT
    right = width - left
    table = plain_table(document, [left, right], rows=2 if numbered or dated else 1)
    agency, country = table.rows[0].cells
    control(agency, "if organisation.parent_caps")  # a ministry has nobody above
    paragraph(agency, Run("{{ organisation.parent_caps }}", 12), look=TITLE)
    control(agency, "endif")
    paragraph(agency, Run("{{ organisation.name_caps }}", 12, bold=True), look=TITLE)
    rule(agency, 26, left, after=2)
    paragraph(country, Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True), look=TITLE)
    paragraph(country, Run("Độc lập - Tự do - Hạnh phúc", 13, bold=True), look=TITLE)
    rule(country, _MOTTO_WIDTH, right, after=2)
    if numbered or dated:
        look = Look(align=CENTER, before=3)
        number, date = table.rows[1].cells
        paragraph(number, Run(f"Số: {_NUMBER}" if numbered else "", 13), look=look)
        if about:
            paragraph(number, Run("{{ subject }}", 12), look=TITLE)
        paragraph(date, Run("{{ date_line }}" if dated else "", 13, italic=True), look=look)
    gap(document, 14)


def title(document: DocxDocument, name: str, *, subject: str = "{{ subject }}") -> None:
    """The name of the document and what it is about, with a short line below."""
    paragraph(document, Run(name, 14, bold=True), look=TITLE)
    paragraph(document, Run(subject, 14, bold=True), look=TITLE)
    rule(document, 40, PORTRAIT_WIDTH, after=6)


def addressees(document: DocxDocument) -> None:
    """ "Kính gửi", on one line for one addressee, else one line for each."""
    look = Look(before=6, after=2, left=20)
    control(document, "if addressees|length == 1")
    paragraph(document, Run("Kính gửi: {{ addressees[0] }}"), look=Look(CENTER, 6, 6))
    control(document, "elif addressees")
    paragraph(document, Run("Kính gửi:"), look=look)
    listed = Look(left=35, hanging=3, after=2)
    control(document, "for addressee in addressees")
    last = "{% if loop.last %}.{% else %};{% endif %}"
    paragraph(document, Run("- {{ addressee.rstrip(';.') }}" + last), look=listed)
    control(document, "endfor")
    gap(document, 4)
    control(document, "endif")


def bases(document: DocxDocument) -> None:
    """The legal bases: italic, one a line, ";" after each and "." after the last."""
    control(document, "for base in bases")
    last = "{% if loop.last %}.{% else %};{% endif %}"
    paragraph(document, Run("{{ base.rstrip(' ;.') }}" + last, italic=True))
    control(document, "endfor")


def closing(document: DocxDocument, name: str = "closing") -> None:
    """The last sentence, ended with "./." and kept on the page of the signature."""
    paragraph(document, Run("{{ " + name + ".rstrip(' ./') }}./."), look=BODY_KEPT)


def insisted(document: DocxDocument) -> None:
    """Whom the letter puts forward against a verdict, with the reason: a paragraph of its own."""
    control(document, "if insisted is defined and insisted")
    paragraph(document, "{{ insisted }}")
    control(document, "endif")


def closings(document: DocxDocument, name: str) -> None:
    """A list of paragraphs, the last of them ended with "./." beside the signature."""

    def write(last: bool) -> None:
        end = "{{ item.rstrip(' ./') }}./." if last else "{{ item.rstrip(' .') }}."
        paragraph(document, Run(end), look=BODY_KEPT if last else BODY)

    repeat(document, f"item in {name}", write)


def annex_head(document: DocxDocument, kind: str, *, landscape: bool = False) -> None:
    """The head of the list that belongs to a decision or a letter."""
    width = LANDSCAPE_WIDTH if landscape else PORTRAIT_WIDTH
    paragraph(document, Run("DANH SÁCH", 14, bold=True), look=TITLE)
    paragraph(document, Run("{{ annex_subject }}", 14, bold=True), look=TITLE)
    attached_to(document, kind)
    rule(document, 40, width, after=10)


def attached_to(document: DocxDocument, kind: str) -> None:
    """Which document a list belongs to; number and date may still be blank."""
    look = Look(align=CENTER, keep_next=True)
    text = f"(Kèm theo {kind} số {_NUMBER} " + "{{ date_text }}"
    paragraph(document, Run(text, 13, italic=True), look=look)
    paragraph(document, Run("của {{ issuer }})", 13, italic=True), look=look)


def heading(document: DocxDocument, text: str) -> None:
    """A bold heading inside the body, never the last line of a page."""
    paragraph(document, Run(text, bold=True), look=BODY_KEPT)


def bullets(document: DocxDocument, name: str) -> None:
    """A dashed list of sentences."""
    control(document, f"for item in {name}")
    last = "{% if loop.last %}.{% else %};{% endif %}"
    paragraph(document, Run("- {{ item.rstrip(' ;.') }}" + last), look=BODY)
    control(document, "endfor")
