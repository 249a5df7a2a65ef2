"""What a PDF shows, read back: for each page its pieces of text, where they stand and how."""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

_ZOOM = 3  # of pdftohtml, which rounds: a third of a point is exact enough
_MM = 25.4 / 72


@dataclass(frozen=True)
class Piece:
    """A run of letters on one line; lengths in points from the top left corner."""

    text: str
    top: float
    left: float
    width: float
    height: float
    size: float
    font: str

    @property
    def bold(self) -> bool:
        return "Bold" in self.font

    @property
    def italic(self) -> bool:
        return "Italic" in self.font

    @property
    def look(self) -> str:
        """Return size and face: “13”, “12 b”, “11 bi”."""
        faces = ("b" if self.bold else "") + ("i" if self.italic else "")
        return f"{self.size:g} {faces}".strip()

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


@dataclass(frozen=True)
class Sheet:
    """One page: its size in millimetres, its pieces in the order the PDF has them."""

    width: int
    height: int
    pieces: list[Piece]
    fonts: frozenset[str]

    @property
    def text(self) -> str:
        return " ".join(" ".join(piece.text for piece in self.pieces).split())


def sheets_of(pdf: bytes) -> list[Sheet]:
    """Read every page."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.pdf"
        source.write_bytes(pdf)
        read = subprocess.run(
            ["pdftohtml", "-xml", "-i", "-stdout", "-fontfullname", "-zoom", str(_ZOOM), source],
            capture_output=True, check=True,
        )  # fmt: skip
    root = etree.fromstring(read.stdout, etree.XMLParser(load_dtd=False, no_network=True))
    fonts: dict[str, tuple[float, str]] = {}
    return [_sheet(page, fonts) for page in root.iter("page")]


def _sheet(page: etree._Element, fonts: dict[str, tuple[float, str]]) -> Sheet:
    for one in page.iter("fontspec"):
        fonts[one.get("id", "")] = (round(float(one.get("size", "0")) / _ZOOM * 2) / 2,
                                    one.get("family", ""))  # fmt: skip
    pieces = _lying([_piece(one, fonts) for one in page.iter("text")])
    width, height = (
        round(float(page.get(side, "0")) / _ZOOM * _MM) for side in ("width", "height")
    )
    shown = [piece for piece in pieces if piece.text]
    return Sheet(width, height, shown, frozenset(piece.font for piece in shown))


def _lying(pieces: list[Piece]) -> list[Piece]:
    """Put together what lies on its side: pdftohtml has it letter by letter, without a width."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is None or piece.width or last.width or (piece.left, piece.look) != (
            last.left, last.look
        ):  # fmt: skip
            found.append(piece)
        else:
            found[-1] = replace(last, text=last.text + piece.text)
    return [one if one.width else replace(one, text=" ".join(one.text.split())) for one in found]


def _piece(one: etree._Element, fonts: dict[str, tuple[float, str]]) -> Piece:
    size, family = fonts[one.get("font", "")]
    top, left, width, height = (
        float(one.get(key, "0")) / _ZOOM for key in ("top", "left", "width", "height")
    )
    text = unicodedata.normalize("NFC", "".join(one.itertext()))
    text = " ".join(text.split()) if width else text
    return Piece(text, top, left, width, height, size, family.partition("+")[2] or family)


def paragraphs_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Return (look, text) of what stands together, wherever its lines are broken.

    Another release of LibreOffice may break a line one word earlier; the paper is the same.
    """
    found: list[tuple[str, str]] = []
    last: Piece | None = None
    for piece in sheet.pieces:
        joint = _joint(last, piece) if last is not None else ""
        if joint:
            look, text = found[-1]
            found[-1] = (look, f"{text}{joint}{piece.text}")
        else:
            found.append((piece.look, piece.text))
        last = piece
    return found


def _joint(last: Piece, piece: Piece) -> str:
    """Return what joins a piece to the one before it: the next line, the next cell, or nothing."""
    if piece.look != last.look or piece.text.startswith("- "):
        return ""
    if not piece.width and not last.width:
        return " " if abs(piece.left - last.left) <= 2 * piece.size else ""
    if abs(piece.top - last.top) < 1:
        return " | "
    under = piece.left < last.left + last.width and last.left < piece.left + piece.width
    return " " if under and 0 < piece.top - last.top <= last.height else ""
