"""Looks a template over before anybody may use it: mended where that is safe, else told why not."""

import io
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from lxml import etree

from workflow.documents.engine.jobs import archives, ooxml, render
from workflow.documents.engine.jobs.check import sniff
from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.jobs.template_codes import (
    At,
    links_of,
    odd_codes,
    place_of,
    unbind,
    unread_tags,
    written,
)
from workflow.documents.engine.jobs.template_look import (
    Fonts,
    left_by_editors,
    odd_fonts,
    odd_pages,
)
from workflow.documents.engine.jobs.template_seen import hard_to_see, seen_text
from workflow.documents.engine.jobs.template_shapes import Reader, shape_of
from workflow.documents.engine.jobs.template_tags import MOST_TAGS, TagReader
from workflow.documents.engine.jobs.template_text import (
    Paragraph,
    compose,
    paragraphs_of,
    scan,
    straighten,
    unturn,
)

_PARTS = {CT.WML_DOCUMENT_MAIN: "body", CT.WML_HEADER: "header", CT.WML_FOOTER: "footer",
          CT.WML_FOOTNOTES: "note"}  # fmt: skip
_READ = re.compile(r"/(header|footer|footnotes)$")  # relations whose parts are filled in
_STRICT = "{http://purl.oclc.org/ooxml/"
_FONT_FILES = re.compile(r"obfuscatedfont|x-font", re.I)
_LEFT_OVER = re.compile(r"\{[{%]|[}%]\}")
_MOST_FINDINGS = 60


class Inspection:
    """One template under inspection: its parts, and what has been found so far."""

    def __init__(self, package: zipfile.ZipFile, offered: dict[str, Any]) -> None:
        self.package, self.offered = package, offered
        self.types = ooxml.Types(package.read("[Content_Types].xml"))
        self.roots = {
            name: etree.fromstring(package.read(name))
            for name in sorted(package.namelist(), key=self._order)
            if self._order(name) < len(_PARTS)
        }  # fmt: skip
        self._require_one_main()
        self.paragraphs = {
            name: list(paragraphs_of(root, _PARTS[self.types.of(name)]))
            for name, root in self.roots.items()
        }
        self.findings: list[dict[str, Any]] = []
        self.pages: list[list[Any]] = []  # what differs from the decree's sheet: code and words
        shape = shape_of(offered)
        self.reader = Reader(shape if isinstance(shape, dict) else {})

    def _order(self, name: str) -> int:
        kind = self.types.of(name)
        return list(_PARTS).index(kind) if kind in _PARTS else len(_PARTS)

    def _require_one_main(self) -> None:
        """Refuse a second paper in the file, and parts that are filled in and not looked at."""
        main = [name for name in self.roots if self.types.of(name) == CT.WML_DOCUMENT_MAIN]
        if any(root.tag.startswith(_STRICT) for root in self.roots.values()):
            raise Fault("strict")
        folder = posixpath.dirname(main[0]) if main else ""
        targets = {
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in self._relations(main[0] if main else "")
            if _READ.search(relation.get("Type", ""))
        }
        if len(main) != 1 or not targets <= set(self.roots):
            raise Fault("not_docx")

    def _relations(self, name: str) -> Any:
        folder, _slash, file = name.rpartition("/")
        relations = self._extra(f"{folder}/_rels/{file}.rels")
        return () if relations is None else relations

    def report(self, code: str, place: dict[str, Any] | None = None, **words: Any) -> None:
        self.findings.append({"code": code, "place": place, "words": words})

    def every(self) -> list[Paragraph]:
        return [one for several in self.paragraphs.values() for one in several]

    def mend(self) -> bool:
        """Bring text to NFC and tags to plain quotes; return whether anything was mended."""
        composed = [one for one in self.every() if compose(one)]
        for one in self.every():
            scan(one)
        straightened = [one for one in self.every() if straighten(one)]
        turned = [one for one in self.every() if unturn(one)]
        for one in turned:
            scan(one)
        several = {"composed": composed, "straightened": straightened, "unturned": turned}
        for code, mended in several.items():
            if mended:
                self.report(code, mended[0].place(), count=len(mended))
        unbound = sum(unbind(root) for root in self.roots.values())
        if unbound:
            self.report("unbound", None, count=unbound)
        return bool(any(several.values()) or unbound)

    def read_tags(self) -> None:
        count = sum(len(one.tags) for one in self.every())
        if count > MOST_TAGS:
            self.report("many_tags", None, count=count, most=MOST_TAGS)
            return
        for paragraphs in self.paragraphs.values():
            TagReader(self.reader, self.report).read(paragraphs)

    def look(self) -> None:
        fonts = self._fonts()
        for code, paragraph, font in odd_fonts(self.every(), fonts):
            self.report(code, paragraph.place(), font=font)
        if any(_FONT_FILES.search(self.types.of(name)) for name in self.package.namelist()):
            self.report("embedded_fonts")
        for name, root in self.roots.items():
            at = place_of(self.paragraphs[name])
            for code, element in left_by_editors(root):
                self.report(code, at(element))
            for code, paragraph in hard_to_see(self.paragraphs[name], fonts):
                self.report(code, paragraph.place())
            self._look_behind(name, root, at)

    def _look_behind(self, name: str, root: Any, at: At) -> None:
        if self.types.of(name) == CT.WML_DOCUMENT_MAIN:
            for code, words in odd_pages(root):
                self.pages.append([code, words])
        for found in (odd_codes(root, at), unread_tags(root, at), links_of(self._relations(name))):
            for code, place, words in found:
                self.report(code, place, **words)

    def seen(self) -> str:
        """Return the words a reader of the pages sees, without their gaps, small."""
        return re.sub(r"\s", "", seen_text(self.every(), self._fonts())).casefold()

    def _fonts(self) -> Fonts:
        return Fonts(self._extra("word/styles.xml"), self._extra("word/theme/theme1.xml"))

    def _extra(self, name: str) -> Any:
        found = name in self.package.namelist()
        return etree.fromstring(self.package.read(name)) if found else None

    def content(self, original: bytes, *, mended: bool) -> bytes:
        """Return the template as it is kept: byte by byte as it came, unless it was mended."""
        if not mended:
            return original
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in self.package.namelist():
                root = self.roots.get(name)
                part = self.package.read(name) if root is None else etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )  # fmt: skip
                target.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    with _opened(blobs[0]) as package:
        found = Inspection(package, payload["offered"])
        mended = found.mend()
        found.read_tags()
        found.look()
        for code, words in found.pages:
            if [code, words] not in payload["usual"]:
                found.report(code, None, **words)
        content = found.content(blobs[0], mended=mended)
        shown = None
        # what is refused anyway is not drawn: docxtpl's expressions are slow on broken tags
        if not any(one["code"] not in payload["harmless"] for one in found.findings):
            shown = _try(found, content, payload["sample"], payload["watched"])
    answer = {
        "findings": found.findings[:_MOST_FINDINGS], "fields": sorted(found.reader.paths),
        "lines": [line for line in map(written, found.every()) if line.strip()], "shown": shown,
        "pages": found.pages,
    }  # fmt: skip
    return answer, [content]


