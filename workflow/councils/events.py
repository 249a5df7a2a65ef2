"""What councils tell the domains above them."""

from dataclasses import dataclass

from workflow.core.events import Event


@dataclass(frozen=True)
class SessionMinuted(Event):
    """Both papers of a session are there: what it passed may go to decision."""

    session_id: int
