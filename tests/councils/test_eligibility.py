"""What the council is told of eligibility: kept at the opening, settled at the count, shown as is."""

import io
from pathlib import Path

import docx
import pytest
from sqlalchemy import event, select

from tests.factories.councils import member_actor
from tests.factories.proposals import make_nomination
from tests.factories.story import make_award_version
from workflow.awards.models import AwardKind
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.agenda import in_order
from workflow.councils.eligibility import standings, those_seen
from workflow.councils.models import AgendaItem, TallyLine
from workflow.councils.queries import get_visible
from workflow.councils.services import ballots, closing, counting, opening, papers, sessions
from workflow.councils.services.ballots import Answer
from workflow.councils.states import Choice
from workflow.documents.engine.rendering import render
from workflow.documents.models import Paper
from workflow.organisations.models import OrganisationKind
from workflow.proposals.eligibility import freezing
from workflow.proposals.eligibility.assessing import assess, assess_for_council, assess_now
from workflow.proposals.queries import nominations_of
from workflow.proposals.services.overriding import override_verdict
from workflow.proposals.states import NominationStatus, ProposalStatus
from workflow.recipients.models import Coverage, YearlyGrade
from workflow.recipients.states import Grade, Ledger

RULE = "PERF:HTTNV:1"
DONE, WELL = Grade.DONE, Grade.WELL


def grade(row, *grades, year=2020):
    """Enter grades of a row's recipient; what is entered of the year is all there is."""
    db.session.query(YearlyGrade).filter_by(recipient_id=row.recipient_id).delete()
    for one in grades:
        db.session.add(YearlyGrade(recipient_id=row.recipient_id, year=year, grade=one,
                                   source="Thông báo xếp loại"))  # fmt: skip
    for ledger in Ledger:
        db.session.add(Coverage(recipient_id=row.recipient_id, ledger=ledger, first_year=year,
                                last_year=year, from_the_start=True))  # fmt: skip
    db.session.commit()


def hand_in(proposal):
    """Freeze the rows as handing in does."""
    rows = nominations_of(proposal.id)
    kept = freezing.to_keep(assess(proposal, rows))
    for row in rows:
        row.frozen = {**row.frozen, freezing.KEY: kept[row.id]}
    db.session.commit()


@pytest.fixture
def set_rule(long_an):
    version = long_an.certificate_person
    version.prerequisite, version.verified = RULE, "yes"
    db.session.commit()


@pytest.fixture
def told(make_meeting, set_rule):
    """A sitting with one row that was handed in when nothing was known of it."""
    meeting = make_meeting(nominees=1)
    hand_in(meeting.proposal)
    return meeting, nominations_of(meeting.proposal.id)[0]


def open_(meeting):
    with unit_of_work():
        meeting.ballot = opening.open_ballot(meeting.session.public_id, actor=meeting.secretary)


def vote(meeting, against=()):
    for user in meeting.members[:8]:
        answers = {
            item.id: Answer(Choice.DISAGREE if item.nomination.id in against else Choice.AGREE)
            for item in meeting.items
        }
        with unit_of_work():
            ballots.cast_votes(meeting.ballot.public_id, answers, actor=member_actor(user))
    for act in (closing.close_ballot, counting.count_ballot):
        with unit_of_work():
            act(meeting.ballot.public_id, actor=meeting.secretary)


def now(row):
    """Return the latest verdict and the changes, as the secretary's page shows them."""
    [standing] = standings([row], live=True).values()
    return standing.kept.verdict.value, list(standing.changes)


def test_strangers_are_told_nothing_of_what_is_before_a_council(
    told, long_an, actor, client_as, make_user
):
    meeting, row = told
    stranger = actor(long_an.stranger, long_an.elsewhere)
    clerk = actor(make_user(long_an.team1, "officer"), long_an.team1)
    url = f"/councils/sessions/{meeting.session.public_id}"

    for one in (stranger, clerk):
        assert those_seen([row], one) == []
        with pytest.raises(NotVisible):
            get_visible(meeting.session.public_id, one)
    assert client_as(long_an.stranger, long_an.elsewhere).get(url).status_code == 404
    seen = [those_seen([row], one) for one in (meeting.secretary, member_actor(meeting.members[3]))]
    assert seen == [[row], [row]]


