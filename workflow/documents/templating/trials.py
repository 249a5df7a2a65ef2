"""Awkward data to try a template with before anybody relies on it."""

from typing import Any

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents.engine.inspecting import Finding, Weight
from workflow.documents.engine.rendering import render

MANY, SEVERAL, FEW = 30, 8, 3  # rows of a list, of a list of texts, of a list within a row
AWKWARD = "Nguyễn Phúc Hoàng Bảo Ngọc Tường Vy A & B <x> {{ 7*7 }}"


def with_much(value: Any, rows: int = MANY) -> Any:
    """Return the sample with long names, odd signs and many rows, and every condition on."""
    if isinstance(value, dict):
        return {key: with_much(inner, rows) for key, inner in value.items()}
    if isinstance(value, list):
        if value and isinstance(value[0], str):
            rows = min(rows, SEVERAL)
        return [with_much(value[n % len(value)], FEW) for n in range(rows)] if value else []
    if isinstance(value, bool):
        return True
    if isinstance(value, str) and any(sign.isalpha() for sign in value):
        return f"{value} {AWKWARD}"
    return value


def try_out(content: bytes, sample: dict[str, Any]) -> list[Finding]:
    """Fill the template in with awkward data; return what failed, as a finding.

    Plain data and empty lists were tried when it was inspected.
    """
    try:
        render(content, with_much(sample))
    except BadInput as fault:
        place = _("Thử với tên dài, ký tự lạ và nhiều dòng")
        return [Finding("trial_long", Weight.FAULT, place, str(fault))]
    return []
