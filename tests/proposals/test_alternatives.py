"""The list's columns of grades and initiatives, and the ways out of a row that is not eligible."""

import re
from datetime import date
from html import unescape

import pytest

from tests.factories.archive import statements
from tests.factories.proposals import make_nomination
from tests.factories.story import make_award_version
from workflow.awards.models import Honour, Initiative
from workflow.awards.states import Scope
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind
from workflow.proposals.eligibility.alternatives import ways_out
from workflow.proposals.models import Nomination
from workflow.proposals.queries import nominations_of
from workflow.proposals.states import ProposalStatus as P
from workflow.recipients.models import Hold, Membership, YearlyGrade
from workflow.recipients.states import Grade

RULE = "PERF:HTXSNV:2 consecutive&INIT:grassroots:2"
GOOD = [(2019, Grade.EXCELLENT), (2020, Grade.EXCELLENT)]


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def initiative():
    def enter(recipient_id, year=2019, **fields):
        db.session.add(Initiative(recipient_id=recipient_id, title="Sổ địa bàn", year=year,
                                  scope=Scope.GRASSROOTS, **fields))  # fmt: skip
        db.session.commit()

    return enter


@pytest.fixture
def minister_row(make_proposal, make_recipient, long_an, set_rule, learn, initiative):
    """A row for the Minister's Bằng khen, one initiative short; a Giấy khen would do."""
    set_rule(RULE, verified="yes", version=long_an.minister_person)
    set_rule("PERF:HTTNV:1", verified="yes")
    proposal = make_proposal(nominees=0)

    def add(name="Bùi Thị Hoa"):
        person = make_recipient(name, organisation=long_an.team3)
        learn(person.id, grades=GOOD, complete=(2019, 2020))
        initiative(person.id)
        return make_nomination(proposal, person, long_an.minister_person)

    add.proposal = proposal
    return add


def ways(row):
    return ways_out(row.proposal, nominations_of(row.proposal_id)).get(row.id)


def offered(row):
    found = ways(row)
    return found and (found.book, found.other and (found.other.name, found.other.sure))


CERTIFICATE = "Giấy khen của Cục trưởng"


def test_a_row_one_initiative_short_is_shown_the_ledger_and_the_award_that_would_do(minister_row):
    assert offered(minister_row()) == ("initiatives", (CERTIFICATE, True))


def test_a_row_that_meets_its_rule_is_offered_nothing(minister_row, initiative):
    row = minister_row()
    initiative(row.recipient_id, 2020)

    assert offered(row) is None


def test_an_award_nobody_verified_is_offered_only_to_be_looked_at(minister_row, set_rule):
    set_rule("PERF:HTTNV:1", verified="no")

    assert offered(minister_row()) == ("initiatives", (CERTIFICATE, False))


@pytest.mark.parametrize("rule", ["PERF:HTXSNV:3 consecutive", "", "MOVEMENT"])
def test_an_award_that_is_not_met_is_not_offered(minister_row, set_rule, rule):
    set_rule(rule, verified="yes")

    assert offered(minister_row()) == ("initiatives", None)


def test_an_award_of_that_year_already_held_or_proposed_is_not_offered(minister_row, long_an):
    proposed, held = minister_row("A"), minister_row("B")
    make_nomination(minister_row.proposal, proposed.recipient, long_an.certificate_person)
    db.session.add(Honour(recipient_id=held.recipient_id, year=2020,
                          award_id=long_an.certificate_person.award_id))  # fmt: skip
    db.session.commit()

    assert [offered(row) for row in (proposed, held)] == [("initiatives", None)] * 2


def test_a_collectives_award_is_not_offered_to_a_person(minister_row, set_rule, long_an):
    set_rule("PERF:HTXSNV:3 consecutive", verified="yes")
    set_rule("PERF:HTTNV:1", verified="yes", version=long_an.certificate_collective)

    assert offered(minister_row()) == ("initiatives", None)


def button(page):
    """Return what the button “Đổi hình thức” sends, and the page it sends it to."""
    form = next(
        one for one in re.findall(r"<form.*?</form>", page, re.S) if "/switch-award/" in one
    )
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    return re.search(r'action="([^"]+)"', form).group(1), sent


