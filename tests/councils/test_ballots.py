"""A vote by name: who may cast, what is refused, and that the count is what was cast."""

import pytest
from sqlalchemy import func, select

from tests.factories.councils import member_actor
from tests.factories.documents import taken_pdf
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import NamedVote, Seat, TallyLine
from workflow.councils.queries import session_of, tally_of
from workflow.councils.services.ballots import (
    Answer,
    cast_votes,
    enter_opinion,
)
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.counting import count_ballot
from workflow.councils.services.opening import open_ballot
from workflow.councils.states import BallotStatus, Choice, Presence
from workflow.councils.voting import electors_of, progress_of, votes_of
from workflow.documents.attaching import add_document
from workflow.documents.models import DocumentLink
from workflow.proposals.models import Nomination


def cast(meeting, user, choice=Choice.AGREE, **answers):
    with unit_of_work():
        return cast_votes(
            meeting.ballot.public_id, meeting.answers(choice, **answers), actor=member_actor(user)
        )


def votes_stored():
    return db.session.scalar(select(func.count()).select_from(NamedVote))


def opinion_of(meeting, user, answers, actor=None):
    with unit_of_work():
        actor = actor or meeting.secretary
        document = add_document(
            taken_pdf(), title="Ý kiến", organisation_id=meeting.council.organisation_id,
            actor=actor,
        )  # fmt: skip
        return enter_opinion(meeting.ballot.public_id, user, answers, document, actor=actor)


def test_strangers_do_not_see_the_ballot(make_meeting, long_an, actor):
    meeting = make_meeting(ballot=True)
    stranger = actor(long_an.stranger, long_an.elsewhere)

    for act in (close_ballot, count_ballot):
        with pytest.raises(NotVisible), unit_of_work():
            act(meeting.ballot.public_id, actor=stranger)
    with pytest.raises(NotVisible), unit_of_work():
        cast_votes(meeting.ballot.public_id, meeting.answers(), actor=stranger)
    with pytest.raises(NotVisible), unit_of_work():
        open_ballot(meeting.session.public_id, actor=stranger)


def test_one_who_sees_the_ballot_but_is_no_member_casts_nothing(make_meeting, long_an, actor):
    meeting = make_meeting(ballot=True)

    for user in (long_an.head, long_an.secretary):
        with pytest.raises(NotAllowed, match="Chỉ thành viên"), unit_of_work():
            cast_votes(
                meeting.ballot.public_id, meeting.answers(), actor=actor(user, long_an.department)
            )

    assert votes_stored() == 0


def test_members_do_not_open_close_or_count(make_meeting):
    meeting = make_meeting(ballot=True)
    chair = member_actor(meeting.members[0])

    with pytest.raises(NotAllowed), unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=chair)
    with pytest.raises(NotAllowed), unit_of_work():
        count_ballot(meeting.ballot.public_id, actor=chair)
    with pytest.raises(NotAllowed), unit_of_work():
        open_ballot(meeting.session.public_id, actor=chair)


def test_a_cast_vote_is_stored_whole_and_marks_the_member_as_having_voted(make_meeting):
    meeting = make_meeting(ballot=True)
    first, second, third = meeting.items

    with unit_of_work():
        cast_votes(
            meeting.ballot.public_id,
            {
                first.id: Answer(Choice.AGREE, "bỏ qua"), second.id: Answer(Choice.DISAGREE),
                third.id: Answer(Choice.OTHER, "Xem lại thời gian công tác"),
            },
            actor=member_actor(meeting.members[0]),
        )  # fmt: skip

    assert [
        (v.ballot_item_id, v.choice, v.opinion, v.in_writing) for v in votes_of(meeting.ballot.id)
    ] == [
        (first.id, Choice.AGREE, "", False),
        (second.id, Choice.DISAGREE, "", False),
        (third.id, Choice.OTHER, "Xem lại thời gian công tác", False),
    ]
    assert (progress_of(meeting.ballot.id).voted, progress_of(meeting.ballot.id).total) == (1, 9)


