"""Which domain hears which event, in which order, and who sees whose files and rows."""

from sqlalchemy import Select, select

from workflow.accounts.delegating.services import follow_change as follow_delegations
from workflow.accounts.services import follow_change
from workflow.archive.incoming.beginning import hear_decision
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.policies import may_view_id as may_view_arrival_id
from workflow.archive.policies import may_view_book_id
from workflow.archive.services import on_decision_registered, on_paper_issued
from workflow.awards.importing.keeping import FORGET, let_go, register_store
from workflow.awards.importing.reading import register_reader
from workflow.awards.importing.runs import KIND as LONG_IMPORT
from workflow.awards.importing.working import work as import_long_table
from workflow.awards.models import ImportRun
from workflow.core import jobs, periodic
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.events import subscribe
from workflow.core.i18n import _
from workflow.councils.eligibility import refuse_during_vote
from workflow.councils.packet.services import KIND as PACKET
from workflow.councils.packet.working import bind_packet
from workflow.councils.paper_ballots.services import OWNER as BALLOT_PAPER
from workflow.councils.paper_ballots.services import may_view_id as may_view_ballot_paper_id
from workflow.councils.policies import may_read_packet, may_view_session_files
from workflow.councils.queries import proposals_before_member
from workflow.councils.services.papers import hear_paper_issued
from workflow.decisions import policies as decision_policies
from workflow.decisions.amending import effects as amending
from workflow.decisions.amending.models import Amendment
from workflow.decisions.amending.policies import may_view_reissue_id
from workflow.decisions.amending.queries import may_view_id as may_view_amendment
from workflow.decisions.briefing import amendments as amendment_briefing
from workflow.decisions.briefing.services import OWNER as BRIEFING
from workflow.decisions.briefing.services import may_view_id as may_view_briefing_id
from workflow.decisions.events import DecisionReceived, DecisionRegistered
from workflow.decisions.extracts.remarks import remarks_of as remarks_of_decision
from workflow.decisions.models import Decision
from workflow.decisions.presenting import policies as ceremony_policies
from workflow.decisions.printing.queries import OWNER as PRINTING
from workflow.decisions.printing.queries import may_view_printing_id
from workflow.decisions.printing.services import KIND as PRINT
from workflow.decisions.printing.working import print_certificates
from workflow.decisions.sealing.records import CERTIFICATES, record_of
from workflow.decisions.services import checking, issuing
from workflow.decisions.services import signing as deciding
from workflow.documents import authority, briefings
from workflow.documents import queries as papers
from workflow.documents.access import Home, register_owner
from workflow.documents.beside import register_signed
from workflow.documents.contents import current_store
from workflow.documents.copies import policies as copy_policies
from workflow.documents.copies.queries import OWNER as COPIES
from workflow.documents.copies.remarks import register_remarks
from workflow.documents.engine.sheets import read_sheet
from workflow.documents.events import (
    AnnexesChanged,
    FileReceived,
    PaperDeclined,
    PaperIssued,
    PaperOffered,
    PaperSigned,
    PaperToBeSigned,
)
from workflow.documents.generation import FORM_KIND
from workflow.documents.sweeping import register_naming
from workflow.documents.templating.following import on_organisation_changed
from workflow.documents.templating.policies import may_view_id as may_view_template
from workflow.exchange import briefing as letter_briefing
from workflow.exchange import policies as exchange_policies
from workflow.exchange.services.outcomes import hear_outcome
from workflow.organisations.events import OrganisationChanged
from workflow.proposals import policies as proposal_policies
from workflow.proposals import queries as proposals
from workflow.proposals.eligibility import consuming
from workflow.proposals.events import (
    NominationRevoked,
    NominationWithdrawn,
    OutcomeRecorded,
    VerdictOverridden,
)
from workflow.proposals.models import Nomination, Proposal
from workflow.recipients import queries as recipients
from workflow.signatures import drawing as form_drawing
from workflow.signatures import received, verdicts
from workflow.signatures.panel import signed_on
from workflow.signatures.records import register_records
from workflow.signatures.renewal import working as renewals
from workflow.signatures.renewal.sources import register_source


def _decision_home(decision_id: int) -> Home:
    decision = db.session.get_one(Decision, decision_id)
    values = {"public_id": decision.public_id}
    return Home(_("Trang quyết định"), "decisions.detail", values, is_whole=True)


def _arrival_home(arrival_id: int) -> Home:
    arrival = db.session.get_one(Arrival, arrival_id)
    values = {"public_id": arrival.public_id}
    return Home(_("Trang văn bản đến"), "archive.incoming.show", values, is_whole=True)


