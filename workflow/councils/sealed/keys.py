"""The key of one secret ballot: made, split among the tellers, and put together to count.

The private half is never stored. It grows from a seed of 128 bits, which Shamir's scheme splits.
A teller draws a code before the ballot opens and alone keeps it; what is stored of the teller's
share is sealed to that code, whose 128 random bits cannot be searched.
"""

import hashlib
import secrets
from base64 import b32decode, b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from Crypto.Protocol.SecretSharing import Shamir
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflow.councils.sealed.envelopes import BadEnvelope, open_envelope, seal_envelope

SEED_BYTES = 16
MOST_TELLERS = 99  # a code has two digits for its number
_CHECK_BYTES = 4  # with the seed, whole groups of letters
_GROUP = 4
_BALLOT, _TELLER, _SHARE = b"bang-vang ballot v1", b"bang-vang teller v1", b"bang-vang share v1"


class BadCode(ValueError):
    """A code that opens no share of this ballot; `position` counts from one."""

    def __init__(self, position: int) -> None:
        super().__init__(f"code {position}")
        self.position = position


@dataclass(frozen=True)
class NewKey:
    """What leaves the maker: the public half, and each teller's share sealed to their code."""

    public: bytes
    shares: tuple[bytes, ...]


def draw_code(number: int) -> str:
    """Return a new teller's code: “02-ABCD-EFGH-…”, to be written down; it is shown once."""
    return write_code(number, secrets.token_bytes(SEED_BYTES))


def public_of(code: str) -> bytes:
    """Return what is kept of a code: the key things are sealed to, and by which it is known.

    Raises ValueError for what is no code.
    """
    _number, seed = read_code(code)
    return _private(seed, _TELLER).public_key().public_bytes_raw()


def make_key(needed: int, tellers: Sequence[bytes]) -> NewKey:
    """Make a key any `needed` of the tellers can put together; the seed is forgotten on return.

    `tellers` are the public keys of their codes, the first for number 1. Raises ValueError
    unless 1 ≤ needed ≤ tellers ≤ 99.
    """
    if not 1 <= needed <= len(tellers) <= MOST_TELLERS:
        raise ValueError("so many tellers cannot be needed")
    seed = secrets.token_bytes(SEED_BYTES)
    parts = (
        [seed] * len(tellers) if needed == 1
        else [part for _number, part in Shamir.split(needed, len(tellers), seed)]
    )  # fmt: skip
    public = public_of_seed(seed)
    shares = [
        seal_envelope(part, teller, _SHARE + public)
        for part, teller in zip(parts, tellers, strict=True)
    ]
    return NewKey(public, tuple(shares))


def recover(
    codes: Sequence[str], shares: Mapping[int, bytes], public: bytes, needed: int
) -> X25519PrivateKey:
    """Put the private half together from `needed` different tellers' codes.

    A place left empty is passed over. Raises BadCode for a code that was misread, given twice or
    belongs to another ballot, and ValueError when there are too few.
    """
    parts: dict[int, bytes] = {}
    for position, code in enumerate(codes, start=1):
        if not code.strip():
            continue
        try:
            number, seed = read_code(code)
            part = open_envelope(shares[number], _private(seed, _TELLER), _SHARE + public)
        except (ValueError, KeyError, BadEnvelope):
            raise BadCode(position) from None
        if number in parts:
            raise BadCode(position)
        parts[number] = part
    if len(parts) < needed:
        raise ValueError("too few codes")
    chosen = sorted(parts.items())[:needed]
    return private_of_seed(chosen[0][1] if needed == 1 else Shamir.combine(chosen))


def private_of_seed(seed: bytes) -> X25519PrivateKey:
    return _private(seed, _BALLOT)


def public_of_seed(seed: bytes) -> bytes:
    return private_of_seed(seed).public_key().public_bytes_raw()


def _private(seed: bytes, label: bytes) -> X25519PrivateKey:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label).derive(seed)
    return X25519PrivateKey.from_private_bytes(key)


def write_code(number: int, seed: bytes) -> str:
    """Return number and seed as letters and the digits 2 to 7, with a checksum, in groups."""
    text = b32encode(seed + _check(number, seed)).decode()
    groups = [text[at : at + _GROUP] for at in range(0, len(text), _GROUP)]
    return "-".join([f"{number:02d}", *groups])


def read_code(code: str) -> tuple[int, bytes]:
    """Read a code as people type it: small letters, other dashes, spaces, 0 for O and 1 for I.

    Raises ValueError when it is no code or a character was misread.
    """
    letters = "".join(one for one in code.upper() if one.isalnum())
    number, text = letters[:2], letters[2:].replace("0", "O").replace("1", "I")
    if not (number.isascii() and number.isdigit()):
        raise ValueError("no number")
    body = b32decode(text)
    seed, check = body[:SEED_BYTES], body[SEED_BYTES:]
    if len(seed) != SEED_BYTES or check != _check(int(number), seed):
        raise ValueError("a character was misread")
    return int(number), seed


def _check(number: int, seed: bytes) -> bytes:
    return hashlib.sha256(bytes([number]) + seed).digest()[:_CHECK_BYTES]
