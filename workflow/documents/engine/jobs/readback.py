"""Reads a PDF back and tells what of the paper's own words is not on its pages."""

import io
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset({f"{_W}p", f"{_W}fldSimple"})
# A sign such as ㎡ comes from another font: LibreOffice draws it right and writes its text wrongly.
_FOREIGN = re.compile(r"[^\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u2029\u202f-\u206f]")
_COMPARED = frozenset("LMN")  # letters, marks, numbers
_GAPS = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr"})


def lost(docx: bytes, pdf: Path) -> str:
    """Return the first word of the paper's body that no page of the PDF shows, or nothing."""
    shown = _plain(_text_of(pdf))
    there = set(shown.split())
    squeezed = ""
    for word in _words(docx):
        if word not in there:
            # A long word breaks over lines, and single letters are read as one spaced out.
            squeezed = squeezed or re.sub(r"\s", "", shown)
            if word not in squeezed:
                return word
    return ""


def _text_of(pdf: Path) -> str:
    read = subprocess.run(  # noqa: S603  the name is our own
        ["pdftotext", "-enc", "UTF-8", str(pdf), "-"],  # noqa: S607  poppler
        capture_output=True, check=False,
    )  # fmt: skip
    return read.stdout.decode("utf-8", "replace")


def _words(docx: bytes) -> Iterator[str]:
    """Yield the words of the body; what a field computes or a run hides is not the paper's."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    for paragraph in body.iter(f"{_W}p"):
        for word in "".join(_pieces(paragraph)).split():
            if not _FOREIGN.search(word):
                yield from _plain(word).split()


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    depth = 0
    for run in _runs(paragraph):
        marks = [one.get(f"{_W}fldCharType") for one in run.iter(f"{_W}fldChar")]
        depth += marks.count("begin")
        if not depth and run.find(f"{_W}rPr/{_W}vanish") is None:
            for one in run:
                yield " " if one.tag in _GAPS else one.text or "" if one.tag == f"{_W}t" else ""
        depth -= marks.count("end")


def _runs(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph, without those of paragraphs in a text box inside it."""
    for child in parent:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _runs(child)


def _plain(text: str) -> str:
    """Return letters and digits as they are compared: composed, small. Signs differ too much."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        one for one in composed if one.isspace() or unicodedata.category(one)[0] in _COMPARED
    )
