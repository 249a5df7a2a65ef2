"""A secret paper: one byte an item in the order of the ballot, sealed, and opened to be counted.

Every paper of a ballot is as long as the others, and bound to that ballot and its list of items.
"""

import hashlib
from collections.abc import Iterable, Sequence
from enum import IntEnum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from workflow.councils.sealed.envelopes import (
    KEY_BYTES,
    TAG_BYTES,
    BadEnvelope,
    open_envelope,
    seal_envelope,
)


class Mark(IntEnum):
    """What a paper says of one item. A recused member's is blank: nothing tells it apart."""

    BLANK = 0
    AGREE = 1
    DISAGREE = 2
    OTHER = 3


class BadPaper(ValueError):
    """A sealed paper that cannot be opened, or says what no paper can say."""


def binding(ballot: str, items: Iterable[int]) -> bytes:
    """Return what ties a paper to its ballot and to the very list of items put to the vote."""
    listed = ",".join(str(item) for item in items)
    return hashlib.sha256(f"{ballot}\n{listed}".encode()).digest()


def seal(marks: Sequence[Mark], public: bytes, bound: bytes) -> bytes:
    """Return the sealed paper; who sealed it, when, and what it says cannot be read from it."""
    return seal_envelope(bytes(marks), public, bound)


def open_paper(sealed: bytes, private: X25519PrivateKey, bound: bytes, items: int) -> list[Mark]:
    """Return the marks. Raises BadPaper for one of another ballot, changed, or ill-formed."""
    if len(sealed) != KEY_BYTES + items + TAG_BYTES:
        raise BadPaper("length")
    try:
        return [Mark(one) for one in open_envelope(sealed, private, bound)]
    except (BadEnvelope, ValueError):
        raise BadPaper("content") from None
