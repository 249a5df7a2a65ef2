"""The verdicts on a signed file, and what trust is placed in."""

from enum import StrEnum


class Verdict(StrEnum):
    """What can be said of a signature or a whole file today, from what is stored."""

    VALID = "valid"
    VALID_WITH_CHANGES = "valid_with_changes"  # what was added later is what the profile allows
    UNKNOWN = "unknown"  # neither proven nor disproven: evidence is missing or has aged
    INVALID = "invalid"
    NONE = "none"  # there is no signature


class Part(StrEnum):
    """Whose signature it is: a person's who has authority, or the agency's own, its seal.

    Beside the paper the agency seals, alone, annexes in files of their own and digitised sheets.
    """

    PERSON = "person"
    SEAL = "seal"
    ANNEX = "annex"
    COPY = "copy"

    @property
    def holder(self) -> "Part":
        """Return whose certificate it takes: PERSON or SEAL."""
        return Part.PERSON if self is Part.PERSON else Part.SEAL


class Way(StrEnum):
    """Where the key lies: with the office's signing process, or with whoever signs."""

    HERE = "here"
    OUTSIDE = "outside"


class Level(StrEnum):
    """How long a signature can be proven (ETSI EN 319 142-1)."""

    BASIC = "basic"  # B-B: while the certificate lasts
    STAMPED = "stamped"  # B-T: its time is proven
    ARCHIVAL = "archival"  # B-LTA: with evidence kept and renewed, for decades


class RequestStatus(StrEnum):
    """What became of a file handed out to be signed elsewhere."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class TrustClass(StrEnum):
    """Which kind of authority a trusted root is (Law on e-transactions 20/2023, Art. 22)."""

    OFFICIAL = "official"  # chuyên dùng công vụ
    PUBLIC = "public"  # công cộng


class RootStatus(StrEnum):
    """What became of a root somebody proposed to trust: it counts only as TRUSTED."""

    PROPOSED = "proposed"
    TRUSTED = "trusted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Standing(StrEnum):
    """What a certificate is good for on a day, in one word."""

    COMING = "coming"  # its first day is still to come
    GOOD = "good"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    ENDED = "ended"  # somebody said that it is not used any more
