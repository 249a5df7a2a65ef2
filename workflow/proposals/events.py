"""What happens to nominations that other domains must hear of."""

from dataclasses import dataclass
from datetime import date

from workflow.core.events import Event


@dataclass(frozen=True)
class OutcomeRecorded(Event):
    """A nomination got its outcome, here or through a higher level it had been sent to."""

    nomination_id: int
    awarded: bool
    number: str
    on: date | None
    issuer: str


@dataclass(frozen=True)
class VerdictOverridden(Event):
    """Somebody insists on a nomination, or no longer; not while it is put to a vote."""

    nomination_id: int


@dataclass(frozen=True)
class NominationWithdrawn(Event):
    """A nomination was taken back; an agenda or a draft decision must let it go."""

    nomination_id: int


@dataclass(frozen=True)
class NominationRevoked(Event):
    """An award was taken back; what the nomination had used up for it is free again."""

    nomination_id: int