def test_one_button_changes_the_award_and_nothing_else(minister_row, officer, long_an):
    row = minister_row()
    page = officer.get(f"/proposals/{row.proposal.public_id}/nominations").text
    url, sent = button(page)
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

    assert f"Chuyển sang {CERTIFICATE}: Đủ điều kiện" in told
    before = (row.year, row.ground, row.post, row.achievements)
    answers = [officer.post(url, data=sent) for _time in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    db.session.expire_all()
    assert row.award_version_id == long_an.certificate_person.id
    assert (row.year, row.ground, row.post, row.achievements) == before
    after = officer.get(f"/proposals/{row.proposal.public_id}/nominations").text
    assert "/switch-award/" not in after


def test_only_the_proposing_officer_may_change_the_award(minister_row, client_as, long_an):
    row = minister_row()
    base = f"/proposals/{row.proposal.public_id}/switch-award/{row.public_id}"
    data = {"award": long_an.certificate_person.id, "version": row.version}
    strangers = (client_as(long_an.stranger, long_an.elsewhere),
                 client_as(long_an.secretary, long_an.department))  # fmt: skip

    assert [one.post(base, data=data).status_code for one in strangers] == [404, 404]
    head = client_as(long_an.unit_head, long_an.team3)
    assert head.post(base, data=data).status_code == 403
    assert db.session.get(Nomination, row.id).award_version_id == long_an.minister_person.id


@pytest.mark.parametrize("award", ["", "0", "abc", "999999"])
def test_an_award_that_is_not_offered_is_refused_in_words(minister_row, officer, award):
    row = minister_row()
    url = f"/proposals/{row.proposal.public_id}/switch-award/{row.public_id}"

    answer = officer.post(url, data={"award": award, "version": row.version},
                          follow_redirects=True)  # fmt: skip

    assert "Hình thức này không áp dụng cho năm 2020" in answer.text


def test_a_stale_switch_changes_nothing(minister_row, officer, long_an):
    row = minister_row()
    url = f"/proposals/{row.proposal.public_id}/switch-award/{row.public_id}"
    data = {"award": long_an.certificate_person.id, "version": row.version - 1}

    assert officer.post(url, data=data).status_code == 409
    assert db.session.get(Nomination, row.id).award_version_id == long_an.minister_person.id


def test_a_dossier_handed_in_changes_no_award(make_proposal, officer, long_an):
    row = nominations_of(make_proposal(P.SUBMITTED).id)[0]
    url = f"/proposals/{row.proposal.public_id}/switch-award/{row.public_id}"

    answer = officer.post(url, data={"award": long_an.minister_person.id, "version": row.version})

    assert answer.status_code == 409


def test_somebody_under_inspection_is_offered_no_other_award(minister_row, officer, long_an):
    row = minister_row()
    db.session.add(Hold(recipient_id=row.recipient_id, reason="Đơn", starts_on=date(2020, 12, 1),
                        entered_by_id=long_an.officer.id))  # fmt: skip
    db.session.commit()

    page = officer.get(f"/proposals/{row.proposal.public_id}/nominations").text
    assert "/switch-award/" not in page


def cells(page):
    """Return the two years and the initiatives of each row."""
    rows = re.findall(r'<tr role="row" id="row-.*?</tr>', page, re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row, re.S)[2:5]]
        for row in rows
    ]


def test_the_list_shows_the_grades_of_both_years_and_the_initiatives_left(
    minister_row, officer, initiative, make_recipient, long_an
):
    row = minister_row()
    initiative(row.recipient_id, 2020, used_by=row.id)
    initiative(row.recipient_id, 2020, is_topic=True)
    initiative(row.recipient_id, 2018)
    other = make_recipient("Hồ Văn Phúc", organisation=long_an.team3)
    make_nomination(row.proposal, other, long_an.certificate_person, position=2)
    for grade in (Grade.WELL, Grade.DONE):
        db.session.add(YearlyGrade(recipient_id=other.id, year=2020, grade=grade))
    db.session.commit()

    page = officer.get(f"/proposals/{row.proposal.public_id}/nominations").text
    assert ("Xếp loại 2019" in page, "Năm 2020" in page) == (True, True)
    assert cells(page) == [["Xuất sắc", "Xuất sắc", "1"], ["Chưa có", "Hai kết quả", "–"]]


def test_three_rows_that_lack_something_ask_no_more_than_one(minister_row, officer):
    minister_row("A")
    url = f"/proposals/{minister_row.proposal.public_id}/nominations"
    counts = []
    for _time in range(2):
        officer.get(url)
        db.session.rollback()
        with statements() as ran:
            assert officer.get(url).text.count("/switch-award/") >= 1
        counts.append(len(ran))
        minister_row("B")
        minister_row("C")

    assert counts[0] == counts[1]


