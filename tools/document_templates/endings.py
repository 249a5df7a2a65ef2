"""The end of a document: the recipients on the left, the signature on the right."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import (
    CENTER,
    LEFT,
    Look,
    Run,
    control,
    gap,
    paragraph,
)
from tools.document_templates.tables import plain_table

_WIDTHS: list[float] = [80, 85]
_SIGNATURE_HEIGHT = 62  # points between post and name: a signature and a third of a seal
_KEPT = Look(align=CENTER, keep_next=True)


def signed_with_destinations(document: DocxDocument) -> None:
    """ "Nơi nhận" and the signature block, never split over two pages."""
    left, right = _sides(document)
    destinations(left)
    signature(right)
    gap(document)


def signed_alone(document: DocxDocument, *, left: float = 80, right: float = 85) -> None:
    """The signature block alone, on the right."""
    table = plain_table(document, [left, right], rows=1)
    cell = table.rows[0].cells[1]
    dated = Look(align=CENTER, after=3, keep_next=True)
    paragraph(cell, Run("{{ date_line }}", 13, italic=True), look=dated)
    signature(cell)
    gap(document)


def signed_by_two(document: DocxDocument, *, with_destinations: bool = True) -> None:
    """The secretary on the left, the chair on the right; the recipients below on the same page."""
    left, right = _sides(document)
    paragraph(left, Run("THƯ KÝ", 13, bold=True), look=_KEPT)
    _blank_line(left, "signature.prefix")
    _name(left, "{{ secretary.name }}")
    signature(right)
    if with_destinations:
        gap(left, 8)
        destinations(left)
    gap(document)


def confirmed(document: DocxDocument) -> None:
    """The confirmation of the submitting level on the left, the reporter on the right."""
    left, right = _sides(document)
    paragraph(left, Run("XÁC NHẬN CỦA ĐƠN VỊ", 13, bold=True), look=_KEPT)
    signature(left, "confirmation")
    _post(right, "signature")
    _blank_line(right, "not signature.prefix")
    _blank_line(right, "confirmation.prefix")
    _name(right, "{{ signature.name }}")
    gap(document)


def signature(cell: Any, name: str = "signature") -> None:
    """Prefix (TM., KT., TL.), post, room for the signature, name."""
    _post(cell, name)
    _name(cell, "{{ " + name + ".name }}")


def destinations(container: Any, name: str = "destinations") -> None:
    """ "Nơi nhận" in 12 points bold italic, the list below in 11."""
    control(container, f"if {name}")
    label = Run("Nơi nhận:", 12, bold=True, italic=True)
    paragraph(container, label, look=Look(keep_next=True))
    control(container, "endif")
    control(container, f"for destination in {name}")
    last = "{% if loop.last %}.{% else %};{% endif %}"
    look = Look(align=LEFT, hanging=2)
    paragraph(container, Run("- {{ destination.rstrip(' ;.') }}" + last, 11), look=look)
    control(container, "endfor")
    gap(container)  # a cell without a paragraph is no cell for Word


def _post(cell: Any, name: str) -> None:
    control(cell, f"if {name}.prefix")
    paragraph(cell, Run("{{ " + name + ".prefix }}", 13, bold=True), look=_KEPT)
    control(cell, "endif")
    paragraph(cell, Run("{{ " + name + ".post_caps }}", 13, bold=True), look=_KEPT)


def _blank_line(cell: Any, condition: str) -> None:
    """Keep the names on both sides level where one side has a line more."""
    control(cell, f"if {condition}")
    paragraph(cell, Run(" ", 13, bold=True), look=_KEPT)
    control(cell, "endif")


def _name(cell: Any, text: str) -> None:
    look = Look(align=CENTER, before=_SIGNATURE_HEIGHT)
    paragraph(cell, Run(text, 13, bold=True), look=look)


def _sides(document: DocxDocument) -> tuple[Any, Any]:
    gap(document, 9, keep_next=True)
    table = plain_table(document, _WIDTHS, rows=1)
    left, right = table.rows[0].cells
    return left, right
