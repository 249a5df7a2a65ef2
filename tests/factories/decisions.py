"""Passed nominations and the decisions over them, as far along as a test needs."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.documents import draw_all, taken_pdf
from workflow.core.db import db
from workflow.core.events import subscribe
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import effects as amending
from workflow.decisions.models import Decision
from workflow.decisions.queries import items_of
from workflow.decisions.services import checking, drafting, issuing, reading, signing
from workflow.documents import services as papers
from workflow.documents.events import AnnexesChanged, PaperDeclined, PaperIssued, PaperSigned
from workflow.proposals.events import NominationWithdrawn
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import NominationStatus, PassBasis, ProposalStatus
from workflow.recipients.models import RecipientKind

SUBMITTED = datetime(2020, 12, 16, 3, 0, tzinfo=UTC)


def wire():
    subscribe(AnnexesChanged, checking.hear_annexes)
    subscribe(PaperSigned, issuing.on_signed)
    subscribe(PaperSigned, amending.on_signed)
    subscribe(PaperDeclined, issuing.on_declined)
    subscribe(PaperIssued, issuing.on_issued)
    subscribe(PaperIssued, amending.on_issued)
    subscribe(NominationWithdrawn, issuing.on_withdrawn)


@pytest.fixture
def make_nominations(long_an, make_recipient):
    """A dossier of team 3 in the council's hands; each row has passed unless said otherwise."""
    count = iter(range(1, 1000))

    def make(*names, collective=False, version=None, proposing=None, receiving=None,
             status=NominationStatus.PASSED, people=None):  # fmt: skip
        proposing, receiving = proposing or long_an.team3, receiving or long_an.department
        kind = RecipientKind.COLLECTIVE if collective else RecipientKind.PERSON
        if version is None:
            version = long_an.certificate_collective if collective else long_an.certificate_person
        number = next(count)
        proposal = Proposal(
            code=f"HS-2020-{number:04d}", proposing_id=proposing.id, receiving_id=receiving.id,
            round_id=long_an.round.id, title=f"Hồ sơ {number}", submitted_at=SUBMITTED,
            status=ProposalStatus.COUNCIL_REVIEW, created_by_id=long_an.officer.id,
            created_at=SUBMITTED,
        )  # fmt: skip
        db.session.add(proposal)
        db.session.flush()
        made = []
        for position, name in enumerate(names, start=1):
            user = (people or {}).get(name)
            recipient = make_recipient(name, organisation=proposing, kind=kind, user=user)
            made.append(
                Nomination(
                    proposal_id=proposal.id, recipient_id=recipient.id,
                    award_version_id=version.id, year=2020, position=position, status=status,
                    post="" if collective else "Kiểm soát viên thị trường",
                    unit_name="" if collective else proposing.name,
                    pass_basis=PassBasis.COUNCIL if status is NominationStatus.PASSED else None,
                )
            )  # fmt: skip
        db.session.add_all(made)
        db.session.commit()
        return [nomination.id for nomination in made]

    return make


class Desk:
    """Everybody who handles a decision of the Long An department, one act a method."""

    def __init__(self, long_an, actor):
        self.people = long_an
        self.secretary = actor(long_an.secretary, long_an.department)
        self.head = actor(long_an.head, long_an.department)
        self.clerk = actor(long_an.clerk, long_an.department)
        self.stranger = actor(long_an.stranger, long_an.elsewhere)

    def draft(self, nomination_ids, actor=None):
        with unit_of_work():
            decision = drafting.draft(nomination_ids, actor=actor or self.secretary)
        draw_all()
        return self.again(decision)

    def again(self, decision):
        return db.session.get_one(Decision, decision.id, populate_existing=True)

    def digest(self, decision):
        return reading.read_copy(decision.paper_id).digest

    def check(self, decision):
        with unit_of_work():
            checking.check_content(decision.public_id, self.digest(decision), actor=self.secretary)
        with unit_of_work():
            checking.check_form(decision.public_id, self.digest(decision), actor=self.clerk)

    def offer(self, decision):
        self.check(decision)
        with unit_of_work():
            checking.offer(decision.public_id, actor=self.secretary)
        return self.again(decision)

    def sign(self, decision):
        with unit_of_work():
            signing.sign(decision.public_id, self.digest(decision), actor=self.head)
        return self.again(decision)

    def number(self, decision, day=date(2020, 12, 18)):
        with unit_of_work():
            papers.number_paper(decision.paper.public_id, day, actor=self.clerk)
        draw_all()
        return self.again(decision)

    def issue(self, decision):
        paper_id = decision.paper.public_id
        with unit_of_work():
            papers.attach_signed(paper_id, taken_pdf(), actor=self.clerk)
        with unit_of_work():
            papers.issue_paper(paper_id, actor=self.clerk)
        draw_all()
        return self.again(decision)

    def issued(self, nomination_ids):
        decision = self.sign(self.offer(self.draft(nomination_ids)))
        return self.issue(self.number(decision))

    def lines(self, decision):
        return [(item.ordinal, item.name) for item in items_of(decision.id)]


@pytest.fixture
def desk(long_an, actor):
    wire()
    return Desk(long_an, actor)
