"""Councils with members, and sessions in any status, without walking the whole way there."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from tests.factories.people import LONG_AGO
from tests.factories.proposals import make_nomination
from workflow.accounts.models import User
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import AgendaItem, Attendance, Ballot, Council, Seat, Session
from workflow.councils.services import opening
from workflow.councils.services.ballots import Answer
from workflow.councils.states import Choice, Presence, SeatPost, SessionStatus
from workflow.councils.voting import items_of
from workflow.proposals.states import NominationStatus, ProposalStatus

MEETS_AT = datetime(2020, 12, 28, 7, 0, tzinfo=UTC)  # 14:00 on the day of the meeting
POSTS = (SeatPost.CHAIR, SeatPost.VICE_CHAIR, SeatPost.SECRETARY)
CALLED = frozenset(SessionStatus) - {SessionStatus.PLANNED}


@dataclass
class Meeting:
    """A council of Cục QLTT Long An in session, and the people of it."""

    session: Session
    council: Council
    members: list[User]
    secretary: Actor
    proposal: object
    ballot: Ballot | None = None
    names: list[str] = field(default_factory=list)

    @property
    def items(self):
        return items_of(self.ballot.id)

    def answers(self, choice=Choice.AGREE, *, but=()):
        return {item.id: Answer(choice) for item in self.items if item.id not in but}


def seen_on(page):
    """Return what the buttons of a page that open a vote send besides."""
    return {"seen": re.search(r'name="seen" value="(\w+)"', page.get_data(as_text=True))[1]}


def member_actor(user):
    return Actor(user.id, user.name, None, frozenset())


@pytest.fixture
def make_council(database, make_user):
    def make(organisation, *, members=9, symbol="HĐTĐKT", commit=True, **fields):
        fields.setdefault("without_tellers_up_to", 20)  # a test may hold either kind of ballot
        council = Council(
            organisation=organisation, symbol=symbol, valid_from=LONG_AGO,
            name=f"Hội đồng Thi đua - Khen thưởng {organisation.name}", **fields,
        )  # fmt: skip
        db.session.add(council)
        users = []
        for rank in range(1, members + 1):
            user = make_user(name=f"Thành viên {rank:02d}", title="Trưởng phòng", commit=False)
            post = POSTS[rank - 1] if rank <= len(POSTS) else SeatPost.MEMBER
            db.session.add(Seat(council=council, user=user, post=post, rank=rank,
                                valid_from=LONG_AGO))  # fmt: skip
            users.append(user)
        if commit:
            db.session.commit()
        else:
            db.session.flush()
        return council, users

    return make


@pytest.fixture
def make_meeting(long_an, make_council, make_proposal, make_recipient, actor):
    """A session with `nominees` persons on its agenda; `absent` members at the end of the list."""

    def make(status=SessionStatus.SITTING, *, members=9, absent=1, nominees=3, own=False,
             ballot=False):  # fmt: skip
        council, users = make_council(long_an.department, members=members, commit=False)
        secretary = actor(long_an.secretary, long_an.department)
        session = Session(
            council_id=council.id, title="Phiên họp xét khen thưởng năm 2020", starts_at=MEETS_AT,
            place="Hội trường Cục", status=status, created_by_id=long_an.secretary.id,
        )  # fmt: skip
        db.session.add(session)
        proposal = make_proposal(
            ProposalStatus.COUNCIL_REVIEW, nominees=0, nomination_status=NominationStatus.ON_AGENDA,
            commit=False,
        )  # fmt: skip
        db.session.flush()
        for position in range(1, nominees + 1):
            user = users[1] if own and position == 1 else None
            person = make_recipient(f"Bùi Thị H{position}", organisation=long_an.team3, user=user,
                                    commit=False)  # fmt: skip
            row = make_nomination(
                proposal, person, long_an.certificate_person, position=position,
                status=NominationStatus.ON_AGENDA, post="Kiểm soát viên",
                commit=False,
            )  # fmt: skip
            db.session.add(
                AgendaItem(session_id=session.id, nomination_id=row.id, position=position)
            )
        if status in CALLED:
            for index, user in enumerate(users):
                away = index >= members - absent
                db.session.add(
                    Attendance(
                        session_id=session.id, user_id=user.id, reason="đi công tác" if away else "",
                        presence=Presence.ABSENT if away else Presence.PRESENT,
                    )
                )  # fmt: skip
        if status in CALLED - {SessionStatus.CONVENED}:
            clock.move_to(MEETS_AT)
            session.opened_at = clock.now()
        db.session.commit()
        meeting = Meeting(session, council, users, secretary, proposal)
        if ballot:
            with unit_of_work():
                meeting.ballot = opening.open_ballot(session.public_id, actor=secretary)
        return meeting

    return make
