"""Who keeps out of a vote: found from data, decided by whoever presides, and what the base is."""

import pytest
from sqlalchemy import event, select

from tests.factories.councils import member_actor
from tests.factories.people import LONG_AGO
from workflow.accounts.models import Role, RoleGrant
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Recusal, TallyLine
from workflow.councils.queries import agenda_of, attendance_of
from workflow.councils.recusing.board import tasks_for
from workflow.councils.recusing.conflicts import conflicts_of
from workflow.councils.recusing.grounds import Ground, TieKind
from workflow.councils.recusing.models import DeclaredTie
from workflow.councils.recusing.services import Word, declare, rule, withdraw
from workflow.councils.recusing.wording import lines_for_minutes
from workflow.councils.services.agenda import take_off_agenda
from workflow.councils.services.ballots import cast_votes
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.counting import count_ballot
from workflow.councils.services.opening import open_ballot
from workflow.councils.states import Choice
from workflow.councils.voting import items_of
from workflow.recipients.models import Membership, RecipientKind

CHAIR, VICE, OTHER = 0, 1, 4


@pytest.fixture
def asking(make_meeting):
    """A sitting session whose council asks for recusals."""

    def make(**options):
        meeting = make_meeting(absent=0, **options)
        meeting.council.asks_recusal = True
        db.session.commit()
        return meeting

    return make


def rows_of(meeting):
    return agenda_of(meeting.session.id)


def found(meeting):
    people = [row.user for row in attendance_of(meeting.session.id)]
    return [
        (meeting.members.index(one.member), one.item.position, one.ground)
        for one in conflicts_of(meeting.session, rows_of(meeting), people)
    ]


def declares(meeting, at, position=1, kind=TieKind.SIBLING):
    with unit_of_work():
        item = rows_of(meeting)[position - 1]
        declare(meeting.session.public_id, item.id, kind, actor=member_actor(meeting.members[at]))


def rules(meeting, at, about, word, position=1):
    with unit_of_work():
        key = (rows_of(meeting)[position - 1].id, meeting.members[about].id)
        return rule(meeting.session.public_id, {key: word}, actor=member_actor(meeting.members[at]))


def opens(meeting):
    with unit_of_work():
        meeting.ballot = open_ballot(meeting.session.public_id, actor=meeting.secretary)


def heads(user, organisation):
    db.session.add(
        RoleGrant(user_id=user.id, organisation_id=organisation.id, role=Role.UNIT_HEAD,
                  valid_from=LONG_AGO)
    )  # fmt: skip
    db.session.commit()


def test_a_stranger_finds_nothing_and_an_officer_below_neither(asking, long_an, actor):
    meeting = asking()
    item = rows_of(meeting)[0].id
    for stranger in (
        actor(long_an.stranger, long_an.elsewhere), actor(long_an.officer, long_an.team3),
    ):  # fmt: skip
        with pytest.raises(NotVisible), unit_of_work():
            declare(meeting.session.public_id, item, TieKind.KIN, actor=stranger)
        with pytest.raises(NotVisible), unit_of_work():
            rule(meeting.session.public_id, {}, actor=stranger)


def test_a_council_that_does_not_ask_knows_the_nominees_own_row_alone(make_meeting, long_an):
    meeting = make_meeting(absent=0, own=True)
    heads(meeting.members[OTHER], long_an.team3)

    assert found(meeting) == [(VICE, 1, Ground.NOMINEE)]
    with pytest.raises(InvalidStep, match="không hỏi"):
        declares(meeting, OTHER)


def test_conflicts_are_found_from_posts_membership_and_what_was_declared(
    asking, long_an, make_recipient
):
    meeting = asking(own=True)
    team = rows_of(meeting)[1].nomination.recipient
    team.kind, team.organisation_id = RecipientKind.COLLECTIVE, long_an.team3.id
    make_recipient("Thành viên 06", organisation=long_an.team3, user=meeting.members[5])
    heads(meeting.members[OTHER], long_an.team3)
    declares(meeting, CHAIR, position=3)

    assert found(meeting) == [
        (VICE, 1, Ground.NOMINEE), (OTHER, 1, Ground.SUPERIOR),
        (VICE, 2, Ground.COLLECTIVE), (OTHER, 2, Ground.COLLECTIVE), (5, 2, Ground.COLLECTIVE),
        (CHAIR, 3, Ground.RELATIVE), (OTHER, 3, Ground.SUPERIOR),
    ]  # fmt: skip


def test_a_nominee_who_heads_the_members_unit_makes_the_member_a_subordinate(
    asking, long_an, make_recipient
):
    meeting = asking(own=True)  # the second member is a nominee
    heads(meeting.members[VICE], long_an.team3)
    make_recipient("Thành viên 06", organisation=long_an.team3, user=meeting.members[5])

    assert (5, 1, Ground.SUBORDINATE) in found(meeting)


