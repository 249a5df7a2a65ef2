"""Holds a drawn paper against its data: who is named in them, and the amounts, must stand in it."""

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
_LISTS = ("collectives", "individuals", "passed", "failed")


def refuse_without_names(docx: bytes, context: dict[str, Any]) -> None:
    """Raise TemplateFault for the first recipient or amount of the data the paper does not print.

    What a PDF of it shows is compared with this paper when it is converted.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        xml = package.read("word/document.xml").decode("utf-8")
    printed = _squeezed("".join(html.unescape(text) for text in _TEXT.findall(xml)))
    for told in _told(context):
        if _squeezed(told) not in printed:
            raise TemplateFault(
                _("Mẫu văn bản không in “%(told)s” có trong dữ liệu nên chưa dựng trang. Hãy sửa "
                  "mẫu rồi dựng lại.", told=told),
                code="unprinted",
            )  # fmt: skip


def _told(context: dict[str, Any]) -> Iterator[str]:
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
