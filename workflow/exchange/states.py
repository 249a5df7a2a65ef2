"""The statuses of a transmittal."""

from enum import StrEnum


class TransmittalStatus(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    MORE_REQUESTED = "more_requested"
    ANSWERED = "answered"
    DECIDED = "decided"
