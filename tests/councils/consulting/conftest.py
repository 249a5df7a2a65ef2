"""Consultations in any state, without walking the whole way there."""

import pytest
from sqlalchemy import select

from tests.factories.councils import MEETS_AT, Meeting, member_actor
from tests.factories.proposals import make_nomination
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.consulting import services
from workflow.councils.models import AgendaItem, Ballot
from workflow.councils.services.ballots import cast_votes
from workflow.councils.states import Choice
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus
from workflow.proposals.states import NominationStatus, ProposalStatus

TODAY = clock.local(MEETS_AT).date()  # Monday 28/12/2020
TITLE = "Lấy ý kiến xét khen thưởng đột xuất"


def run(act, *args, **kwargs):
    with unit_of_work():
        return act(*args, **kwargs)


def at(moment):
    clock.move_to(moment)
    db.session.commit()


def number_the_letter(session):
    letter = db.session.scalars(
        select(Paper).where(Paper.owner_id == session.id, Paper.purpose == "consultation_letter")
    ).one()
    letter.status, letter.number_text, letter.dated = PaperStatus.NUMBERED, "05/HĐTĐKT", TODAY
    db.session.commit()


def answer(asked, user, choice=Choice.AGREE, **but):
    return run(
        cast_votes, asked.ballot.public_id, asked.answers(choice, **but), actor=member_actor(user)
    )


@pytest.fixture
def make_consultation(long_an, make_council, make_proposal, make_recipient, actor):
    """A consultation of `members` on `nominees` persons, walked up to `to`."""

    def make(to="open", *, members=5, nominees=2, may_consult=True, names=(), **rules):
        clock.move_to(MEETS_AT)
        council, users = make_council(
            long_an.department, members=members, may_consult=may_consult, **rules
        )
        secretary = actor(long_an.secretary, long_an.department)
        session = run(services.plan, council, TITLE, TODAY, actor=secretary)
        proposal = make_proposal(
            ProposalStatus.COUNCIL_REVIEW, nominees=0, nomination_status=NominationStatus.ON_AGENDA
        )
        for position in range(1, nominees + 1):
            name = names[position - 1] if names else f"Bùi Thị H{position}"
            person = make_recipient(name, organisation=long_an.team3)
            row = make_nomination(
                proposal, person, long_an.certificate_person, position=position,
                status=NominationStatus.ON_AGENDA, post="Kiểm soát viên",
            )  # fmt: skip
            db.session.add(
                AgendaItem(session_id=session.id, nomination_id=row.id, position=position)
            )
        db.session.commit()
        asked = Meeting(session, council, users, secretary, proposal)
        if to in ("requested", "open"):
            run(services.request, session.public_id, actor=secretary)
        if to == "open":
            number_the_letter(session)
            run(services.start, session.public_id, actor=secretary)
            asked.ballot = db.session.scalars(
                select(Ballot).where(Ballot.session_id == session.id)
            ).one()
        return asked

    return make
