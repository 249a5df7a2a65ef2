"""A session from plan to minutes, and what each step refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.councils import MEETS_AT, member_actor
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.events import subscribe
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.events import SessionMinuted
from workflow.councils.models import Session
from workflow.councils.policies import (
    may_view_session_files,
    may_view_session_id,
    member_may_view_proposal,
)
from workflow.councils.queries import agenda_of, attendance_of, sessions_for
from workflow.councils.services import agenda, ballots, closing, counting, opening, papers, sessions
from workflow.councils.services.sessions import Mark, Plan
from workflow.councils.states import Choice, Presence, SessionStatus
from workflow.councils.tasks import tasks_for
from workflow.documents.models import Paper, PaperSigner
from workflow.documents.states import PaperStatus
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus, ProposalStatus

PLAN = Plan("Họp Hội đồng xét khen thưởng năm 2020", MEETS_AT, "Hội trường Cục")


def run(act, *args, **kwargs):
    with unit_of_work():
        return act(*args, **kwargs)


def marks_of(meeting, *absent):
    return {
        user.public_id: Mark(Presence.ABSENT, "đi công tác") if user in absent
        else Mark(Presence.PRESENT, "")
        for user in meeting.members
    }  # fmt: skip


def statuses():
    return set(db.session.scalars(select(Nomination.status)).all())


def test_strangers_see_and_do_nothing(make_meeting, long_an, actor):
    meeting = make_meeting(SessionStatus.CONVENED)
    stranger = actor(long_an.stranger, long_an.elsewhere)
    officer = actor(long_an.officer, long_an.team3)

    for who in (stranger, officer):
        assert not may_view_session_id(who, meeting.session.id)
        assert not may_view_session_files(who, meeting.session.id)
        assert not member_may_view_proposal(who, meeting.proposal.id)
        assert list(sessions_for(who)) == []
    for act in (sessions.convene, sessions.open_session, sessions.adjourn, papers.draft_minutes):
        with pytest.raises(NotVisible), unit_of_work():
            act(meeting.session.public_id, actor=stranger)
    with pytest.raises(NotAllowed), unit_of_work():
        sessions.plan_session(meeting.council, PLAN, actor=stranger)


def test_members_see_a_session_and_its_dossiers_once_they_are_called(make_meeting):
    planned = make_meeting(SessionStatus.PLANNED)
    member = member_actor(planned.members[3])
    assert not may_view_session_id(member, planned.session.id)
    assert not member_may_view_proposal(member, planned.proposal.id)

    run(sessions.convene, planned.session.public_id, actor=planned.secretary)

    assert may_view_session_id(member, planned.session.id)
    assert member_may_view_proposal(member, planned.proposal.id)
    assert [s.id for s in sessions_for(member)] == [planned.session.id]


def test_head_sees_and_the_clerk_only_opens_the_files(make_meeting, long_an, actor):
    meeting = make_meeting(SessionStatus.CONVENED)
    head = actor(long_an.head, long_an.department)
    clerk = actor(long_an.clerk, long_an.department)

    assert may_view_session_id(head, meeting.session.id)
    assert not may_view_session_id(clerk, meeting.session.id)
    assert may_view_session_files(clerk, meeting.session.id)


def test_a_session_is_not_planned_in_the_past(make_council, long_an, actor):
    council, _users = make_council(long_an.department)
    secretary = actor(long_an.secretary, long_an.department)
    past = Plan("Họp", clock.now() - timedelta(minutes=1), "Hội trường")

    with pytest.raises(BadInput, match="Giờ họp đã qua"):
        run(sessions.plan_session, council, past, actor=secretary)
    assert run(sessions.plan_session, council, PLAN, actor=secretary).status == "planned"


def test_a_stale_plan_shows_both_texts(make_meeting):
    meeting = make_meeting(SessionStatus.PLANNED)
    stale = meeting.session.version
    key = meeting.session.public_id
    run(
        sessions.edit_session,
        key,
        Plan("Một", MEETS_AT, "A"),
        version=stale,
        actor=meeting.secretary,
    )

    with pytest.raises(StaleEdit) as refused:
        run(sessions.edit_session, key, Plan("Hai", MEETS_AT, "A"), version=stale,
            actor=meeting.secretary)  # fmt: skip

    first = refused.value.differences[0]
    assert (first.yours, first.theirs) == ("Hai", "Một")


def test_the_agenda_stands_from_the_lowest_award_to_the_highest(
    make_meeting, make_proposal, make_recipient, long_an
):
    from tests.factories.proposals import make_nomination
    from workflow.recipients.models import RecipientKind

    meeting = make_meeting(SessionStatus.PLANNED, nominees=0)
    dossier = make_proposal(ProposalStatus.COUNCIL_REVIEW, nominees=0)
    team = make_recipient("Đội 3", kind=RecipientKind.COLLECTIVE)
    rows = [
        make_nomination(dossier, make_recipient("Cao"), long_an.minister_person, position=1),
        make_nomination(dossier, make_recipient("Vừa"), long_an.certificate_person, position=2),
        make_nomination(dossier, team, long_an.certificate_collective, position=3),
        make_nomination(dossier, make_recipient("Vừa hai"), long_an.certificate_person, position=4),
    ]  # fmt: skip
    key = meeting.session.public_id

    run(
        agenda.place_on_agenda, key, [rows[0].public_id, rows[1].public_id], actor=meeting.secretary
    )
    run(
        agenda.place_on_agenda, key, [rows[2].public_id, rows[3].public_id], actor=meeting.secretary
    )

    names = [row.nomination.recipient.name for row in agenda_of(meeting.session.id)]
    assert sorted(names[:-1]) == sorted(["Đội 3", "Vừa", "Vừa hai"])
    assert names[-1] == "Cao"
    assert names.index("Vừa") + 1 == names.index("Vừa hai")
    assert statuses() == {NominationStatus.ON_AGENDA}

    second = next(r for r in agenda_of(meeting.session.id) if r.nomination_id == rows[3].id)
    run(agenda.move_item, key, second.id, up=True, actor=meeting.secretary)
    names = [row.nomination.recipient.name for row in agenda_of(meeting.session.id)]
    assert names.index("Vừa hai") + 1 == names.index("Vừa")

    run(agenda.take_off_agenda, key, second.id, actor=meeting.secretary)
    assert [row.position for row in agenda_of(meeting.session.id)] == [1, 2, 3]
    assert db.session.get(Nomination, rows[3].id).status is NominationStatus.PROPOSED


def test_what_is_not_waiting_is_not_placed(make_meeting):
    meeting = make_meeting(SessionStatus.PLANNED)
    taken = agenda_of(meeting.session.id)[0].nomination.public_id

    with pytest.raises(InvalidStep, match="không còn chờ"):
        run(agenda.place_on_agenda, meeting.session.public_id, [taken], actor=meeting.secretary)
    with pytest.raises(BadInput, match="ít nhất một"):
        run(agenda.place_on_agenda, meeting.session.public_id, [], actor=meeting.secretary)


def test_convening_calls_every_member_and_drafts_the_invitation_in_the_councils_series(
    make_meeting,
):
    meeting = make_meeting(SessionStatus.PLANNED)

    run(sessions.convene, meeting.session.public_id, actor=meeting.secretary)

    paper = db.session.scalars(select(Paper)).one()
    signers = db.session.scalars(select(PaperSigner)).all()
    assert (paper.series, paper.symbol, paper.purpose) == ("HĐTĐKT", "GM-HĐTĐKT", "invitation")
    assert [signer.user_id for signer in signers] == [meeting.members[0].id]
    assert len(attendance_of(meeting.session.id)) == 9


def test_an_empty_agenda_is_not_convened(make_meeting):
    meeting = make_meeting(SessionStatus.PLANNED, nominees=0)

    with pytest.raises(Incomplete, match="còn trống"):
        run(sessions.convene, meeting.session.public_id, actor=meeting.secretary)


def test_opening_says_how_many_are_missing(make_meeting):
    meeting = make_meeting(SessionStatus.CONVENED)
    key = meeting.session.public_id
    clock.move_to(MEETS_AT)
    db.session.commit()
    run(
        sessions.record_attendance,
        key,
        marks_of(meeting, *meeting.members[3:7]),
        actor=meeting.secretary,
    )

    with pytest.raises(Incomplete, match=r"Còn thiếu 1 thành viên.*có mặt 5 trên tổng số 9"):
        run(sessions.open_session, key, actor=meeting.secretary)
    run(
        sessions.record_attendance,
        key,
        marks_of(meeting, *meeting.members[3:6]),
        actor=meeting.secretary,
    )
    assert run(sessions.open_session, key, actor=meeting.secretary).status == "sitting"


def test_an_absence_needs_its_reason_and_everybody_is_marked_before_the_opening(make_meeting):
    meeting = make_meeting(SessionStatus.PLANNED)
    key, first = meeting.session.public_id, meeting.members[0]
    run(sessions.convene, key, actor=meeting.secretary)

    with pytest.raises(BadInput, match="hãy ghi lý do") as refused:
        run(sessions.record_attendance, key, {first.public_id: Mark(Presence.ABSENT, " ")},
            actor=meeting.secretary)  # fmt: skip
    assert refused.value.field == first.public_id
    with pytest.raises(Incomplete, match="Chưa đến ngày họp 28/12/2020"):
        run(sessions.open_session, key, actor=meeting.secretary)
    clock.move_to(MEETS_AT)
    db.session.commit()
    with pytest.raises(Incomplete, match="Chưa điểm danh: Thành viên 01"):
        run(sessions.open_session, key, actor=meeting.secretary)


def test_one_who_is_not_called_is_not_marked(make_meeting, make_user):
    meeting = make_meeting(SessionStatus.CONVENED)
    other = make_user(name="Người ngoài")

    with pytest.raises(BadInput, match="không phải thành viên"):
        run(sessions.record_attendance, meeting.session.public_id,
            {other.public_id: Mark(Presence.PRESENT, "")}, actor=meeting.secretary)  # fmt: skip


def test_a_late_comer_may_vote_once_marked_present(make_meeting):
    meeting = make_meeting(ballot=True, absent=1)
    late = meeting.members[-1]

    run(
        sessions.record_attendance,
        meeting.session.public_id,
        marks_of(meeting),
        actor=meeting.secretary,
    )
    run(ballots.cast_votes, meeting.ballot.public_id, meeting.answers(), actor=member_actor(late))


def test_nothing_is_adjourned_before_everything_is_counted(make_meeting):
    meeting = make_meeting()
    key = meeting.session.public_id

    with pytest.raises(Incomplete, match="Còn 3 đề nghị chưa có kết quả"):
        run(sessions.adjourn, key, actor=meeting.secretary)
    ballot = run(opening.open_ballot, key, actor=meeting.secretary)
    with pytest.raises(Incomplete, match="chưa kiểm"):
        run(sessions.adjourn, key, actor=meeting.secretary)
    run(closing.close_ballot, ballot.public_id, actor=meeting.secretary)
    run(counting.count_ballot, ballot.public_id, actor=meeting.secretary)
    assert run(sessions.adjourn, key, actor=meeting.secretary).status == "adjourned"


def test_a_void_session_gives_its_items_back_and_voids_its_open_ballot(make_meeting):
    meeting = make_meeting(ballot=True)
    run(ballots.cast_votes, meeting.ballot.public_id, meeting.answers(),
        actor=member_actor(meeting.members[0]))  # fmt: skip

    with pytest.raises(BadInput, match="lý do"):
        run(sessions.void_session, meeting.session.public_id, " ", actor=meeting.secretary)
    run(sessions.void_session, meeting.session.public_id, "Mất điện", actor=meeting.secretary)

    assert statuses() == {NominationStatus.PROPOSED}
    db.session.refresh(meeting.ballot)
    assert meeting.ballot.status == "void"
    with pytest.raises(InvalidStep):
        run(ballots.cast_votes, meeting.ballot.public_id, meeting.answers(),
            actor=member_actor(meeting.members[1]))  # fmt: skip


def counted(meeting):
    key, ballot = meeting.session.public_id, meeting.ballot.public_id
    for user in meeting.members[:8]:
        run(ballots.cast_votes, ballot, meeting.answers(), actor=member_actor(user))
    run(closing.close_ballot, ballot, actor=meeting.secretary)
    run(counting.count_ballot, ballot, actor=meeting.secretary)
    run(sessions.record_discussion, key, "A & B <x> {{ 7*7 }}", actor=meeting.secretary)
    run(sessions.adjourn, key, actor=meeting.secretary)
    return run(papers.draft_minutes, key, actor=meeting.secretary)


def test_a_counted_vote_is_not_voided(make_meeting):
    meeting = make_meeting(ballot=True)
    run(closing.close_ballot, meeting.ballot.public_id, actor=meeting.secretary)
    run(counting.count_ballot, meeting.ballot.public_id, actor=meeting.secretary)

    with pytest.raises(InvalidStep, match="đã kiểm phiếu"):
        run(sessions.void_session, meeting.session.public_id, "x", actor=meeting.secretary)


def test_minutes_and_vote_count_are_papers_of_the_council_signed_by_secretary_and_chair(
    make_meeting,
):
    meeting = make_meeting(ballot=True)

    written = counted(meeting)

    assert [(p.purpose, p.symbol, p.series) for p in written] == [
        ("vote_count", "BB-HĐTĐKT", "HĐTĐKT"), ("minutes", "BB-HĐTĐKT", "HĐTĐKT"),
    ]  # fmt: skip
    for paper in written:
        signers = db.session.scalars(
            select(PaperSigner)
            .where(PaperSigner.paper_id == paper.id)
            .order_by(PaperSigner.ordinal)
        ).all()
        assert [s.user_id for s in signers] == [meeting.members[2].id, meeting.members[0].id]
    again = run(papers.draft_minutes, meeting.session.public_id, actor=meeting.secretary)
    assert [p.id for p in again] == [p.id for p in written]


def test_the_session_is_minuted_by_word_only_when_both_papers_have_numbers(make_meeting):
    meeting = make_meeting(ballot=True)
    written = counted(meeting)
    heard = []
    subscribe(SessionMinuted, heard.append)
    key = meeting.session.public_id

    with pytest.raises(Incomplete, match="ký và cấp số"):
        run(papers.finish_minutes, key, actor=meeting.secretary)
    for paper in written:
        db.session.get(Paper, paper.id).status = PaperStatus.NUMBERED
    db.session.commit()
    run(papers.finish_minutes, key, actor=meeting.secretary)

    assert db.session.get(Session, meeting.session.id).status == "minuted"
    assert [event.session_id for event in heard] == [meeting.session.id]


def test_the_last_paper_issued_closes_the_session(make_meeting):
    from workflow.documents.events import PaperIssued

    meeting = make_meeting(ballot=True)
    written = counted(meeting)
    seen = []
    for paper in written:
        db.session.get(Paper, paper.id).status = PaperStatus.ISSUED
        db.session.commit()
        run(papers.hear_paper_issued, PaperIssued(meeting.secretary, paper.id))
        seen.append(db.session.get(Session, meeting.session.id).status.value)

    assert seen == ["adjourned", "minuted"]


def test_work_waits_for_members_with_an_open_ballot_and_for_the_secretary(make_meeting):
    meeting = make_meeting(ballot=True)
    voter, absent = meeting.members[0], meeting.members[-1]

    assert [t.endpoint for t in tasks_for(member_actor(voter))] == ["councils.ballot"]
    assert tasks_for(member_actor(absent)) == []
    assert [(t.endpoint, t.verb) for t in tasks_for(meeting.secretary)] == [
        ("councils.session", "Điều hành")
    ]
    run(ballots.cast_votes, meeting.ballot.public_id, meeting.answers(Choice.OTHER),
        actor=member_actor(voter))  # fmt: skip
    assert tasks_for(member_actor(voter)) == []
