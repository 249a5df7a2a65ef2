"""Lays a small page over a larger one where it has no ink, in the limited child."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, PpmImagePlugin

from workflow.documents.engine.jobs.faults import Fault

_MM = 72 / 25.4
_DPI = 50
_INK = 200  # darker than this is ink; a coloured sheet is lighter
_ROUND = 1.4  # millimetres kept white round it: the quiet zone of the code
_FOOT = 5.0  # printers leave some four millimetres unprinted at the edge
_LEFT, _RIGHT = 30.0, 15.0  # the margins of Decree 30/2020, PL I
_CERTIFICATE = ((24.0, 38.0), (24.0, 52.0), (110.0, 20.0))  # above the numbers on the left
_GAP = 4.0
_PPM = PpmImagePlugin  # named so that the format is registered before the memory limit


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """Return the pages with what is laid over them; `blobs` are page and mark by turns."""
    size = (float(payload["size"][0]), float(payload["size"][1]))
    pairs = zip(payload["spots"], blobs[::2], blobs[1::2], strict=True)
    return None, [_marked(pdf, mark, str(spot), size) for spot, pdf, mark in pairs]


def _marked(content: bytes, mark: bytes, spot: str, size: tuple[float, float]) -> bytes:
    Path("page.pdf").write_bytes(content)
    Path("mark.pdf").write_bytes(mark)
    with pikepdf.open("page.pdf") as pdf, pikepdf.open("mark.pdf") as small:
        page = pdf.pages[0]
        left, low = (float(value) for value in page.mediabox[:2])
        x, y = _free(_sheet(), spot, size)
        page.add_overlay(
            small.pages[0],
            pikepdf.Rectangle(
                left + x * _MM, low + y * _MM, left + (x + size[0]) * _MM, low + (y + size[1]) * _MM
            ),
        )
        pdf.save("out.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Path("out.pdf").read_bytes()


def _sheet() -> Image.Image:
    """Return the first page as it looks, ink white on black."""
    command = ["pdftoppm", "-r", str(_DPI), "-gray", "-singlefile", "page.pdf", "page"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  poppler
    if done.returncode:
        raise Fault("broken", detail=done.stderr.decode("utf-8", "replace")[-200:])
    with Image.open("page.pgm", formats=("PPM",)) as page:
        return page.convert("L").point(lambda value: 255 if value < _INK else 0)


def _free(sheet: Image.Image, spot: str, size: tuple[float, float]) -> tuple[float, float]:
    """Return the first place without ink, from the page's left and lower edge in millimetres."""
    for x, y in _places(sheet, spot, size):
        if y >= _FOOT and _inked(sheet, x, y, size) is None:
            return x, y
    raise Fault("no_room_for_code")


def _places(
    sheet: Image.Image, spot: str, size: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    wide, high = sheet.width / _DPI * 25.4, sheet.height / _DPI * 25.4
    if spot == "certificate":
        yield from _CERTIFICATE
    elif spot == "under":
        ink = sheet.getbbox()
        yield _LEFT, high - (ink[3] / _DPI * 25.4 if ink else 0) - _GAP - size[1]
    yield _LEFT, _FOOT
    yield wide - _RIGHT - size[0], _FOOT
    yield (wide - size[0]) / 2, _FOOT


def _inked(sheet: Image.Image, x: float, y: float, size: tuple[float, float]) -> Any:
    """Return where the ink is in a place and round it; None where there is none."""
    high = sheet.height / _DPI * 25.4
    dots, top = _DPI / 25.4, high - y - size[1]
    box = (x - _ROUND, top - _ROUND, x + size[0] + _ROUND, top + size[1] + _ROUND)
    return sheet.crop((box[0] * dots, box[1] * dots, box[2] * dots, box[3] * dots)).getbbox()
