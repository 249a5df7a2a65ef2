"""Counts, draws and reads the pages of a PDF."""

import unicodedata
from typing import Any

from workflow.core.i18n import _
from workflow.documents.engine.child import Answer, Limits, run_limited
from workflow.documents.engine.errors import Refused
from workflow.documents.engine.jobs.faults import Fault

_LIMITS = Limits(cpu_seconds=30, wall_seconds=40)


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has."""
    return int(_run({"act": "count"}, pdf).value)


def page_images(pdf: bytes, *, dpi: int = 80, first_only: bool = False) -> list[bytes]:
    """The pages as PNG pictures, in order."""
    return _run({"act": "images", "dpi": dpi, "first_only": first_only}, pdf).blobs


def text_of(pdf: bytes, *, layout: bool = False) -> str:
    """The text of the PDF in NFC; pages end with a form feed."""
    return unicodedata.normalize("NFC", str(_run({"act": "text", "layout": layout}, pdf).value))


def _run(payload: dict[str, Any], pdf: bytes) -> Answer:
    try:
        return run_limited("pages", payload, [pdf], _LIMITS)
    except Fault as fault:
        raise Refused(
            _("Không đọc được tệp PDF. Hãy tạo lại tệp PDF rồi thử lại."),
            code=fault.code,
        ) from None
