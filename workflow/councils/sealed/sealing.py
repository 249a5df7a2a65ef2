"""Seal one paper so that only the tellers together can read it, and open it again.

A paper is one byte an item, in the order of the ballot; every paper of a ballot is as long as
the others, and bound to that ballot and its list of items.
"""

import hashlib
from collections.abc import Iterable, Sequence
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, TAG_BYTES = 32, 16
_NONCE = bytes(12)  # each key seals one paper only
_LABEL = b"bang-vang paper v1"


class Mark(IntEnum):
    """What a paper says of one item. A recused member's is blank: nothing tells it apart."""

    BLANK = 0
    AGREE = 1
    DISAGREE = 2


class BadPaper(ValueError):
    """A sealed paper that cannot be opened, or says what no paper can say."""


def binding(ballot: str, items: Iterable[int]) -> bytes:
    """Return what ties a paper to its ballot and to the very list of items put to the vote."""
    listed = ",".join(str(item) for item in items)
    return hashlib.sha256(f"{ballot}\n{listed}".encode()).digest()


def seal(marks: Sequence[Mark], public: bytes, bound: bytes) -> bytes:
    """Return the sealed paper; who sealed it, when, and what it says cannot be read from it.

    The key it is sealed by is made here and forgotten: nobody can be made to show it.
    """
    ephemeral = X25519PrivateKey.generate()
    sender = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    box = ChaCha20Poly1305(_key(shared, sender, public))
    return sender + box.encrypt(_NONCE, bytes(marks), bound)


def open_paper(sealed: bytes, private: X25519PrivateKey, bound: bytes, items: int) -> list[Mark]:
    """Return the marks. Raises BadPaper for one of another ballot, changed, or ill-formed."""
    if len(sealed) != KEY_BYTES + items + TAG_BYTES:
        raise BadPaper("length")
    sender, body = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    public = private.public_key().public_bytes_raw()
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        plain = ChaCha20Poly1305(_key(shared, sender, public)).decrypt(_NONCE, body, bound)
        return [Mark(one) for one in plain]
    except (InvalidTag, ValueError):
        raise BadPaper("content") from None


def _key(shared: bytes, sender: bytes, public: bytes) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=sender + public, info=_LABEL)
    return derived.derive(shared)