def test_a_session_that_was_called_off_tells_its_members_no_verdict(told, client_as):
    meeting, _row = told
    url = f"/councils/sessions/{meeting.session.public_id}"
    member = client_as(meeting.members[3])
    before = member.get(url).text
    with unit_of_work():
        sessions.void_session(meeting.session.public_id, "Hoãn", actor=meeting.secretary)

    after = member.get(url).text
    assert ("Vì sao?" in before, "Vì sao?" in after) == (True, False)


def test_the_opening_keeps_what_is_said_then_and_a_change_since_the_submission_is_told(
    told, client_as
):
    meeting, row = told
    grade(row, WELL)
    open_(meeting)

    [item] = meeting.items
    assert (item.eligibility["verdict"], item.eligibility["rule"]) == ("ok", RULE)
    booth = client_as(meeting.members[3]).get(f"/councils/ballots/{meeting.ballot.public_id}").text
    change = (
        "Khi nộp: chưa kiểm tra được (Hoàn thành tốt nhiệm vụ trở lên: chưa có dữ liệu để kiểm "
        "tra); khi mở bỏ phiếu: đủ điều kiện (Hoàn thành tốt nhiệm vụ trở lên: 2020: Thông báo "
        "xếp loại, hoàn thành tốt nhiệm vụ)."
    )
    assert (booth.count(change), booth.count("Vì sao?")) == (1, 1)
    with pytest.raises(ValueError, match="never told anew"):
        item.eligibility = {}


def test_data_that_change_under_the_vote_show_as_a_difference_and_leave_the_booth_as_it_was(
    told, client_as, long_an
):
    meeting, row = told
    grade(row, WELL)
    open_(meeting)
    kept = meeting.items[0].eligibility
    grade(row, DONE)

    session = client_as(long_an.secretary, long_an.department).get(
        f"/councils/sessions/{meeting.session.public_id}"
    )
    booth = client_as(meeting.members[3]).get(f"/councils/ballots/{meeting.ballot.public_id}").text
    db.session.expire_all()
    assert meeting.items[0].eligibility == kept
    assert "Khi mở bỏ phiếu: đủ điều kiện" in session.text
    assert "; nay: chưa đủ điều kiện" in session.text
    assert ("Chưa đủ điều kiện" in booth, "Đủ điều kiện" in booth) == (False, True)


@pytest.fixture
def leaning(make_meeting, make_recipient, long_an):
    """A CSTĐCS of somebody whose LĐTT of the same year is before the same session."""
    lower = make_award_version("LDTT", "Lao động tiên tiến", "individual",
                               OrganisationKind.DEPARTMENT, "")  # fmt: skip
    higher = make_award_version("CSTDCS", "Chiến sĩ thi đua cơ sở", "individual",
                                OrganisationKind.DEPARTMENT, "")  # fmt: skip
    lower.award.kind = higher.award.kind = AwardKind.TITLE
    lower.prerequisite, higher.prerequisite = "FREE", "LDTT:1 same_year"
    lower.verified = higher.verified = "yes"
    meeting = make_meeting(nominees=0)
    person = make_recipient("Bùi Thị H", organisation=long_an.team3)
    rows = [
        make_nomination(meeting.proposal, person, version, position=position,
                        status=NominationStatus.ON_AGENDA)
        for position, version in enumerate((higher, lower), start=1)
    ]  # fmt: skip
    rows = in_order(rows)
    for position, row in enumerate(rows, start=1):
        db.session.add(
            AgendaItem(session_id=meeting.session.id, nomination_id=row.id, position=position)
        )
    db.session.commit()
    return meeting, *rows


