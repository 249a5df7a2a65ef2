"""Vietnamese text: one stored form, one folded form for search, one order for lists of people."""

import re
import unicodedata

from workflow.core.errors import BadInput
from workflow.core.i18n import _

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0302", "\u0306", "\u031b"}
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "\u00a0": " ", "\u202f": " "})
_ALLOWED_CONTROLS = {"\n", "\t", "\r"}


def _is_invisible(character: str) -> bool:
    return character not in _ALLOWED_CONTROLS and (
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def normalise(text: str) -> str:
    """Return the one stored form of `text`: NFC, Vietnamese Đ, no stray blanks at the ends.

    Raises BadInput when it holds a character nobody can see (promise P37).
    """
    composed = unicodedata.normalize("NFC", text.translate(_LOOKALIKES))
    if composed.isprintable():  # most texts: one call instead of one a character
        return composed.strip()
    for position, character in enumerate(composed, start=1):
        if _is_invisible(character):
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            raise BadInput(
                _(
                    "Ký tự thứ %(position)s không nhìn thấy được (%(name)s). "
                    "Hãy gõ lại chỗ đó thay vì dán.",
                    position=position,
                    name=name,
                )
            )
    return composed.strip()


def one_line(text: str) -> str:
    """Return `text` normalised, with every run of blanks as one space."""
    return re.sub(r"\s+", " ", normalise(text))


def fold(text: str) -> str:
    """Return `text` for searching: lower case, without marks, đ as d, single blanks."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(c) != "Mn"
    )
    return re.sub(r"\s+", " ", bare.replace("đ", "d")).strip()


def _word_key(word: str) -> str:
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", word.casefold()):
        marks = unicodedata.normalize("NFD", character)
        base = marks[0] + "".join(m for m in marks[1:] if m in _LETTER_MARKS)
        letters.append(_RANK.get(unicodedata.normalize("NFC", base), f"~{character}"))
        tones.append(next((_TONES[m] for m in marks[1:] if m in _TONES), "0"))
    return "".join(letters) + "!" + "".join(tones)


def sort_key(name: str) -> str:
    """Return the key that sorts people by given name, then family and middle names.

    Letters follow the Vietnamese alphabet, tones ngang < huyền < hỏi < ngã < sắc < nặng
    (CLDR `vi`). The key is plain ASCII for Vietnamese names, so every database agrees.
    """
    words = name.split()
    if not words:
        return ""
    return " ".join(_word_key(word) for word in [words[-1], *words[:-1]])
