"""The words one finds a record by: the same cutting for what is stored and what is typed."""

import re
import unicodedata
from collections.abc import Iterable

from workflow.core.text import fold

_WORD = re.compile(r"[^\W_]+")
APART = "qzq"  # stands between two names, so that no phrase runs from one into the next
LONGEST = 40


def folded_words(text: str) -> list[str]:
    """Return the words without marks: “Đặng Văn Q” as dang, van, q."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


def marked_words(text: str) -> list[str]:
    """Return the words with their marks, in lower case."""
    lower = unicodedata.normalize("NFC", text.lower())
    return [word[:LONGEST] for word in _WORD.findall(lower)]


def folded_line(texts: Iterable[str]) -> str:
    """Return several texts as one line of folded words, kept apart."""
    return f" {APART} ".join(" ".join(folded_words(text)) for text in texts if text)


def marked_line(texts: Iterable[str]) -> str:
    return f" {APART} ".join(" ".join(marked_words(text)) for text in texts if text)


def has_marks(text: str) -> bool:
    """Was the text typed with marks? Then whoever wrote it means those marks."""
    return " ".join(marked_words(text)) != " ".join(folded_words(text))
