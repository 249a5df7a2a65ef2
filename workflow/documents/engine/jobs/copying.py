"""Appends the block of a copy to a paper's pages, in the limited child."""

import subprocess
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, PpmImagePlugin

from workflow.documents.engine.jobs.binding import read_piece
from workflow.documents.engine.jobs.faults import Fault

_DPI = 36
_INK = 200  # darker than this is ink; a scan's grey paper is lighter
_GAP = 22.0  # points between the end of the text and the block
_FOOT = 43.0  # points kept free at the foot of the page
_A4 = (595.0, 842.0)
_SLACK = 3.0  # by which a sheet may differ from A4
_PPM = PpmImagePlugin  # named so that the format is registered before the memory limit


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """Return how many pages there are, and the file."""
    original = read_piece({"kind": payload["kind"]}, blobs[0])
    block = read_piece({"kind": "pdf"}, blobs[1])
    if original is None or block is None:
        raise Fault("broken")
    with pikepdf.new() as made:
        made.pages.extend(original.pages)
        last = made.pages[-1]
        rise = _rise(last, original, block)
        if rise is None:
            made.pages.extend(block.pages)
        else:
            whole = pikepdf.Rectangle(0, rise, _A4[0], _A4[1] + rise)
            last.add_overlay(block.pages[0], whole)
        made.docinfo["/Title"] = payload["title"]
        made.save(Path("out.pdf"), object_stream_mode=pikepdf.ObjectStreamMode.generate)
        pages = len(made.pages)
    return {"pages": pages}, [Path("out.pdf").read_bytes()]


def _rise(last: pikepdf.Page, original: pikepdf.Pdf, block: pikepdf.Pdf) -> float | None:
    """Return how far the block is lifted to stand below the text; None where it does not fit."""
    if len(block.pages) > 1 or not _upright_a4(last):
        return None
    text, own = _ink(original, "end.pdf"), _ink(block, "block.pdf")
    if text is None or own is None:
        return None
    start = text[1] + _GAP
    if start + own[1] - own[0] > _A4[1] - _FOOT:
        return None
    return own[0] - start


def _upright_a4(page: pikepdf.Page) -> bool:
    x0, y0, x1, y1 = (float(value) for value in page.mediabox)
    sides = (abs(x0), abs(y0), abs(x1 - _A4[0]), abs(y1 - _A4[1]))
    same = list(page.cropbox) == list(page.mediabox)
    return same and max(sides) < _SLACK and int(page.obj.get("/Rotate", 0)) % 360 == 0


def _ink(source: pikepdf.Pdf, name: str) -> tuple[float, float] | None:
    """Return where the ink of the last page begins and ends, in points from its top."""
    with pikepdf.new() as one:
        one.pages.append(source.pages[-1])
        one.save(Path(name))
    command = ["pdftoppm", "-r", str(_DPI), "-gray", "-singlefile", name, Path(name).stem]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  poppler
    if done.returncode:
        raise Fault("broken", detail=done.stderr.decode("utf-8", "replace")[-200:])
    with Image.open(f"{Path(name).stem}.pgm", formats=("PPM",)) as page:
        box = page.convert("L").point(lambda value: 255 if value < _INK else 0).getbbox()
    return (box[1] * 72 / _DPI, box[3] * 72 / _DPI) if box else None
