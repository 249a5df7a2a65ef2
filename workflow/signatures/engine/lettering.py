"""The typeface of what is filled in: embedded once, whole for the letters a number can have."""

import io
from collections.abc import Iterable
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzđABCDEFGHIJKLMNOPQRSTUVWXYZĐ-/.:+ "
_UNITS = 1000  # of a glyph's space in PDF
_FLAGS = 4  # symbolic: glyphs are named by their own numbers


def embed(pdf: pikepdf.Pdf, path: Path, style: str) -> pikepdf.Dictionary:
    """Add the letters of a TrueType face to the document and return its font object."""
    return embed_face(pdf, cut(path, LETTERS), style)


def embed_face(pdf: pikepdf.Pdf, face: TTFont, style: str) -> pikepdf.Dictionary:
    """Add a face that was cut to some letters and return its font object."""
    name = Name(f"/BVSERF+LiberationSerif-{style.replace(' ', '')}")
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, face, name, style)),
        DW=0, W=Array(_widths(face)), CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_to_unicode(face)),
    )  # fmt: skip
    return pdf.make_indirect(font)


def cut(path: Path, letters: str) -> TTFont:
    """Return the face with these letters alone."""
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, drop_tables=["FFTM", "GSUB", "GPOS"]
    )
    face = TTFont(path, recalcTimestamp=False)  # the same bytes for the same letters
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(face)
    return face


def _scaled(face: TTFont, value: float) -> int:
    units: int = face["head"].unitsPerEm
    return round(value * _UNITS / units)


def _descriptor(
    pdf: pikepdf.Pdf, face: TTFont, name: pikepdf.Name, style: str
) -> pikepdf.Dictionary:
    packed = io.BytesIO()
    face.save(packed)
    head, across = face["head"], face["hhea"]
    return Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=_FLAGS,
        FontBBox=[_scaled(face, value) for value in (head.xMin, head.yMin, head.xMax, head.yMax)],
        ItalicAngle=-16 if "Italic" in style else 0, Ascent=_scaled(face, across.ascent),
        Descent=_scaled(face, across.descent), CapHeight=_scaled(face, face["OS/2"].sCapHeight),
        StemV=140 if "Bold" in style else 80, FontFile2=pdf.make_stream(packed.getvalue()),
    )  # fmt: skip


def glyphs(face: TTFont) -> Iterable[tuple[int, int, str]]:
    """Yield glyph number, width in thousandths and letter."""
    for code, glyph in sorted(face.getBestCmap().items()):
        yield face.getGlyphID(glyph), _scaled(face, face["hmtx"][glyph][0]), chr(code)


def _widths(face: TTFont) -> list[object]:
    return [part for glyph, width, _ in sorted(glyphs(face)) for part in (glyph, Array([width]))]


def _to_unicode(face: TTFont) -> bytes:
    lines = [
        f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
        for glyph, _, letter in sorted(glyphs(face))
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    said = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{said}\nendcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()
