"""Who falls due, on the page: strangers first, then holds, filters, a dossier, a workbook, a job."""

import io
import re
import zipfile
from datetime import date
from urllib.parse import quote

import pytest

from tests.factories.archive import statements
from tests.factories.proposals import make_nomination
from tests.factories.story import make_award_version
from workflow.awards.models import AwardKind, AwardVersion
from workflow.core import jobs
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind
from workflow.proposals.models import Nomination, Suggestion, SuggestionRun
from workflow.proposals.suggesting import computing
from workflow.recipients.models import Hold, Membership
from workflow.recipients.states import Grade

URL = "/proposals/suggestions"
HOSTILE = "A & B <x> {{ 7*7 }}"


def verified(code, name, rule):
    version = make_award_version(code, name, "individual", OrganisationKind.DEPARTMENT,
                                 "Cục trưởng", prerequisite=rule)  # fmt: skip
    version.verified, version.award.kind = "yes", AwardKind.TITLE
    db.session.commit()
    return version


@pytest.fixture
def title(long_an):
    """A title of the department that two good years in a row give, and nothing else."""
    return verified("LDTT", "Lao động tiên tiến", "PERF:HTTNV:2 consecutive")


@pytest.fixture
def person(title, long_an, make_recipient, learn):
    def person(name, *years, unit=None):
        one = make_recipient(name, organisation=unit or long_an.team3)
        learn(one.id, grades=[(year, Grade.WELL) for year in years], complete=range(2018, 2021))
        return one

    return person


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def secretary(client_as, long_an):
    return client_as(long_an.secretary, long_an.department)


@pytest.fixture
def stranger(client_as, long_an):
    return client_as(long_an.stranger, long_an.elsewhere)


def computed(client):
    assert client.post(f"{URL}/compute").status_code == 302
    return client


def listed(page):
    """Return name, how each is told apart and why, of every row."""
    found = []
    for row in re.findall(r'<tr role="row"><th scope="row".*?</tr>', page.text, re.S):
        cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        found.append((cells[0], cells[3], cells[4]))
    return found


def this_years():
    return db.session.query(Suggestion.id).filter_by(year=2020).scalar()


MINH = ("Lê Minh", "Đến hạn", "Hoàn thành tốt nhiệm vụ 02 năm liên tục")
THIEU = ("Lê Thiếu", "Thiếu một điều kiện",
         "Hoàn thành tốt nhiệm vụ 02 năm liên tục: thiếu năm 2019")  # fmt: skip


def test_a_stranger_computes_only_the_people_of_their_own_office(person, stranger, officer):
    person("Lê Minh", 2019, 2020)
    computed(officer)

    assert listed(computed(stranger).get(URL)) == []
    assert listed(officer.get(URL)) == [MINH]


def test_a_stranger_adds_nobody_of_another_office(person, stranger, officer, make_proposal):
    person("Lê Minh", 2019, 2020)
    proposal = make_proposal(nominees=0)
    computed(officer)
    data = {"suggestion": this_years(), "dossier": proposal.public_id}

    assert stranger.post(f"{URL}/add", data=data).status_code == 404
    assert db.session.query(Nomination).count() == 0
    assert officer.post(f"{URL}/add", data=data).status_code == 302
    assert db.session.query(Nomination).count() == 1


@pytest.mark.parametrize("who", ["unit_head", "head", "clerk", "archivist"])
def test_who_keeps_no_ledgers_gets_no_suggestions(client_as, long_an, who):
    place = long_an.team3 if who == "unit_head" else long_an.department
    client = client_as(getattr(long_an, who), place)

    answers = [client.get(URL), client.post(f"{URL}/compute"), client.post(f"{URL}/add"),
               client.get(f"{URL}/workbook")]  # fmt: skip

    assert {answer.status_code for answer in answers} == {403}


def test_nobody_signed_in_is_sent_to_the_sign_in_page(client, long_an):
    assert client.get(URL).location.split("?")[0] == "/accounts/sign-in"


def test_before_the_first_time_the_page_offers_to_compute(officer, long_an):
    assert "Tính gợi ý" in officer.get(URL).text
    assert "Tính lúc 18/12/2020" in computed(officer).get(URL).text


def test_who_is_due_and_who_is_one_short_is_said_with_the_reason(person, officer):
    person("Lê Minh", 2019, 2020)
    person("Lê Thiếu", 2020)
    person("Lê Không")

    assert listed(computed(officer).get(URL)) == [MINH, THIEU]


