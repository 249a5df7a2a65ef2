"""How a template looks: its fonts, its pages, and what Word left in it for editors."""

import re
from collections.abc import Iterator
from typing import Any

from workflow.documents.engine.jobs.template_text import WORD, Paragraph

_A4 = {(11906, 16838), (16838, 11906)}
_SLACK = 40  # twentieths of a point; Word rounds
_MM = 1440 / 25.4
_TWIPS = {"": 1, "mm": _MM, "cm": 10 * _MM, "in": 1440, "pt": 20, "pc": 240, "pi": 240}
_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|pi|)")
_MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
_OLD_FONTS = re.compile(r"\.Vn|VNI|VN[a-z]")  # they draw one sign for the code of another
_SIGNS = frozenset(
    {"Symbol", "Wingdings", "Wingdings 2", "Webdings", "MS Gothic", "Segoe UI Symbol"}
)
_TIMES = frozenset({"Times New Roman", "Liberation Serif", "Tinos"})
_EDITED = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange",
           "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange",
           "tblGridChange", "numberingChange")  # fmt: skip
_ATTRIBUTE = f"{WORD}val"


class Fonts:
    """Which font a run is set in: its own, its styles', or the document's."""

    def __init__(self, styles: Any, theme: Any) -> None:
        self.styles = {} if styles is None else {
            style.get(f"{WORD}styleId"): style for style in styles.iter(f"{WORD}style")
        }  # fmt: skip
        self.theme = _theme_fonts(theme)
        defaults = None if styles is None else styles.find(f"{WORD}docDefaults")
        self.default = self._named(defaults) or "Times New Roman"
        self.normal = next(
            (key for key, style in self.styles.items()
             if style.get(f"{WORD}default") == "1" and style.get(f"{WORD}type") == "paragraph"),
            None,
        )  # fmt: skip

    def of(self, run: Any, paragraph: Any) -> str:
        own = run.find(f"{WORD}rPr")
        named = self._named(own)
        for style in (_style(own, "rStyle"), _style(paragraph.find(f"{WORD}pPr"), "pStyle"),
                      self.normal):  # fmt: skip
            named = named or self._of_style(style)
        return named or self.default

    def effective(self, run: Any, paragraph: Any, word: str) -> Any:
        """Return what a run's own settings, its styles or the document say of `word`."""
        own = run.find(f"{WORD}rPr")
        found = None if own is None else own.find(f"{WORD}{word}")
        for key in (_style(own, "rStyle"), _style(paragraph.find(f"{WORD}pPr"), "pStyle"),
                    self.normal):  # fmt: skip
            for style in self._chain(key) if found is None else ():
                found = style.find(f"{WORD}rPr/{WORD}{word}")
                if found is not None:
                    break
        return found

    def _chain(self, key: str | None) -> Iterator[Any]:
        for _step in range(20):
            style = self.styles.get(key)
            if style is None:
                return
            yield style
            based = style.find(f"{WORD}basedOn")
            key = None if based is None else based.get(_ATTRIBUTE)

    def _of_style(self, key: str | None) -> str:
        return next(
            (named for style in self._chain(key)
             if (named := self._named(style.find(f"{WORD}rPr")))), "",
        )  # fmt: skip

    def _named(self, holder: Any) -> str:
        found = None if holder is None else holder.find(f".//{WORD}rFonts")
        if found is None:
            return ""
        themed = found.get(f"{WORD}asciiTheme", "")
        plain = found.get(f"{WORD}ascii") or found.get(f"{WORD}hAnsi") or ""
        return self.theme.get(themed[:5], "") if themed else plain


def _theme_fonts(theme: Any) -> dict[str, str]:
    if theme is None:
        return {}
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    found = {}
    for kind in ("major", "minor"):
        latin = theme.find(f".//{space}{kind}Font/{space}latin")
        if latin is not None:
            found[kind] = latin.get("typeface", "")
    return found


def _style(properties: Any, word: str) -> str | None:
    found = None if properties is None else properties.find(f"{WORD}{word}")
    return None if found is None else found.get(_ATTRIBUTE)


def odd_fonts(paragraphs: list[Paragraph], fonts: Fonts) -> Iterator[tuple[str, Paragraph, str]]:
    """Yield code, first paragraph and name of every font the paper should not be set in."""
    seen: set[str] = set()
    for paragraph in paragraphs:
        for node in paragraph.texts:
            run = node.getparent()
            if not (node.text or "").strip() or run.tag != f"{WORD}r":
                continue
            font = fonts.of(run, paragraph.element)
            if font in seen or font in _TIMES or font in _SIGNS:
                continue
            seen.add(font)
            yield "old_font" if _OLD_FONTS.match(font) else "other_font", paragraph, font


def odd_pages(body: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what differs from A4 and, upright, from the margins of Decree 30/2020 (PL I, I.2)."""
    sections = [*body.iter(f"{WORD}sectPr")]
    if not sections:
        yield "no_page", {"section": 1}
    for number, section in enumerate(sections, start=1):
        size, margins = section.find(f"{WORD}pgSz"), section.find(f"{WORD}pgMar")
        if size is None or margins is None:
            yield "no_page", {"section": number}
            continue
        wide, high = _twips(size, "w"), _twips(size, "h")
        if not any(abs(wide - w) <= _SLACK and abs(high - h) <= _SLACK for w, h in _A4):
            yield "not_a4", {
                "section": number, "wide": round(wide / _MM), "high": round(high / _MM),
            }  # fmt: skip
        elif wide < high:
            yield from _odd_margins(margins, number)


def _twips(element: Any, side: str) -> float:
    """Return a length in twentieths of a point; nought for what no program would write."""
    found = _LENGTH.fullmatch(element.get(f"{WORD}{side}", "0"))
    return float(found[1]) * _TWIPS[found[2]] if found else 0.0


def _odd_margins(margins: Any, section: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for side, (least, most) in _MARGINS.items():
        found = round(abs(_twips(margins, side)) / _MM)
        if not least <= found <= most:
            yield f"margin_{side}", {
                "section": section, "found": found, "least": least, "most": most,
            }  # fmt: skip


def left_by_editors(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield what an editor must settle first, and where: tracked changes and remarks."""
    for code, words in (("tracked", _EDITED), ("remarks", ("commentReference",))):
        first = next(root.iter(*(f"{WORD}{word}" for word in words)), None)
        if first is not None:
            yield code, first
