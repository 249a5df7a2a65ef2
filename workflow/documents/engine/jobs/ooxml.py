"""What a Word or Excel file may hold: no code, no foreign objects, no links that fetch."""

import re
import zipfile
from xml.etree import ElementTree

from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.jobs.xmlparts import check_part

_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    _OFFICE + "wordprocessingml.document.main+xml": "docx",
    _OFFICE + "spreadsheetml.sheet.main+xml": "xlsx",
}
_MACRO = re.compile(r"macro|vba|activex|dialogsheet", re.I)
_OBJECT = re.compile(r"oleobject|package$|embed|afchunk|/control$|ctrlprop", re.I)
_DATA = re.compile(r"connections\+xml|querytable|externallink", re.I)
_KNOWN = re.compile(
    r"application/vnd\.openxmlformats-(officedocument|package)\.[\w.+-]+"
    r"|application/vnd\.ms-(office|word|excel|powerpoint)\.[\w.+-]+\+xml"
    r"|application/(xml|inkml\+xml|vnd\.ms-package\.[\w.+-]+)"
    r"|image/(png|jpeg|jpg|gif|bmp|tiff|x-emf|x-wmf|emf|wmf|svg\+xml)",
    re.I,
)
_BAD_NAMES = re.compile(r"(^|/)(embeddings|activex|ctrlprops)/|vbaproject|vbadata", re.I)
_HYPERLINK = re.compile(r"/relationships/hyperlink$")
_SAFE_TARGET = re.compile(r"(https?://|mailto:|#)", re.I)
_CONTENT_TYPES = "[Content_Types].xml"


def kind_of(package: zipfile.ZipFile) -> str:
    """`docx` or `xlsx`, or `macro` / `other` for what is neither."""
    try:
        listing = package.read(_CONTENT_TYPES)
    except KeyError:
        return "other"
    check_part(_CONTENT_TYPES, listing)
    types = Types(listing).all
    if any(_MACRO.search(kind) for kind in types):
        return "macro"
    return next((MAIN[kind] for kind in types if kind in MAIN), "other")


def check(package: zipfile.ZipFile) -> None:
    """Refuse the first thing that does not belong in an office paper."""
    types = Types(package.read(_CONTENT_TYPES))
    for entry in package.infolist():
        name = entry.filename
        if entry.is_dir() or name == _CONTENT_TYPES:
            continue
        kind = types.of(name)
        _check_kind(name, kind)
        if kind.lower().endswith(("xml", "vmldrawing")) or name.endswith((".xml", ".rels", ".vml")):
            check_part(name, package.read(entry))
        if name.endswith(".rels"):
            _check_relations(name, package.read(entry))


class Types:
    """[Content_Types].xml: by extension, and by part where it says so."""

    def __init__(self, listing: bytes) -> None:
        root = ElementTree.fromstring(listing)  # noqa: S314  check_part has refused any DOCTYPE
        self.by_extension: dict[str, str] = {}
        self.by_part: dict[str, str] = {}
        for element in root:
            kind = element.get("ContentType", "")
            if element.tag.endswith("}Default"):
                self.by_extension[element.get("Extension", "").lower()] = kind
            elif element.tag.endswith("}Override"):
                self.by_part[element.get("PartName", "").lstrip("/").casefold()] = kind
        self.all = {*self.by_part.values()}

    def of(self, name: str) -> str:
        extension = name.rpartition("/")[2].rpartition(".")[2].lower()
        return self.by_part.get(name.casefold(), self.by_extension.get(extension, ""))


def _check_kind(name: str, kind: str) -> None:
    if _MACRO.search(kind) or re.search(r"vbaproject|vbadata|activex", name, re.I):
        raise Fault("macro", part=name)
    if _OBJECT.search(kind) or _BAD_NAMES.search(name):
        raise Fault("embedded", part=name)
    if _DATA.search(kind):
        raise Fault("external", part=name)
    if not _KNOWN.fullmatch(kind):
        raise Fault("unknown_part", part=name)


def _check_relations(name: str, content: bytes) -> None:
    for relation in ElementTree.fromstring(content):  # noqa: S314  check_part came first
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if _MACRO.search(kind):
            raise Fault("macro", part=name)
        if relation.get("TargetMode", "").lower() == "external":
            if kind.endswith("/attachedTemplate"):
                raise Fault("attached", part=target[:80])
            if not (_HYPERLINK.search(kind) and _SAFE_TARGET.match(target)):
                raise Fault("external", part=target[:80] or name)
        elif _OBJECT.search(kind):
            raise Fault("embedded", part=name)
