"""A draft that is ready to be signed off, and the acts around it."""

import pytest

from workflow.core import clock
from workflow.core.db import db
from workflow.documents.models import Drawing
from workflow.proposals.models import SignOff
from workflow.proposals.printouts import PRINTOUTS, gather
from workflow.proposals.snapshots import content_digest


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
