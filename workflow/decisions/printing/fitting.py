"""What cannot be printed as it reads: text too long for its place, letters no typeface has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportlab.pdfbase import pdfmetrics

from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.decisions.printing import overlay
from workflow.decisions.printing.stock import Place, Stock
from workflow.decisions.printing.wording import place_names
from workflow.documents.engine.faces import without_font

_MOST_TOLD, _LONGEST = 3, 60


def refuse_unfit(stock: Stock, pages: Iterable[Mapping[str, str]]) -> None:
    """Raise Incomplete for the certificates whose values would not print as they read."""
    overlay.know_faces()
    told = _told([said for values in pages for said in _wrong(stock, values)])
    if told:
        raise Incomplete(
            _("Chưa lập tệp in lên phôi: %(told)s. Nhờ quản trị viên cho chỗ đó rộng hơn hoặc "
              "nhiều dòng hơn, đặt “In cả trang” ở mục Mẫu giấy khen, hoặc bỏ những dòng này khỏi "
              "tệp in.", told=told)
        )  # fmt: skip


def refuse_boxes(pages: Iterable[Mapping[str, str]]) -> None:
    """Raise Incomplete for whole pages on which LibreOffice would print a letter as a box."""
    told = _told([said for values in pages for said in _boxes(values)])
    if told:
        raise Incomplete(
            _("Chưa lập tệp in: %(told)s. Bỏ những dòng này khỏi tệp in, hoặc nhờ người quản trị "
              "máy chủ cài phông có các chữ đó, bấm “Vẽ lại” rồi lập tệp in.", told=told)
        )  # fmt: skip


def _told(sentences: Sequence[str]) -> str:
    said = list(dict.fromkeys(sentences))
    told = "; ".join(said[:_MOST_TOLD])
    more = len(said) - _MOST_TOLD
    return _("%(told)s và %(n)s chỗ nữa", told=told, n=more) if more > 0 else told


def _boxes(values: Mapping[str, str]) -> Iterator[str]:
    names = place_names()
    for key, text in values.items():
        lacking = without_font(text)[:5]
        if lacking:
            yield _("%(name)s: không phông nào trên máy chủ có chữ “%(letters)s” ở ô “%(place)s”",
                    name=_name(values), letters=lacking, place=names[key])  # fmt: skip


def _name(values: Mapping[str, str]) -> str:
    name = values["recipient"]
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _wrong(stock: Stock, values: Mapping[str, str]) -> Iterator[str]:
    names, name = place_names(), _name(values)
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
