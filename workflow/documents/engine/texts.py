"""File names of papers: one of plain ASCII for the disk, one as people read it."""

import re
import unicodedata

_LONGEST = 60
_LONGEST_SHOWN = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
_NUMBER = re.compile(r"\b\d+[a-zA-Z]?/\w[\w-]*")  # 846/QĐ-CQLTT


def file_name(title: str, extension: str) -> str:
    """`Quyết định số 12/QĐ` → `quyet-dinh-so-12-qd.pdf`; never empty, never a path."""
    return f"{_shortened(_slug(title), _slug(_number(title)), '-', _LONGEST) or 'tep'}.{extension}"


def display_name(title: str, extension: str) -> str:
    """The title with its accents, without what a file name may not hold."""
    title = unicodedata.normalize("NFC", title)
    kept = _shortened(_safe(title), _safe(_number(title)), " ", _LONGEST_SHOWN)
    return f"{kept.strip(' .') or 'Tệp'}.{extension}"


def _number(title: str) -> str:
    found = _NUMBER.search(title)
    return found.group() if found else ""


def _slug(text: str) -> str:
    plain = text.replace("đ", "d").replace("Đ", "D")
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")


def _safe(text: str) -> str:
    return re.sub(r"\s+", " ", _UNSAFE.sub(" ", text)).strip(" .")


def _shortened(text: str, number: str, gap: str, longest: int) -> str:
    """Return the text cut after a whole word, with its number at the end if the cut took it."""
    if len(text) <= longest:
        return text
    number = number[:longest]
    head = _cut(text, gap, longest)
    if not number or number in head:
        return head
    return f"{_cut(text, gap, longest - len(number) - 1)}{gap}{number}".strip(gap)


def _cut(text: str, gap: str, longest: int) -> str:
    head = text[: max(longest, 0) + 1]
    whole = head.rpartition(gap)[0]
    return (whole or head[:-1]).rstrip(f"{gap} .,")
