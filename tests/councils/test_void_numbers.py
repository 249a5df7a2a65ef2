"""The number held for a paper of a session that is called off."""

from datetime import date

from tests.factories.councils import member_actor
from tests.factories.documents import draw_all, sign_and_issue
from workflow.core import numbers
from workflow.core.db import db
from workflow.core.numbers import EntryState
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.services import sessions
from workflow.councils.states import SessionStatus
from workflow.documents import services as papers
from workflow.documents.queries import paper_of

DAY = date(2020, 12, 18)


def run(act, *args, **kwargs):
    with unit_of_work():
        return act(*args, **kwargs)


def convened(meeting):
    run(sessions.convene, meeting.session.public_id, actor=meeting.secretary)
    draw_all()
    return paper_of(("session", meeting.session.id), "invitation")


def entries(paper):
    book = numbers.find_book(paper.organisation_id, paper.series, 2020)
    return [(one.number, one.state, one.reason) for one in numbers.list_entries(book.id)]


def test_a_number_held_for_an_unsigned_invitation_is_void_with_the_sessions_reason(
    make_meeting, long_an, actor
):
    long_an.department.numbers_first = True
    meeting = make_meeting(SessionStatus.PLANNED)
    invitation = convened(meeting)
    clerk = actor(long_an.clerk, long_an.department)
    run(papers.check_paper, invitation.public_id, actor=meeting.secretary)
    run(papers.number_paper, invitation.public_id, DAY, actor=clerk)
    assert entries(invitation) == [(1, EntryState.RESERVED, "")]

    run(sessions.void_session, meeting.session.public_id, "Mất điện", actor=meeting.secretary)

    assert entries(invitation) == [(1, EntryState.VOID, "Phiên họp đã hủy: Mất điện")]
    db.session.refresh(invitation)
    assert (invitation.number_entry_id, invitation.number_text) == (None, None)


def test_the_number_of_an_issued_invitation_stays_its_own(make_meeting, long_an, actor):
    meeting = make_meeting(SessionStatus.PLANNED)
    invitation = convened(meeting)
    sign_and_issue(
        invitation.public_id, drafter=meeting.secretary,
        signers=[member_actor(meeting.members[0])], clerk=actor(long_an.clerk, long_an.department),
    )  # fmt: skip

    run(sessions.void_session, meeting.session.public_id, "Mất điện", actor=meeting.secretary)

    assert entries(invitation) == [(1, EntryState.USED, "")]
