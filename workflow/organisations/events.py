"""What organisations tell the domains above them."""

from dataclasses import dataclass
from datetime import date

from workflow.core.events import Event
from workflow.organisations.models import ChangeKind


@dataclass(frozen=True)
class OrganisationChanged(Event):
    """One organisation ends before `on`; `successor_id` takes its place, if any does."""

    predecessor_id: int
    successor_id: int | None
    kind: ChangeKind
    on: date
