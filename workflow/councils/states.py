"""The statuses of a session and of a ballot, and the words of a vote."""

from enum import StrEnum


class SessionStatus(StrEnum):
    PLANNED = "planned"
    CONVENED = "convened"
    SITTING = "sitting"
    ADJOURNED = "adjourned"
    MINUTED = "minuted"
    VOID = "void"


class SessionKind(StrEnum):
    """How the council considers what is on the agenda: it meets, or is asked in writing."""

    MEETING = "meeting"
    CONSULTATION = "consultation"


class BallotStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    VOID = "void"


class BallotMode(StrEnum):
    BY_NAME = "by_name"
    SECRET = "secret"  # noqa: S105  (a ballot's mode, not a credential)
    CONSULTATION = "consultation"


class TieRule(StrEnum):
    """What a council's rules make of exactly half the votes where more than half are needed."""

    FAILS = "fails"
    CHAIR = "chair"
    ROUND = "round"


class FewPapers(StrEnum):
    """What a council's rules make of fewer papers than its quorum, at the close."""

    COUNT = "count"
    VOID = "void"


class Waits(StrEnum):
    """What a counted item still waits for; nothing when the count settled it."""

    ROUND = "round"
    CHAIR = "chair"


class SeatPost(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY = "secretary"
    MEMBER = "member"


class Presence(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"


class Choice(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    OTHER = "other"