def test_a_second_cast_is_refused_and_changes_nothing(make_meeting):
    meeting = make_meeting(ballot=True)
    cast(meeting, meeting.members[0])

    with pytest.raises(InvalidStep, match="đã bỏ phiếu"):
        cast(meeting, meeting.members[0], Choice.DISAGREE)

    assert {vote.choice for vote in votes_of(meeting.ballot.id)} == {Choice.AGREE}


def test_every_row_must_be_answered(make_meeting):
    meeting = make_meeting(ballot=True)
    last = meeting.items[-1].id

    with pytest.raises(BadInput, match="Còn 1 dòng chưa chọn, đầu tiên là dòng 3, Bùi Thị H3"):
        cast(meeting, meeting.members[0], but=(last,))

    assert votes_stored() == 0
    assert progress_of(meeting.ballot.id).voted == 0


def test_a_row_of_another_ballot_is_refused(make_meeting):
    meeting = make_meeting(ballot=True)
    answers = meeting.answers() | {10_000_000: Answer(Choice.AGREE)}

    with pytest.raises(BadInput, match="không thuộc cuộc bỏ phiếu này"), unit_of_work():
        cast_votes(meeting.ballot.public_id, answers, actor=member_actor(meeting.members[0]))


def test_a_nominee_does_not_vote_on_their_own_award_and_still_counts_in_the_base(make_meeting):
    meeting = make_meeting(ballot=True, own=True, absent=0)
    own_row = meeting.items[0].id
    nominee = meeting.members[1]

    with pytest.raises(NotAllowed, match="là người được xét ở dòng 1"):
        cast(meeting, nominee)
    cast(meeting, nominee, but=(own_row,))
    for user in (meeting.members[0], *meeting.members[2:]):
        cast(meeting, user)
    with unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=meeting.secretary)
    with unit_of_work():
        count_ballot(meeting.ballot.public_id, actor=meeting.secretary)

    line = db.session.scalars(select(TallyLine).where(TallyLine.ballot_item_id == own_row)).one()
    assert (line.agree, line.recused, line.silent, line.total) == (8, 1, 0, 9)


def test_an_absent_member_does_not_vote_in_the_booth_until_marked_present(make_meeting):
    meeting = make_meeting(ballot=True, absent=1)

    with pytest.raises(NotAllowed, match="điểm danh vắng mặt"):
        cast(meeting, meeting.members[-1])


def test_the_written_opinion_of_an_absent_member_is_entered_with_its_paper(make_meeting):
    meeting = make_meeting(ballot=True, absent=1)

    elector = opinion_of(meeting, meeting.members[-1], meeting.answers(Choice.DISAGREE))

    assert {vote.in_writing for vote in votes_of(meeting.ballot.id)} == {True}
    link = db.session.scalars(
        select(DocumentLink).where(DocumentLink.owner_kind == "session")
    ).one()
    assert (link.owner_id, link.role.value) == (meeting.session.id, "opinion")
    assert elector.opinion_document_id == link.document_id


def test_nobody_votes_for_another(make_meeting):
    meeting = make_meeting(ballot=True, absent=1)

    with pytest.raises(NotAllowed, match="không ai bỏ phiếu thay"):
        opinion_of(meeting, meeting.members[2], meeting.answers())
    with pytest.raises(NotAllowed, match="Không ai bỏ phiếu thay người khác"):
        opinion_of(
            meeting, meeting.members[-1], meeting.answers(),
            actor=member_actor(meeting.members[0]),
        )  # fmt: skip

    assert votes_stored() == 0


