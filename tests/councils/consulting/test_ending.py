"""How a consultation ends: its one record, further rounds, ties, too few answers."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.councils.consulting.conftest import (
    TODAY,
    answer,
    at,
    run,
)
from tests.councils.consulting.test_consulting import AFTER, close, lines
from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.consulting import services
from workflow.councils.consulting.papers import draft_summary
from workflow.councils.models import NamedVote, Seat, Session
from workflow.councils.queries import ballots_of, get_visible
from workflow.councils.records import unsigned_records
from workflow.councils.services import ballots
from workflow.councils.services.papers import draft_minutes, draft_notice
from workflow.councils.services.ruling import Decided, rule_ties
from workflow.councils.states import (
    Choice,
    FewPapers,
    SessionStatus,
    TieRule,
)
from workflow.documents.models import Paper
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus


def test_the_record_is_one_paper_that_says_who_answered_what(make_consultation):
    asked = make_consultation(names=("A & B <x> {{ 7*7 }}", "Bùi Thị H2"))
    first, second = asked.items
    with unit_of_work():
        ballots.cast_votes(
            asked.ballot.public_id,
            {first.id: ballots.Answer(Choice.OTHER, "Xem lại năm công tác"),
             second.id: ballots.Answer(Choice.AGREE)},
            actor=member_actor(asked.members[0]),
        )  # fmt: skip
    for user in asked.members[1:4]:
        answer(asked, user)
    run(services.extend, asked.session.public_id, date(2021, 1, 5), "Chờ thêm",
        actor=asked.secretary)  # fmt: skip
    at(datetime(2021, 1, 6, 2, tzinfo=UTC))
    close(asked)
    key = asked.session.public_id

    with pytest.raises(InvalidStep, match="lấy ý kiến bằng văn bản"):
        run(draft_minutes, key, actor=asked.secretary)
    (paper,) = run(draft_summary, key, actor=asked.secretary)

    said = paper.context
    assert (paper.template, paper.symbol) == ("councils/consultation_minutes", "BB-HĐTĐKT")
    assert said["letter"] == "Công văn số 05/HĐTĐKT ngày 28 tháng 12 năm 2020"
    assert said["deadline"] == "hết ngày 05 tháng 01 năm 2021 (đã gia hạn, lý do: Chờ thêm)"
    assert said["answers"] == {"members": 5, "answered": 4, "written": 0}
    assert said["missing"] == ["Thành viên 05"]
    assert said["opinions"] == ["Thành viên 01, về A & B <x> {{ 7*7 }}: Xem lại năm công tác"]
    assert [row["choice"] for row in said["named_votes"]] == [
        "Đồng ý 1, không đồng ý 0, ý kiến khác 1", *["Đồng ý 2, không đồng ý 0"] * 3,
        "Không cho ý kiến",
    ]  # fmt: skip
    assert [(r["agree"], r["total"], r["outcome"]) for r in said["individuals"]] == [
        (3, 5, "Đạt"), (4, 5, "Đạt"),
    ]  # fmt: skip
    assert [one.name for one in unsigned_records([asked.session])] == ["Biên bản tổng hợp ý kiến"]
    notice = run(draft_notice, key, actor=asked.secretary)
    assert "lấy ý kiến thành viên bằng văn bản, từ ngày 28" in notice.context["opening"]


def test_the_one_record_issued_ends_it(make_consultation):
    from workflow.councils.services.papers import hear_paper_issued
    from workflow.documents.events import PaperIssued
    from workflow.documents.states import PaperStatus

    asked = make_consultation()
    for user in asked.members:
        answer(asked, user)
    close(asked)
    (paper,) = run(draft_summary, asked.session.public_id, actor=asked.secretary)
    db.session.get(Paper, paper.id).status = PaperStatus.ISSUED
    db.session.commit()

    run(hear_paper_issued, PaperIssued(asked.secretary, paper.id))

    assert db.session.get(Session, asked.session.id).status is SessionStatus.MINUTED


def test_a_further_round_asks_again_with_a_new_last_day_and_ends_by_itself(make_consultation):
    asked = make_consultation(rounds=2, again_numerator=1, again_denominator=3)
    for user in asked.members[:2]:
        answer(asked, user)
    with pytest.raises(InvalidStep, match="Đang lấy ý kiến"):
        run(services.next_answers, asked.session.public_id, actor=asked.secretary)
    at(AFTER)
    close(asked)
    assert (asked.session.status, len(lines())) == (SessionStatus.SITTING, 2)

    run(services.next_answers, asked.session.public_id, actor=asked.secretary)
    asked.ballot = ballots_of(asked.session.id)[-1]
    for user in asked.members:
        answer(asked, user)
    close(asked)

    assert (asked.session.answers_by, asked.session.status) == (
        date(2021, 1, 12), SessionStatus.ADJOURNED,
    )  # fmt: skip
    assert set(db.session.scalars(select(Nomination.status))) == {NominationStatus.PASSED}
    (paper,) = run(draft_summary, asked.session.public_id, actor=asked.secretary)
    assert paper.context["rounds"][0] == (
        "Bùi Thị H1, vòng 1: đồng ý 2 trên 5, cần ít nhất 3; bỏ phiếu tiếp vòng 2."
    )
    assert paper.context["named_votes"][4]["choice"] == (
        "Lần 1: không cho ý kiến; Lần 2: đồng ý 2, không đồng ý 0"
    )


def test_a_further_round_asks_a_member_seated_meanwhile(make_consultation, make_user):
    asked = make_consultation(rounds=2, again_numerator=0)
    user = make_user(name="Thành viên mới")
    db.session.add(Seat(council=asked.council, user=user, rank=9, valid_from=TODAY))
    db.session.commit()
    at(AFTER)
    close(asked)
    with pytest.raises(NotVisible):
        get_visible(asked.session.public_id, member_actor(user))

    run(services.next_answers, asked.session.public_id, actor=asked.secretary)

    asked.ballot = ballots_of(asked.session.id)[-1]
    answer(asked, user)
    assert get_visible(asked.session.public_id, member_actor(user)) is asked.session


def test_a_tie_waits_for_the_chair_whose_word_ends_the_consultation(make_consultation):
    asked = make_consultation(members=4, nominees=1, tie_rule=TieRule.CHAIR)
    for user, choice in zip(asked.members, (Choice.AGREE, Choice.DISAGREE) * 2, strict=True):
        answer(asked, user, choice)
    close(asked)
    item = services.agenda_of(asked.session.id)[0].id
    assert asked.session.status is SessionStatus.SITTING

    run(rule_ties, asked.session.public_id, {item: Decided(passed=True, reason="Xứng đáng")},
        actor=member_actor(asked.members[0]))  # fmt: skip

    assert asked.session.status is SessionStatus.ADJOURNED
    assert lines() == [(2, 2, 0, 0, 4, True)]


def test_too_few_answers_are_not_closed_where_the_rules_ask_for_more(make_consultation):
    asked = make_consultation(few_papers=FewPapers.VOID)
    answer(asked, asked.members[0])
    at(AFTER)

    with pytest.raises(Incomplete, match="chưa đủ tỷ lệ"):
        close(asked)
    run(services.extend, asked.session.public_id, date(2021, 1, 8), "Chờ", actor=asked.secretary)
    for user in asked.members[1:4]:
        answer(asked, user)
    at(datetime(2021, 1, 9, 2, tzinfo=UTC))
    close(asked)

    assert lines() == [(4, 0, 0, 1, 5, True)] * 2


def test_no_choice_is_told_before_it_is_closed(make_consultation):
    from workflow.councils.board_reading import read_board

    asked = make_consultation()
    answer(asked, asked.members[0], Choice.DISAGREE)

    board = read_board(get_visible(asked.session.public_id, asked.secretary), asked.secretary)

    assert (board.polls, board.lines, board.progress.voted) == ([], {}, 1)
    assert not board.consultation.may_close
    assert db.session.scalars(select(NamedVote.choice)).first() is Choice.DISAGREE
