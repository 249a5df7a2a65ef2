"""The report of achievements in each form the decree's annex gives it, for persons and the rest."""

from __future__ import annotations

from typing import Any

from workflow.awards.report_forms import ReportForm, forms

REPORT = "proposals/achievement_report"
_PERSON = "individual"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def report_samples(sample: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the contexts of all forms but the one for merit, each under a name of its own."""
    return {f"{REPORT}.{one.key}.{one.subject}": _told(one, sample) for one in forms()}


def _told(form: ReportForm, sample: dict[str, Any]) -> dict[str, Any]:
    person = form.subject == _PERSON
    blank = {key: [] for key, value in sample["parts"][0].items() if isinstance(value, list)}
    parts = [
        sample["parts"][0] | blank | {
            "number": number, "heading": part.heading.upper(),
            "paragraphs": [part.detail],
        }
        for number, part in zip(_ROMAN, form.parts, strict=False)
    ]  # fmt: skip
    changed = {"subtitle": form.subtitle, "is_person": person, "parts": parts}
    if not person:
        changed |= {
            "name_label": "Tên tập thể", "name": "Đội Quản lý thị trường số 2", "place": "",
            "signature": {"prefix": "", "post_caps": "ĐẠI DIỆN TẬP THỂ", "name": ""},
        }  # fmt: skip
    return sample | changed
