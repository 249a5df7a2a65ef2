"""The ways to sign for an organisation, and the kinds of papers one may be given to sign."""

from enum import StrEnum


class Way(StrEnum):
    """How somebody signs who is not the head signing alone (Decree 30/2020, Art. 13)."""

    DEPUTY = "KT"  # ký thay: a deputy for the head
    BY_ORDER = "TL"  # thừa lệnh: the head of an office or unit below
    BY_MANDATE = "TUQ"  # thừa ủy quyền: in writing, for a limited time, never passed on
    COLLECTIVE = "TM"  # thay mặt: for a body that decides together


STANDS_IN = frozenset(Way) - {Way.COLLECTIVE}  # somebody in the head's place


class SignedKind(StrEnum):
    """What an organisation issues under its own signature."""

    DECISION = "QĐ"
    CERTIFICATE = "GK"
    SUBMISSION = "TTr"
    LETTER = "CV"
    COPY = "SAO"
