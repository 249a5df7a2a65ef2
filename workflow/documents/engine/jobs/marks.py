"""Pictures of a signature or a seal: cut to their ink and written anew; shown as on a paper."""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from workflow.documents.engine.jobs.faults import Fault

_MOST_PIXELS = 16_000_000
_CLEAR, _SOLID = 32, 128  # of 255
_LEAST_CLEAR = 0.15  # of the picture
_LEAST_INK = 120  # pixels across: less is coarse in print
_LARGEST = 900  # pixels kept along the longer side
_TINT = 25  # how much stronger a colour is than the others
_DPI = 150
_POINT, _MILLIMETRE = _DPI / 72, _DPI / 25.4
_READERS = (PngImagePlugin,)  # named so that the format is registered before the memory limit


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    """Clean one picture, or show up to two of them above a name."""
    if payload["act"] == "clean":
        with Image.open(Path(payload["path"]), formats=["PNG"]) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Fault("mark_pixels")
            return _clean(picture.convert("RGBA"))
    return None, [_shown(payload, blobs)]


def _clean(picture: Image.Image) -> tuple[dict[str, Any], list[bytes]]:
    alpha = picture.getchannel("A")
    shades = alpha.histogram()
    if sum(shades[:_CLEAR]) < _LEAST_CLEAR * picture.width * picture.height:
        raise Fault("mark_ground")
    box = alpha.point(lambda shade: 255 * (shade >= _CLEAR)).getbbox()
    if box is None or box[2] - box[0] < _LEAST_INK:
        raise Fault("mark_small", least=_LEAST_INK)
    cut = picture.crop(box)
    cut.thumbnail((_LARGEST, _LARGEST))
    return {"colour": _colour(cut), "size": list(cut.size)}, [_png(cut)]


def _colour(picture: Image.Image) -> str:
    """Return what colour the ink is, taken together."""
    ink = picture.getchannel("A").point(lambda shade: 255 * (shade >= _SOLID))
    sums = [
        sum(shade * count for shade, count in enumerate(picture.getchannel(band).histogram(ink)))
        for band in "RGB"
    ]
    pixels = max(ink.histogram()[255], 1)
    red, green, blue = (one / pixels for one in sums)
    if blue - red >= _TINT and blue - green >= _TINT / 2:
        return "blue"
    return "red" if red - max(green, blue) >= _TINT else "other"


def _png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def _shown(payload: dict[str, Any], blobs: list[bytes]) -> bytes:
    """Draw the foot of a paper by the measures of the profile: all in points and millimetres."""
    width, height = round(115 * _MILLIMETRE), round(62 * _MILLIMETRE)
    page = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(page)
    middle = round(width * 0.62)
    bold = ImageFont.truetype(payload["bold"], round(13 * _POINT))
    plain = ImageFont.truetype(payload["bold"], round(14 * _POINT))
    pen.text((middle, round(5 * _MILLIMETRE)), payload["post"], "black", bold, anchor="ma")
    foot = height - round(8 * _MILLIMETRE)
    pen.text((middle, foot), payload["name"], "black", plain, anchor="ms")
    wide, high = payload["wide"] * _POINT, payload["high"] * _POINT
    low = foot - 14 * _POINT
    left, top = middle - wide / 2, max(low - high, 13 * _MILLIMETRE)
    pictures = [Image.open(io.BytesIO(one), formats=["PNG"]).convert("RGBA") for one in blobs]
    for what, picture in zip(payload["pictures"], pictures, strict=True):
        if what == "seal":
            side = payload["seal_mm"] * _MILLIMETRE
            edge, across = left + wide / payload["over"], (low + top) / 2
            _lay(page, picture, (edge - side, across - side / 2, edge, across + side / 2))
        else:
            _lay(page, picture, (left, top, left + wide, low))
    return _png(page)


def _lay(page: Image.Image, picture: Image.Image, box: tuple[float, float, float, float]) -> None:
    """Lay a picture into a box as large as it fits, in its middle."""
    wide, high = box[2] - box[0], box[3] - box[1]
    share = min(wide / picture.width, high / picture.height)
    fitted = picture.resize((max(round(picture.width * share), 1),
                             max(round(picture.height * share), 1)))  # fmt: skip
    at = round(box[0] + (wide - fitted.width) / 2), round(box[1] + (high - fitted.height) / 2)
    page.paste(fitted, at, fitted)
