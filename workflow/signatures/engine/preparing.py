"""Puts the empty form fields of the profile onto a drawn PDF, before anybody signs it."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from workflow.signatures.engine.lettering import embed
from workflow.signatures.engine.places import Place
from workflow.signatures.engine.profile import SEAL, TEXTS, TIME, again, label_of

_WRITTEN = {*TEXTS, TIME}
_PRINTED = 4  # the annotation is printed
_FONTS = {"Regular": "/BVR", "Bold": "/BVB", "Italic": "/BVI", "Bold Italic": "/BVBI"}


def prepare(pdf: bytes, places: Sequence[Place], faces: Mapping[str, Path]) -> bytes:
    """Return the document with its fields, all empty; its pages look as before.

    `faces` are the files of the typeface by style, as `serif_faces` tells them.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {
            style: embed(document, faces[style], style)
            for style in sorted({place.style for place in places if place.field in _WRITTEN})
        }
        seen: Counter[str] = Counter()
        fields = []
        for place in places:
            seen[place.field] += 1
            fields.append(_field(document, again(place.field, seen[place.field]), place))
        document.Root.AcroForm = document.make_indirect(
            Dictionary(
                Fields=Array(fields), DA=b"/BVR 13 Tf 0 g",
                DR=Dictionary(Font=Dictionary({_FONTS[style]: f for style, f in fonts.items()})),
            )
        )  # fmt: skip
        made = io.BytesIO()
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _field(document: pikepdf.Pdf, name: str, place: Place) -> pikepdf.Object:
    field = Dictionary(T=name.encode(), TU=pikepdf.String(label_of(place.field)))
    if place.field in _WRITTEN:
        field.FT, field.DA = Name.Tx, _letters(place)
    else:
        field.FT = Name.Sig
        if place.field == SEAL:
            lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1)
            field.Lock = document.make_indirect(lock)
    field.update(_widget(document, place))
    made = document.make_indirect(field)
    _put(document, place.page, made)
    return made


def _letters(place: Place) -> bytes:
    return f"{_FONTS[place.style]} {place.size:.2f} Tf 0 g".encode()


def _widget(document: pikepdf.Pdf, place: Place) -> pikepdf.Dictionary:
    left, low, right, high = (round(value, 2) for value in place.box)
    empty = document.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, right - left, high - low],
        Resources=Dictionary(),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, Rect=[left, low, right, high], F=_PRINTED,
        P=document.pages[place.page].obj, AP=Dictionary(N=empty),
    )  # fmt: skip


def _put(document: pikepdf.Pdf, page: int, widget: pikepdf.Object) -> None:
    sheet = document.pages[page].obj
    if "/Annots" not in sheet:
        sheet.Annots = Array()
    sheet.Annots.append(widget)
