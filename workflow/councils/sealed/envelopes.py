"""Seal bytes to a public key so that only the private half opens them (X25519, ChaCha20).

The key that seals is made for one envelope and forgotten: nobody can be made to show it.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, TAG_BYTES = 32, 16
_NONCE = bytes(12)  # each key seals one envelope only
_LABEL = b"bang-vang envelope v1"


class BadEnvelope(ValueError):
    """Changed, sealed to another key, or bound to something else."""


def seal_envelope(plain: bytes, public: bytes, bound: bytes) -> bytes:
    """Return `plain` sealed and bound to `bound`: the sender's key, the content, the tag."""
    ephemeral = X25519PrivateKey.generate()
    sender = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    return sender + _box(shared, sender, public).encrypt(_NONCE, plain, bound)


def open_envelope(sealed: bytes, private: X25519PrivateKey, bound: bytes) -> bytes:
    """Return what was sealed. Raises BadEnvelope."""
    sender, body = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    public = private.public_key().public_bytes_raw()
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        return _box(shared, sender, public).decrypt(_NONCE, body, bound)
    except (InvalidTag, ValueError):
        raise BadEnvelope from None


def _box(shared: bytes, sender: bytes, public: bytes) -> ChaCha20Poly1305:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=sender + public, info=_LABEL)
    return ChaCha20Poly1305(derived.derive(shared))
