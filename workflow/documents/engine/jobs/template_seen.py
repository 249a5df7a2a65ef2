"""What of a paper can be seen: words that are hidden, white or too small are on no page."""

import re
from collections.abc import Iterator
from typing import Any

from workflow.documents.engine.jobs.template_look import Fonts
from workflow.documents.engine.jobs.template_text import WORD, Paragraph

_VALUE = f"{WORD}val"
_LIGHT = 0xE0  # of each colour: nearly the sheet's own
_SMALLEST = 12  # half points
_NARROWEST = 50  # per cent of a letter's width
_OFF = ("0", "false", "off")


def unseen(run: Any, paragraph: Any, fonts: Fonts) -> str:
    """Return why the words of a run are not seen: `hidden`, `white`, `tiny`, or nothing."""
    vanish = fonts.effective(run, paragraph, "vanish")
    if vanish is not None and vanish.get(_VALUE, "1") not in _OFF:
        return "hidden"
    if _is_light(_value(fonts.effective(run, paragraph, "color"))):
        return "white"
    size = _value(fonts.effective(run, paragraph, "sz"))
    wide = _value(fonts.effective(run, paragraph, "w")).removesuffix("%")
    small = size.isdecimal() and int(size) < _SMALLEST
    return "tiny" if small or (wide.isdecimal() and int(wide) < _NARROWEST) else ""


def _value(element: Any) -> str:
    return "" if element is None else element.get(_VALUE, "")


def _is_light(colour: str) -> bool:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    return min(bytes.fromhex(colour)) >= _LIGHT


def hard_to_see(paragraphs: list[Paragraph], fonts: Fonts) -> Iterator[tuple[str, Paragraph]]:
    """Yield once for each reason the first paragraph with words nobody sees."""
    told: set[str] = set()
    for paragraph in paragraphs:
        for node in paragraph.texts:
            run = node.getparent()
            if not (node.text or "").strip() or run.tag != f"{WORD}r":
                continue
            why = unseen(run, paragraph.element, fonts)
            if why and why not in told:
                told.add(why)
                yield why, paragraph


def seen_text(paragraphs: list[Paragraph], fonts: Fonts) -> str:
    """Return the words that can be seen, without those of a field's code."""
    said = []
    for paragraph in paragraphs:
        in_code = 0
        for node in paragraph.element.iter(f"{WORD}t", f"{WORD}fldChar"):
            if node.tag == f"{WORD}fldChar":
                in_code += {"begin": 1, "separate": -1}.get(node.get(f"{WORD}fldCharType"), 0)
                continue
            run = node.getparent()
            if in_code <= 0 and not unseen(run, paragraph.element, fonts):
                said.append(node.text or "")
        said.append("\n")
    return "".join(said)