def test_a_place_that_ended_before_the_day_is_no_conflict(asking, long_an, make_recipient):
    meeting = asking()
    team = rows_of(meeting)[0].nomination.recipient
    team.kind, team.organisation_id = RecipientKind.COLLECTIVE, long_an.team3.id
    person = make_recipient("Thành viên 06", organisation=long_an.team3, user=meeting.members[5])
    assert found(meeting) == [(5, 1, Ground.COLLECTIVE)]

    place = db.session.scalars(select(Membership).where(Membership.recipient_id == person.id)).one()
    place.valid_to = LONG_AGO
    db.session.commit()

    assert found(meeting) == []


def test_the_ballot_waits_for_the_chairs_word_and_then_keeps_the_member_out(asking):
    meeting = asking()
    declares(meeting, OTHER)
    with pytest.raises(Incomplete, match="Còn 1 trường hợp .* Thành viên 05 với Bùi Thị H1"):
        opens(meeting)

    assert rules(meeting, CHAIR, OTHER, Word(recused=True)) == 1
    opens(meeting)

    row = items_of(meeting.ballot.id)[0].id
    assert [(r.ballot_item_id, r.reason) for r in db.session.scalars(select(Recusal))] == [
        (row, "có quan hệ đã khai với người được xét")
    ]
    with pytest.raises(NotAllowed, match="có quan hệ đã khai"), unit_of_work():
        cast_votes(meeting.ballot.public_id, meeting.answers(),
                   actor=member_actor(meeting.members[OTHER]))  # fmt: skip
    assert lines_for_minutes([meeting.ballot], items_of(meeting.ballot.id)) == [
        "Thành viên 05 không tham gia biểu quyết đối với Bùi Thị H1 (lý do: có quan hệ đã khai "
        "với người được xét).",
        "Người không tham gia biểu quyết vẫn tính vào tổng số thành viên Hội đồng.",
    ]


def test_what_the_chair_wrote_of_a_member_kept_out_stands_in_the_minutes(asking):
    meeting = asking(nominees=2)
    for position, why in ((1, "anh em ruột <x> & {{ 7*7 }}."), (2, "")):
        declares(meeting, OTHER, position=position)
        rules(meeting, CHAIR, OTHER, Word(recused=True, reason=why), position=position)
    opens(meeting)

    said = "Thành viên 05 không tham gia biểu quyết đối với"
    ground = "có quan hệ đã khai với người được xét"
    assert lines_for_minutes([meeting.ballot], items_of(meeting.ballot.id))[:2] == [
        f"{said} Bùi Thị H1 (lý do: {ground}; anh em ruột <x> & {{{{ 7*7 }}}}).",
        f"{said} Bùi Thị H2 (lý do: {ground}).",
    ]


def test_a_member_let_vote_needs_a_reason_and_the_minutes_print_it(asking):
    meeting = asking()
    declares(meeting, OTHER)

    with pytest.raises(BadInput, match="hãy ghi lý do"):
        rules(meeting, CHAIR, OTHER, Word(recused=False))
    rules(meeting, CHAIR, OTHER, Word(recused=False, reason="họ hàng xa"))
    opens(meeting)

    assert db.session.scalars(select(Recusal)).all() == []
    assert lines_for_minutes([meeting.ballot], items_of(meeting.ballot.id)) == [
        "Thành viên 01 quyết định Thành viên 05 (có quan hệ đã khai với người được xét) vẫn biểu "
        "quyết đối với Bùi Thị H1: họ hàng xa."
    ]
    acts = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "session.rule_conflict"))
    assert [(act.detail["name"], act.detail["recused"], act.detail["reason"]) for act in acts] == [
        ("Thành viên 05", False, "họ hàng xa")
    ]


def test_the_minutes_say_once_what_was_decided_alike(asking):
    meeting = asking(nominees=3)
    for position in (1, 2, 3):
        declares(meeting, OTHER, position=position)
        why = "họ hàng xa" if position < 3 else "ở xa"
        rules(meeting, CHAIR, OTHER, Word(recused=False, reason=why), position=position)
    opens(meeting)

    said = "Thành viên 01 quyết định Thành viên 05 (có quan hệ đã khai với người được xét) vẫn "
    assert lines_for_minutes([meeting.ballot], items_of(meeting.ballot.id)) == [
        f"{said}biểu quyết đối với Bùi Thị H1, Bùi Thị H2: họ hàng xa.",
        f"{said}biểu quyết đối với Bùi Thị H3: ở xa.",
    ]


def test_nobody_decides_about_oneself_nor_against_the_nominees_own_row(asking):
    meeting = asking(own=True)
    declares(meeting, CHAIR, position=2)

    with pytest.raises(NotAllowed, match="không ai quyết định về mình"):
        rules(meeting, CHAIR, CHAIR, Word(recused=False, reason="không sao"), position=2)
    with pytest.raises(NotAllowed, match="không bỏ phiếu cho mình"):
        rules(meeting, CHAIR, VICE, Word(recused=False, reason="không sao"))
    with pytest.raises(NotAllowed, match="Người chủ trì"):
        rules(meeting, OTHER, CHAIR, Word(recused=True), position=2)
    assert rules(meeting, VICE, CHAIR, Word(recused=True), position=2) == 1