def test_what_leans_on_a_title_comes_after_it(leaning):
    _meeting, first, second = leaning
    assert [one.award_version.award.code for one in (first, second)] == ["LDTT", "CSTDCS"]


@pytest.mark.parametrize(
    ("passes", "verdict", "why"),
    [
        (True, "ok", "đủ điều kiện (Đạt “Lao động tiên tiến” cùng năm: 2020: Hội đồng đã thông qua)"),
        (False, "no", "chưa đủ điều kiện (Đạt “Lao động tiên tiến” cùng năm: mới có 00, cần thêm 01)"),
    ],
)  # fmt: skip
def test_the_count_settles_what_leaned_on_a_title_of_the_same_session(
    leaning, client_as, long_an, passes, verdict, why
):
    meeting, lower, higher = leaning
    open_(meeting)
    before = {item.nomination.id: item.eligibility["verdict"] for item in meeting.items}
    vote(meeting, against=() if passes else (lower.id,))

    lines = {
        line.ballot_item.nomination.id: line.eligibility["verdict"]
        for line in db.session.scalars(select(TallyLine))
    }
    assert before == {lower.id: "ok", higher.id: "ask"}
    assert lines == {lower.id: "ok", higher.id: verdict}
    for user, place in ((long_an.secretary, long_an.department), (meeting.members[3], None)):
        page = client_as(user, place).get(f"/councils/sessions/{meeting.session.public_id}").text
        wanted = f"Khi mở bỏ phiếu: cần xem xét (Đạt “Lao động tiên tiến” cùng năm: còn chờ kết quả đề nghị trong đợt này); sau kiểm phiếu: {why}."
        assert page.count(wanted) == 1


def test_a_title_passed_in_an_earlier_vote_counts_when_the_next_opens(leaning):
    _meeting, lower, higher = leaning
    lower.status = NominationStatus.PASSED
    db.session.commit()
    assert now(higher)[0] == "ok"

    lower.status = NominationStatus.ON_AGENDA
    db.session.commit()
    assert now(higher)[0] == "ask"

    lower.status = NominationStatus.NOT_AWARDED  # struck from the decision
    db.session.commit()
    assert now(higher)[0] == "no"


def test_a_row_reads_the_same_whichever_rows_are_asked_of_with_it(leaning, make_proposal, long_an):
    meeting, lower, higher = leaning
    higher.award_version.prerequisite = "LDTT:2 consecutive"
    other = make_proposal(ProposalStatus.COUNCIL_REVIEW, nominees=0, proposing=long_an.team1)
    earlier = make_nomination(other, higher.recipient, lower.award_version)
    earlier.year = 2019
    db.session.commit()

    alone = assess_for_council([higher])[higher.id]
    together = assess_for_council([higher, earlier, lower])[higher.id]
    of_the_dossier = assess_now(meeting.proposal, nominations_of(meeting.proposal.id))[higher.id]
    assert {one.digest for one in (together, of_the_dossier)} == {alone.digest}
    assert alone.verdict.value == "ask"


def test_the_own_pass_is_no_award_received_already(leaning):
    _meeting, lower, _higher = leaning
    lower.status = NominationStatus.PASSED
    db.session.commit()

    assert now(lower)[0] == "ok"


def test_an_override_is_shown_to_the_council_and_refused_while_the_vote_runs(
    told, client_as, long_an
):
    meeting, row = told
    grade(row, DONE)
    key = (meeting.proposal.public_id, row.public_id)

    def insist(reason):
        seen = assess_now(meeting.proposal, [row])[row.id].digest
        with unit_of_work():
            override_verdict(*key, reason, seen=seen, version=row.version, actor=meeting.secretary)

    insist("Bám địa bàn & cứu người")
    open_(meeting)
    booth = client_as(meeting.members[3]).get(f"/councils/ballots/{meeting.ballot.public_id}").text
    assert booth.count("Thư ký Hội đồng đề nghị xét:") == 1
    assert "Bám địa bàn &amp; cứu người" in booth
    assert meeting.items[0].eligibility["override"]["name"] == long_an.secretary.name
    with pytest.raises(InvalidStep, match="đang được bỏ phiếu"):
        insist("Nghĩ lại")
    db.session.expire_all()
    assert row.override["reason"] == "Bám địa bàn & cứu người"


