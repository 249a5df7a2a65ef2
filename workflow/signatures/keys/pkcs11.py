"""Keys in a token or a hardware module, through the vendor's PKCS#11 library.

The library is loaded into this process and may well end it: only the children of the signing
process come here, and the command that registers a key.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11 import MGF, Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11.util.ec import encode_ecdsa_signature

from workflow.signatures.keys.certificates import SALT, as_der, chain_of
from workflow.signatures.keys.padding import pkcs1v15, pss, told
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.refusals import Reason, Refused
from workflow.signatures.keys.register import Entry

_PSS = (Mechanism.SHA256, MGF.SHA256, SALT)
_FAULTS: tuple[tuple[type[Exception], Reason], ...] = (
    (pkcs11.PinLocked, Reason.PIN_LOCKED),
    (pkcs11.PinIncorrect, Reason.WRONG_PIN),
    (pkcs11.PinInvalid, Reason.WRONG_PIN),
    (pkcs11.PinLenRange, Reason.WRONG_PIN),
    (pkcs11.NoSuchToken, Reason.NO_TOKEN),
    (pkcs11.MultipleTokensReturned, Reason.NO_TOKEN),
    (pkcs11.TokenNotPresent, Reason.NO_TOKEN),
    (pkcs11.TokenNotRecognised, Reason.NO_TOKEN),
    (pkcs11.DeviceRemoved, Reason.NO_TOKEN),
    (pkcs11.NoSuchKey, Reason.NO_OBJECT),
    (pkcs11.MultipleObjectsReturned, Reason.NO_OBJECT),
    (pkcs11.MechanismInvalid, Reason.MECHANISM),
    (pkcs11.MechanismParamInvalid, Reason.MECHANISM),
)


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in our words what the token answered."""
    try:
        yield
    except pkcs11.PKCS11Error as error:
        for kind, reason in _FAULTS:
            if isinstance(error, kind):
                raise Refused(reason) from error
        raise Refused(Reason.FAILED) from error


def _token(entry: Entry) -> pkcs11.Token:
    os.environ.update(entry.settings)
    if not Path(entry.module).is_file():
        raise Refused(Reason.MODULE)
    try:
        library = pkcs11.lib(entry.module)
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise Refused(Reason.MODULE) from error
    with _plainly():
        return library.get_token(token_label=entry.token)


def _left(token: pkcs11.Token) -> int | None:
    """Return how many tries are left: a token tells only when it is the last one."""
    return 1 if token.flags & TokenFlag.USER_PIN_FINAL_TRY else None


@contextmanager
def _alone(entry: Entry, folder: Path) -> Iterator[None]:
    """Let one conversation at a time act on a token: many fail when several programs do at once."""
    name = sha256(f"{entry.module}\0{entry.token}".encode()).hexdigest()[:16]
    opened = os.open(folder / f".{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


@contextmanager
def _session(entry: Entry, folder: Path, pin: Pin) -> Iterator[pkcs11.Session]:
    with _alone(entry, folder):
        session = _logged_in(entry, pin)
    try:
        yield session
    finally:
        with _alone(entry, folder):
            session.close()


def _logged_in(entry: Entry, pin: Pin) -> pkcs11.Session:
    token = _token(entry)
    try:
        with _plainly():
            return token.open(user_pin=pin.reveal().decode())
    except Refused as refused:
        if refused.reason is Reason.WRONG_PIN:
            refused.left = _left(_token(entry))
        raise


class TokenKey:
    """A key of an open token; the way it signs is chosen from what the token can do."""

    def __init__(self, key: Any, entry: Entry, folder: Path, pin: Pin) -> None:
        self._key, self._bits = key, _expect(key, entry.certificate)
        self._can: set[Mechanism] = key.session.token.slot.get_mechanisms()
        self._each = {"pin": pin.reveal().decode()} if _asks_each_time(key) else {}
        self._alone = partial(_alone, entry, folder)

    def sign(self, data: bytes, mechanism: str) -> bytes:
        """Sign in the first way the token knows: whole, digested by us, filled up by us."""
        digest = sha256(data).digest()
        if mechanism == "rsassa_pss":
            salt = secrets.token_bytes(SALT)
            return self._first(
                (Mechanism.SHA256_RSA_PKCS_PSS, data, _PSS),
                (Mechanism.RSA_PKCS_PSS, digest, _PSS),
                (Mechanism.RSA_X_509, pss(digest, self._bits, salt), None),
            )
        if mechanism == "rsassa_pkcs1v15":
            return self._first(
                (Mechanism.SHA256_RSA_PKCS, data, None),
                (Mechanism.RSA_PKCS, told(digest), None),
                (Mechanism.RSA_X_509, pkcs1v15(digest, self._bits), None),
            )
        return bytes(encode_ecdsa_signature(self._first((Mechanism.ECDSA, digest, None))))

    def _first(self, *ways: tuple[Mechanism, bytes, object]) -> bytes:
        for known, what, how in ways:
            if known in self._can:
                with self._alone(), _plainly():
                    made = self._key.sign(what, mechanism=known, mechanism_param=how, **self._each)
                return bytes(made)
        raise Refused(Reason.MECHANISM)


def _asks_each_time(key: Any) -> bool:
    """Say whether the token wants its PIN again for every signature of that key."""
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except (pkcs11.AttributeTypeInvalid, KeyError):
        return False  # a token older than PKCS#11 2.20 does not know the question


def _expect(key: Any, certificate: bytes) -> int:
    """Return the size of the key. Raises Refused where it plainly is another one's."""
    public = x509.load_der_x509_certificate(certificate).public_key()
    rsa_key = isinstance(public, rsa.RSAPublicKey)
    if key.key_type is not (KeyType.RSA if rsa_key else KeyType.EC):
        raise Refused(Reason.OTHER_KEY)
    return public.key_size if isinstance(public, rsa.RSAPublicKey) else 0


@contextmanager
def opened(entry: Entry, folder: Path, pin: Pin) -> Iterator[TokenKey]:
    """Give the key of an entry of the register; the token is logged out of afterwards."""
    with _session(entry, folder, pin) as session:
        with _alone(entry, folder), _plainly():
            key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=entry.key_label)
            made = TokenKey(key, entry, folder, pin)
        yield made


def look(entry: Entry, folder: Path, pin: Pin) -> tuple[bytes, Sequence[bytes]]:
    """Return the certificate of a token's key and those above it that the token holds."""
    with _session(entry, folder, pin) as session, _plainly():
        session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=entry.key_label)
        wanted: list[x509.Certificate] = []
        others: list[x509.Certificate] = []
        for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
            certificate = x509.load_der_x509_certificate(found[Attribute.VALUE])
            label = found[Attribute.LABEL]
            (wanted if label == entry.certificate_label else others).append(certificate)
    if len(wanted) != 1:
        raise Refused(Reason.NO_OBJECT)
    return as_der(wanted[0]), chain_of(wanted[0], others)
