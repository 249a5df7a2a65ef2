"""The texts of a template part by part: where each paragraph stands, and what is mended in it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_STRAIGHT = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")})
_TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | {0xA0: " "}
_NEAR = 60


@dataclass(frozen=True)
class Tag:
    """One tag as typed, from its opening braces to its closing ones."""

    text: str
    start: int
    end: int


@dataclass
class Paragraph:
    """A paragraph of a part: `table` and `row` count from 1 where it stands in a table."""

    element: Any
    part: str  # body, header, footer, note
    number: int
    table: int = 0
    row: int = 0
    tags: list[Tag] = field(default_factory=list)
    stray: str = ""  # braces that do not pair, with the words around

    @property
    def texts(self) -> list[Any]:
        """The text nodes of its own, none of a text box inside."""
        return [
            node
            for node in self.element.iter(f"{WORD}t")
            if next(node.iterancestors(f"{WORD}p")) is self.element
        ]

    @property
    def text(self) -> str:
        return "".join(node.text or "" for node in self.texts)

    def place(self, near: str = "") -> dict[str, Any]:
        said = re.sub(r"\s+", " ", near or self.text).strip()
        return {
            "part": self.part, "paragraph": self.number, "table": self.table, "row": self.row,
            "near": said[:_NEAR],
        }  # fmt: skip


def paragraphs_of(root: Any, part: str) -> Iterator[Paragraph]:
    """Yield the paragraphs in order; in a body, those outside tables are counted."""
    tables = {table: number for number, table in enumerate(root.iter(f"{WORD}tbl"), start=1)}
    number = 0
    for element in root.iter(f"{WORD}p"):
        row = next(element.iterancestors(f"{WORD}tr"), None)
        table = next(element.iterancestors(f"{WORD}tbl"), None)
        number += table is None
        yield Paragraph(
            element, part, number, tables.get(table, 0),
            0 if row is None or table is None else table.findall(f"{WORD}tr").index(row) + 1
            if row.getparent() is table else 0,
        )  # fmt: skip


def in_order(paragraphs: list[Paragraph]) -> list[tuple[Paragraph, Tag]]:
    """Return every tag in its order in the file: a text box stands inside its paragraph."""
    if not paragraphs:
        return []
    root = paragraphs[0].element.getroottree().getroot()
    order = {node: number for number, node in enumerate(root.iter(f"{WORD}t"))}
    found = []
    for paragraph in paragraphs:
        if paragraph.tags:
            ends = list(accumulate(len(node.text or "") for node in paragraph.texts))
            numbers = [order[node] for node in paragraph.texts]
            found += [
                (numbers[bisect_right(ends, tag.start)], tag.start, paragraph, tag)
                for tag in paragraph.tags
            ]
    found.sort(key=lambda one: one[:2])
    return [(paragraph, tag) for _number, _start, paragraph, tag in found]


def unturn(paragraph: Paragraph) -> bool:
    """Take out the signs that make words read backwards. Return whether there were any."""
    changed = False
    for node in paragraph.texts:
        kept = (node.text or "").translate(dict.fromkeys(map(ord, _TURNING)))
        changed = changed or kept != (node.text or "")
        node.text = kept
    return changed


def compose(paragraph: Paragraph) -> bool:
    """Bring the text to NFC, also where a mark begins the next run. Return whether it was not."""
    nodes = paragraph.texts
    changed = False
    for before, node in zip([None, *nodes], nodes, strict=False):
        text = node.text or ""
        marks = len(text) - len(text.lstrip(_marks_of(text)))
        if before is not None and before.text and marks:
            before.text = unicodedata.normalize("NFC", before.text + text[:marks])
            text, changed = text[marks:], True
        composed = unicodedata.normalize("NFC", text)
        changed = changed or composed != text
        node.text = composed
    return changed


def _marks_of(text: str) -> str:
    return "".join({char for char in text[:4] if unicodedata.combining(char)}) or "\0"


def scan(paragraph: Paragraph) -> None:
    """Find the tags of the paragraph; what does not pair is kept in `stray`."""
    text, opened, start = paragraph.text, "", 0
    paragraph.tags, paragraph.stray = [], ""
    for found in _TAG.finditer(text):
        braces = found.group()
        if braces in _CLOSING and not opened:
            opened, start = braces, found.start()
        elif opened and braces == _CLOSING[opened]:
            paragraph.tags.append(Tag(text[start : found.end()], start, found.end()))
            opened = ""
        elif opened != "{#":
            paragraph.stray = text[max(start if opened else found.start() - 20, 0) :]
            return
    if opened:
        paragraph.stray = text[start:]


def straighten(paragraph: Paragraph) -> bool:
    """Write plain quotes and drop unseen characters inside tags. Return whether there were any."""
    if not paragraph.tags:
        return False
    inside = bytearray(len(paragraph.text))
    for tag in paragraph.tags:
        inside[tag.start : tag.end] = b"\1" * (tag.end - tag.start)
    place, changed = 0, False
    for node in paragraph.texts:
        text = node.text or ""
        kept = "".join(
            char.translate(_STRAIGHT).translate(_UNSEEN)
            if inside[place + offset] else char
            for offset, char in enumerate(text)
        )  # fmt: skip
        place += len(text)
        changed = changed or kept != text
        node.text = kept
    if changed:
        scan(paragraph)
    return changed