def _amendment_home(amendment_id: int) -> Home:
    amendment = db.session.get_one(Amendment, amendment_id)
    return Home(_("Xử lý quyết định"), "amending.show", {"public_id": amendment.public_id})


def _nominated(actor: Actor) -> Select[int]:
    """Whoever sees a dossier sees whom it names."""
    seen = proposals.visible_to(actor).with_only_columns(Proposal.id)
    return select(Nomination.recipient_id).where(Nomination.proposal_id.in_(seen))


def _subscribe_hearers() -> None:
    subscribe(OrganisationChanged, follow_change)
    subscribe(OrganisationChanged, follow_delegations)
    subscribe(OrganisationChanged, on_organisation_changed)
    subscribe(AnnexesChanged, checking.hear_annexes)
    subscribe(PaperOffered, authority.hear_to_be_signed)
    subscribe(PaperOffered, amendment_briefing.on_offered)
    subscribe(PaperOffered, letter_briefing.on_offered)
    subscribe(PaperToBeSigned, authority.hear_to_be_signed)
    subscribe(PaperToBeSigned, deciding.hear_to_be_signed)
    subscribe(PaperSigned, issuing.on_signed)
    subscribe(PaperSigned, amending.on_signed)
    subscribe(PaperSigned, verdicts.on_signed)
    subscribe(PaperDeclined, issuing.on_declined)
    subscribe(PaperIssued, issuing.on_issued)
    subscribe(PaperIssued, amending.on_issued)
    subscribe(PaperIssued, issuing.on_amended)  # after what was corrected is known
    subscribe(PaperIssued, on_paper_issued)  # after the decision's: its items are awarded by then
    subscribe(PaperIssued, hear_paper_issued)
    subscribe(PaperIssued, verdicts.on_issued)
    subscribe(FileReceived, received.on_received)
    subscribe(DecisionReceived, hear_decision)
    subscribe(DecisionRegistered, on_decision_registered)
    subscribe(NominationWithdrawn, issuing.on_withdrawn)
    subscribe(OutcomeRecorded, consuming.on_outcome)
    subscribe(NominationRevoked, consuming.on_revoked)
    subscribe(OutcomeRecorded, hear_outcome)
    subscribe(VerdictOverridden, refuse_during_vote)


def _register_owners_of_files() -> None:
    register_owner("paper", papers.may_view)
    register_owner("proposal", proposal_policies.may_view_id)
    register_owner("nomination", proposal_policies.may_view_nomination_id)
    register_owner("session", may_view_session_files)
    register_owner("packet", may_read_packet)
    register_owner("decision", decision_policies.may_view_id, _decision_home)
    register_owner("certificate", decision_policies.may_view_certificate_id)
    register_owner(PRINTING, may_view_printing_id)
    register_owner("amendment", may_view_amendment, _amendment_home)
    register_owner("reissue", may_view_reissue_id)
    register_owner("ceremony", ceremony_policies.may_view_files)
    register_owner("transmittal", exchange_policies.may_view_id)
    register_owner("more_request", exchange_policies.may_view_request_id)
    register_owner("number_book", may_view_book_id)
    register_owner("document_template", may_view_template)
    register_owner("arrival", may_view_arrival_id, _arrival_home)
    register_owner(BALLOT_PAPER, may_view_ballot_paper_id)
    register_owner(BRIEFING, may_view_briefing_id)
    register_owner(briefings.OWNER, briefings.may_view_id)
    register_owner(COPIES, copy_policies.may_view_id)


def _register_viewers() -> None:
    recipients.register_viewer(_nominated)
    proposals.register_viewer(proposals_before_member)  # members read what is on their agenda


def connect_domains() -> None:
    """Join what the domains may not know of each other. Doing it twice changes nothing."""
    _subscribe_hearers()
    _register_owners_of_files()
    _register_viewers()
    register_reader(read_sheet)
    register_store(current_store)
    register_naming(ImportRun.table_digest, ImportRun.source_digest, ImportRun.faults_digest)
    register_remarks("decision", remarks_of_decision)
    register_records(record_of)
    register_signed(signed_on)
    register_source(CERTIFICATES)
    jobs.handles(LONG_IMPORT)(import_long_table)
    jobs.handles(FORGET)(let_go)
    jobs.handles(FORM_KIND)(form_drawing.draw)
    jobs.handles(PACKET)(bind_packet)
    jobs.handles(PRINT)(print_certificates)
    jobs.handles(verdicts.KIND)(verdicts.judge)
    jobs.handles(renewals.KIND)(renewals.handle)
    periodic.daily(renewals.KIND)
