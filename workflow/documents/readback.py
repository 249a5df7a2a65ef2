"""Holds a drawn paper against its data: its number, who is named and what is paid stand in it."""

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

from workflow.core.i18n import _
from workflow.documents.engine.errors import TemplateFault

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_HYPHEN = ("<w:noBreakHyphen/>", "<w:t>-</w:t>")
_PARTS = re.compile(r"word/(document|header|footer)\d*\.xml$")
_LISTS = ("collectives", "individuals", "passed", "failed")


def refuse_without_names(docx: bytes, context: dict[str, Any]) -> None:
    """Raise TemplateFault for the first number, name or amount of the data it does not print.

    What a PDF of it shows is compared with this paper when it is converted.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        xml = "".join(
            package.read(name).decode("utf-8") for name in package.namelist() if _PARTS.match(name)
        )
    texts = _TEXT.findall(xml.replace(*_HYPHEN))
    printed = _squeezed("".join(html.unescape(text) for text in texts))
    for told in _told(context):
        if _squeezed(told) not in printed:
            raise TemplateFault(
                _("Mẫu văn bản không in “%(told)s” có trong dữ liệu nên chưa dựng trang. Hãy sửa "
                  "mẫu rồi dựng lại.", told=told),
                code="unprinted",
            )  # fmt: skip


def _told(context: dict[str, Any]) -> Iterator[str]:
    number = "".join(_of(context, "number")).strip()
    if number:  # of a draft there is only room for it
        yield "/".join([number, *_of(context, "symbol")])
        yield from _of(context, "date_line")
    yield from _of(context.get("signature"), "name")
    paid = _of(context.get("prizes"), "total")
    yield from paid
    yield from _of(context.get("recipient"), "name")
    for name in _LISTS:
        for row in context.get(name) or ():
            yield from _of(row, "name")
            if paid:
                yield from _of(row, "prize")


def _of(row: Any, key: str) -> list[str]:
    value = row.get(key) if isinstance(row, dict) else None
    return [value] if isinstance(value, str) and value else []


def _squeezed(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        one for one in composed if not one.isspace() and unicodedata.category(one)[0] != "C"
    )
