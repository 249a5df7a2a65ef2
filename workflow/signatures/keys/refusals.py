"""Why a key did not sign. No sentences: they are said on the other side of the socket."""

from enum import StrEnum


class Reason(StrEnum):
    """What the signing process answers instead of a signature."""

    WRONG_PIN = "wrong_pin"
    PIN_LOCKED = "pin_locked"
    NO_KEY = "no_key"  # the register does not know it
    NO_TOKEN = "no_token"  # noqa: S105  not plugged in, or another one
    NO_OBJECT = "no_object"  # the token is there without that key or certificate
    MODULE = "module"  # the vendor's library is missing or does not start
    FILE = "file"  # the PKCS#12 file is missing or damaged
    REGISTER = "register"  # the register is missing, damaged or open to others
    MECHANISM = "mechanism"  # the key cannot sign that way
    OTHER_KEY = "other_key"  # what the key signs does not fit the certificate
    STRANGER = "stranger"  # the asker runs under a user that is not served
    FAILED = "failed"


class Refused(Exception):
    """The key did not sign; `left` tells how many tries the token leaves, where it tells."""

    def __init__(self, reason: Reason, left: int | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.left = left
