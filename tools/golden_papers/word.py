"""A .docx as the decree sees it: head, title, body, signature, and how each paragraph stands."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

_USUAL_SIZE = 13.0
_FONT_NAMES = re.compile(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]*)"')


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with something on it; the look is that of its first run. Points, millimetres."""

    text: str
    first_run: str
    size: float
    bold: bool
    italic: bool
    align: Any
    before: float
    after: float
    first_line: float
    keep_next: bool


class Paper:
    """The parts of a paper by where they stand."""

    def __init__(self, document: DocxDocument) -> None:
        self.document = document
        self.sections = list(document.sections)

    @cached_property
    def blocks(self) -> list[Paragraph | Table]:
        """Paragraphs and tables in their order; what is empty is only room."""
        found: list[Paragraph | Table] = []
        for block in self.document.iter_inner_content():
            if isinstance(block, Table):
                found.append(block)
            elif block.text.strip():
                found.append(_read(block))
        return found

    @cached_property
    def body(self) -> list[Paragraph]:
        return [one for one in self.blocks if isinstance(one, Paragraph)]

    @cached_property
    def every(self) -> list[Paragraph]:
        """All of them, those in tables too."""
        nodes = self.document.element.body.iter(qn("w:p"))
        made = (WordParagraph(node, self.document) for node in nodes)
        return [_read(one) for one in made if one.text.strip()]

    @cached_property
    def _layouts(self) -> list[Table]:
        """The tables without lines: the head, and who signs."""
        return [one for one in self.blocks if isinstance(one, Table) and not _ruled(one)]

    @cached_property
    def head(self) -> list[Paragraph]:
        return _inside(self._layouts[0]) if self._layouts else []

    @property
    def agency(self) -> tuple[Paragraph | None, Paragraph]:
        """The agency above, where there is one, and the one that issues."""
        cell = self._layouts[0].rows[0].cells[0]
        shown = [_read(one) for one in cell.paragraphs if one.text.strip()]
        return shown[0] if len(shown) > 1 else None, shown[-1]

    @property
    def title(self) -> Paragraph | None:
        """The name of the kind of paper; an official letter has none."""
        first = self.body[0] if self.body else None
        letter = first is None or first.first_line > 0 or first.text.startswith("Kính gửi")
        return None if letter else first

    @cached_property
    def _signing(self) -> Table | None:
        return self._layouts[1] if len(self._layouts) > 1 else None

    @property
    def signing(self) -> list[Paragraph]:
        """Prefix, post and name of who signs, on the right."""
        if self._signing is None:
            return []
        cell = self._signing.rows[0].cells[-1]
        return [_read(one) for one in cell.paragraphs if one.text.strip()]

    @property
    def signer(self) -> str:
        return " ".join(self.signing[-1].text.split()) if self.signing else ""

    @property
    def splits_signature(self) -> bool:
        rows = self._signing.rows if self._signing is not None else ()
        return any(row._tr.find(f".//{qn('w:cantSplit')}") is None for row in rows)

    @property
    def last_sentence(self) -> Paragraph | None:
        """What stands right before the signature."""
        if self._signing is None:
            return None
        place = next(n for n, one in enumerate(self.blocks) if one is self._signing)
        before = self.blocks[place - 1]
        return before if isinstance(before, Paragraph) else None

    @property
    def recipients(self) -> list[tuple[Paragraph, list[Paragraph]]]:
        """Each “Nơi nhận:” with its list: a copy has its own below that of what is copied."""
        found = []
        for row in (row for table in self._layouts[1:] for row in table.rows):
            left = [_read(one) for one in row.cells[0].paragraphs if one.text.strip()]
            starts = (n for n, one in enumerate(left) if one.text.startswith("Nơi nhận"))
            found += [(left[n], left[n + 1 :]) for n in starts]
        return found

    @property
    def fonts(self) -> set[str]:
        parts = [self.document.part, *(rel.target_part for rel in self.document.part.rels.values()
                                       if not rel.is_external)]  # fmt: skip
        named = (part.blob.decode("utf-8", "replace") for part in parts)
        tags = (tag for text in named for tag in re.findall(r"<w:rFonts[^>]*>", text))
        return {name for tag in tags for name in _FONT_NAMES.findall(tag)}

    @property
    def table_widths(self) -> list[tuple[float, float]]:
        """The width of each ruled table, and the room the widest section has for it."""
        room = max(one.page_width.mm - one.left_margin.mm - one.right_margin.mm
                   for one in self.sections)  # fmt: skip
        tables = (one for one in self.blocks if isinstance(one, Table) and _ruled(one))
        return [(sum(column.width.mm for column in one.columns), room) for one in tables]


def opened(docx: bytes) -> Paper:
    """Open a rendered paper."""
    return Paper(Document(io.BytesIO(docx)))


def _ruled(table: Table) -> bool:
    return table._tbl.tblPr.find(qn("w:tblBorders")) is not None


def _inside(table: Table) -> list[Paragraph]:
    cells = (cell for row in table.rows for cell in row.cells)
    return [_read(one) for cell in cells for one in cell.paragraphs if one.text.strip()]


def _read(one: WordParagraph) -> Paragraph:
    form, runs = one.paragraph_format, [run for run in one.runs if run.text.strip()]
    first = runs[0] if runs else None
    size = first.font.size if first is not None else None
    return Paragraph(
        text=" ".join(one.text.split()), first_run=first.text if first else "",
        size=size.pt if size else _USUAL_SIZE, bold=bool(first and first.bold),
        italic=bool(first and first.italic), align=form.alignment,
        before=form.space_before.pt if form.space_before else 0.0,
        after=form.space_after.pt if form.space_after else 0.0,
        first_line=form.first_line_indent.mm if form.first_line_indent else 0.0,
        keep_next=bool(form.keep_with_next),
    )  # fmt: skip
