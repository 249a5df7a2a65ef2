"""A draft that is ready to be signed off, and the acts around it."""

import pytest

from workflow.core import clock
from workflow.core.db import db
from workflow.documents.models import Drawing
from workflow.proposals.models import SignOff
from workflow.proposals.printouts import PRINTOUTS, gather
from workflow.proposals.queries import nominations_of
from workflow.proposals.snapshots import content_digest
from workflow.recipients.models import Coverage, YearlyGrade
from workflow.recipients.states import Ledger


@pytest.fixture
def draw_papers():
    """Pretend the worker has drawn the three papers from the present content."""

    def draw(proposal):
        source = gather(proposal)
        db.session.query(Drawing).filter_by(owner_kind="proposal", owner_id=proposal.id).delete()
        for printout in PRINTOUTS:
            db.session.add(
                Drawing(
                    owner_kind="proposal", owner_id=proposal.id, purpose=printout.purpose,
                    organisation_id=proposal.proposing_id, title=printout.title,
                    template=printout.template, context=printout.context(source), round=1,
                    drawn_round=1,
                )
            )  # fmt: skip
        db.session.commit()

    return draw


@pytest.fixture
def sign(long_an):
    def sign(proposal):
        db.session.add(
            SignOff(
                proposal_id=proposal.id, user_id=long_an.unit_head.id, at=clock.now(),
                content_digest=content_digest(proposal),
            )
        )  # fmt: skip
        db.session.commit()

    return sign


@pytest.fixture
def ready(make_proposal, draw_papers, sign):
    """A signed-off draft with papers: only handing in is left."""
    proposal = make_proposal(nominees=2)
    draw_papers(proposal)
    sign(proposal)
    return proposal


@pytest.fixture
def people(long_an, actor):
    places = {"officer": long_an.team3, "unit_head": long_an.team3}
    return {
        role: actor(getattr(long_an, role), places.get(role, long_an.department))
        for role in ("officer", "unit_head", "secretary", "clerk")
    }


@pytest.fixture
def set_rule(long_an):
    """Say what the rules of 2020 ask for the Giấy khen every dossier of the tests is about."""

    def change(text, *, verified="yes", version=None):
        version = version or long_an.certificate_person
        version.prerequisite, version.verified = text, verified
        db.session.commit()

    return change


@pytest.fixture
def learn():
    """Enter grades of a recipient, and years all ledgers are complete for."""

    def enter(recipient_id, *, grades=(), complete=()):
        for year, grade in grades:
            db.session.add(YearlyGrade(recipient_id=recipient_id, year=year, grade=grade,
                                       source=f"Thông báo xếp loại {year}"))  # fmt: skip
        for year in complete:
            for ledger in Ledger:
                db.session.add(Coverage(recipient_id=recipient_id, ledger=ledger, first_year=year,
                                        last_year=year, from_the_start=True))  # fmt: skip
        db.session.commit()

    return enter


@pytest.fixture
def one_row(make_proposal):
    proposal = make_proposal()
    return proposal, nominations_of(proposal.id)[0]
