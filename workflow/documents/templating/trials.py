"""Awkward data to try a template with before anybody relies on it."""

from typing import Any

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents.engine.inspecting import Finding, Weight
from workflow.documents.engine.rendering import render

MANY, FEW = 30, 3  # rows of a list of the paper, and of a list within a row
AWKWARD = "Nguyễn Phúc Hoàng Bảo Ngọc Tường Vy A & B <x> {{ 7*7 }}"


def with_nothing(value: Any) -> Any:
    """Return the sample with every list empty and every condition off."""
    if isinstance(value, dict):
        return {key: with_nothing(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return []
    return False if isinstance(value, bool) else value


def with_much(value: Any, rows: int = MANY) -> Any:
    """Return the sample with long names, odd signs and many rows, and every condition on."""
    if isinstance(value, dict):
        return {key: with_much(inner, rows) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_much(value[n % len(value)], FEW) for n in range(rows)] if value else []
    if isinstance(value, bool):
        return True
    if isinstance(value, str) and any(sign.isalpha() for sign in value):
        return f"{value} {AWKWARD}"
    return value


def try_out(content: bytes, sample: dict[str, Any]) -> list[Finding]:
    """Fill the template in with the sample and with awkward data; return what failed.

    Plain data that fail make further trials pointless.
    """
    trials = (
        ("sample", _("Thử với dữ liệu mẫu"), sample),
        ("empty", _("Thử với danh sách trống"), with_nothing(sample)),
        ("long", _("Thử với tên dài, ký tự lạ và nhiều dòng"), with_much(sample)),
    )
    found: list[Finding] = []
    for code, place, context in trials:
        try:
            render(content, context)
        except BadInput as fault:
            found.append(Finding(f"trial_{code}", Weight.FAULT, place, str(fault)))
            if code == "sample":
                break
    return found
