"""Finds where number, date, signatures and seal belong on a paper drawn with room for them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
from pypdfium2 import raw

from workflow.signatures.engine.profile import (
    DAY,
    DEPTH,
    MONTH,
    NUMBER,
    RISE,
    SEAL,
    YEAR,
    person_field,
)

_NUMBER = re.compile(r"[Ss]ố:?(?=\s+/)")
_DATE = re.compile(r"ngày\s+tháng\s+năm(?!\s*\d)")
_LEAST = 9.0  # points; a narrower gap is a space between words
_YEAR_EMS = 2.25  # four digits and the space before them
SIGNATURE_WIDTH = 140.0
_SIGNATURE_HEIGHT, SIGNATURE_MOST = 25.0, 90.0  # less is the space between lines
SEAL_OVER = 3  # the seal covers a third of the signature (Decree 30/2020, PL I II.8)
MILLIMETRE = 72 / 25.4


class NoPlace(ValueError):
    """The paper has no room for what must be filled in later; `what` names the field."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Place:
    """Where a field stands: page from 0, rectangle and base line in points from below left."""

    field: str
    page: int
    box: tuple[float, float, float, float]
    base: float = 0.0
    size: float = 0.0
    style: str = "Regular"


class _Page:
    """The text of a page with the place of every character."""

    def __init__(self, number: int, page: pypdfium2.PdfPage) -> None:
        self.number, self.height = number, page.get_height()
        self._text = page.get_textpage()
        self.text = self._text.get_text_range()

    @cached_property
    def _boxes(self) -> list[tuple[float, float, float, float]]:
        """Return the boxes of all letters; spaces and line ends have none."""
        return [self.box(at) for at, letter in enumerate(self.text) if not letter.isspace()]

    def box(self, at: int) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._text.get_charbox(at, loose=True)
        return left, bottom, right, top

    def size(self, at: int) -> float:
        return float(raw.FPDFText_GetFontSize(self._text.raw, at))

    def base(self, at: int) -> float:
        x, y = raw.c_double(), raw.c_double()
        raw.FPDFText_GetCharOrigin(self._text.raw, at, x, y)
        return float(y.value)

    def style(self, at: int) -> str:
        name = raw.create_string_buffer(200)
        flags = raw.c_int()
        raw.FPDFText_GetFontInfo(self._text.raw, at, name, 200, flags)
        told = name.value.decode("utf-8", "replace")
        return " ".join(word for word in ("Bold", "Italic") if word in told) or "Regular"

    def floor_above(self, left: float, right: float, top: float) -> float | None:
        """Return the foot of the lowest letter above a stretch of line; None without one."""
        return min(
            (
                low for start, low, end, _high in self._boxes
                if low > top - 1 and start < right and end > left
            ),
            default=None,
        )  # fmt: skip

    def gap(self, field: str, before: int, after: int | None) -> Place:
        """Return the room between two characters of one line, or behind the last of one."""
        left, size, base = self.box(before)[2], self.size(before), self.base(before)
        right = self.box(after)[0] if after is not None else left + _YEAR_EMS * size
        if right - left < _LEAST or (after is not None and abs(self.base(after) - base) > 1):
            raise NoPlace(field)
        low, high = base - DEPTH * size, base + RISE * size
        return Place(field, self.number, (left, low, right, high), base, size, self.style(before))


def find_places(
    pdf: bytes, signers: Sequence[str], *, blanks: Collection[str], seal_mm: float
) -> list[Place]:
    """Return the places of all fields of a paper to be signed.

    `signers` are the names printed below the signatures, in the order they sign; `blanks` the
    fields that were left empty and must be found. Raises NoPlace for the first that is not.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [_Page(number, document[number]) for number in range(len(document))]
        found = [place for page in pages for place in _blanks(page) if place.field in blanks]
        for wanted in blanks:
            if wanted not in {place.field for place in found}:
                raise NoPlace(wanted)
        people = [
            _signature(pages, person_field(at), name) for at, name in enumerate(signers, start=1)
        ]
        return [*found, *people, _seal(people[-1], seal_mm)]
    finally:
        document.close()


def _blanks(page: _Page) -> Iterator[Place]:
    text = page.text
    for match in _NUMBER.finditer(text):
        yield page.gap(NUMBER, match.end() - 1, text.index("/", match.end()))
    for match in _DATE.finditer(text):
        month = text.index("tháng", match.start())
        year = text.index("năm", month)
        yield page.gap(DAY, match.start() + 3, month)
        yield page.gap(MONTH, month + 4, year)
        yield page.gap(YEAR, year + 2, None)


def _signature(pages: list[_Page], field: str, name: str) -> Place:
    """Return the room above a signer's name, up to the line above it.

    A name may stand in the text and in lists too: only below a signature is there such room,
    and the last such place counts.
    """
    words = re.compile(r"\s+".join(map(re.escape, name.split())))
    for page in reversed(pages):
        for match in reversed(list(words.finditer(page.text))):
            left, _low, _right, top = page.box(match.start())
            right = page.box(match.end() - 1)[2]
            ceiling = page.floor_above(left, right, top)
            if ceiling is not None and ceiling - top >= _SIGNATURE_HEIGHT:
                middle, half = (left + right) / 2, SIGNATURE_WIDTH / 2
                high = min(ceiling, top + SIGNATURE_MOST)
                return Place(field, page.number, (middle - half, top, middle + half, high))
    raise NoPlace(field)


def _seal(person: Place, millimetres: float) -> Place:
    left, low, right, high = person.box
    side = millimetres * MILLIMETRE
    edge, middle = left + (right - left) / SEAL_OVER, (low + high) / 2
    return Place(SEAL, person.page, (edge - side, middle - side / 2, edge, middle + side / 2))
