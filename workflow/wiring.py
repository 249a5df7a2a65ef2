"""Which domain hears which event, in which order, and who judges the files of which owner."""

from workflow.accounts.services import follow_change
from workflow.archive.policies import may_view_book_id
from workflow.archive.services import on_paper_issued
from workflow.core.db import db
from workflow.core.events import subscribe
from workflow.core.i18n import _
from workflow.councils.policies import may_view_session_files
from workflow.councils.services.papers import hear_paper_issued
from workflow.decisions import policies as decision_policies
from workflow.decisions.models import Decision
from workflow.decisions.services import issuing
from workflow.documents.access import Home, register_owner
from workflow.documents.events import PaperDeclined, PaperIssued, PaperSigned
from workflow.exchange.services.outcomes import hear_outcome
from workflow.organisations.events import OrganisationChanged
from workflow.proposals.events import NominationWithdrawn, OutcomeRecorded


def _decision_home(decision_id: int) -> Home:
    decision = db.session.get_one(Decision, decision_id)
    values = {"public_id": decision.public_id}
    return Home(_("Trang quyết định"), "decisions.detail", values, is_whole=True)


def connect_domains() -> None:
    """Subscribe every hearer. Called once for each application; doing it twice changes nothing."""
    subscribe(OrganisationChanged, follow_change)
    subscribe(PaperSigned, issuing.on_signed)
    subscribe(PaperDeclined, issuing.on_declined)
    subscribe(PaperIssued, issuing.on_issued)
    subscribe(PaperIssued, on_paper_issued)  # after the decision's: its items are awarded by then
    subscribe(PaperIssued, hear_paper_issued)
    subscribe(NominationWithdrawn, issuing.on_withdrawn)
    subscribe(OutcomeRecorded, hear_outcome)
    register_owner("decision", decision_policies.may_view_id, _decision_home)
    register_owner("session", may_view_session_files)
    register_owner("number_book", may_view_book_id)
    register_owner("certificate", decision_policies.may_view_certificate_id)