def _opened(content: bytes) -> zipfile.ZipFile:
    path = Path("template.docx")
    path.write_bytes(content)
    if sniff(path) != "zip":
        raise Fault("not_docx")
    package = archives.open_checked(path)
    kind = ooxml.kind_of(package)
    if kind != "docx":
        raise Fault("macro" if kind == "macro" else "not_docx", part="")
    ooxml.check(package)
    return package


def _try(
    found: Inspection, content: bytes, sample: dict[str, Any], watched: list[str]
) -> list[str] | None:
    """Fill the template in; report what fails, and return which watched fields can be seen.

    As the sample is, with every list filled, with every list empty, and with every text blank and
    every flag down.
    """
    plain = _without_braces(sample)  # so that every brace left over is the template's own
    full = _without_braces(found.offered)
    marked, marks = _marked(plain, watched)
    trials = [("trial", marked), ("trial_empty", _emptied(plain)), ("trial_blank", _blanked(plain))]
    if full != plain:
        trials.append(("trial_full", full))
    shown: list[str] | None = None
    for code, context in trials:
        try:
            _value, [made] = render.work(
                {"act": "render", "context": context, "title": ""}, [content]
            )
        except Fault as fault:
            found.report(code, None, **{"fault": fault.code, **fault.data})
            continue
        if code == "trial":
            left = _left_over(made)
            if left:
                found.report("left_over", None, near=left)
            with zipfile.ZipFile(io.BytesIO(made)) as package:
                seen = Inspection(package, {}).seen()
            shown = [name for name, mark in marks.items() if mark in seen]
    return shown


def _marked(sample: dict[str, Any], watched: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the sample with words in the watched fields that stand nowhere else."""
    marks: dict[str, str] = {}
    context = dict(sample)
    for number, name in enumerate(watched):
        first, _dot, rest = name.partition(".")
        mark, holder = f"xq{number}x7319", context.get(first)
        if rest and isinstance(holder, dict) and isinstance(holder.get(rest), str):
            marks[name], context[first] = mark, holder | {rest: mark}
        elif not rest and isinstance(holder, str):
            marks[name] = context[first] = mark
    return context, marks


def _blanked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _blanked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_blanked(inner) for inner in value]
    return False if isinstance(value, bool) else "" if isinstance(value, str) else value


def _emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _emptied(inner) for key, inner in value.items()}
    return [] if isinstance(value, list) else value


def _without_braces(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_braces(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_braces(inner) for inner in value]
    return value.replace("{", "(").replace("}", ")") if isinstance(value, str) else value


def _left_over(made: bytes) -> str:
    """Return the first tag nobody filled in: of a chart, a drawing, an endnote."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            if not name.startswith("word/") or not name.endswith(".xml"):
                continue
            text = re.sub(r"<[^>]*>", "", package.read(name).decode("utf-8", "replace"))
            found = _LEFT_OVER.search(text)
            if found:
                return text[max(found.start() - 20, 0) : found.start() + 40].strip()
    return ""
