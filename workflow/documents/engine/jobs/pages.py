"""Draws and reads PDF pages with poppler, in the limited child."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from workflow.documents.engine.jobs.faults import Fault

_AT_ONCE = 20  # unpacked pages on the disk
Image.preinit()  # once, in the server; each job would do it anew


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    source = Path("in.pdf")
    source.write_bytes(blobs[0])
    match payload["act"]:
        case "count":
            return count(source), []
        case "images":
            return None, _images(payload)
        case _:
            layout = ["-layout"] if payload["layout"] else []
            _run("pdftotext", "-enc", "UTF-8", *layout, source.name, "out.txt")
            return Path("out.txt").read_text("utf-8", errors="replace"), []


def count(source: Path) -> int:
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise Fault("broken", detail=str(error)[:200]) from error


def _images(payload: dict[str, Any]) -> list[bytes]:
    """Draw the pages as PNG; packed by Pillow, since poppler packs as slowly as can be."""
    last = 1 if payload["first_only"] else count(Path("in.pdf"))
    drawn = []
    for first in range(1, last + 1, _AT_ONCE):
        pages = ["-f", str(first), "-l", str(min(first + _AT_ONCE - 1, last))]
        _run("pdftoppm", "-r", str(payload["dpi"]), *pages, "in.pdf", "page")
        for path in sorted(Path().glob("page-*.ppm")):
            drawn.append(_packed(path))
            path.unlink()
    return drawn


def _packed(page: Path) -> bytes:
    packed = io.BytesIO()
    with Image.open(page, formats=("PPM",)) as image:
        image.save(packed, "png", compress_level=3)
    return packed.getvalue()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  poppler
    if done.returncode:
        raise Fault("broken", detail=done.stderr.decode("utf-8", "replace")[-200:])