def test_next_year_waits_for_its_own_result_where_work_is_begun(person, officer):
    person("Lê Minh", 2019, 2020)
    person("Lê Mới", 2018)
    computed(officer)

    wanted = ("Lê Minh", "Dự kiến đến hạn",
              "Chờ kết quả năm 2021: hoàn thành tốt nhiệm vụ 02 năm liên tục (đã có 01)")  # fmt: skip
    assert listed(officer.get(f"{URL}?year=2021")) == [wanted]
    assert [listed(officer.get(f"{URL}?year=all&shown={one}")) for one in ("due", "expected")] == [
        [MINH], [wanted],
    ]  # fmt: skip


def test_somebody_under_inspection_is_held_and_not_due(person, officer, long_an):
    one = person("Lê Minh", 2019, 2020)
    computed(officer)
    hold = Hold(recipient_id=one.id, reason="Đơn", starts_on=date(2020, 12, 1),
                entered_by_id=long_an.officer.id)  # fmt: skip
    db.session.add(hold)
    db.session.commit()

    wanted = (
        "Lê Minh",
        "Đang bị tạm dừng",
        "Có thanh tra, kiểm tra hoặc khiếu nại đang giải quyết",
    )
    assert listed(officer.get(URL)) == [wanted]
    assert [listed(officer.get(f"{URL}?shown={one}")) for one in ("due", "held")] == [[], [wanted]]

    hold.ends_on = date(2020, 12, 10)
    db.session.commit()
    assert listed(officer.get(f"{URL}?shown=due")) == [MINH]


def test_data_that_changed_since_are_said_to_have_changed(person, officer, title):
    person("Lê Minh", 2019, 2020)
    computed(officer)
    title.prerequisite = "PERF:HTXSNV:2 consecutive"
    db.session.commit()

    assert listed(officer.get(URL)) == [
        ("Lê Minh", "Cần tính lại", "Dữ liệu đã thay đổi sau lần tính này")
    ]


def test_who_has_left_is_no_longer_shown(person, officer):
    one = person("Lê Minh", 2019, 2020)
    computed(officer)
    db.session.query(Membership).filter_by(recipient_id=one.id).update(
        {"valid_to": date(2020, 12, 1)}
    )
    db.session.commit()

    assert listed(officer.get(URL)) == []


def test_only_awards_within_reach_are_asked(person, officer, make_organisation):
    """A title another ministry's department owns is none of this office's business."""
    person("Lê Minh", 2019, 2020)
    abroad = make_organisation("Sở Y tế", symbol="SYT")
    verified("RIENG", "Danh hiệu riêng", "PERF:HTTNV:1").award.owner_id = abroad.id
    db.session.commit()

    assert listed(computed(officer).get(URL)) == [MINH]


def test_a_rule_nobody_verified_is_due_only_to_be_looked_at(person, officer, title):
    title.verified = "no"
    db.session.commit()
    person("Lê Minh", 2019, 2020)

    assert [row[1] for row in listed(computed(officer).get(URL))] == ["Đến hạn, cần xem xét"]


def test_filters_by_unit_award_and_name(person, secretary, long_an, title):
    person("Lê Minh", 2019, 2020)
    person("Trần Anh", 2019, 2020, unit=long_an.team1)
    computed(secretary)

    def names(**asked):
        return [row[0] for row in listed(secretary.get(URL, query_string=asked))]

    assert names() == ["Trần Anh", "Lê Minh"]
    assert names(unit=long_an.team1.public_id) == ["Trần Anh"]
    assert names(award=title.award.public_id) == ["Trần Anh", "Lê Minh"]
    assert names(award="khac") == []
    assert names(q="minh le") == ["Lê Minh"]


def test_pages_follow_one_another(person, officer, monkeypatch):
    monkeypatch.setattr("workflow.proposals.views.suggestions.PAGE", 1)
    person("Lê Anh", 2019, 2020)
    person("Lê Bình", 2019, 2020)
    computed(officer)

    pages = [listed(officer.get(f"{URL}?page={number}")) for number in (0, 1)]
    assert [[row[0] for row in page] for page in pages] == [["Lê Anh"], ["Lê Bình"]]


