"""The words, tone and icon of every state, read once from states.json."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import has_app_context
from flask_babel import get_locale

TONES: Final = frozenset({"stone", "blue", "violet", "amber", "green", "gold", "seal"})
LANGUAGES: Final = ("vi", "en")
_DEFAULT: Final = "vi"
_SOURCE: Final = Path(__file__).with_name("states.json")


@dataclass(frozen=True, slots=True)
class Label:
    """One state as a page shows it, in one language."""

    text: str
    tone: str
    icon: str
    next: str


def _read(source: Path) -> dict[tuple[str, str], Label]:
    rows: dict[str, dict[str, str]] = json.loads(source.read_text(encoding="utf-8"))
    return {
        (key, lang): Label(row[lang], row["tone"], row["icon"], row[f"next_{lang}"])
        for key, row in rows.items()
        for lang in LANGUAGES
    }


_LABELS: Final = _read(_SOURCE)


def keys() -> list[str]:
    """Every known "kind.status", in the order of the file."""
    return list(dict.fromkeys(key for key, _lang in _LABELS))


def label_by_key(key: str, lang: str = _DEFAULT) -> Label:
    """The label of "kind.status"; an unknown key is a mistake of ours and raises KeyError."""
    return _LABELS[key, lang if lang in LANGUAGES else _DEFAULT]


def label(kind: str, status: str, lang: str = _DEFAULT) -> Label:
    """Return the label of one status of one kind, as in ("proposal", "returned")."""
    return label_by_key(f"{kind}.{status}", lang)


def _current_language() -> str:
    locale = get_locale() if has_app_context() else None
    return locale.language if locale else _DEFAULT


def label_here(kind: str, status: str) -> Label:
    """The label in the language of the reader of this request; Vietnamese outside one."""
    return label(kind, status, _current_language())


def template_functions() -> dict[str, Callable[..., Label]]:
    """What the macros call, in the language of the request; goes into the Jinja globals."""
    return {
        "state_label": lambda kind, status: label_here(kind, str(status)),
        "state_label_by_key": lambda key: label_by_key(key, _current_language()),
        "eligibility_label": lambda key: label("eligibility", str(key), _current_language()),
    }
