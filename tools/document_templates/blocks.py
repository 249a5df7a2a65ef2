"""Paragraphs, runs and loops: the smallest building blocks of a template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

CENTER = WD_ALIGN_PARAGRAPH.CENTER
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT = WD_ALIGN_PARAGRAPH.LEFT


@dataclass(frozen=True)
class Run:
    """A piece of text of one look; the text may hold template tags."""

    text: str
    size: float = 13
    bold: bool = False
    italic: bool = False
    colour: str = ""


@dataclass(frozen=True)
class Look:
    """How a paragraph stands: lengths in points, the indents in millimetres."""

    align: WD_ALIGN_PARAGRAPH = LEFT
    before: float = 0
    after: float = 0
    first_line: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    keep_next: bool = False
    line: float = 0


# The decree wants 6 pt between paragraphs. Word takes the larger of what is asked for after one and
# before the next, LibreOffice both: asked for on one side only, it is the same in either.
BODY = Look(align=JUSTIFY, before=6, first_line=10)
BODY_KEPT = Look(align=JUSTIFY, before=6, first_line=10, keep_next=True)
TITLE = Look(align=CENTER, keep_next=True)


def paragraph(container: Any, *runs: Run | str, look: Look = BODY) -> Any:
    """Add one paragraph to a document or a cell (whose empty first paragraph is used up)."""
    made = _next_paragraph(container)
    _apply(made, look)
    for run in runs:
        _add_run(made, Run(run) if isinstance(run, str) else run)
    return made


def control(container: Any, statement: str) -> None:
    """A paragraph that holds only a statement and vanishes when rendered."""
    _next_paragraph(container).add_run("{%p " + statement + " %}")


@contextmanager
def shown_if(container: Any, condition: str, otherwise: str = "") -> Iterator[None]:
    """What is written inside stands only where the condition holds; else one sentence, if any."""
    control(container, f"if {condition}")
    yield
    if otherwise:
        control(container, "else")
        paragraph(container, otherwise, look=BODY_KEPT)
    control(container, "endif")


def repeat(container: Any, loop: str, write: Callable[[bool], None]) -> None:
    """Write a paragraph per item; the last one stays with what follows it."""
    control(container, f"for {loop}")
    control(container, "if loop.last")
    write(True)
    control(container, "else")
    write(False)
    control(container, "endif")
    control(container, "endfor")


def rule(container: Any, width_mm: float, column_mm: float, *, after: float = 0) -> None:
    """A short horizontal line, centred in its column, of exactly the width given."""
    side = (column_mm - width_mm) / 2
    made = paragraph(container, look=Look(before=2.5, after=after, left=side, right=side, line=3))
    made._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f"<w:pBdr {nsdecls('w')}>"
            '<w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        ),
        "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr",
    )  # fmt: skip


def gap(container: Any, points: float = 1, *, keep_next: bool = False) -> None:
    """An empty paragraph of the height given (Word wants one after each table)."""
    paragraph(container, look=Look(line=points, keep_next=keep_next))


def _next_paragraph(container: Any) -> Any:
    if hasattr(container, "_tc") and len(container.paragraphs) == 1:
        first = container.paragraphs[0]
        if len(first._p) == 0:
            return first
    return container.add_paragraph()


def _add_run(made: Any, run: Run) -> None:
    added = made.add_run(run.text)
    added.font.size = Pt(run.size)
    added.font.bold = run.bold or None
    added.font.italic = run.italic or None
    if run.colour:
        added.font.color.rgb = RGBColor.from_string(run.colour)


def _apply(made: Any, look: Look) -> None:
    style = made.paragraph_format
    style.alignment = look.align
    style.space_before, style.space_after = Pt(look.before), Pt(look.after)
    if look.left or look.hanging:
        style.left_indent = Mm(look.left + look.hanging)
    if look.right:
        style.right_indent = Mm(look.right)
    if look.first_line or look.hanging:
        style.first_line_indent = Mm(look.first_line - look.hanging)
    if look.keep_next:
        style.keep_with_next = True
    if look.line:
        style.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.line_spacing = Pt(look.line)
