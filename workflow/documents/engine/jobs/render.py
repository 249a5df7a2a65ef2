"""Fills in one .docx template with plain data, in the limited child."""

import io
import re
import zipfile
from copy import copy
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, meta
from jinja2.exceptions import TemplateError, UndefinedError
from lxml import etree

from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.jobs.grammar import TemplateEnvironment, missing_name

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STRAY = " | ".join(
    f"{path}/text()[normalize-space()]"
    for path in (".", *(f".//w:{name}" for name in ("p", "r", "tr", "tc", "tbl", "sdt")))
)
_FOOTNOTES = "footnotes+xml"
_RUNNING = "{*}body/{*}p//{*}t"
# the symbol behind a paper's number, or the code of a dossier
_SYMBOL = re.compile(r"(?<=/)[A-ZĐ]\w*(?:-\w+)+|\bHS(?:-[A-ZĐ0-9]+)*-\d{4}-\d+\b")


class _Paper(DocxTemplate):  # type: ignore[misc, unused-ignore]
    """A template that reports damage instead of mending it, and leaves properties alone."""

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Core properties are never templates: docxtpl would escape them twice."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml)  # docxtpl's own parser drops broken text without a word
        return super().fix_tables(xml)

    def sources(self) -> list[str]:
        """Every text Jinja will read: body, headers, footers, footnotes."""
        self.render_init()
        found = [self.patch_xml(self.get_xml())]
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            found += [
                self.patch_xml(self.get_part_xml(part))
                for _key, part in self.get_headers_footers(uri)
            ]
        for part in self.docx.part.package.parts:
            if part.content_type.endswith(_FOOTNOTES):
                found.append(self.patch_xml(part.blob.decode("utf-8")))
        return found


def work(payload: dict[str, Any], blobs: list[bytes]) -> tuple[Any, list[bytes]]:
    paper = _open(blobs[0])
    try:
        if payload["act"] == "fields":
            return _fields(paper), []
        return None, [_render(paper, payload["context"], payload["title"])]
    except UndefinedError as error:
        raise Fault("missing", name=missing_name(error)) from error
    except TemplateSyntaxError as error:
        raise Fault("syntax", detail=(error.message or "")[:200], near=_near(error)) from error
    except TemplateError as error:
        raise Fault("forbidden", what=str(error)[:100]) from error
    except etree.XMLSyntaxError as error:
        raise Fault("misplaced", near="") from error
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        raise Fault("unfit", detail=type(error).__name__) from error


def _near(error: TemplateSyntaxError) -> str:
    """The words around the fault, without their markup."""
    line = error.lineno - 1
    lines = (error.source or "").splitlines()[max(line - 1, 0) : line + 2]
    texts = [re.sub(r"<[^>]*>", "", text).strip() for text in [*lines[1:2], *lines[:1], *lines[2:]]]
    return next((text[:80] for text in texts if text), "")


def _open(template: bytes) -> _Paper:
    try:
        paper = _Paper(io.BytesIO(template))
        paper.init_docx()
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise Fault("not_docx") from error
    return paper


def _fields(paper: _Paper) -> list[str]:
    environment = TemplateEnvironment()
    names: set[str] = set()
    for source in paper.sources():
        names |= meta.find_undeclared_variables(environment.parse(source))
    return sorted(names)


def _render(paper: _Paper, context: dict[str, Any], title: str) -> bytes:
    paper.render(context, jinja_env=TemplateEnvironment(), autoescape=True)
    stray = paper.docx.element.body.xpath(_STRAY)
    if stray:
        raise Fault("misplaced", near=re.sub(r"\s+", " ", str(stray[0])).strip()[:80])
    _keep_numbers_whole(paper.docx.element)
    if title:
        paper.docx.core_properties.title = title[:255]
    saved = io.BytesIO()
    paper.save(saved)
    return _with_fixed_dates(saved)


def _keep_numbers_whole(document: Any) -> None:
    """Let “12/QĐ-CQLTT” stand on one line of running text: its hyphens are those that bind.

    A PDF shows and gives out ordinary ones, so the number is found in it. The cell of a table may
    be too narrow for the whole number: there it breaks as it did.
    """
    for text in document.findall(_RUNNING):
        bound = _SYMBOL.sub(lambda symbol: symbol[0].replace("-", "\0"), text.text or "")
        first, *others = bound.split("\0")
        text.text, last = first, text
        for other in others:
            hyphen, rest = text.makeelement(qn("w:noBreakHyphen"), {}), copy(text)
            rest.text, rest.tail = other, None
            last.addnext(hyphen)
            hyphen.addnext(rest)
            last = rest


def _with_fixed_dates(saved: io.BytesIO) -> bytes:
    """The same data give the same bytes, so a digest of the paper means something."""
    written = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name), compresslevel=6)
    return written.getvalue()
