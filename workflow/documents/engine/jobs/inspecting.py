"""Looks a template over before anybody may use it: mended where that is safe, else told why not."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from lxml import etree

from workflow.documents.engine.jobs import archives, ooxml, render
from workflow.documents.engine.jobs.check import sniff
from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.jobs.template_look import (
    Fonts,
    left_by_editors,
    odd_fonts,
    odd_pages,
)
from workflow.documents.engine.jobs.template_shapes import Reader, shape_of
from workflow.documents.engine.jobs.template_tags import MOST_TAGS, TagReader
from workflow.documents.engine.jobs.template_text import (
    Paragraph,
    compose,
    paragraphs_of,
    scan,
    straighten,
)

_PARTS = {CT.WML_DOCUMENT_MAIN: "body", CT.WML_HEADER: "header", CT.WML_FOOTER: "footer",
          CT.WML_FOOTNOTES: "note"}  # fmt: skip
_LEFT_OVER = re.compile(r"\{[{%]|[}%]\}")
_MOST_FINDINGS = 60


class Inspection:
    """One template under inspection: its parts, and what has been found so far."""

    def __init__(self, package: zipfile.ZipFile, sample: dict[str, Any]) -> None:
        self.package, self.sample = package, sample
        self.types = ooxml.Types(package.read("[Content_Types].xml"))
        self.roots = {
            name: etree.fromstring(package.read(name))
            for name in sorted(package.namelist(), key=self._order)
            if self._order(name) < len(_PARTS)
        }  # fmt: skip
        self.paragraphs = {
            name: list(paragraphs_of(root, _PARTS[self.types.of(name)]))
            for name, root in self.roots.items()
        }
        self.findings: list[dict[str, Any]] = []
        shape = shape_of(sample)
        self.reader = Reader(shape if isinstance(shape, dict) else {})

    def _order(self, name: str) -> int:
        kind = self.types.of(name)
        return list(_PARTS).index(kind) if kind in _PARTS else len(_PARTS)

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
        for code, mended in (("composed", composed), ("straightened", straightened)):
            if mended:
                self.report(code, mended[0].place(), count=len(mended))
        return bool(composed or straightened)

    def read_tags(self) -> None:
        count = sum(len(one.tags) for one in self.every())
        if count > MOST_TAGS:
            self.report("many_tags", None, count=count, most=MOST_TAGS)
            return
        for paragraphs in self.paragraphs.values():
            TagReader(self.reader, self.report).read(paragraphs)

    def look(self) -> None:
        fonts = Fonts(self._extra("word/styles.xml"), self._extra("word/theme/theme1.xml"))
        for code, paragraph, font in odd_fonts(self.every(), fonts):
            self.report(code, paragraph.place(), font=font)
        for name, root in self.roots.items():
            for code in left_by_editors(root):
                self.report(code)
            if self.types.of(name) == CT.WML_DOCUMENT_MAIN:
                for code, words in odd_pages(root):
                    self.report(code, None, **words)

    def _extra(self, name: str) -> Any:
        found = name in self.package.namelist()
        return etree.fromstring(self.package.read(name)) if found else None

    def content(self, original: bytes, *, mended: bool) -> bytes:
        """Return the template as it is kept: byte by byte as it came, unless it was mended."""
        if not mended:
            return original
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
            for name in self.package.namelist():
                root = self.roots.get(name)
                part = self.package.read(name) if root is None else etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )  # fmt: skip
                target.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
        return written.getvalue()


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    with _opened(blobs[0]) as package:
        found = Inspection(package, payload["sample"])
        mended = found.mend()
        found.read_tags()
        found.look()
        content = found.content(blobs[0], mended=mended)
        # what is refused anyway is not drawn: docxtpl's expressions are slow on broken tags
        if not any(one["code"] not in payload["harmless"] for one in found.findings):
            for code, place, words in _trials(content, found.sample):
                found.report(code, place, **words)
    answer = {
        "findings": found.findings[:_MOST_FINDINGS], "fields": sorted(found.reader.paths),
        "lines": [one.text for one in found.every() if one.text.strip()],
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


def _trials(content: bytes, sample: dict[str, Any]) -> Any:
    """Fill the template in twice, as the sample is and with every list empty."""
    plain = _without_braces(sample)  # so that every brace left over is the template's own
    for code, context in (("trial", plain), ("trial_empty", _emptied(plain))):
        try:
            _value, [made] = render.work(
                {"act": "render", "context": context, "title": ""}, [content]
            )
        except Fault as fault:
            yield code, None, {"fault": fault.code, **fault.data}
            continue
        left = _left_over(made)
        if code == "trial" and left:
            yield "left_over", None, {"near": left}


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
