"""Which domain hears which event, in which order."""

from workflow.archive.services import on_paper_issued
from workflow.core.events import subscribe
from workflow.decisions.services import issuing
from workflow.documents.events import PaperDeclined, PaperIssued, PaperSigned
from workflow.exchange.services.outcomes import hear_outcome
from workflow.proposals.events import NominationWithdrawn, OutcomeRecorded


def connect_domains() -> None:
    """Subscribe every hearer. Called once for each application; doing it twice changes nothing."""
    subscribe(PaperSigned, issuing.on_signed)
    subscribe(PaperDeclined, issuing.on_declined)
    subscribe(PaperIssued, issuing.on_issued)
    subscribe(PaperIssued, on_paper_issued)  # after the decision's: its items are awarded by then
    subscribe(NominationWithdrawn, issuing.on_withdrawn)
    subscribe(OutcomeRecorded, hear_outcome)
