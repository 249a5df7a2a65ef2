"""Further rounds, ties and missing papers, each as the council's rules say, never by silence."""

import pytest
from sqlalchemy import select

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Ballot, TallyLine, TallyRuling
from workflow.councils.queries import ballots_of
from workflow.councils.services import closing, counting, opening, papers, ruling, sessions
from workflow.councils.services.ballots import Answer, cast_votes
from workflow.councils.services.ruling import Decided
from workflow.councils.services.secret.preparing import prepare
from workflow.councils.states import BallotMode, BallotStatus, Choice, FewPapers, TieRule, Waits
from workflow.councils.tally import AfterCount, Threshold
from workflow.councils.tasks import tasks_for
from workflow.councils.voting import items_of
from workflow.proposals.models import Nomination

HALF = Threshold(1, 2, strict=True)
FOUR_FIFTHS = Threshold(4, 5, strict=False)


def run(act, *args, **kwargs):
    with unit_of_work():
        return act(*args, **kwargs)


@pytest.mark.parametrize(
    ("rule", "rounds", "tie_rule", "agree", "total", "round_no", "waits"),
    [
        (HALF, 1, TieRule.FAILS, 4, 8, 1, None), (HALF, 1, TieRule.CHAIR, 4, 8, 1, Waits.CHAIR),
        (HALF, 1, TieRule.ROUND, 4, 8, 1, Waits.ROUND), (HALF, 1, TieRule.ROUND, 4, 8, 2, None),
        (HALF, 2, TieRule.CHAIR, 4, 8, 1, Waits.ROUND),
        (HALF, 2, TieRule.CHAIR, 4, 8, 2, Waits.CHAIR),
        (HALF, 1, TieRule.CHAIR, 4, 9, 1, None), (HALF, 1, TieRule.CHAIR, 5, 8, 1, None),
        (HALF, 1, TieRule.CHAIR, 3, 8, 1, None), (HALF, 1, TieRule.CHAIR, 0, 0, 1, None),
        (FOUR_FIFTHS, 1, TieRule.CHAIR, 4, 8, 1, None),
        (FOUR_FIFTHS, 3, TieRule.FAILS, 5, 9, 1, Waits.ROUND),
        (FOUR_FIFTHS, 3, TieRule.FAILS, 4, 9, 1, None),
        (FOUR_FIFTHS, 3, TieRule.FAILS, 5, 9, 2, Waits.ROUND),
        (FOUR_FIFTHS, 3, TieRule.FAILS, 5, 9, 3, None),
        (FOUR_FIFTHS, 3, TieRule.FAILS, 8, 9, 1, None),
    ],
)  # fmt: skip
def test_what_a_count_leaves_open(rule, rounds, tie_rule, agree, total, round_no, waits):
    after = AfterCount(rounds, 1, 2, tie_rule)

    assert after.waits(rule, agree, total, round_no=round_no) is waits


@pytest.fixture
def make_vote(make_meeting, long_an):
    """A ballot of eight members on three rows, with the council's rules, voted and closed."""

    def make(members=8, numerator=1, denominator=2, strict=True, **rules):
        long_an.certificate_person.vote_numerator = numerator
        long_an.certificate_person.vote_denominator = denominator
        long_an.certificate_person.vote_strict = strict
        meeting = make_meeting(absent=0, members=members)
        for name, value in rules.items():
            setattr(meeting.council, name, value)
        db.session.commit()
        return meeting

    return make


def votes(meeting, *agreeing, voters=None):
    """Open, cast and count a ballot: `agreeing` members agree to each row in turn."""
    run(opening.open_ballot, meeting.session.public_id, actor=meeting.secretary)
    ballot = ballots_of(meeting.session.id)[-1]
    for index, user in enumerate(meeting.members[:voters]):
        answers = {
            item.id: Answer(Choice.AGREE if index < agree else Choice.DISAGREE)
            for item, agree in zip(items_of(ballot.id), agreeing, strict=True)
        }
        run(cast_votes, ballot.public_id, answers, actor=member_actor(user))
    run(closing.close_ballot, ballot.public_id, actor=meeting.secretary)
    if ballot.status is BallotStatus.CLOSED:
        run(counting.count_ballot, ballot.public_id, actor=meeting.secretary)
    return ballot


