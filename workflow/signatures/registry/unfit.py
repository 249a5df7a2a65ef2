"""Why an uploaded certificate, root or picture is not taken: a code, and what it is about."""

from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """What is wrong; the sentences are in `registry/words.py`."""

    # the file
    PRIVATE_KEY = "private_key"
    TOO_LARGE = "too_large"
    NO_CERTIFICATE = "no_certificate"
    REQUEST = "request"
    BROKEN = "broken"
    TOO_MANY = "too_many"
    ONE_WANTED = "one_wanted"
    # a root and what stands under it
    NO_ROOT = "no_root"
    MANY_ROOTS = "many_roots"
    FALSE_ROOT = "false_root"
    NOT_CA = "not_ca"
    STRAY = "stray"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    WEAK_DIGEST = "weak_digest"
    WEAK_KEY = "weak_key"
    OTHER_FINGERPRINT = "other_fingerprint"
    # an address
    BAD_ADDRESS = "bad_address"
    INNER_ADDRESS = "inner_address"
    MANY_ADDRESSES = "many_addresses"
    # a picture
    NOT_CLEAR = "not_clear"
    TOO_SMALL = "too_small"
    WRONG_COLOUR = "wrong_colour"


class Unfit(ValueError):
    """It is not taken. `field` names what was typed or uploaded."""

    def __init__(self, why: Why, field: str = "", **data: Any) -> None:
        super().__init__(why.value)
        self.why, self.field, self.data = why, field, data