@pytest.fixture
def title_row(make_proposal, make_recipient, long_an, set_rule, learn):
    """A row for a title that asks for another of the same year, which nobody proposes yet."""
    asked = make_award_version("LDTT", "Lao động tiên tiến", "individual",
                               OrganisationKind.DEPARTMENT, "Cục trưởng")  # fmt: skip
    title = make_award_version("CSTDCS", "Chiến sĩ thi đua cơ sở", "individual",
                               OrganisationKind.DEPARTMENT, "Cục trưởng")  # fmt: skip
    set_rule("PERF:HTTNV:1", verified="yes", version=asked)
    set_rule("LDTT:1 same_year", verified="yes", version=title)
    person = make_recipient("Bùi Thị Hoa", organisation=long_an.team3)
    row = make_nomination(make_proposal(nominees=0), person, title)
    learn(person.id, grades=GOOD, complete=(2019, 2020))
    row.asked = asked
    return row


def test_the_title_a_row_leans_on_is_offered_beside_it_on_a_filled_in_form(title_row, officer):
    found = ways(title_row).beside
    assert (found.version.id, found.sure) == (title_row.asked.id, True)

    listed = officer.get(f"/proposals/{title_row.proposal.public_id}/nominations").text
    (link,) = set(re.findall(r'href="([^"]*add-nomination[^"]*recipient=[^"]*)"', listed))
    form = officer.get(link.replace("&amp;", "&")).text
    assert f'selected value="{title_row.recipient.public_id}"' in form
    assert f'selected value="{title_row.asked.id}"' in form


def test_a_title_proposed_beside_already_or_surely_not_met_is_not_offered(title_row):
    db.session.query(YearlyGrade).filter_by(year=2020).update({"grade": Grade.NOT_DONE})
    db.session.commit()
    surely_not = ways(title_row)
    db.session.query(YearlyGrade).filter_by(year=2020).update({"grade": Grade.WELL})
    make_nomination(title_row.proposal, title_row.recipient, title_row.asked, position=2)
    assert ([surely_not and surely_not.beside], ways(title_row)) == ([None], None)


def coverage_button(officer, proposal):
    page = unescape(officer.get(f"/proposals/{proposal.public_id}/nominations").text)
    found = re.search(r'href="(/recipients/coverage[^"]*)">Ghi năm đủ dữ liệu</a>', page)
    return found and found.group(1)


def test_a_row_nobody_can_tell_of_is_led_to_the_years_that_are_complete(
    make_proposal, make_recipient, long_an, set_rule, learn, officer
):
    set_rule("PERF:HTXSNV:2 consecutive", verified="yes")
    person = make_recipient("Bùi Thị Hoa", organisation=long_an.team3)
    proposal = make_proposal(nominees=0)
    row = make_nomination(proposal, person, long_an.certificate_person)
    url = coverage_button(officer, proposal)
    page = officer.get(url).text
    learn(person.id, grades=[(2020, Grade.EXCELLENT)], complete=(2019, 2020))

    assert url == (
        f"/recipients/coverage?chosen={person.public_id}&last={row.year}&ledger=grades"
        f"&dossier={proposal.public_id}"
    )
    assert f'id="c-{person.public_id}" checked' in page
    assert f'href="/proposals/{proposal.public_id}/nominations"' in page
    assert coverage_button(officer, proposal) is None


@pytest.mark.parametrize(("unit", "offered"), [("team3", True), ("team1", False)])
def test_since_when_somebody_is_here_is_mended_from_the_row_that_asks(
    make_proposal, make_recipient, long_an, set_rule, officer, unit, offered
):
    """Who was entered only now seems not to have been here in the year of the achievement."""
    set_rule("FREE", verified="yes")
    person = make_recipient("Bùi Thị Hoa", organisation=getattr(long_an, unit))
    db.session.query(Membership).filter_by(recipient_id=person.id).one().valid_from = date(
        2020, 12, 1
    )
    proposal = make_proposal(nominees=0)
    make_nomination(proposal, person, long_an.certificate_person).year = 2019
    db.session.commit()
    rows = f"/proposals/{proposal.public_id}/nominations"
    edit = f"/recipients/{person.public_id}/edit?dossier={proposal.public_id}"

    page = officer.get(rows).text
    saved = officer.post(edit, data={"name": person.name, "since": "01/03/2015", "version": 1})

    asked = "Chưa có dữ liệu nơi công tác của năm đó"
    assert (asked in page, f'href="{edit}#since"' in page) == (True, offered)
    if offered:
        assert (saved.status_code, saved.location) == (302, rows)
        assert asked not in officer.get(rows).text
