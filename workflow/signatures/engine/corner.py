"""Makes the file the agency seals alone: its words stand top right on the first page, no picture.

So are sealed an annex that is a file of its own, and a sheet made digital (Decree 30/2020, PL I,
part I, II.8.b and part II, the form of copies): Times New Roman 10, upright, black. The pages are
put into a new PDF, since what came from outside may hold what a sealed file must not; they look as
before. Runs in the limited child.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from workflow.documents.engine.jobs.binding import read_piece
from workflow.documents.engine.jobs.faults import Fault
from workflow.signatures.engine.lettering import cut, embed_face, glyphs
from workflow.signatures.engine.places import MILLIMETRE, Place
from workflow.signatures.engine.preparing import prepare
from workflow.signatures.engine.profile import DEPTH, RISE, SEAL, TIME
from workflow.signatures.engine.reading import Reading
from workflow.signatures.engine.structure import contents_of

BEFORE_TIME = "Thời gian ký: "
_LONGEST_TIME = "00-00-0000 00:00:00 +07:00"
_SIZE, _LEADING = 10.0, 11.5
_EDGE, _TOP = 12 * MILLIMETRE, 5 * MILLIMETRE  # from the sheet's right and upper edge
_WIDEST = 75 * MILLIMETRE
_FONT = "/BVCORNER"


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """Return the file to be sealed; `blobs` are the pages and the typeface."""
    face = Path("face.ttf")
    face.write_bytes(blobs[1])
    return None, [with_corner(blobs[0], payload["words"], {"Regular": face})]


def with_corner(pdf: bytes, words: Sequence[str], faces: Mapping[str, Path]) -> bytes:
    """Return the pages with these lines, and below them the empty fields for time and seal.

    Raises Fault: broken, unfit for what acts or hides in the file, letters the typeface lacks,
    narrow where the first page has no room for the words.
    """
    source = read_piece({"kind": "pdf"}, pdf)
    if source is None:
        raise Fault("broken")
    with pikepdf.new() as made:
        made.pages.extend(source.pages)
        _set_upright(made)
        place = _write(made, words, _face(faces["Regular"], words))
        plain = io.BytesIO()
        made.save(plain, deterministic_id=True)
    places = [place, Place(SEAL, 0, place.box)]
    prepared = prepare(plain.getvalue(), places, faces)
    found = contents_of(Reading(prepared), ours=True)
    if found:
        raise Fault("unfit", what=str(found[0].data.get("what", "")))
    return prepared


def _face(path: Path, words: Sequence[str]) -> TTFont:
    letters = "".join(words) + BEFORE_TIME + _LONGEST_TIME
    face = cut(path, letters)
    missing = sorted({*letters} - {letter for _glyph, _width, letter in glyphs(face)})
    if missing:
        raise Fault("letters", letters="".join(missing))
    return face


def _set_upright(made: pikepdf.Pdf) -> None:
    """Turn a first page that is shown turned: fields are not turned with it."""
    page = made.pages[0]
    turned = int(page.obj.get("/Rotate", 0)) % 360
    if not turned:
        return
    x0, y0, x1, y1 = (float(value) for value in page.cropbox)
    size = (x1 - x0, y1 - y0) if turned == 180 else (y1 - y0, x1 - x0)  # noqa: PLR2004
    upright = made.add_blank_page(page_size=size)
    upright.add_overlay(page, pikepdf.Rectangle(0, 0, *size))
    made.pages[0] = upright
    del made.pages[-1]


def _write(made: pikepdf.Pdf, words: Sequence[str], face: TTFont) -> Place:
    """Write the lines, and return where the time goes."""
    known = {letter: (glyph, width / 1000) for glyph, width, letter in glyphs(face)}

    def wide(text: str) -> float:
        return sum(known[letter][1] for letter in text) * _SIZE

    lines = [part for line in words for part in _broken(line, wide)] + [BEFORE_TIME]
    page = made.pages[0]
    edge, foot, right, top = (float(value) for value in page.cropbox)
    room = max([wide(BEFORE_TIME + _LONGEST_TIME), *map(wide, lines)])
    left, first = right - _EDGE - room, top - _TOP - RISE * _SIZE
    if left < edge or first - len(lines) * _LEADING < foot:
        raise Fault("narrow")
    page.add_resource(embed_face(made, face, "Regular"), pikepdf.Name.Font, pikepdf.Name(_FONT))
    shown = [
        f"1 0 0 1 {left:.2f} {first - at * _LEADING:.2f} Tm <"
        + "".join(f"{known[letter][0]:04X}" for letter in line) + "> Tj"
        for at, line in enumerate(lines)
    ]  # fmt: skip
    drawn = "\n".join(["\nQ q 0 g BT", f"{_FONT} {_SIZE:.2f} Tf", *shown, "ET Q\n"])
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(drawn.encode())
    start, base = left + wide(BEFORE_TIME), first - (len(lines) - 1) * _LEADING
    end = start + wide(_LONGEST_TIME) + 1
    box = (start, base - DEPTH * _SIZE, end, base + RISE * _SIZE)
    return Place(TIME, 0, box, base, _SIZE)


def _broken(line: str, wide: Callable[[str], float]) -> list[str]:
    """Break a line between words where it would be wider than the corner."""
    broken = [""]
    for word in line.split():
        longer = f"{broken[-1]} {word}".strip()
        if broken[-1] and wide(longer) > _WIDEST:
            broken.append(word)
        else:
            broken[-1] = longer
    return broken
