"""What a council's rules say of its ballots and seats: asked for more than the product, not less."""

from datetime import date

import pytest

from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, NotAllowed
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.queries import list_seats, seats_on
from workflow.councils.services.administration import CouncilRules, NewSeat, add_seat, edit_council
from workflow.councils.services.opening import open_ballot, waiting_in
from workflow.councils.services.secret.preparing import prepare
from workflow.councils.services.sessions import Mark, record_attendance
from workflow.councils.states import BallotMode, Presence, SeatPost

RULES = {
    "name": "Hội đồng", "symbol": "HĐTĐKT", "quorum_numerator": 2, "quorum_denominator": 3,
    "vote_numerator": 1, "vote_denominator": 2, "vote_strict": True,
    "valid_from": date(2018, 1, 1), "valid_to": None,
}  # fmt: skip
FIRST, LAST = date(2020, 12, 1), date(2020, 12, 31)


@pytest.fixture
def council(make_council, long_an):
    return make_council(long_an.department)[0]


@pytest.fixture
def keeper(make_user, long_an, actor):
    return actor(make_user(long_an.department, "administrator"), long_an.department)


def edits(council, keeper, **changes):
    with unit_of_work():
        return edit_council(
            council.public_id, CouncilRules(**(RULES | changes)), version=council.version,
            actor=keeper,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [({"fewest_electors": 2}, "fewest_electors"), ({"few_electors": 4}, "few_electors"),
     ({"tellers_needed": 1}, "tellers_needed"), ({"tellers_named": 1}, "tellers_needed"),
     ({"fewest_electors": 7}, "few_electors"),
     ({"ordinary_mode": BallotMode.CONSULTATION}, "ordinary_mode"),
     ({"rounds": 0}, "rounds"), ({"rounds": 6}, "rounds"),
     ({"again_numerator": 0}, "again_numerator"), ({"again_numerator": 3}, "again_numerator"),
     ({"consultation_days": 0}, "consultation_days"),
     ({"consultation_days": 61}, "consultation_days")],
)  # fmt: skip
def test_a_council_may_not_lower_what_secrecy_needs_nor_ask_for_the_impossible(
    council, keeper, change, field
):
    with pytest.raises(BadInput) as refused:
        edits(council, keeper, **change)

    assert refused.value.field == field


def test_a_council_may_raise_it(council, keeper):
    kept = edits(council, keeper, fewest_electors=5, few_electors=9, tellers_named=5,
                 tellers_needed=3, ordinary_mode=BallotMode.SECRET)  # fmt: skip

    assert (kept.fewest_electors, kept.few_electors, kept.tellers_needed) == (5, 9, 3)


def test_a_stranger_changes_no_rules(council, long_an, actor):
    with pytest.raises(NotAllowed):
        edits(council, actor(long_an.secretary, long_an.department))


def test_an_award_whose_rule_says_nothing_follows_the_council(make_meeting):
    meeting = make_meeting()
    meeting.council.ordinary_mode = BallotMode.SECRET
    db.session.commit()

    with pytest.raises(Incomplete, match="phải bỏ phiếu kín"), unit_of_work():
        open_ballot(meeting.session.public_id, actor=meeting.secretary)
    assert len(waiting_in(meeting.session, BallotMode.SECRET)) == 3


def test_a_secret_ballot_needs_as_many_as_the_council_says(make_meeting):
    meeting = make_meeting(members=9)
    meeting.council.fewest_electors = 10
    db.session.commit()

    with pytest.raises(NotAllowed, match="Dưới 10 người"), unit_of_work():
        prepare(meeting.session.public_id, [], needed=0, actor=meeting.secretary)


@pytest.mark.parametrize("needs", [True, False])
def test_a_session_that_lost_its_quorum_votes_only_where_the_rules_let_it(make_meeting, needs):
    meeting = make_meeting(absent=0)
    meeting.council.ballot_needs_quorum = needs
    db.session.commit()
    gone = {user.public_id: Mark(Presence.ABSENT, "về sớm") for user in meeting.members[5:]}
    with unit_of_work():
        record_attendance(meeting.session.public_id, gone, actor=meeting.secretary)

    if not needs:
        with unit_of_work():
            assert open_ballot(meeting.session.public_id, actor=meeting.secretary).round == 1
        return
    with pytest.raises(Incomplete, match="Còn thiếu 1 thành viên"), unit_of_work():
        open_ballot(meeting.session.public_id, actor=meeting.secretary)


def replaces(council, keeper, user, seat, **fields):
    new = {"post": seat.post, "rank": seat.rank, "valid_from": FIRST, "valid_to": LAST} | fields
    with unit_of_work():
        return add_seat(
            council.public_id, NewSeat(user=user, replaces_id=seat.id, **new), actor=keeper
        )


def test_a_replacement_sits_in_the_seat_for_a_time_and_the_other_comes_back(
    council, keeper, make_user
):
    chair = list_seats(council.id)[0]
    stand_in = make_user(name="Người thay")
    replaces(council, keeper, stand_in, chair)

    def sitting(day):
        return next(seat.user.name for seat in seats_on(council.id, day))

    assert (sitting(date(2020, 11, 30)), sitting(FIRST), sitting(LAST), sitting(date(2021, 1, 1))) \
        == ("Thành viên 01", "Người thay", "Người thay", "Thành viên 01")  # fmt: skip
    assert len(seats_on(council.id, FIRST)) == 9
    assert seats_on(council.id, FIRST)[0].post is SeatPost.CHAIR


def test_a_replacement_needs_an_end_and_a_seat_nobody_fills_yet(council, keeper, make_user):
    chair, vice = list_seats(council.id)[:2]
    with pytest.raises(BadInput, match="cần ngày kết thúc"):
        replaces(council, keeper, make_user(), chair, valid_to=None)
    with pytest.raises(BadInput, match="đã là thành viên"):
        replaces(council, keeper, vice.user, chair)
    first = replaces(council, keeper, make_user(name="Người thay"), chair)
    with pytest.raises(BadInput, match="Người thay đang thay"):
        replaces(council, keeper, make_user(), chair)
    with pytest.raises(BadInput, match="thành viên chính thức"):
        replaces(council, keeper, make_user(), first)