def test_a_suggestion_goes_into_an_open_dossier_once_and_says_so(person, officer, make_proposal):
    one = person(HOSTILE, 2019, 2020)
    proposal = make_proposal(nominees=0)
    page = computed(officer).get(URL).text
    data = {
        "suggestion": re.search(r'name="suggestion" value="(\d+)"', page).group(1),
        "dossier": proposal.public_id, "year": "2020", "q": "b",
        "idempotency_key": re.findall(r'name="idempotency_key" value="([^"]+)"', page)[-1],
    }  # fmt: skip

    answers = [officer.post(f"{URL}/add", data=data) for _time in range(2)]

    row = db.session.query(Nomination).one()
    assert (row.recipient_id, row.year, row.proposal_id) == (one.id, 2020, proposal.id)
    assert [answer.location for answer in answers] == [
        f"{URL}?dossier={proposal.public_id}&year=2020&q=b", URL,
    ]  # fmt: skip
    after = officer.get(URL).text
    assert ('name="suggestion"' in after, "Đã đề nghị" in after) == (False, True)
    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in after


def test_what_cannot_be_added_is_refused_in_words(person, officer, make_proposal, title, long_an):
    one = person("Lê Minh", 2019, 2020)
    proposal = make_proposal(nominees=0)
    computed(officer)
    make_nomination(proposal, one, title)
    data = {"suggestion": this_years(),
            "dossier": proposal.public_id}  # fmt: skip

    page = officer.post(f"{URL}/add", data=data, follow_redirects=True)

    assert "Lê Minh" in page.text
    assert db.session.query(Nomination).count() == 1


def test_next_years_award_has_no_button(person, officer, make_proposal):
    person("Lê Minh", 2019, 2020)
    make_proposal(nominees=0)
    computed(officer)

    pages = [officer.get(f"{URL}?year={year}").text for year in (2020, 2021)]
    assert ['name="suggestion"' in page for page in pages] == [True, False]


def test_the_workbook_holds_text_alone(person, officer):
    person("=1+1", 2019, 2020)
    answer = computed(officer).get(f"{URL}/workbook")

    parts = zipfile.ZipFile(io.BytesIO(answer.data))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    texts = parts.read("xl/sharedStrings.xml").decode()
    assert [cell for cell in re.findall(r"<c [^>]*>", sheet) if 't="s"' not in cell] == []
    assert [one in texts for one in ("=1+1", MINH[2], "Đến hạn")] == [True] * 3
    name = quote("Gợi ý đến hạn khen thưởng.xlsx")
    assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{name}")


def test_a_large_body_is_a_job_that_may_run_twice(person, officer, monkeypatch):
    monkeypatch.setattr(computing, "AT_ONCE", 1)
    monkeypatch.setattr(computing, "_CHUNK", 1)
    person("Lê Anh", 2019, 2020)
    person("Lê Bình", 2019, 2020)
    computed(officer)
    computed(officer)  # asked again while it waits: the same job

    waiting = officer.get(URL).text
    assert ("0 trên 2 người, tập thể" in waiting, db.session.query(jobs.Job).count()) == (True, 1)
    assert jobs.run_all() == 1
    db.session.rollback()
    assert [row[0] for row in listed(officer.get(URL))] == ["Lê Anh", "Lê Bình"]
    job = db.session.query(jobs.Job).one()
    assert (job.state.value, job.done_units, job.total_units) == ("done", 2, 2)

    computed(officer)
    assert jobs.run_all() == 1
    assert db.session.query(Suggestion).filter_by(year=2020).count() == 2


def test_suggestions_of_one_office_replace_only_its_own(person, officer, secretary):
    person("Lê Minh", 2019, 2020)
    computed(officer)
    computed(computed(secretary))

    assert db.session.query(Suggestion).filter_by(year=2020).count() == 2
    assert db.session.query(SuggestionRun).count() == 2


def test_a_page_of_three_asks_no_more_than_a_page_of_one(person, officer, make_proposal):
    make_proposal(nominees=0)
    person("Lê Minh", 2019, 2020)
    counts = []
    for _time in range(2):
        computed(officer).get(URL)
        db.session.rollback()
        with statements() as ran:
            assert officer.get(URL).status_code == 200
        counts.append(len(ran))
        person("Lê Anh", 2019, 2020)
        person("Lê Thiếu", 2020)

    assert counts[0] == counts[1]


def test_the_rules_of_the_year_decide(person, officer, title):
    """From 2021 on nobody can meet it: this year's suggestion stays, next year's is gone."""
    title.valid_to = date(2020, 12, 31)
    later = AwardVersion(
        award_id=title.award_id, name="Lao động tiên tiến", subject="individual",
        decider_kind=OrganisationKind.DEPARTMENT, prerequisite="PERF:HTXSNV:4 consecutive",
        verified="yes", valid_from=date(2021, 1, 1), route=title.route,
    )  # fmt: skip
    db.session.add(later)
    db.session.commit()
    person("Lê Minh", 2019, 2020)

    assert listed(computed(officer).get(f"{URL}?year=all")) == [MINH]
