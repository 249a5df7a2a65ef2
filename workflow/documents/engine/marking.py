"""Puts the square code at the foot of a drawn page: where nothing is printed, never over it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import segno
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from workflow.core.i18n import _
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.faces import serif_faces
from workflow.documents.engine.jobs.faults import Fault

WIDTH, HEIGHT = 70.0, 13.0  # millimetres: the square, and three lines of words beside it
NO_ROOM = "no_room_for_code"
_FACE, _SIZE, _LEADING = "Serif Regular", 7.0, 9.0
_BESIDE = 2.5  # millimetres between the square and the words: its quiet zone
_LIMITS = Limits(memory_mib=1024, cpu_seconds=60, wall_seconds=90)


class Spot(StrEnum):
    """Where on the page: the margin Decree 30 leaves at the foot, a certificate, under a text."""

    FOOT = "foot"
    CERTIFICATE = "certificate"
    UNDER = "under"


@dataclass(frozen=True)
class Mark:
    """A square that says `address`, and beside it what is to be done, where, with which code."""

    address: str
    words: tuple[str, str, str]
    spot: Spot = Spot.FOOT


def put_marks(marked: Sequence[tuple[bytes, Mark]]) -> list[bytes]:
    """Return the PDFs with their marks, in order.

    Raises TemplateFault where a page leaves no room: nothing is printed over, nothing left out.
    """
    if not marked:
        return []
    blobs = [part for pdf, mark in marked for part in (pdf, drawn(mark))]
    told = {"spots": [mark.spot.value for _pdf, mark in marked], "size": [WIDTH, HEIGHT]}
    try:
        return run_limited("marking", told, blobs, _LIMITS).blobs
    except Fault as fault:
        raise TemplateFault(
            _("Trang không còn chỗ trống ở lề dưới để in mã kiểm tra (70 x 13 mm). Hãy sửa mẫu để "
              "lề dưới 20 đến 25 mm không in gì khác, rồi dựng lại."), code=fault.code,
        ) from None  # fmt: skip


def drawn(mark: Mark) -> bytes:
    """Return the mark alone as a small page."""
    if _FACE not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FACE, str(serif_faces()["Regular"])))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH * mm, HEIGHT * mm), invariant=True, initialFontName=_FACE)
    draw_square(canvas, mark.address, 0, 0, HEIGHT * mm)
    canvas.setFont(_FACE, _SIZE)
    top = HEIGHT * mm / 2 + _LEADING - _SIZE / 3
    for place, line in enumerate(mark.words):
        canvas.drawString((HEIGHT + _BESIDE) * mm, top - place * _LEADING, line)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def matrix_of(address: str) -> list[list[bool]]:
    """Return the square's fields, dark ones true."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return [[bool(field) for field in row] for row in code.matrix]


def draw_square(canvas: Canvas, address: str, left: float, foot: float, width: float) -> None:
    """Draw the fields as one path: no seams, and nothing a printer could smooth."""
    rows = matrix_of(address)
    side, path = width / len(rows), canvas.beginPath()
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                path.rect(left + across * side, foot + width - (down + 1) * side, side, side)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
