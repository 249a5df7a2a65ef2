"""What decisions tell the domains above."""

from dataclasses import dataclass

from workflow.core.events import Event


@dataclass(frozen=True)
class DecisionIssued(Event):
    """A decision made here is out, with number and date; its items are awarded."""

    decision_id: int


@dataclass(frozen=True)
class DecisionRegistered(Event):
    """A decision from outside has its line in the incoming book, with what it decided.

    Once for each dossier it answers: `nominations` are those awarded in this one.
    """

    decision_id: int
    nominations: tuple[int, ...] = ()


@dataclass(frozen=True)
class DecisionReceived(Event):
    """A decision from outside was entered as its sheet has it."""

    decision_id: int
