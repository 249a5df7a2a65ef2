"""What a printed sheet cannot take: text too long for its place, letters its typeface lacks."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten

from reportlab.pdfbase import pdfmetrics

from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.decisions.printing import overlay
from workflow.decisions.printing.stock import Place, Stock
from workflow.decisions.printing.wording import place_names

_MOST_TOLD = 3


def refuse_unfit(stock: Stock, pages: Iterable[Mapping[str, str]]) -> None:
    """Raise Incomplete for the certificates whose values would not print as they read."""
    overlay.know_faces()
    wrong = list(dict.fromkeys(said for values in pages for said in _wrong(stock, values)))
    if not wrong:
        return
    told = "; ".join(wrong[:_MOST_TOLD])
    if len(wrong) > _MOST_TOLD:
        told = _("%(told)s và %(n)s chỗ nữa", told=told, n=len(wrong) - _MOST_TOLD)
    raise Incomplete(
        _("Chưa lập tệp in lên phôi: %(told)s. Nhờ quản trị viên cho chỗ đó rộng hơn hoặc nhiều "
          "dòng hơn, đặt “In cả trang” ở mục Mẫu giấy khen, hoặc bỏ những dòng này khỏi tệp in.",
          told=told)
    )  # fmt: skip


def _wrong(stock: Stock, values: Mapping[str, str]) -> Iterator[str]:
    names, name = place_names(), shorten(values["recipient"], 60, placeholder=" …")
    for place in stock.places:
        if not (place.printed and values.get(place.key)):
            continue
        text = overlay.text_of(place, values[place.key])
        lacking = _lacking(place, text)
        if lacking:
            yield _("%(name)s: phông chữ in lên phôi không có chữ “%(letters)s” ở ô “%(place)s”",
                    name=name, letters=lacking, place=names[place.key])  # fmt: skip
        elif len(overlay.fit(place, text).lines) > overlay.lines_allowed(place, text):
            yield _("%(name)s: “%(place)s” dài quá chỗ của nó dù đã thu nhỏ",
                    name=name, place=names[place.key])  # fmt: skip


def _lacking(place: Place, text: str) -> str:
    """Return the letters that would print as an empty box."""
    known = pdfmetrics.getFont(overlay.face_of(place)).face.charToGlyph
    odd = (one for one in text if not one.isspace() and not known.get(ord(one)))
    return "".join(dict.fromkeys(odd))[:5]
