"""The parts of an xlsx package around its sheets: which there are, shared texts, fonts, formats."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from workflow.awards.importing.table import MOST_CHARACTERS, Unreadable

_MAIN = re.compile(r"/relationships/officeDocument$")
_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
Run = tuple[str, str]  # text, font; an empty font is the cell's own


@dataclass
class Parts:
    """What the cells of every sheet refer to."""

    sheets: list[tuple[str, str]]  # name and part, visible ones, in order
    since_1904: bool = False
    texts: list[list[Run]] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)  # by style of cell
    dates: list[bool] = field(default_factory=list)  # by style of cell


def local(element: Any) -> str:
    return str(etree.QName(element).localname)


def elements(package: zipfile.ZipFile, part: str, *tags: str) -> Iterator[Any]:
    """Yield the finished elements of a part as they are read; the caller clears them.

    A DOCTYPE is refused before anything is yielded, so no entity is ever expanded.
    """
    try:
        with package.open(part) as source:
            found = etree.iterparse(
                source, events=("end",), tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
            )  # fmt: skip
            checked = False
            for _event, element in found:
                if not checked and element.getroottree().docinfo.doctype:
                    raise Unreadable("doctype")
                checked = True
                yield element
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError) as error:
        raise Unreadable("broken") from error


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", name + ".rels")
    return {
        one.get("Id", ""): (
            one.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in elements(package, path, "Relationship")
        if one.get("TargetMode") != "External"
    }


def read_parts(package: zipfile.ZipFile) -> Parts:
    """Return what stands around the sheets of the package."""
    root = _relations(package, "")
    main = next((target for kind, target in root.values() if _MAIN.search(kind)), "")
    relations = _relations(package, main)
    sheets, since_1904 = _sheets(package, main, relations)
    found = Parts(sheets, since_1904)
    for kind, target in relations.values():
        if kind.endswith("/sharedStrings"):
            found.texts = _shared_texts(package, target)
        elif kind.endswith("/styles"):
            found.fonts, found.dates = _styles(package, target)
    return found


def _sheets(
    package: zipfile.ZipFile, main: str, relations: dict[str, tuple[str, str]]
) -> tuple[list[tuple[str, str]], bool]:
    sheets, since_1904 = [], False
    for element in elements(package, main, "sheet", "workbookPr"):
        if local(element) == "workbookPr":
            since_1904 = element.get("date1904") in ("1", "true")
            continue
        key = element.get(_RELATION) or element.get(_RELATION_STRICT) or ""
        kind, target = relations.get(key, ("", ""))
        if kind.endswith("/worksheet") and element.get("state", "visible") == "visible":
            sheets.append((element.get("name", ""), target))
    return sheets, since_1904


def runs_of(element: Any) -> list[Run]:
    """Return the texts of a string with the fonts they are set in; readings are left out."""
    runs: list[Run] = []
    for child in element:
        kind = local(child)
        if kind == "t":
            runs.append((child.text or "", ""))
        elif kind == "r":
            font = next((p.get("val", "") for p in child.iter("{*}rFont")), "")
            runs.append(("".join(t.text or "" for t in child.iter("{*}t")), font))
    return runs


def _shared_texts(package: zipfile.ZipFile, part: str) -> list[list[Run]]:
    texts: list[list[Run]] = []
    length = 0
    for element in elements(package, part, "si"):
        texts.append(runs_of(element))
        length += sum(len(text) for text, _font in texts[-1])
        if length > MOST_CHARACTERS:
            raise Unreadable("too_long")
        drop(element)
    return texts


def drop(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _is_date(code: str) -> bool:
    plain = _QUOTED.sub("", code).lower()
    return bool(re.search(r"[dy]|mm|m/", plain)) and not re.search(r"[0#?]", plain)


def _styles(package: zipfile.ZipFile, part: str) -> tuple[list[str], list[bool]]:
    names: list[str] = []
    codes: dict[int, bool] = {}
    fonts: list[str] = []
    dates: list[bool] = []
    for element in elements(package, part, "fonts", "numFmts", "cellXfs"):
        kind = local(element)
        if kind == "fonts":
            names = [next((n.get("val", "") for n in font.iter("{*}name")), "") for font in element]
        elif kind == "numFmts":
            codes = {
                _number(one, "numFmtId"): _is_date(one.get("formatCode", "")) for one in element
            }
        else:
            for style in element:
                font, code = _number(style, "fontId"), _number(style, "numFmtId")
                fonts.append(names[font] if font < len(names) else "")
                dates.append(codes.get(code, code in _BUILTIN_DATES))
    return fonts, dates


def _number(element: Any, name: str) -> int:
    text = element.get(name, "0")
    return int(text) if text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