def outcomes():
    rows = db.session.scalars(select(Nomination).order_by(Nomination.position))
    return [row.status.value for row in rows]


def told(who):
    return [(task.endpoint, task.verb) for task in tasks_for(who)]


def waiting():
    return list(db.session.scalars(select(TallyLine.waits).order_by(TallyLine.id)))


def test_without_rules_of_its_own_a_council_votes_once_and_a_tie_fails(make_vote):
    meeting = make_vote()

    votes(meeting, 5, 4, 3)

    assert outcomes() == ["passed", "not_passed", "not_passed"]
    with pytest.raises(Incomplete, match="Không còn đề nghị"):
        run(opening.open_ballot, meeting.session.public_id, actor=meeting.secretary)


def test_what_is_short_but_has_enough_goes_into_a_further_round_and_the_last_counts(make_vote):
    meeting = make_vote(members=9, numerator=4, denominator=5, strict=False, rounds=2)

    votes(meeting, 8, 5, 4)
    assert outcomes() == ["passed", "on_agenda", "not_passed"]
    with pytest.raises(Incomplete, match="Còn 1 đề nghị chưa có kết quả"):
        run(sessions.adjourn, meeting.session.public_id, actor=meeting.secretary)
    second = votes(meeting, 8)

    assert [item.nomination.position for item in items_of(second.id)] == [2]
    assert outcomes() == ["passed", "passed", "not_passed"]
    assert waiting() == [None, Waits.ROUND, None, None]


def test_rules_changed_between_opening_and_count_do_not_bear_on_the_open_ballot(make_vote):
    meeting = make_vote(tie_rule=TieRule.CHAIR)
    run(opening.open_ballot, meeting.session.public_id, actor=meeting.secretary)
    meeting.council.tie_rule = TieRule.FAILS
    db.session.commit()

    assert ballots_of(meeting.session.id)[0].tie_rule is TieRule.CHAIR


def test_a_further_round_keeps_the_mode_of_the_first(make_vote):
    meeting = make_vote(members=9, numerator=4, denominator=5, strict=False, rounds=2)
    votes(meeting, 8, 5, 8)

    with pytest.raises(Incomplete, match="Không còn đề nghị"):
        run(prepare, meeting.session.public_id, [], needed=2, actor=meeting.secretary)
    assert len(opening.waiting_in(meeting.session, BallotMode.BY_NAME)) == 1


def test_all_rounds_stand_in_the_minutes(make_vote):
    meeting = make_vote(members=9, numerator=4, denominator=5, strict=False, rounds=2)
    votes(meeting, 8, 5, 4)
    votes(meeting, 8)
    run(sessions.adjourn, meeting.session.public_id, actor=meeting.secretary)

    count, minutes = run(papers.draft_minutes, meeting.session.public_id, actor=meeting.secretary)

    told = [
        "Bùi Thị H2, vòng 1: đồng ý 5 trên 9, cần ít nhất 8; bỏ phiếu tiếp vòng 2.",
        "Bùi Thị H2, vòng 2: đồng ý 8 trên 9, cần ít nhất 8.",
    ]
    assert (count.context["rounds"], minutes.context["rounds"]) == (told, told)
    assert [(r["name"], r["agree"], r["outcome"]) for r in minutes.context["individuals"]] == [
        ("Bùi Thị H1", 8, "Đạt"), ("Bùi Thị H2", 8, "Đạt"), ("Bùi Thị H3", 4, "Không đạt"),
    ]  # fmt: skip
    assert count.context["named_votes"][5]["choice"] == (
        "Lần 1: đồng ý 1, không đồng ý 2; Lần 2: đồng ý 1, không đồng ý 0"
    )


