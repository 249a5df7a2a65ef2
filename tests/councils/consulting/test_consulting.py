"""The council asked in writing: who may ask, who answers until when, and what silence counts."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.councils.consulting.conftest import (
    TITLE,
    TODAY,
    answer,
    at,
    number_the_letter,
    run,
)
from tests.factories.councils import member_actor
from tests.factories.documents import taken_pdf
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.core.working_days import DayKind, SpecialDay
from workflow.councils.consulting import services
from workflow.councils.consulting.papers import draft_summary, letter_of
from workflow.councils.models import BallotItem, Session, TallyLine
from workflow.councils.services import agenda, ballots, opening, sessions
from workflow.councils.services.secret.preparing import prepare
from workflow.councils.states import (
    BallotMode,
    BallotStatus,
    Choice,
    Presence,
    SessionStatus,
)
from workflow.councils.tasks import tasks_for
from workflow.councils.voting import electors_of, progress_of, votes_of
from workflow.documents.attaching import add_document
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus

AFTER = datetime(2021, 1, 5, 2, tzinfo=UTC)  # the day after the fifth working day


def close(asked, actor=None):
    return run(services.close, asked.session.public_id, actor=actor or asked.secretary)


def lines():
    rows = db.session.scalars(
        select(TallyLine)
        .join(BallotItem, TallyLine.ballot_item_id == BallotItem.id)
        .order_by(BallotItem.position)
    )
    return [(x.agree, x.disagree, x.other, x.silent, x.total, x.passed) for x in rows]


def test_strangers_find_nothing(make_consultation, long_an, actor):
    asked = make_consultation()
    stranger = actor(long_an.stranger, long_an.elsewhere)
    key = asked.session.public_id

    for act in (services.request, services.start, services.close, draft_summary):
        with pytest.raises(NotVisible):
            run(act, key, actor=stranger)
    with pytest.raises(NotVisible):
        run(services.extend, key, date(2021, 2, 1), "lý do", actor=stranger)
    with pytest.raises(NotVisible):
        run(ballots.cast_votes, asked.ballot.public_id, asked.answers(), actor=stranger)
    with pytest.raises(NotAllowed):
        run(services.plan, asked.council, TITLE, TODAY, actor=stranger)


def test_members_answer_and_do_not_run_it(make_consultation):
    asked = make_consultation()
    member = member_actor(asked.members[0])

    for act in (services.start, services.close, draft_summary):
        with pytest.raises(NotAllowed):
            run(act, asked.session.public_id, actor=member)
    with pytest.raises(NotAllowed):
        run(services.extend, asked.session.public_id, date(2021, 2, 1), "lý do", actor=member)
    answer(asked, asked.members[0])
    assert progress_of(asked.ballot.id).voted == 1


def test_a_council_whose_rules_want_meetings_is_not_asked_in_writing(make_consultation):
    with pytest.raises(NotAllowed, match="không cho lấy ý kiến bằng văn bản"):
        make_consultation("planned", may_consult=False)


@pytest.mark.parametrize(
    ("secret", "in_writing", "rule", "allowed"),
    [(True, True, True, False), (None, None, True, True), (None, None, False, False),
     (None, True, False, True), (False, False, True, False)],
)  # fmt: skip
def test_the_awards_rule_goes_before_the_councils(
    make_consultation, long_an, secret, in_writing, rule, allowed
):
    asked = make_consultation("planned")
    asked.council.may_consult = rule
    long_an.certificate_person.secret_ballot = secret
    long_an.certificate_person.in_writing = in_writing
    db.session.commit()

    if allowed:
        run(services.request, asked.session.public_id, actor=asked.secretary)
        assert asked.session.status is SessionStatus.CONVENED
    else:
        with pytest.raises(Incomplete, match="phải họp Hội đồng"):
            run(services.request, asked.session.public_id, actor=asked.secretary)
        assert asked.session.status is SessionStatus.PLANNED


def test_what_must_be_met_on_is_not_put_on_its_list(make_consultation, long_an):
    asked = make_consultation("planned")
    row = db.session.scalars(select(Nomination)).first()
    key, item = asked.session.public_id, services.agenda_of(asked.session.id)[0].id
    run(agenda.take_off_agenda, key, item, actor=asked.secretary)

    run(agenda.place_on_agenda, key, [row.public_id], actor=asked.secretary)
    item = services.agenda_of(asked.session.id)[-1].id
    run(agenda.take_off_agenda, key, item, actor=asked.secretary)
    long_an.certificate_person.in_writing = False
    db.session.commit()
    with pytest.raises(InvalidStep, match="Hãy xếp vào phiên họp"):
        run(agenda.place_on_agenda, key, [row.public_id], actor=asked.secretary)


def test_nothing_is_added_once_the_letter_is_drafted(make_consultation):
    asked = make_consultation("requested")
    row = db.session.scalars(select(Nomination)).first()
    item = services.agenda_of(asked.session.id)[0].id
    run(agenda.take_off_agenda, asked.session.public_id, item, actor=asked.secretary)

    with pytest.raises(InvalidStep, match="thêm đề nghị"):
        run(agenda.place_on_agenda, asked.session.public_id, [row.public_id],
            actor=asked.secretary)  # fmt: skip


def test_the_last_day_is_counted_in_working_days_by_the_councils_rule(make_consultation):
    db.session.add(SpecialDay(day=date(2021, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch"))
    db.session.commit()
    asked = make_consultation("requested", consultation_days=4)

    assert asked.session.answers_by == date(2021, 1, 4)
    letter = letter_of(asked.session)
    assert (letter.kind.value, letter.symbol, letter.title) == (
        "CV", "HĐTĐKT", f"Công văn lấy ý kiến: {TITLE}",
    )  # fmt: skip
    assert "đến hết ngày 04 tháng 01 năm 2021" in letter.context["ways"][1]


def test_nobody_is_asked_before_the_letter_has_its_number_and_its_day_has_come(
    make_consultation,
):
    asked = make_consultation("requested")
    key = asked.session.public_id
    with pytest.raises(Incomplete, match="chưa được ký và cấp số"):
        run(services.start, key, actor=asked.secretary)
    number_the_letter(asked.session)
    asked.session.starts_at = clock.start_of(date(2020, 12, 29))
    db.session.commit()
    with pytest.raises(Incomplete, match="Chưa đến ngày bắt đầu"):
        run(services.start, key, actor=asked.secretary)
    at(datetime(2020, 12, 29, 2, tzinfo=UTC))

    run(services.start, key, actor=asked.secretary)

    assert db.session.get(Session, asked.session.id).status is SessionStatus.SITTING


def test_every_member_is_an_elector_who_answers_on_the_own_page(make_consultation):
    asked = make_consultation()

    assert asked.ballot.mode is BallotMode.CONSULTATION
    assert {e.presence for e in electors_of(asked.ballot.id)} == {Presence.PRESENT}
    tasks = tasks_for(member_actor(asked.members[-1]))
    assert [(t.endpoint, t.verb, t.note) for t in tasks] == [
        ("councils.ballot", "Cho ý kiến", "Trả lời đến hết ngày 04/01/2021")
    ]
    answer(asked, asked.members[-1], Choice.OTHER)
    assert [v.in_writing for v in votes_of(asked.ballot.id)] == [False, False]
    assert tasks_for(member_actor(asked.members[-1])) == []


def test_an_answer_is_given_once_and_not_after_the_last_day(make_consultation):
    asked = make_consultation()
    answer(asked, asked.members[0])
    with pytest.raises(InvalidStep, match="đã bỏ phiếu"):
        answer(asked, asked.members[0], Choice.DISAGREE)
    at(datetime(2021, 1, 4, 16, 59, tzinfo=UTC))  # 23:59 of the last day
    answer(asked, asked.members[1])
    at(AFTER)

    with pytest.raises(InvalidStep, match="hết ngày 04/01/2021"):
        answer(asked, asked.members[2])

    assert progress_of(asked.ballot.id).voted == 2


def test_it_is_not_closed_while_a_member_still_has_time(make_consultation):
    asked = make_consultation()
    for user in asked.members[:4]:
        answer(asked, user)

    with pytest.raises(Incomplete, match="Còn 1 thành viên chưa cho ý kiến"):
        close(asked)
    answer(asked, asked.members[4])
    close(asked)

    assert asked.ballot.status is BallotStatus.TALLIED
    assert asked.session.status is SessionStatus.ADJOURNED
    assert lines() == [(5, 0, 0, 0, 5, True)] * 2


def test_silence_is_never_agreement_and_stays_in_the_base(make_consultation):
    asked = make_consultation()
    for user in asked.members[:2]:
        answer(asked, user)
    at(AFTER)

    close(asked)

    assert lines() == [(2, 0, 0, 3, 5, False)] * 2
    assert set(db.session.scalars(select(Nomination.status))) == {NominationStatus.NOT_PASSED}


def test_a_council_that_needs_every_answer_waits_for_it_and_may_give_more_time(
    make_consultation,
):
    asked = make_consultation(consultation_needs_all=True)
    asked.council.consultation_needs_all = False  # what held at the opening holds to the end
    db.session.commit()
    for user in asked.members[:4]:
        answer(asked, user)
    at(AFTER)

    with pytest.raises(Incomplete, match="còn thiếu: Thành viên 05"):
        close(asked)
    with pytest.raises(InvalidStep, match="gia hạn được"):
        answer(asked, asked.members[4])
    run(services.extend, asked.session.public_id, date(2021, 1, 8), "Đồng chí đi công tác",
        actor=asked.secretary)  # fmt: skip
    answer(asked, asked.members[4], Choice.DISAGREE)
    close(asked)

    assert lines() == [(4, 1, 0, 0, 5, True)] * 2


@pytest.mark.parametrize(
    ("last", "reason", "field"),
    [(date(2021, 1, 8), " ", "reason"), (date(2021, 1, 4), "lý do", "last"),
     (date(2031, 1, 8), "lý do", "last")],
)  # fmt: skip
def test_more_time_needs_a_reason_and_a_later_day(make_consultation, last, reason, field):
    asked = make_consultation()

    with pytest.raises(BadInput) as refused:
        run(services.extend, asked.session.public_id, last, reason, actor=asked.secretary)

    assert (refused.value.field, asked.session.answers_by) == (field, date(2021, 1, 4))


def test_an_unsigned_letter_is_drawn_anew_and_a_signed_one_stays(make_consultation):
    asked = make_consultation("requested")
    key = asked.session.public_id
    run(services.extend, key, date(2021, 1, 8), "Chờ ký", actor=asked.secretary)
    assert "08 tháng 01 năm 2021" in letter_of(asked.session).context["ways"][1]

    number_the_letter(asked.session)
    run(services.extend, key, date(2021, 1, 15), "Chờ thêm", actor=asked.secretary)

    assert "08 tháng 01 năm 2021" in letter_of(asked.session).context["ways"][1]
    assert asked.session.answers_by == date(2021, 1, 15)


def test_a_signed_paper_is_entered_for_a_member_who_has_not_answered(make_consultation):
    asked = make_consultation()
    answer(asked, asked.members[0])

    def enter(user):
        with unit_of_work():
            document = add_document(
                taken_pdf(), title="Phiếu ý kiến", actor=asked.secretary,
                organisation_id=asked.council.organisation_id,
            )  # fmt: skip
            return ballots.enter_opinion(
                asked.ballot.public_id, user, asked.answers(), document, actor=asked.secretary
            )

    with pytest.raises(InvalidStep, match="đã bỏ phiếu"):
        enter(asked.members[0])
    entered = enter(asked.members[1])

    assert entered.opinion_document_id is not None
    assert [v.in_writing for v in votes_of(asked.ballot.id)] == [False, True, False, True]


def test_what_belongs_to_a_meeting_is_refused(make_consultation):
    asked = make_consultation()
    key, secretary = asked.session.public_id, asked.secretary

    for act in (sessions.convene, sessions.open_session, sessions.adjourn, opening.open_ballot):
        with pytest.raises(InvalidStep, match="lấy ý kiến bằng văn bản"):
            run(act, key, actor=secretary)
    with pytest.raises(InvalidStep, match="lấy ý kiến bằng văn bản"):
        run(prepare, key, [], needed=2, actor=secretary)
    with pytest.raises(InvalidStep, match="lấy ý kiến bằng văn bản"):
        run(sessions.record_attendance, key, {}, actor=secretary)


def test_what_belongs_to_a_consultation_is_refused_in_a_meeting(make_meeting):
    meeting = make_meeting(ballot=True)

    for act in (services.request, services.start, services.close):
        with pytest.raises(InvalidStep, match="Đây là phiên họp"):
            run(act, meeting.session.public_id, actor=meeting.secretary)


def test_called_off_it_gives_its_nominations_back_and_counts_nothing(make_consultation):
    asked = make_consultation()
    answer(asked, asked.members[0])

    run(sessions.void_session, asked.session.public_id, "Cần họp", actor=asked.secretary)

    assert (asked.session.status, asked.ballot.status) == (
        SessionStatus.VOID, BallotStatus.VOID,
    )  # fmt: skip
    assert set(db.session.scalars(select(Nomination.status))) == {NominationStatus.PROPOSED}
    assert lines() == []
