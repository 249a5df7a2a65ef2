"""File names of papers: one of plain ASCII for the disk, one as people read it."""

import re
import unicodedata

_LONGEST = 50
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')


def file_name(title: str, extension: str) -> str:
    """`Quyết định số 12/QĐ` → `quyet-dinh-so-12-qd.pdf`; never empty, never a path."""
    plain = title.replace("đ", "d").replace("Đ", "D")
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")[:_LONGEST].strip("-")
    return f"{slug or 'tep'}.{extension}"


def display_name(title: str, extension: str) -> str:
    """The title with its accents, without what a file name may not hold."""
    kept = _UNSAFE.sub(" ", unicodedata.normalize("NFC", title))
    kept = re.sub(r"\s+", " ", kept).strip(" .")[:120].strip(" .")
    return f"{kept or 'Tệp'}.{extension}"