def test_the_minutes_say_how_many_and_each_case_that_stands_out(told):
    meeting, row = told
    grade(row, DONE)
    seen = assess_now(meeting.proposal, [row])[row.id].digest
    with unit_of_work():
        override_verdict(
            meeting.proposal.public_id, row.public_id, "A & B <x> {{ 7*7 }}", seen=seen,
            version=row.version, actor=meeting.secretary,
        )  # fmt: skip
    open_(meeting)
    vote(meeting)
    key = meeting.session.public_id
    with unit_of_work():
        sessions.adjourn(key, actor=meeting.secretary)
    with unit_of_work():
        papers.draft_minutes(key, actor=meeting.secretary)

    context = db.session.scalars(select(Paper.context).where(Paper.purpose == "minutes")).one()
    content = render(Path("document_templates/councils/minutes.docx").read_bytes(), context)
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    assert "Về điều kiện, tiêu chuẩn của các đề nghị: 01 chưa đủ điều kiện." in text
    assert (
        "Bùi Thị H1, Giấy khen của Cục trưởng: chưa đủ điều kiện (Hoàn thành tốt nhiệm vụ trở "
        "lên: mới có 00, cần thêm 01). Thư ký Hội đồng Lê Văn C đề nghị xét: A & B <x> {{ 7*7 }}. "
        "Khi nộp: chưa kiểm tra được" in text
    )


def test_the_page_offers_the_secretary_the_way_to_insist_and_no_member(told, client_as, long_an):
    meeting, row = told
    grade(row, DONE)
    url = f"/councils/sessions/{meeting.session.public_id}"
    link = f"/proposals/{meeting.proposal.public_id}/check#row-{row.public_id}"
    secretary = client_as(long_an.secretary, long_an.department)

    offered = [
        link in client.get(url).text for client in (secretary, client_as(meeting.members[3]))
    ]
    check = secretary.get(link.partition("#")[0]).text
    assert (offered, f'id="insist-{row.public_id}"' in check) == ([True, False], True)


def statements(act):
    found = []
    listener = lambda *args: found.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len(found)


def test_the_number_of_questions_does_not_grow_with_rows_or_dossiers(
    make_meeting, set_rule, make_proposal, make_recipient, long_an, client_as
):
    meeting = make_meeting(nominees=1)
    secretary = client_as(long_an.secretary, long_an.department)
    member = client_as(meeting.members[3])
    url = f"/councils/sessions/{meeting.session.public_id}"

    def ask(client, page):
        shown = client.get(page).text  # once before: what is asked but once is asked then
        assert "Vì sao?" in shown
        return statements(lambda: client.get(page))

    one = ask(secretary, url)
    for number, team in enumerate((long_an.team1, long_an.team3, long_an.team1), start=2):
        proposal = make_proposal(ProposalStatus.COUNCIL_REVIEW, nominees=0, proposing=team)
        for place in (1, 2):
            person = make_recipient(f"Lê Văn {number}{place}", organisation=team)
            row = make_nomination(proposal, person, long_an.certificate_person, position=place,
                                  status=NominationStatus.ON_AGENDA)  # fmt: skip
            db.session.add(AgendaItem(session_id=meeting.session.id, nomination_id=row.id,
                                      position=number * 10 + place))  # fmt: skip
    db.session.commit()
    assert (ask(secretary, url), one < 45) == (one, True)

    opening = statements(lambda: open_(meeting))
    booth = f"/councils/ballots/{meeting.ballot.public_id}"
    assert ask(member, booth) < 25
    assert opening < 60  # among them one statement for each row put to the vote