def test_a_declaration_is_taken_back_until_it_was_decided(asking):
    meeting = asking()
    declares(meeting, OTHER)
    item = rows_of(meeting)[0].id
    with unit_of_work():
        withdraw(meeting.session.public_id, item, actor=member_actor(meeting.members[OTHER]))
    assert db.session.scalars(select(DeclaredTie)).all() == []

    declares(meeting, OTHER)
    rules(meeting, CHAIR, OTHER, Word(recused=True))
    with pytest.raises(InvalidStep, match="đã quyết định"), unit_of_work():
        withdraw(meeting.session.public_id, item, actor=member_actor(meeting.members[OTHER]))


def test_nothing_is_declared_or_decided_once_the_vote_is_under_way(asking):
    meeting = asking()
    opens(meeting)

    with pytest.raises(InvalidStep, match="Đang bỏ phiếu"):
        declares(meeting, OTHER)


def test_an_item_that_was_decided_on_still_leaves_the_agenda(asking):
    meeting = asking()
    declares(meeting, OTHER)
    rules(meeting, CHAIR, OTHER, Word(recused=True))
    with unit_of_work():
        take_off_agenda(meeting.session.public_id, rows_of(meeting)[0].id, actor=meeting.secretary)

    assert [row.nomination.recipient.name for row in rows_of(meeting)] == [
        "Bùi Thị H2", "Bùi Thị H3",
    ]  # fmt: skip


@pytest.mark.parametrize(("without", "total", "passed"), [(False, 9, False), (True, 7, True)])
def test_the_base_follows_the_councils_rule(asking, without, total, passed):
    meeting = asking()
    meeting.council.base_without_recused = without
    db.session.commit()
    for at in (OTHER, OTHER + 1):
        declares(meeting, at)
        rules(meeting, CHAIR, at, Word(recused=True))
    opens(meeting)
    meeting.council.base_without_recused = not without  # too late: the ballot keeps its rule
    db.session.commit()
    first = meeting.items[0].id
    for at in (0, 1, 2, 3):  # four of nine is too few, four of seven is enough
        with unit_of_work():
            cast_votes(meeting.ballot.public_id, meeting.answers(Choice.AGREE),
                       actor=member_actor(meeting.members[at]))  # fmt: skip
    for act in (close_ballot, count_ballot):
        with unit_of_work():
            act(meeting.ballot.public_id, actor=meeting.secretary)

    line = db.session.scalars(select(TallyLine).where(TallyLine.ballot_item_id == first)).one()
    assert (line.agree, line.recused, line.silent, line.total, line.passed) == (
        4, 2, 3, total, passed,
    )  # fmt: skip


def test_the_task_stands_with_the_one_who_decides_alone(asking):
    meeting = asking()
    declares(meeting, OTHER)

    def asked(at):
        return [task.title for task in tasks_for(member_actor(meeting.members[at]))]

    wanted = "1 trường hợp xung đột lợi ích: Phiên họp xét khen thưởng năm 2020"
    assert (asked(CHAIR), asked(VICE), asked(OTHER)) == ([wanted], [], [])
    rules(meeting, CHAIR, OTHER, Word(recused=True))
    assert asked(CHAIR) == []


def test_the_page_decides_what_the_chair_ticks_and_shows_members_their_own_alone(
    asking, long_an, client_as
):
    meeting = asking()
    declares(meeting, OTHER)
    url = f"/councils/sessions/{meeting.session.public_id}/recusals"
    chair, own = client_as(meeting.members[CHAIR]), client_as(meeting.members[OTHER])

    assert client_as(long_an.stranger, long_an.elsewhere).get(url).status_code == 404
    assert "Không có trường hợp nào dành cho đồng chí xem" in client_as(meeting.members[7]).get(url).text  # fmt: skip
    assert "Rút lời khai" in own.get(url).text
    key = f"{rows_of(meeting)[0].id}-{meeting.members[OTHER].public_id}"
    refused = chair.post(f"{url}/decide", data={"row": key, "word": "in", "confirmed": 1})
    assert (refused.status_code, "hãy ghi lý do" in refused.text) == (422, True)
    sent = {"row": key, "word": "out", "confirmed": 1}
    assert chair.post(f"{url}/decide", data=sent).status_code == 302
    assert "Không tham gia biểu quyết" in own.get(url).text
    session = f"/councils/sessions/{meeting.session.public_id}"
    page = client_as(long_an.secretary, long_an.department).get(session).text
    assert "1 lượt không tham gia biểu quyết" in page


def test_the_page_asks_the_same_number_of_questions_for_many_rows(asking, client_as, database):
    few, many = asking(nominees=2), asking(nominees=12)
    counts = []
    for meeting in (few, many):
        client = client_as(meeting.members[CHAIR])
        seen = []
        watch = lambda *args: seen.append(args[2])  # noqa: B023, E731
        event.listen(db.engine, "before_cursor_execute", watch)
        client.get(f"/councils/sessions/{meeting.session.public_id}/recusals")
        event.remove(db.engine, "before_cursor_execute", watch)
        counts.append(len(seen))

    assert counts[0] == counts[1]
