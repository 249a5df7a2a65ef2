"""The organisation's lines at the head of a paper, broken where a reader would break them.

The column beside the national motto is 73 mm wide. Left to the word processor, a long name
breaks inside its province (“… TỈNH LONG / AN”).
"""

import re
from itertools import combinations
from textwrap import wrap

from workflow.organisations.models import Organisation

LONGEST = 27  # capitals of 12 pt bold that fit into the column
HARD = "\u00a0"
_JOINED = "\x1f"  # a space no break falls on, while the breaks are chosen
_PLACE = re.compile(r"(?<!^)\b(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN) .+$")
_COMPOUNDS = (
    "CƠ SỞ|CƠ ĐỘNG|CÔNG CHỨC|CÔNG ĐOÀN|KHEN THƯỞNG|LAO ĐỘNG|NHÂN DÂN|QUẢN LÝ|THI ĐUA|THỊ TRƯỜNG"
    "|VIÊN CHỨC"
)
_TOGETHER = re.compile(rf"\b(?:{_COMPOUNDS})\b|SỐ \d+| - ")
# A line may well begin here; anywhere else a break costs more than an uneven line.
_BEGINNINGS = (
    "CỤC ", "CHI CỤC ", "TỔNG CỤC ", "ĐỘI ", "PHÒNG ", "BỘ ", "ỦY BAN ", "HỘI ĐỒNG ", "TRUNG TÂM ",
)  # fmt: skip
_ODD_BREAK = 8
_MANY = 14  # beyond it there are too many ways to break to compare them all


def heading_of(organisation: Organisation) -> dict[str, str]:
    """Return the two parts of the head as templates name them: the line above, and the name."""
    above = organisation.parent.name.upper() if organisation.parent else ""
    return {
        "parent_caps": broken(organisation.heading_parent or above),
        "name_caps": broken(organisation.heading_name or organisation.name.upper()),
    }


def whole_place(text: str) -> str:
    """Return capitals for a wide line, which no longer breaks inside its place."""
    return _PLACE.sub(lambda found: found.group().replace(" ", HARD), text)


def broken(text: str) -> str:
    """Return the capitals in lines that fit; a break somebody typed stays."""
    return "\n".join(line for typed in text.split("\n") for line in _lines(typed.strip())).replace(
        _JOINED, " "
    )


def _lines(text: str) -> list[str]:
    text = _TOGETHER.sub(lambda found: found.group().replace(" ", _JOINED), text)
    place = _PLACE.search(text)
    if place is None:
        return _balanced(text)
    named = place.group().replace(" ", HARD)
    if len(text) <= LONGEST:
        return [text[: place.start()] + named]
    return [*_balanced(text[: place.start()].strip()), named]


def _balanced(text: str) -> list[str]:
    """Return the fewest lines that fit, as even as can be, breaking before a unit's name."""
    words = text.split(" ")
    if len(words) > _MANY:
        return wrap(text, LONGEST, break_long_words=False, break_on_hyphens=False)
    for breaks in range(len(words)):
        ways = [_cut(words, places) for places in combinations(range(1, len(words)), breaks)]
        fitting = [way for way in ways if max(map(len, way)) <= LONGEST]
        if fitting:
            return min(fitting, key=_unevenness)
    return [text]


def _cut(words: list[str], places: tuple[int, ...]) -> list[str]:
    starts, ends = (0, *places), (*places, len(words))
    return [" ".join(words[start:end]) for start, end in zip(starts, ends, strict=True)]


def _unevenness(lines: list[str]) -> int:
    odd = sum(not line.startswith(_BEGINNINGS) for line in lines[1:])
    return max(map(len, lines)) + _ODD_BREAK * odd
