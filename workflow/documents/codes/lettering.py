"""The letters of a code: 128 random bits anyone can type off a paper, and a letter that checks.

Crockford's 32 letters: no I, L, O, U, so that none is taken for a figure. The last letter makes
the weighted sum over GF(32) nought: any one letter mistyped and any two exchanged are told.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 27  # 26 letters hold the 128 bits
_BITS = 128
_GROUP = 4
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1
_READ_AS = str.maketrans("OIL", "011")
_BETWEEN = str.maketrans("", "", " -.–—\u00a0")


def make() -> str:
    """Return a new code."""
    left, letters = secrets.randbits(_BITS), ""
    for _place in range(LENGTH - 1):
        left, digit = divmod(left, 32)
        letters = ALPHABET[digit] + letters
    return letters + _check_letter(letters)


def read(typed: str) -> str | None:
    """Return the code somebody typed, however grouped; None where it cannot be one."""
    letters = typed.translate(_BETWEEN).upper().translate(_READ_AS)
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return letters if letters[-1] == _check_letter(letters[:-1]) else None


def grouped(code: str) -> str:
    """Return the code as it is printed, by fours."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def _check_letter(letters: str) -> str:
    """Return the letter of Σ letterᵢ·αⁱ; its own weight is 1, all weights differ."""
    total = 0
    for letter in letters:
        total = _doubled(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def _doubled(value: int) -> int:
    """Return the value times α in GF(32)."""
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value