def test_a_round_that_cannot_be_held_is_ended_by_word_with_its_reason(make_vote, long_an, actor):
    meeting = make_vote(members=9, numerator=4, denominator=5, strict=False, rounds=3)
    votes(meeting, 8, 5, 8)
    key = meeting.session.public_id

    with pytest.raises(NotVisible):
        run(ruling.stop_rounds, key, "Vì", actor=actor(long_an.stranger, long_an.elsewhere))
    with pytest.raises(NotAllowed):
        run(ruling.stop_rounds, key, "Vì", actor=member_actor(meeting.members[0]))
    with pytest.raises(BadInput, match="lý do"):
        run(ruling.stop_rounds, key, " ", actor=meeting.secretary)
    run(ruling.stop_rounds, key, "Hội đồng không đủ người", actor=meeting.secretary)

    assert outcomes() == ["passed", "not_passed", "passed"]
    failed = db.session.scalars(select(Nomination).where(Nomination.position == 2)).one()
    assert failed.outcome_reason.endswith(
        "không tổ chức vòng tiếp theo, lý do: Hội đồng không đủ người"
    )
    with pytest.raises(InvalidStep, match="Không còn đề nghị nào chờ bỏ phiếu vòng sau"):
        run(ruling.stop_rounds, key, "Vì", actor=meeting.secretary)
    run(sessions.adjourn, key, actor=meeting.secretary)


def test_a_tie_waits_for_who_presides_and_nobody_else(make_vote, long_an, actor):
    meeting = make_vote(tie_rule=TieRule.CHAIR)
    votes(meeting, 5, 4, 4)
    key = meeting.session.public_id
    (first, _), (second, _) = ruling.open_lines(meeting.session, Waits.CHAIR)
    chair = member_actor(meeting.members[0])

    assert outcomes() == ["passed", "on_agenda", "on_agenda"]
    assert ("councils.ties", "Quyết định") in told(chair)
    assert ("councils.ties", "Quyết định") not in told(member_actor(meeting.members[1]))
    with pytest.raises(Incomplete, match="Không còn đề nghị"):
        run(opening.open_ballot, key, actor=meeting.secretary)
    words = {first.id: Decided(passed=True, reason="Thành tích nổi bật")}
    with pytest.raises(NotVisible):
        run(ruling.rule_ties, key, words, actor=actor(long_an.stranger, long_an.elsewhere))
    for nobody in (meeting.secretary, member_actor(meeting.members[1])):
        with pytest.raises(NotAllowed, match="Người chủ trì"):
            run(ruling.rule_ties, key, words, actor=nobody)
    with pytest.raises(BadInput, match="ghi lý do"):
        run(ruling.rule_ties, key, {first.id: Decided(passed=True, reason="")}, actor=chair)
    run(ruling.rule_ties, key, words, actor=chair)
    run(ruling.rule_ties, key, {second.id: Decided(passed=False, reason="Còn mới")}, actor=chair)

    assert outcomes() == ["passed", "passed", "not_passed"]
    kept = db.session.scalars(select(TallyRuling).order_by(TallyRuling.id)).all()
    assert [(r.passed, r.reason, r.decided_by_id) for r in kept] == [
        (True, "Thành tích nổi bật", chair.user_id), (False, "Còn mới", chair.user_id),
    ]  # fmt: skip
    with pytest.raises(InvalidStep, match="không còn chờ quyết định"):
        run(ruling.rule_ties, key, words, actor=chair)
    run(sessions.adjourn, key, actor=meeting.secretary)
    count, _minutes = run(papers.draft_minutes, key, actor=meeting.secretary)
    assert count.context["rounds"][0] == (
        "Bùi Thị H2, vòng 1: đồng ý 4 trên 8, cần ít nhất 5, số phiếu ngang nhau; người chủ trì "
        "Thành viên 01 quyết định thông qua, lý do: Thành tích nổi bật."
    )


