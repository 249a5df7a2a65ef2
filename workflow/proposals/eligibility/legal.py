"""Where the law says it, as the office writes it: the catalogue keeps short English references."""

import re
from datetime import date

from workflow.awards.legal_bases import cited_on

_PART = re.compile(r"(?:Law|Decree|Circular) ")
_WORDS = (
    (re.compile(r"\bLaw\b"), "Luật"), (re.compile(r"\bDecree\b"), "Nghị định"),
    (re.compile(r"\bCircular\b"), "Thông tư"), (re.compile(r"\bArt\b"), "Điều"),
    (re.compile(r"\bChapter\b"), "Chương"), (re.compile(r" as amended (\d{4})"), r", sửa đổi \1"),
)  # fmt: skip
_REMARK = re.compile(r"\s*\([^()]*[a-z]{3}[^()]*\)")


def law_text(reference: str) -> str:
    """Return “Luật 06/2022/QH15 Điều 24, 80”; what is not a reference to a law is left out.

    A text an organisation wrote in its own words is returned as it stands.
    """
    if not _PART.search(reference):
        return reference
    parts = [_REMARK.sub("", part).strip() for part in reference.split(";")]
    text = "; ".join(part for part in parts if _PART.match(part))
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    return text


def rule_set_of(year: int) -> list[str]:
    """Return the laws and decrees whose criteria judge an achievement of `year`."""
    return [text.removeprefix("Căn cứ ") for text in cited_on(date(year, 12, 31))]
