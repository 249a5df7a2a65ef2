"""Fills up a SHA-256 digest for tokens that know only the bare RSA operation (RFC 8017)."""

from hashlib import sha256

_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # 9.2, note 1
_SIZE = 32


def told(digest: bytes) -> bytes:
    """Return the DigestInfo of a SHA-256 digest."""
    return _DIGEST_INFO + digest


def pkcs1v15(digest: bytes, bits: int) -> bytes:
    """Return EMSA-PKCS1-v1_5 (9.2) for a key of so many bits."""
    info = told(digest)
    return b"\0\1" + b"\xff" * (_octets(bits) - len(info) - 3) + b"\0" + info


def pss(digest: bytes, bits: int, salt: bytes) -> bytes:
    """Return EMSA-PSS (9.1.1), masked by MGF1, both with SHA-256."""
    room = bits - 1
    size = _octets(room)
    mark = sha256(bytes(8) + digest + salt).digest()
    block = bytes(size - len(salt) - _SIZE - 2) + b"\1" + salt
    masked = bytes(a ^ b for a, b in zip(block, _mask(mark, len(block)), strict=True))
    first = masked[0] & (0xFF >> (8 * size - room))
    return (bytes((first,)) + masked[1:] + mark + b"\xbc").rjust(_octets(bits), b"\0")


def _octets(bits: int) -> int:
    return (bits + 7) // 8


def _mask(seed: bytes, length: int) -> bytes:
    """Return MGF1 (B.2.1)."""
    made = b"".join(
        sha256(seed + counter.to_bytes(4, "big")).digest() for counter in range(-(-length // _SIZE))
    )
    return made[:length]
