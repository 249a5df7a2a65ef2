"""Fills number and date into the empty fields, by an update that leaves all former bytes alone."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from workflow.signatures.engine.profile import DAY, DEPTH, MONTH, NUMBER, TIME, YEAR, meaning

_PAIR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")
_VIETNAM = timezone(timedelta(hours=7))
_ALONE_DIGIT = 10
_LATE_MONTH = 2


class NoRoom(ValueError):
    """The text is wider than the room drawn for it."""


class NotEmpty(ValueError):
    """A field to be filled in is missing or holds something."""


class Values(Protocol):
    """What is written into the empty fields of a file, by field."""

    def texts(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Timed:
    """When a file was sealed: day, time, and the zone by ISO 8601 (Decree 30/2020, PL I II.8.b)."""

    at: datetime

    def texts(self) -> Mapping[str, str]:
        return {TIME: f"{self.at.astimezone(_VIETNAM):%d-%m-%Y %H:%M:%S} +07:00"}


@dataclass(frozen=True)
class Filled:
    """Number and date as they are printed (Decree 30/2020, PL I II.3, II.4)."""

    number: str
    dated: date

    def texts(self) -> Mapping[str, str]:
        day, month = self.dated.day, self.dated.month
        return {
            NUMBER: self.number,
            DAY: f"{day:02}" if day < _ALONE_DIGIT else str(day),
            MONTH: f"{month:02}" if month <= _LATE_MONTH else str(month),
            YEAR: str(self.dated.year),
        }


def fill(pdf: bytes, values: Values) -> bytes:
    """Return the document with what is given filled in. Raises NoRoom or NotEmpty."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
    fill_into(writer, values)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def fill_into(writer: IncrementalPdfFileWriter, values: Values) -> None:
    """Fill in the fields as part of an update that may hold a signature as well."""
    form = writer.root["/AcroForm"]
    fonts = form["/DR"]["/Font"]
    texts, found = values.texts(), set()
    for field in _fields(form):
        name = meaning(str(field["/T"]))
        if name not in texts:
            continue
        if "/V" in field:
            raise NotEmpty(name)
        found.add(name)
        field[pdf_name("/V")] = generic.pdf_string(texts[name])
        _show(writer, field, fonts, texts[name], at_end=name in {NUMBER, YEAR})
    missing = {NUMBER, TIME} & set(texts) - found
    if missing:
        raise NotEmpty(missing.pop())


def _fields(form: generic.DictionaryObject) -> list[generic.DictionaryObject]:
    listed = form["/Fields"]
    return [listed.raw_get(at).get_object() for at in range(len(listed))]


def _face(widget: generic.DictionaryObject) -> tuple[str, float]:
    name, size, _operator, *_colour = str(widget["/DA"]).split()
    return name, float(size)


def _set_out(font: generic.DictionaryObject, text: str, size: float) -> tuple[str, float]:
    """Return the glyphs as hexadecimal, and how wide they are in points."""
    said = font["/ToUnicode"].data.decode("ascii")
    glyphs = {
        bytes.fromhex(letter).decode("utf-16-be"): int(glyph, 16)
        for glyph, letter in _PAIR.findall(said)
    }
    listed = iter(font["/DescendantFonts"][0]["/W"])
    widths = {int(glyph): float(next(listed)[0]) for glyph in listed}
    if not set(text) <= set(glyphs):
        raise NoRoom(text)
    numbers = [glyphs[letter] for letter in text]
    width = sum(widths[number] for number in numbers) * size / 1000
    return "".join(f"{number:04X}" for number in numbers), width


def _show(
    writer: IncrementalPdfFileWriter, widget: generic.DictionaryObject,
    fonts: generic.DictionaryObject, text: str, *, at_end: bool,
) -> None:  # fmt: skip
    left, low, right, high = (float(value) for value in widget["/Rect"])
    name, size = _face(widget)
    glyphs, width = _set_out(fonts[name], text, size)
    room = right - left
    if width > room:
        raise NoRoom(text)
    start = room - width if at_end else (room - width) / 2
    rise = DEPTH * size
    written = f"{name} {size:.2f} Tf {start:.2f} {rise:.2f} Td <{glyphs}> Tj"
    drawn = f"/Tx BMC q BT 0 g {written} ET Q EMC"
    stream = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(
                [generic.FloatObject(f"{value:.2f}") for value in (0, 0, room, high - low)]
            ),
            pdf_name("/Resources"): generic.DictionaryObject(
                {pdf_name("/Font"): generic.DictionaryObject({pdf_name(name): fonts.raw_get(name)})}
            ),
        },
        stream_data=drawn.encode("ascii"),
    )
    widget[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(stream)})
    writer.update_container(widget)
