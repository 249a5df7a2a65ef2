"""Count an exported secret box again, without the product: a second reading of the same papers.

    python3 recount_box.py FILE [--root HEX]     # the tellers' codes: hidden, or one a line

Written apart from the product and importing none of it: standard library and `cryptography` only.
Ends with 0 when the box is whole and gives what was published, 1 otherwise, and says why.
"""

import argparse
import base64
import getpass
import hashlib
import hmac
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FORMAT, CODE_BYTES = "bang-vang box 1", 20
FIELD = (1 << 128) | 0b10000111  # x^128 + x^7 + x^2 + x + 1
MARKS = {0: "blank", 1: "agree", 2: "disagree", 3: "other"}
SHOWN = ("agree", "disagree", "other")


class NotWhole(Exception):
    """The box, or a code, is not what it should be."""


def times(a: int, b: int) -> int:
    """Multiply in GF(2^128)."""
    product = 0
    for bit in reversed(range(128)):
        product <<= 1
        if product >> 128:
            product ^= FIELD
        if b >> bit & 1:
            product ^= a
    return product


def inverse(a: int) -> int:
    """Return a to the power 2^128 - 2, which is one over a."""
    result, square = 1, a
    for _bit in range(127):
        square = times(square, square)
        result = times(result, square)
    return result


def combine(parts: dict[int, int]) -> int:
    """Return the polynomial's value at 0, by Lagrange; minus is plus in this field."""
    secret = 0
    for x, y in parts.items():
        for other in parts:
            if other != x:
                y = times(y, times(other, inverse(other ^ x)))  # noqa: PLW2901
        secret ^= y
    return secret


def hkdf(secret: bytes, salt: bytes, label: bytes) -> bytes:
    """RFC 5869 with SHA-256, one block of 32 bytes."""
    key = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(key, label + b"\x01", "sha256")


def private_key(seed: bytes, label: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(hkdf(seed, b"", label))


def unseal(sealed: bytes, key: X25519PrivateKey, bound: bytes) -> bytes:
    sender, body = sealed[:32], sealed[32:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(sender))
    salt = sender + key.public_key().public_bytes_raw()
    cipher = ChaCha20Poly1305(hkdf(shared, salt, b"bang-vang envelope v1"))
    return cipher.decrypt(bytes(12), body, bound)


def read_code(typed: str) -> tuple[int, bytes]:
    """Return a teller's number and seed: two digits, then 20 bytes in base32, 4 of them a check."""
    plain = "".join(c for c in typed.upper() if c.isalnum())
    if not (plain[:2].isascii() and plain[:2].isdigit()):
        raise NotWhole("a code does not begin with the teller's number")
    try:
        body = base64.b32decode(plain[2:].replace("0", "O").replace("1", "I"))
    except ValueError:
        raise NotWhole(f"code {plain[:2]}: a character was misread") from None
    number, seed, check = int(plain[:2]), body[:16], body[16:]
    if len(body) != CODE_BYTES or check != hashlib.sha256(bytes([number]) + seed).digest()[:4]:
        raise NotWhole(f"code {plain[:2]}: a character was misread")
    return number, seed


def ballot_key(box: dict, codes: list[str]) -> X25519PrivateKey:
    public, parts = bytes.fromhex(box["public"]), {}
    for number, seed in map(read_code, codes):
        try:
            share = bytes.fromhex(box["shares"][str(number)])
            teller = private_key(seed, b"bang-vang teller v1")
            parts[number] = unseal(share, teller, b"bang-vang share v1" + public)
        except (KeyError, InvalidTag):
            raise NotWhole(f"code {number:02d} belongs to another ballot") from None
    if box["needed"] < 1 or len(parts) < box["needed"]:
        raise NotWhole(f"{box['needed']} different codes are needed, {len(parts)} were given")
    chosen = {n: int.from_bytes(parts[n], "big") for n in sorted(parts)[: box["needed"]]}
    key = private_key(combine(chosen).to_bytes(16, "big"), b"bang-vang ballot v1")
    if key.public_key().public_bytes_raw() != public:
        raise NotWhole("the codes make another key than this ballot's")
    return key


def merkle(leaves: list[bytes]) -> bytes:
    """RFC 6962: the root over leaves already hashed."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    both = merkle(leaves[:left]) + merkle(leaves[left:])
    return hashlib.sha256(b"\x01" + both).digest()


def count(box: dict, codes: list[str], root: str) -> dict[str, dict[str, int]]:
    slots = sorted((bytes.fromhex(slot), bytes.fromhex(paper)) for slot, paper in box["box"])
    if len(slots) != box["voted"]:
        raise NotWhole(f"{len(slots)} papers in the box, {box['voted']} members voted")
    found = merkle([hashlib.sha256(b"\x00" + slot + paper).digest() for slot, paper in slots])
    if not found.hex() == box["root"] == (root or box["root"]).lower():
        raise NotWhole("the papers are not those of the close: the seal of the box differs")
    if len({paper for _slot, paper in slots}) != len(slots):
        raise NotWhole("a paper lies in the box twice")
    key, items = ballot_key(box, codes), box["items"]
    listed = ",".join(str(item) for item in items)
    bound = hashlib.sha256(f"{box['ballot']}\n{listed}".encode()).digest()
    totals = {str(item): dict.fromkeys(MARKS.values(), 0) for item in items}
    for _slot, paper in slots:
        try:
            marks = unseal(paper, key, bound)
        except (InvalidTag, ValueError):
            raise NotWhole("a paper was changed, or is of another ballot") from None
        if len(marks) != len(items) or max(marks, default=0) not in MARKS:
            raise NotWhole("a paper says what no paper can")
        for item, mark in zip(items, marks, strict=True):
            totals[str(item)][MARKS[mark]] += 1
    return totals


def differences(totals: dict[str, dict[str, int]], published: dict) -> list[str]:
    said = {item: [one.get(key) for key in SHOWN] for item, one in published.items()}
    counted = {item: [one[key] for key in SHOWN] for item, one in totals.items()}
    return [
        f"item {item}: published {said.get(item)}, counted {counted.get(item)}"
        for item in sorted(said | counted)
        if published and said.get(item) != counted.get(item)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--root", default="", help="the seal of the box as you know it elsewhere")
    asked = parser.parse_args()
    try:
        box = json.loads(asked.file.read_bytes())
        if box.get("format") != FORMAT:
            raise NotWhole("this is no exported box")
        hidden = sys.stdin.isatty()
        typed = (
            [getpass.getpass(f"Code {n + 1}: ") for n in range(box["needed"])]
            if hidden
            else sys.stdin
        )
        totals = count(box, [line for line in typed if line.strip()], asked.root)
        wrong = differences(totals, box["published"])
    except NotWhole as why:
        print(f"REFUSED: {why}", file=sys.stderr)
        return 1
    except (ValueError, KeyError, TypeError, AttributeError):
        print("REFUSED: this is no exported box", file=sys.stderr)
        return 1
    for item, one in totals.items():
        print(item, *(f"{key}={one[key]}" for key in SHOWN))
    print(*(wrong or ["AGREES" if box["published"] else "NOTHING PUBLISHED YET"]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
