"""The verdicts on a signed file, and what trust is placed in."""

from enum import StrEnum


class Verdict(StrEnum):
    """What can be said of a signature or a whole file today, from what is stored."""

    VALID = "valid"
    VALID_WITH_CHANGES = "valid_with_changes"  # what was added later is what the profile allows
    UNKNOWN = "unknown"  # neither proven nor disproven: evidence is missing or has aged
    INVALID = "invalid"
    NONE = "none"  # there is no signature


class TrustClass(StrEnum):
    """Which kind of authority a trusted root is (Law on e-transactions 20/2023, Art. 22)."""

    OFFICIAL = "official"  # chuyên dùng công vụ
    PUBLIC = "public"  # công cộng
