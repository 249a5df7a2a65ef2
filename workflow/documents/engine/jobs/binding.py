"""Binds PDFs and pictures into one file, in the limited child: pages numbered, with bookmarks."""

import io
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps, JpegImagePlugin, PdfImagePlugin, PngImagePlugin

from workflow.documents.engine.jobs.faults import Fault

_A4 = (595.0, 842.0)
_EDGE = 36.0  # room round a picture, in points
_SHARP = 1800  # pixels along the longer side: enough to read a scan by
_FONT = "/BangVangNumber"
# Named so that the formats are registered before the memory limit, and no other format is.
_FORMATS = {"jpg": JpegImagePlugin, "png": PngImagePlugin}
_WRITER = PdfImagePlugin


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """Return the first page of every piece, and the file; pieces that cannot be read are named."""
    pieces: list[dict[str, Any]] = payload["pieces"]
    readable = [read_piece(piece, blob) for piece, blob in zip(pieces, blobs, strict=True)]
    unfit = [place for place, found in enumerate(readable) if found is None]
    if unfit:
        return {"unfit": unfit}, []
    with pikepdf.new() as bound:
        starts = []
        for source in readable:
            starts.append(len(bound.pages))
            if source is not None:
                bound.pages.extend(source.pages)
        if payload["numbered"]:
            _number(bound)
        _bookmark(bound, pieces, starts)
        bound.docinfo["/Title"] = payload["title"]
        bound.save(Path("out.pdf"), object_stream_mode=pikepdf.ObjectStreamMode.generate)
        pages = len(bound.pages)
    return {"pages": pages, "starts": starts}, [Path("out.pdf").read_bytes()]


def read_piece(piece: dict[str, Any], content: bytes) -> pikepdf.Pdf | None:
    """Return the pages of a PDF or a picture, with nothing that acts; None if unreadable."""
    try:
        if piece["kind"] in _FORMATS:
            content = _page_of(content, piece["kind"])
        source = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
        _still(source)
    except (pikepdf.PdfError, OSError, SyntaxError, ValueError):
        return None
    return source if len(source.pages) else None


def _still(source: pikepdf.Pdf) -> None:
    """What annotations show becomes part of the page; what they do is left behind."""
    source.flatten_annotations("print")
    for page in source.pages:
        for key in ("/Annots", "/AA"):
            if key in page.obj:
                del page.obj[key]


def _page_of(content: bytes, kind: str) -> bytes:
    """Return an A4 page, lying where the picture lies, with the picture as large as fits."""
    Image.MAX_IMAGE_PIXELS = None  # taken in under a limit of its own
    with Image.open(io.BytesIO(content), formats=["JPEG" if kind == "jpg" else "PNG"]) as raw:
        upright = ImageOps.exif_transpose(raw).convert("RGBA")
    upright.thumbnail((_SHARP, _SHARP))
    picture = Image.new("RGB", upright.size, "white")
    picture.paste(upright, mask=upright.getchannel("A"))
    width, height = _A4 if picture.height >= picture.width else (_A4[1], _A4[0])
    stream = io.BytesIO()
    picture.save(stream, "PDF", resolution=72, quality=85)
    stream.seek(0)
    with pikepdf.open(stream) as drawn, pikepdf.new() as page:
        page.add_blank_page(page_size=(width, height))
        room = pikepdf.Rectangle(_EDGE, _EDGE, width - _EDGE, height - _EDGE)
        page.pages[0].add_overlay(drawn.pages[0], room)
        made = io.BytesIO()
        page.save(made)
    return made.getvalue()


def _number(bound: pikepdf.Pdf) -> None:
    """Write “3/120” at the foot of every page, upright as the page is shown."""
    total = len(bound.pages)
    font = bound.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number, page in enumerate(bound.pages, start=1):
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name(_FONT))
        text = f"{number}/{total}"
        wide = 5.2 * len(text) + 8
        matrix, width = _upright(page)
        left = width - wide - 14
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(
            f"\nQ q {matrix} cm 1 g {left:.1f} 12 {wide:.1f} 15 re f 0 g "
            f"BT {_FONT} 9 Tf {left + 5:.1f} 16 Td ({text}) Tj ET Q\n".encode()
        )


def _upright(page: pikepdf.Page) -> tuple[str, float]:
    """Return the matrix from what a reader sees (origin bottom left) to the page, and the width."""
    x0, y0, x1, y1 = (float(value) for value in page.cropbox)
    width, height = x1 - x0, y1 - y0
    match int(page.obj.get("/Rotate", 0)) % 360:
        case 90:
            return f"0 1 -1 0 {x1} {y0}", height
        case 180:
            return f"-1 0 0 -1 {x1} {y1}", width
        case 270:
            return f"0 -1 1 0 {x0} {y1}", height
    return f"1 0 0 1 {x0} {y0}", width


def _bookmark(bound: pikepdf.Pdf, pieces: list[dict[str, Any]], starts: list[int]) -> None:
    with bound.open_outline() as outline:
        open_ones: list[Any] = [outline.root]
        for piece, start in zip(pieces, starts, strict=True):
            for level, words in piece["marks"]:
                if level >= len(open_ones):
                    raise Fault("bookmark", level=level)
                item = pikepdf.OutlineItem(words, start)
                open_ones[level].append(item)
                open_ones[level + 1 :] = [item.children]
