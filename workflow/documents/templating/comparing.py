"""What the words of two versions of a template have apart, word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

NEAR = 1  # unchanged lines shown around a change
SAME, ADDED, REMOVED = "same", "added", "removed"
Piece = list[str]  # kind and words
_WORDS = re.compile(r"\S+\s*")


def difference(before: Sequence[str], after: Sequence[str]) -> list[dict[str, Any]]:
    """Return the lines around every change, each in pieces; `skipped` lines were the same.

    Nothing comes back where the texts are the same.
    """
    lines = list(_lines(before, after))
    if all(kind == SAME for line in lines for kind, _words in line):
        return []
    changed = [n for n, line in enumerate(lines) if any(kind != SAME for kind, _words in line)]
    shown = {n for place in changed for n in range(place - NEAR, place + NEAR + 1)}
    return list(_with_gaps(lines, shown))


def _with_gaps(lines: list[list[Piece]], shown: set[int]) -> Iterator[dict[str, Any]]:
    skipped = 0
    for number, line in enumerate(lines):
        if number not in shown:
            skipped += 1
            continue
        yield {"skipped": skipped, "pieces": line}
        skipped = 0
    if skipped:
        yield {"skipped": skipped, "pieces": []}


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[list[Piece]]:
    for act, old_from, old_to, new_from, new_to in _steps(before, after):
        old, new = before[old_from:old_to], after[new_from:new_to]
        if act == "equal":
            yield from ([[SAME, line]] for line in old)
            continue
        together = min(len(old), len(new))
        for one, other in zip(old, new, strict=False):
            yield _pieces(one, other)
        yield from ([[REMOVED, line]] for line in old[together:])
        yield from ([[ADDED, line]] for line in new[together:])


def _pieces(old: str, new: str) -> list[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Piece] = []
    for act, old_from, old_to, new_from, new_to in _steps(before, after):
        if act == "equal":
            found.append([SAME, "".join(before[old_from:old_to])])
            continue
        if old_to > old_from:
            found.append([REMOVED, "".join(before[old_from:old_to])])
        if new_to > new_from:
            found.append([ADDED, "".join(after[new_from:new_to])])
    return found


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
