"""Draws only the values of a certificate, each at its place, to be printed onto printed sheets."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from workflow.decisions.printing.stock import CHECK_CODE, SMALLEST, Align, Place, Stock
from workflow.documents.engine.faces import serif_faces
from workflow.documents.engine.marking import draw_square

LEADING = 1.22  # of the letters' size
_BESIDE = 2.5  # millimetres between the square of a code and its words
_STEP = 0.5  # points by which letters become smaller
_LEAST = 0.6  # of the size asked for, before more lines than asked for are taken
_NAMES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic",
          (True, True): "Bold Italic"}  # fmt: skip


@dataclass(frozen=True)
class Fitted:
    """The letters' size and the lines that fit the place."""

    size: float
    lines: tuple[str, ...]


def draw(stock: Stock, pages: Iterable[Mapping[str, str]], *, title: str) -> bytes:
    """Return a PDF with one page for each certificate, its values alone."""
    made = io.BytesIO()
    canvas = new_canvas(stock, made, title)
    for values in pages:
        write_values(canvas, stock, values)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def know_faces() -> None:
    """Make the faces known, before anything is measured or drawn with them."""
    for style, path in serif_faces().items():
        if f"Serif {style}" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(f"Serif {style}", str(path)))


def new_canvas(stock: Stock, into: io.BytesIO, title: str) -> Canvas:
    know_faces()
    canvas = Canvas(into, pagesize=(stock.width * mm, stock.height * mm), invariant=True,
                    initialFontName="Serif Regular")  # fmt: skip
    canvas.setTitle(title)
    canvas.setViewerPreference("PrintScaling", "None")  # “Fit to page” would move everything
    return canvas


def write_values(canvas: Canvas, stock: Stock, values: Mapping[str, str]) -> None:
    for place in stock.places:
        if not place.printed or not values.get(place.key):
            continue
        if place.key == CHECK_CODE:
            _check_code(canvas, stock, place, values[place.key].split("\n"))
        else:
            _write(canvas, stock, place, text_of(place, values[place.key]))


def text_of(place: Place, value: str) -> str:
    return f"{place.lead}{value.upper() if place.caps else value}"


def face_of(place: Place) -> str:
    return f"Serif {_NAMES[place.bold, place.italic]}"


def _check_code(canvas: Canvas, stock: Stock, place: Place, said: list[str]) -> None:
    """Draw the square of the address said first, and the other lines on its right."""
    left = (place.x + stock.dx) * mm
    foot = (stock.height - place.y - stock.dy) * mm
    draw_square(canvas, said[0], left, foot, place.width * mm)
    canvas.setFont(face_of(place), place.size)
    canvas.setFillColor(HexColor(place.colour))
    leading = place.size * LEADING
    top = foot + place.width * mm / 2 + leading * (len(said) - 2) / 2 - place.size / 3
    for number, line in enumerate(said[1:]):
        canvas.drawString(left + (place.width + _BESIDE) * mm, top - number * leading, line)


def _write(canvas: Canvas, stock: Stock, place: Place, text: str) -> None:
    fitted = fit(place, text)
    canvas.setFont(face_of(place), fitted.size)
    canvas.setFillColor(HexColor(place.colour))
    left = (place.x + stock.dx) * mm
    foot = (stock.height - place.y - stock.dy) * mm
    for number, line in enumerate(fitted.lines):
        y = foot - number * fitted.size * LEADING
        match place.align:
            case Align.LEFT:
                canvas.drawString(left, y, line)
            case Align.CENTRE:
                canvas.drawCentredString(left + place.width * mm / 2, y, line)
            case Align.RIGHT:
                canvas.drawRightString(left + place.width * mm, y, line)


def fit(place: Place, text: str) -> Fitted:
    """Return the largest letters that keep to the place's lines; never less than all the text.

    Letters shrink to six tenths; then they stay and the lines become more: what has more than
    its place holds is refused before a file is made of it (`fitting.py`).
    """
    advance = _advances(face_of(place))
    measured = [
        [(word, sum(map(advance, word))) for word in part.split()] for part in text.split("\n")
    ]
    most, space = lines_allowed(place, text), advance(" ")
    size, least = place.size, max(SMALLEST, place.size * _LEAST)
    while True:
        room = place.width * mm / size  # in letters' sizes, as the advances are
        lines = [line for words in measured for line in _wrapped(words, space, room, advance)]
        if len(lines) <= most or size - _STEP < least:
            return Fitted(size, tuple(lines))
        size -= _STEP


def lines_allowed(place: Place, text: str) -> int:
    """Return how many lines the text may take: a signer's post brings its own breaks."""
    return max(place.lines, text.count("\n") + 1)


def _advances(face: str) -> Callable[[str], float]:
    """Return how wide a letter of the face is, in its size."""
    drawn = pdfmetrics.getFont(face).face
    widths, usual = drawn.charWidths, drawn.defaultWidth
    return lambda letter: widths.get(ord(letter), usual) / 1000


def _wrapped(
    words: list[tuple[str, float]], space: float, room: float, advance: Callable[[str], float]
) -> list[str]:
    lines, taken = [""], 0.0
    for word, wide in words:
        gap = space if lines[-1] else 0.0
        if taken + gap + wide <= room:
            lines[-1] += f"{' ' if gap else ''}{word}"
            taken += gap + wide
            continue
        *whole, last = _broken(word, room, advance) if wide > room else [word]
        lines[len(lines) - (not lines[-1]) :] = [*whole, last]
        taken = sum(map(advance, last))
    return lines


def _broken(word: str, room: float, advance: Callable[[str], float]) -> list[str]:
    """Return a word wider than the place in pieces that are not."""
    pieces, taken = [""], 0.0
    for letter in word:
        if pieces[-1] and taken + advance(letter) > room:
            pieces.append("")
            taken = 0.0
        pieces[-1] += letter
        taken += advance(letter)
    return pieces