def test_the_electors_are_the_members_of_the_day_it_opened(make_meeting, make_user, long_an):
    meeting = make_meeting(ballot=True)
    late = make_user(name="Đến sau")
    db.session.add(Seat(council_id=meeting.council.id, user_id=late.id, rank=99,
                        valid_from=meeting.council.valid_from))  # fmt: skip
    db.session.commit()

    with pytest.raises(NotVisible):
        cast(meeting, late)

    assert [e.user_id for e in electors_of(meeting.ballot.id)] == [u.id for u in meeting.members]
    assert [e.presence for e in electors_of(meeting.ballot.id)][-2:] == [
        Presence.PRESENT, Presence.ABSENT,
    ]  # fmt: skip


def test_thresholds_are_those_of_the_opening(make_meeting, long_an):
    long_an.certificate_person.vote_numerator = 4
    long_an.certificate_person.vote_denominator = 5
    long_an.certificate_person.vote_strict = False
    db.session.commit()
    meeting = make_meeting(ballot=True)

    long_an.certificate_person.vote_numerator = 1
    db.session.commit()

    assert {(i.numerator, i.denominator, i.strict) for i in meeting.items} == {(4, 5, False)}


def test_closing_twice_is_refused_and_nothing_is_accepted_after_it(make_meeting):
    meeting = make_meeting(ballot=True)
    cast(meeting, meeting.members[0])
    with unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=meeting.secretary)

    with pytest.raises(InvalidStep), unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=meeting.secretary)
    with pytest.raises(InvalidStep, match="đã đóng"):
        cast(meeting, meeting.members[1])
    with pytest.raises(InvalidStep, match="đã đóng"):
        opinion_of(meeting, meeting.members[-1], meeting.answers())

    assert votes_stored() == 3


def test_an_open_ballot_is_not_counted(make_meeting):
    meeting = make_meeting(ballot=True)

    with pytest.raises(InvalidStep), unit_of_work():
        count_ballot(meeting.ballot.public_id, actor=meeting.secretary)


def test_the_count_passes_and_fails_nominations_over_all_members(make_meeting):
    meeting = make_meeting(ballot=True, absent=1)
    first, second, third = meeting.items
    for index, user in enumerate(meeting.members[:8]):
        second_choice = Choice.AGREE if index < 4 else Choice.OTHER
        with unit_of_work():
            cast_votes(
                meeting.ballot.public_id,
                {
                    first.id: Answer(Choice.AGREE), second.id: Answer(second_choice),
                    third.id: Answer(Choice.AGREE if index < 5 else Choice.DISAGREE),
                },
                actor=member_actor(user),
            )  # fmt: skip

    with unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=meeting.secretary)
    with unit_of_work():
        ballot = count_ballot(meeting.ballot.public_id, actor=meeting.secretary)

    lines = db.session.scalars(select(TallyLine).order_by(TallyLine.id)).all()
    assert [(x.agree, x.disagree, x.other, x.silent, x.total, x.passed) for x in lines] == [
        (8, 0, 0, 1, 9, True), (4, 0, 4, 1, 9, False), (5, 3, 0, 1, 9, True),
    ]  # fmt: skip
    statuses = db.session.scalars(select(Nomination.status).order_by(Nomination.position)).all()
    assert [status.value for status in statuses] == ["passed", "not_passed", "passed"]
    assert ballot.status is BallotStatus.TALLIED
    nomination = first.agenda_item.nomination_id
    assert (tally_of(nomination).agree, session_of(nomination).id) == (8, meeting.session.id)


def test_a_second_ballot_waits_for_the_first_to_be_counted(make_meeting):
    meeting = make_meeting(ballot=True)

    with pytest.raises(InvalidStep, match="chưa kiểm"), unit_of_work():
        open_ballot(meeting.session.public_id, actor=meeting.secretary)
    with unit_of_work():
        close_ballot(meeting.ballot.public_id, actor=meeting.secretary)
    with unit_of_work():
        count_ballot(meeting.ballot.public_id, actor=meeting.secretary)
    with pytest.raises(Incomplete, match="Không còn đề nghị"), unit_of_work():
        open_ballot(meeting.session.public_id, actor=meeting.secretary)