def test_nobody_breaks_a_tie_about_oneself(make_vote):
    meeting = make_vote(tie_rule=TieRule.CHAIR)
    votes(meeting, 5, 4, 3)
    chair, vice = (member_actor(user) for user in meeting.members[:2])
    row = ruling.open_lines(meeting.session, Waits.CHAIR)[0][0]
    row.nomination.recipient.user_id = chair.user_id
    db.session.commit()
    words = {row.id: Decided(passed=True, reason="Xứng đáng")}

    with pytest.raises(NotAllowed, match="không ai quyết định về mình"):
        run(ruling.rule_ties, meeting.session.public_id, words, actor=chair)
    run(ruling.rule_ties, meeting.session.public_id, words, actor=vice)

    assert outcomes() == ["passed", "passed", "not_passed"]


def test_a_tie_whose_further_round_is_not_held_goes_to_the_chair(make_vote):
    meeting = make_vote(rounds=2, tie_rule=TieRule.CHAIR, again_numerator=1, again_denominator=4)
    votes(meeting, 5, 4, 3)

    run(ruling.stop_rounds, meeting.session.public_id, "Hết giờ", actor=meeting.secretary)

    assert outcomes() == ["passed", "on_agenda", "not_passed"]
    assert waiting() == [None, Waits.CHAIR, None]


def test_a_tie_goes_into_one_round_more_where_the_rules_say_so(make_vote):
    meeting = make_vote(tie_rule=TieRule.ROUND)

    votes(meeting, 5, 4, 3)
    assert outcomes() == ["passed", "on_agenda", "not_passed"]
    votes(meeting, 4)

    assert outcomes() == ["passed", "not_passed", "not_passed"]


def test_too_few_papers_are_counted_over_all_members_by_default(make_vote):
    meeting = make_vote()

    votes(meeting, 3, 3, 3, voters=3)

    assert outcomes() == ["not_passed"] * 3


def test_too_few_papers_void_the_ballot_where_the_rules_say_so_and_it_is_held_anew(make_vote):
    meeting = make_vote(few_papers=FewPapers.VOID)

    first = votes(meeting, 3, 3, 3, voters=3)
    assert (first.status, outcomes(), waiting()) == (BallotStatus.VOID, ["on_agenda"] * 3, [])
    second = votes(meeting, 6, 6, 6, voters=6)

    assert (second.status, outcomes()) == (BallotStatus.TALLIED, ["passed"] * 3)
    assert db.session.scalars(select(Ballot.status).order_by(Ballot.id)).all() == [
        BallotStatus.VOID, BallotStatus.TALLIED,
    ]  # fmt: skip


def test_the_chair_decides_on_the_page_and_others_only_read(make_vote, client_as, long_an):
    meeting = make_vote(tie_rule=TieRule.CHAIR)
    votes(meeting, 5, 4, 3)
    home = f"/councils/sessions/{meeting.session.public_id}"
    item = ruling.open_lines(meeting.session, Waits.CHAIR)[0][0].id
    office = client_as(long_an.secretary, long_an.department)
    assert f"{home}/ties" in office.get(home).text
    page = office.get(f"{home}/ties").text
    assert "Chờ người chủ trì quyết định." in page
    assert f'name="tie-{item}"' not in page

    chair = client_as(meeting.members[0])
    assert f'name="tie-{item}"' in chair.get(f"{home}/ties").text
    refused = chair.post(f"{home}/ties", data={f"tie-{item}": "pass"})
    assert (refused.status_code, 'value="pass" checked' in refused.text) == (422, True)
    done = chair.post(f"{home}/ties", data={f"tie-{item}": "pass", f"why-{item}": "Xứng đáng"})

    assert done.location.endswith(home)
    assert outcomes() == ["passed", "passed", "not_passed"]


def test_the_chairs_page_names_the_award_and_marks_every_reason_left_out(make_vote, client_as):
    meeting = make_vote(tie_rule=TieRule.CHAIR)
    votes(meeting, 4, 4, 4)
    page = f"/councils/sessions/{meeting.session.public_id}/ties"
    first, second, third = [
        row.id for row, _line in ruling.open_lines(meeting.session, Waits.CHAIR)
    ]
    chair = client_as(meeting.members[0])
    assert "Giấy khen" in chair.get(page).text

    sent = {f"tie-{third}": "pass", f"tie-{second}": "fail", f"tie-{first}": "pass"}
    refused = chair.post(page, data=sent | {f"why-{first}": "Xứng đáng"}).text

    assert "Bùi Thị H2: hãy ghi lý do quyết định." in refused
    assert refused.count('aria-invalid="true"') == 2
    assert outcomes() == ["on_agenda"] * 3


