"""What a template holds besides words: Word's own fields, bound boxes, tags where none is read."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from workflow.documents.engine.jobs.template_text import WORD, Paragraph

# What counts pages or points elsewhere in the paper. A date, a file name or a joined address
# would be filled in by whatever opens the paper last, not by its data.
_KNOWN = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "HYPERLINK", "REF", "PAGEREF", "NOTEREF",
     "STYLEREF", "SEQ", "TOC", "SYMBOL", "LISTNUM"}
)  # fmt: skip
_COUNTED = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF"})
_TAG = re.compile(r"\{\s*[{%#]|%7B%7B", re.I)
_SAFE_LINK = re.compile(r'\s*HYPERLINK\s+(\\l\b|"?(https?://|mailto:|#))', re.I)
_BOUND = "dataBinding"
_OTHER_WORD = "{http://schemas.microsoft.com/office/word/2012/wordml}"

At = Callable[[Any], dict[str, Any] | None]  # the place of an element
Found = Iterator[tuple[str, dict[str, Any] | None, dict[str, Any]]]


def place_of(paragraphs: list[Paragraph]) -> At:
    """Return what says where an element stands: in which of the paragraphs."""
    known = {one.element: one for one in paragraphs}

    def at(element: Any) -> dict[str, Any] | None:
        for one in (element, *element.iterancestors(f"{WORD}p")):
            if one in known:
                return known[one].place()
        return None

    return at


def odd_codes(root: Any, at: At) -> Found:
    """Yield Word's fields that may not stand in a template: code, place and words."""
    for element, code in _codes(root):
        word = (code.split() or [""])[0].upper()
        if _TAG.search(code):
            yield "unread_tag", at(element), {"near": code.strip()[:60]}
        elif word not in _KNOWN:
            yield "word_field", at(element), {"word": word[:30] or "{ }"}
        elif word == "HYPERLINK" and not _SAFE_LINK.match(code):
            yield "odd_link", at(element), {"target": code.strip()[10:70].strip()}


def _codes(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield each field's own code, without those inside it."""
    opened: list[tuple[Any, list[str]]] = []
    for element in root.iter(f"{WORD}fldSimple", f"{WORD}fldChar", f"{WORD}instrText"):
        kind = element.get(f"{WORD}fldCharType")
        if element.tag == f"{WORD}fldSimple":
            yield element, element.get(f"{WORD}instr", "")
        elif element.tag == f"{WORD}instrText":
            code = opened[-1][1] if opened else []
            code.append(element.text or "")
            if not opened:
                yield element, element.text or ""
        elif kind == "begin":
            opened.append((element, []))
        elif kind == "end" and opened:
            started, pieces = opened.pop()
            yield started, "".join(pieces)
    yield from ((started, "".join(pieces)) for started, pieces in opened)


def written(paragraph: Paragraph) -> str:
    """Return the paragraph's words; a number of pages stands as `[PAGE]`, whatever it was last."""
    counted = {
        element: word for element, code in _codes(paragraph.element)
        if (word := (code.split() or [""])[0].upper()) in _COUNTED
    }  # fmt: skip
    own, said, inside = set(paragraph.texts), [], []
    for element in paragraph.element.iter(f"{WORD}t", f"{WORD}fldChar", f"{WORD}fldSimple"):
        kind = element.get(f"{WORD}fldCharType")
        if element in counted:
            said.append(f"[{counted[element]}]")
        if kind == "begin":
            inside.append(element)
        elif kind == "end" and inside:
            inside.pop()
        elif element in own:
            around = (*inside, *element.iterancestors(f"{WORD}fldSimple"))
            said += [element.text or ""] if counted.keys().isdisjoint(around) else []
    return "".join(said)


def unread_tags(root: Any, at: At) -> Found:
    """Yield tags that would be filled in though nobody reads them: in names, formulas, codes."""
    for element in root.iter("*"):
        words = [*element.attrib.values()]
        if element.tag not in (f"{WORD}t", f"{WORD}instrText"):
            words.append(element.text or "")
        near = next((one for one in words if _TAG.search(one)), None)
        if near is not None and element.tag != f"{WORD}fldSimple":
            yield "unread_tag", at(element), {"near": near.strip()[:60]}


def links_of(relations: Any) -> Found:
    """Yield the addresses a part links to: told, and refused where a tag stands in one."""
    for relation in relations:
        target = relation.get("Target", "")
        if _TAG.search(target):
            yield "unread_tag", None, {"near": target[:60]}
        elif relation.get("TargetMode", "").lower() == "external":
            yield "link", None, {"target": target[:80]}


def unbind(root: Any) -> int:
    """Free content controls from data behind the paper, which would be printed instead."""
    bound = [*root.iter(f"{WORD}{_BOUND}", f"{_OTHER_WORD}{_BOUND}")]
    for element in bound:
        element.getparent().remove(element)
    return len(bound)
