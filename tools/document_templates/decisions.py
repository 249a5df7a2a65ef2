"""The decision that grants awards, with its annex, and the letter that goes further up."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import (
    BODY,
    BODY_KEPT,
    TITLE,
    Look,
    Run,
    control,
    gap,
    paragraph,
    repeat,
    shown_if,
)
from tools.document_templates.endings import signed_with_destinations
from tools.document_templates.letterhead import annex_head, bases, letterhead, title
from tools.document_templates.lists import nominees_table, recipients_table
from tools.document_templates.package import (
    break_section,
    new_document,
    number_pages,
    turn,
)
from tools.document_templates.proposals import letter_body


def decision() -> DocxDocument:
    """The decision of the head of the agency; the list of recipients follows in the same file."""
    return _granting("Quyết định khen thưởng", inside="inside is defined and inside")


def recognition() -> DocxDocument:
    """The decision that recognises titles: a few names stand below Article 1, more as an annex."""
    return _granting("Quyết định công nhận danh hiệu", inside="inside")


def _granting(name: str, *, inside: str) -> DocxDocument:
    """A few names stand below Article 1, with what they are paid; many stand in an annex."""
    document = _head(name)

    def write(last: bool) -> None:
        article(document, last=last)
        if not last:
            with shown_if(document, f"loop.first and {inside}"):
                names(document, "{{ loop.index }}. {{ line }}")
                _money_inside(document)

    articles(document, write)
    signed_with_destinations(document)
    with shown_if(document, f"not ({inside}) and (collectives or individuals)"):
        _annex(document)
    gap(document)
    return document


def names(document: DocxDocument, text: str) -> None:
    """The names that stand inside a decision, one a paragraph."""
    control(document, "for line in inside")
    last = "{% if loop.last %}.{% else %};{% endif %}"
    paragraph(document, text + last, look=BODY)
    control(document, "endfor")


def _money_inside(document: DocxDocument) -> None:
    with shown_if(document, "prizes is defined and prizes.total"):
        paragraph(document, "Tổng số tiền thưởng: {{ prizes.total }} đồng. {{ prizes.note }}")


def _head(name: str) -> DocxDocument:
    """Everything above the first article."""
    document = new_document(name)
    number_pages(document)
    letterhead(document)
    title(document, "QUYẾT ĐỊNH")
    paragraph(
        document,
        Run("{{ authority_caps }}", bold=True),
        look=Look(TITLE.align, before=4, after=4),
    )
    bases(document)
    return document


def articles(document: DocxDocument, write: Callable[[bool], None]) -> None:
    """The order and its articles; nothing of it stands where none are written."""
    with shown_if(document, "articles"):
        paragraph(
            document,
            Run("QUYẾT ĐỊNH:", bold=True),
            look=Look(TITLE.align, 10, 4, keep_next=True),
        )
        repeat(document, "article in articles", write)


def _annex(document: DocxDocument) -> None:
    break_section(document)
    annex_head(document, "Quyết định")
    control(document, "if prizes is defined and prizes.total")
    recipients_table(document, with_money=True)
    paragraph(document, Run("{{ prizes.note }}", 12, italic=True), look=Look(before=6))
    control(document, "else")
    recipients_table(document)
    control(document, "endif")


def submission_upward() -> DocxDocument:
    """The agency's letter to the level above, with the list of nominees on landscape pages."""
    document = new_document("Tờ trình đề nghị khen thưởng cấp trên")
    number_pages(document)
    letterhead(document)
    letter_body(document)
    signed_with_destinations(document)
    break_section(document)
    turn(document)
    annex_head(document, "Tờ trình", landscape=True)
    nominees_table(document)
    gap(document)
    return document


def article(document: DocxDocument, *, last: bool) -> None:
    """One article; the last one ends with "./." beside the signature."""
    text = "{{ article.rstrip(' ./') }}./." if last else "{{ article }}"
    label = Run("Điều {{ loop.index }}. ", bold=True)
    paragraph(document, label, text, look=BODY_KEPT if last else BODY)
