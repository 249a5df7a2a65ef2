"""The key of one secret ballot: made, split among the tellers, and put together to count.

The private half is never stored. It grows from a seed of 128 bits, which is what Shamir's scheme
splits; a teller's share is a code to write down, with a checksum that finds a slip of the pen.
"""

import hashlib
import hmac
import secrets
from base64 import b32decode, b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from Crypto.Protocol.SecretSharing import Shamir
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEED_BYTES = 16
_CHECK_BYTES = 4  # with the seed, whole groups of letters
_GROUP = 4
_LABEL = b"bang-vang ballot key v1"
_COMMITMENT = b"bang-vang share v1"


class BadShare(ValueError):
    """A code that is no share of this ballot; `position` counts from one."""

    def __init__(self, position: int) -> None:
        super().__init__(f"share {position}")
        self.position = position


@dataclass(frozen=True)
class NewKey:
    """What leaves the maker: the public half, a code a teller, and a commitment to each code."""

    public: bytes
    codes: tuple[str, ...]
    commitments: tuple[bytes, ...]


def make_key(needed: int, tellers: int) -> NewKey:
    """Make a key any `needed` of `tellers` can put together; the seed is forgotten on return.

    Raises ValueError unless 1 ≤ needed ≤ tellers ≤ 99.
    """
    if not 1 <= needed <= tellers <= 99:  # noqa: PLR2004  (a code has two digits for its number)
        raise ValueError("so many shares cannot be needed")
    seed = secrets.token_bytes(SEED_BYTES)
    split = (
        [(number, seed) for number in range(1, tellers + 1)] if needed == 1
        else Shamir.split(needed, tellers, seed)
    )  # fmt: skip
    codes = tuple(write_share(number, share) for number, share in split)
    return NewKey(
        _private(seed).public_key().public_bytes_raw(), codes, tuple(map(commitment_of, codes))
    )


def recover(codes: Sequence[str], commitments: Iterable[bytes], needed: int) -> X25519PrivateKey:
    """Put the private half together from `needed` different codes.

    Raises BadShare for a code that was misread, given twice or belongs to another ballot, and
    ValueError when there are too few.
    """
    known = set(commitments)
    shares: dict[int, bytes] = {}
    for position, code in enumerate(codes, start=1):
        number, share = _checked(code, known, position)
        if number in shares:
            raise BadShare(position)
        shares[number] = share
    if len(shares) < needed:
        raise ValueError("too few shares")
    chosen = sorted(shares.items())[:needed]
    return _private(chosen[0][1] if needed == 1 else Shamir.combine(chosen))


def _checked(code: str, known: set[bytes], position: int) -> tuple[int, bytes]:
    try:
        number, share = read_share(code)
    except ValueError:
        raise BadShare(position) from None
    offered = commitment_of(write_share(number, share))
    if not any(hmac.compare_digest(offered, one) for one in known):
        raise BadShare(position)
    return number, share


def _private(seed: bytes) -> X25519PrivateKey:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_LABEL).derive(seed)
    return X25519PrivateKey.from_private_bytes(key)


def commitment_of(code: str) -> bytes:
    """Return what is kept of a share: enough to know it again, nothing to guess it by.

    A share holds 128 random bits, so a plain digest cannot be searched.
    """
    number, share = read_share(code)
    return hashlib.sha256(_COMMITMENT + bytes([number]) + share).digest()


def write_share(number: int, share: bytes) -> str:
    """Return the code a teller writes down: “02-ABCD-EFGH-…”, capitals and the digits 2 to 7."""
    body = share + _check(number, share)
    text = b32encode(body).decode().rstrip("=")
    groups = [text[at : at + _GROUP] for at in range(0, len(text), _GROUP)]
    return "-".join([f"{number:02d}", *groups])


def read_share(code: str) -> tuple[int, bytes]:
    """Read a code as people type it: small letters, other dashes, spaces, 0 for O and 1 for I.

    Raises ValueError when it is no code or a character was misread.
    """
    letters = "".join(one for one in code.upper() if one.isalnum())
    number, text = letters[:2], letters[2:].replace("0", "O").replace("1", "I")
    if not (number.isascii() and number.isdigit()):
        raise ValueError("no number")
    body = b32decode(text + "=" * (-len(text) % 8))
    share, check = body[:SEED_BYTES], body[SEED_BYTES:]
    if check != _check(int(number), share) or len(share) != SEED_BYTES:
        raise ValueError("a character was misread")
    return int(number), share


def _check(number: int, share: bytes) -> bytes:
    return hashlib.sha256(bytes([number]) + share).digest()[:_CHECK_BYTES]