def test_the_papers_say_that_the_chair_decided_and_claim_no_share_that_was_not_reached(make_vote):
    meeting = make_vote(tie_rule=TieRule.CHAIR)
    key, chair = meeting.session.public_id, member_actor(meeting.members[0])
    votes(meeting, 5, 4, 4)
    (second, _line), (third, _other) = ruling.open_lines(meeting.session, Waits.CHAIR)
    words = {
        second.id: Decided(passed=True, reason="Có sáng kiến."),
        third.id: Decided(passed=False, reason="Còn mới."),
    }
    run(ruling.rule_ties, key, words, actor=chair)
    run(sessions.adjourn, key, actor=meeting.secretary)

    _count, minutes = run(papers.draft_minutes, key, actor=meeting.secretary)
    notice = run(papers.draft_notice, key, actor=meeting.secretary)

    assert minutes.context["conclusion"][0] == (
        "Hội đồng trình cấp có thẩm quyền xem xét, quyết định đối với 02 cá nhân được thông qua, "
        "trong đó 01 cá nhân có số phiếu ngang nhau, theo quyết định của người chủ trì"
    )
    assert [row["percent"] for row in notice.context["passed"]] == [
        "62,5%", "50%, theo quyết định của người chủ trì",
    ]  # fmt: skip
    assert notice.context["failed"][0]["reason"].endswith(
        "người chủ trì Thành viên 01 quyết định không thông qua, lý do: Còn mới"
    )


def test_the_page_that_stops_the_rounds_says_what_becomes_of_each_row(
    make_vote, client_as, long_an
):
    meeting = make_vote(rounds=2, tie_rule=TieRule.CHAIR, again_numerator=1, again_denominator=4)
    votes(meeting, 5, 4, 3)
    office = client_as(long_an.secretary, long_an.department)

    page = office.get(f"/councils/sessions/{meeting.session.public_id}/stop-rounds").text

    assert page.count("Ngang phiếu: chờ người chủ trì quyết định") == 1
    assert page.count("Sẽ là không thông qua") == 1


def test_the_page_offers_a_further_round_and_the_way_out_of_it(make_vote, client_as, long_an):
    meeting = make_vote(members=9, numerator=4, denominator=5, strict=False, rounds=2)
    votes(meeting, 8, 5, 4)
    home = f"/councils/sessions/{meeting.session.public_id}"
    office = client_as(long_an.secretary, long_an.department)

    page = office.get(home).text
    assert "1 đề nghị chưa đạt ngưỡng vào vòng sau" in page
    assert "Vào vòng sau" in page
    assert "Bùi Thị H2" in office.get(f"{home}/stop-rounds").text
    office.post(f"{home}/stop-rounds", data={"reason": "Hết giờ"})

    assert outcomes() == ["passed", "not_passed", "not_passed"]


def test_closing_with_too_few_papers_is_told_before_and_after(make_vote, client_as, long_an):
    meeting = make_vote(few_papers=FewPapers.VOID)
    run(opening.open_ballot, meeting.session.public_id, actor=meeting.secretary)
    home = f"/councils/sessions/{meeting.session.public_id}"
    office = client_as(long_an.secretary, long_an.department)

    assert "phải bỏ phiếu lại" in office.get(f"{home}/close-ballot").text
    ballot = db.session.scalars(select(Ballot)).one()
    office.post(f"{home}/close-ballot", data={"ballot": ballot.public_id})

    page = office.get(home).text
    assert "Không phiếu nào được đếm; hãy bỏ phiếu lại." in page
    assert "Mở bỏ phiếu cho 3 đề nghị" in page
