"""How passwords are judged, hashed and compared; nothing here knows whose they are."""

import os
import threading
import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.text import fold

MIN_LENGTH = 12
MAX_BYTES = 256
MIN_DIFFERENT = 5
STRONG = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
WEAK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests only
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())


class _Hashers:
    """The hasher in use, and how many may work at once: each takes 19 MiB and one core."""

    current = STRONG
    dummy = STRONG.hash("nobody has this password")
    gate = threading.BoundedSemaphore(os.cpu_count() or 1)


def use_weak_hashes() -> None:
    """Lower the cost for a test run; `login.register_login` checks that it is one."""
    _Hashers.current = WEAK
    _Hashers.dummy = WEAK.hash("nobody has this password")


def _bytes(password: str) -> bytes:
    """Return what is hashed: keyboards and systems compose the same letters differently."""
    return unicodedata.normalize("NFC", password).encode()


def check_new(password: str, *, login: str, field: str = "password") -> None:
    """Refuse a password that is too short, too long or easily guessed. Raises BadInput."""
    composed = unicodedata.normalize("NFC", password)
    if len(composed) < MIN_LENGTH:
        raise BadInput(
            _("Mật khẩu cần ít nhất %(n)s ký tự. Một câu ngắn dễ nhớ là tốt.", n=MIN_LENGTH),
            field=field,
        )
    if len(_bytes(password)) > MAX_BYTES:
        raise BadInput(_("Mật khẩu dài quá. Hãy chọn câu ngắn hơn."), field=field)
    bare = fold(composed).replace(" ", "")
    if bare in COMMON or len(set(bare)) < MIN_DIFFERENT or not bare.replace(fold(login), ""):
        raise BadInput(
            _("Mật khẩu này nằm trong những mật khẩu dễ đoán. Hãy chọn câu khác."), field=field
        )


def hash_password(password: str) -> str:
    """Return what is stored of a password (argon2id with its own salt)."""
    with _Hashers.gate:
        return _Hashers.current.hash(_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Is it the password of `stored`? Takes the same time when there is nothing stored."""
    given = _bytes(password)[: MAX_BYTES + 1]
    with _Hashers.gate:
        try:
            return _Hashers.current.verify(stored or _Hashers.dummy, given) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_new_hash(stored: str) -> bool:
    """Was it hashed at a lower cost than today's? Then the next sign-in hashes it again."""
    return _Hashers.current.check_needs_rehash(stored)
