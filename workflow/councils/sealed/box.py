"""The box: sealed papers in slots drawn at random, and one digest over all of them.

A tree of digests in the order of the slots, as RFC 6962 builds it (leaf and node are told apart
by a first byte), so that a member can be shown the own paper in the box without the others.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SLOT_BYTES = 16
RECEIPT_LETTERS = 24  # 96 bits: no two papers of a box share them
_LEAF, _NODE = b"\x00", b"\x01"


@dataclass(frozen=True, order=True)
class Slot:
    """One place in the box. The slot says nothing of who filled it, nor when."""

    slot: bytes
    sealed: bytes

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(_LEAF + self.slot + self.sealed).digest()


def receipt_code(slot: Slot) -> str:
    """Return what a member takes along: it names the paper in the box, and fits any choice."""
    return slot.digest.hex()[:RECEIPT_LETTERS]


def root_of(box: Iterable[Slot]) -> bytes:
    """Return the digest of the whole box; of an empty one, that of nothing."""
    return _root([one.digest for one in sorted(box)])


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = _middle(len(leaves))
    return _join(_root(leaves[:middle]), _root(leaves[middle:]))


def path_of(box: Iterable[Slot], slot: bytes) -> list[tuple[str, bytes]]:
    """Return the digests that lead from a slot to the root, each with its side (“l” or “r”).

    Raises KeyError when the slot is not in the box.
    """
    ordered = sorted(box)
    slots = [one.slot for one in ordered]
    if slot not in slots:
        raise KeyError(slot.hex())
    return _path([one.digest for one in ordered], slots.index(slot))


def _path(leaves: Sequence[bytes], at: int) -> list[tuple[str, bytes]]:
    if len(leaves) == 1:
        return []
    middle = _middle(len(leaves))
    if at < middle:
        return [*_path(leaves[:middle], at), ("r", _root(leaves[middle:]))]
    return [*_path(leaves[middle:], at - middle), ("l", _root(leaves[:middle]))]


def leads_to(slot: Slot, path: Iterable[tuple[str, bytes]], root: bytes) -> bool:
    """Say whether this very paper is in the box of that root."""
    digest = slot.digest
    for side, other in path:
        digest = _join(other, digest) if side == "l" else _join(digest, other)
    return digest == root


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def _middle(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
