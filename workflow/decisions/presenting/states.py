"""How far a ceremony is, and what became of each thing to be handed over."""

from enum import StrEnum


class CeremonyStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"  # from its first minute on; what is left is handed over afterwards
    CLOSED = "closed"
    CANCELLED = "cancelled"


class HandoverStatus(StrEnum):
    WAITING = "waiting"
    HANDED = "handed"  # at the ceremony
    UNCOLLECTED = "uncollected"
    COLLECTED = "collected"  # fetched on another day
    SENT = "sent"  # given to the unit, which hands it over itself
    KEPT = "kept"  # nobody will fetch it
    RELEASED = "released"  # no longer this ceremony's: free for another one


class Way(StrEnum):
    STAGE = "stage"
    UNIT = "unit"  # directly at the unit, not on the stage


OPEN = (CeremonyStatus.PLANNED, CeremonyStatus.HELD)
GIVEN = (HandoverStatus.HANDED, HandoverStatus.COLLECTED, HandoverStatus.SENT)
