"""What document numbers look like, as sheets carry them and as people type them.

The text itself is never changed: a number of somebody else's is kept as it is written.
"""

import re
from dataclasses import dataclass, replace

from workflow.core.text import fold

# Type abbreviations of Decree 30/2020, PL III, folded; and the words people say instead.
TYPES = frozenset(
    {
        "nq", "qd", "ct", "qc", "qyd", "tc", "tb", "hd", "ctr", "kh", "pa", "da", "bc", "bb",
        "ttr", "cd", "bgn", "btt", "guq", "gm", "ggt", "gnp", "pg", "pc", "pb", "sy", "trs", "sl",
        "cv", "vbhn", "tt",
    }
)  # fmt: skip
SPOKEN = {
    "nghi quyet": "nq", "quyet dinh": "qd", "chi thi": "ct", "to trinh": "ttr", "bien ban": "bb",
    "thong bao": "tb", "giay moi": "gm", "ke hoach": "kh", "huong dan": "hd", "bao cao": "bc",
}  # fmt: skip
_YEAR = r"(?:19|20)\d\d"
_NUMBER = r"(?P<number>\d{1,6}|\d{1,3}(?:\.\d{3})+)(?P<suffix>[a-z]?)"
_LEAD = re.compile(r"^(?:(?:van ban|so|no\.?|so ky hieu)\s*:?\s*)+")
_WITH_YEAR = re.compile(rf"{_NUMBER}\s*(?:/|,|cua|nam|cua nam)\s*(?P<year>{_YEAR})")
_WITH_SYMBOL = re.compile(
    rf"{_NUMBER}\s*/\s*(?:(?P<year>{_YEAR})\s*/\s*)?(?P<symbol>[a-z][a-z0-9&. /-]*)"
)
_BARE = re.compile(_NUMBER)
_WORD = re.compile(r"[^\W_]+")
MAX_SYMBOL_WORDS = 5


@dataclass(frozen=True)
class WrittenNumber:
    """A number as written, and what can be read off it; nothing when it follows no rule we know.

    `symbol` is folded and holds letters and digits alone: "qdcqltt" for QĐ-CQLTT.
    """

    text: str
    number: int | None = None
    suffix: str = ""
    year: int | None = None
    symbol: str = ""


def squeeze(symbol: str) -> str:
    """Return a symbol for comparing: folded, letters and digits alone."""
    return "".join(_WORD.findall(fold(symbol)))


def _made(text: str, found: re.Match[str], symbol: str = "") -> WrittenNumber:
    parts = found.groupdict()
    year = parts.get("year")
    return WrittenNumber(
        text=text, number=int(parts["number"].replace(".", "")), suffix=parts["suffix"],
        year=int(year) if year else None, symbol=squeeze(symbol or parts.get("symbol") or ""),
    )  # fmt: skip


def _plain(text: str) -> str:
    """Return the text folded, with every kind of dash as a hyphen and the lead words gone."""
    dashed = re.sub(r"\s*[‐‑‒–—−-]\s*", "-", fold(text))
    return _LEAD.sub("", dashed).strip(" .,;")


def read(text: str) -> WrittenNumber:
    """Return what a sheet's own number says. Never fails: the text is kept whatever it is."""
    plain = _plain(text)
    for pattern in (_WITH_YEAR, _WITH_SYMBOL, _BARE):
        if plain.isascii() and (found := pattern.fullmatch(plain)):
            return _made(text, found)
    return WrittenNumber(text)


def _words_around(text: str, plain: str) -> WrittenNumber | None:
    """Read “qd cqltt 846”, “846 quyết định”: one number and the words of a symbol."""
    for spoken, short in SPOKEN.items():
        plain = re.sub(rf"\b{spoken}\b", short, plain)
    words = [w for w in re.findall(r"[^\W_]+", plain) if w not in {"so", "cua", "nam"}]
    numbers = [w for w in words if _BARE.fullmatch(w)]
    symbol = [w for w in words if w not in numbers]
    if not numbers or len(symbol) > MAX_SYMBOL_WORDS or not symbol or symbol[0] not in TYPES:
        return None
    years = [w for w in numbers[1:] if re.fullmatch(_YEAR, w)]
    found = _BARE.fullmatch(numbers[0])
    if found is None or len(numbers) - len(years) != 1:
        return None
    made = _made(text, found, "".join(symbol))
    return replace(made, year=int(years[0]) if years else None)


def as_query(text: str) -> WrittenNumber | None:
    """Return the number somebody is looking for, or None when they look for something else."""
    plain = _plain(text)
    if not plain.isascii():
        return None
    written = read(text)
    return written if written.number is not None else _words_around(text, plain)


# Decree 30/2020 numbers exactly as printed; a year in the middle marks a normative document.
_UPPER, _ANY = "A-ZĐĂÂÊÔƠƯ", "A-Za-zĐđĂÂÊÔƠƯ0-9"
_AGENCY = rf"[{_UPPER}0-9][{_ANY}&.]*(?:-[{_UPPER}0-9][{_ANY}&.]*)*"
PRINTED = re.compile(
    rf"(?P<number>\d{{1,6}})(?P<suffix>[a-z]?)(?:/(?P<year>\d{{4}}))?"
    rf"/(?P<head>[{_UPPER}][{_ANY}]*)(?:-(?P<rest>{_AGENCY}))?"
)


@dataclass(frozen=True)
class PrintedNumber:
    """A number as sheets print it: `head` is the type, or the agency on a công văn."""

    number: int
    suffix: str
    year: int | None
    head: str
    rest: str

    @property
    def symbol(self) -> str:
        return f"{self.head}-{self.rest}" if self.rest else self.head


def read_printed(text: str) -> PrintedNumber | None:
    """Read a number written by the rule of Decree 30; None for anything else."""
    found = PRINTED.fullmatch(text.strip())
    if found is None:
        return None
    year = found["year"]
    return PrintedNumber(
        int(found["number"]), found["suffix"], int(year) if year else None, found["head"],
        found["rest"] or "",
    )  # fmt: skip
