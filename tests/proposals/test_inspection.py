"""The secretary's points: the same from both sides, before and after, each with its cure."""

import re
from datetime import timedelta

import pytest

from tests.factories.archive import statements
from tests.factories.proposals import make_nomination
from workflow.awards.eligibility.verdicts import Verdict
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.proposals.inspection import inspect
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import review, submission
from workflow.proposals.states import ProposalStatus as P

POINT = re.compile(r"<li class=\"t-\w+\">.*?(?=<li class=\"t-|</ul>)", re.S)


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def secretary(client_as, long_an):
    return client_as(long_an.secretary, long_an.department)


def points_on(page):
    """Return every point of the page: how it stands and what it says, links aside."""
    start = page.index('<ul class="checks">')
    listed = page[start : page.index("</ul>", start) + 5]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in POINT.findall(listed)
    ]  # fmt: skip


def links_on(page):
    start = page.index('<ul class="checks">')
    return re.findall(r'<a href="([^"]+)">', page[start : page.index("</ul>", start)])


def standing(proposal):
    return {one.topic: one.verdict for one in inspect(progress_of(proposal))}


def test_a_dossier_sent_back_is_told_alike_to_the_unit_and_to_the_secretary(
    make_proposal, officer, secretary
):
    proposal = make_proposal(P.RETURNED, nominees=3)
    rows = nominations_of(proposal.id)
    rows[0].achievements, rows[1].unit_agree = "", 99
    db.session.commit()

    told = points_on(officer.get(f"/proposals/{proposal.public_id}/submit").text)
    checked = points_on(secretary.get(f"/proposals/{proposal.public_id}/check").text)

    assert told == checked
    assert [one.split(":")[0] for one in told] == [
        "Đạt", "Cần xem", "Chưa đạt", "Chưa đạt", "Chưa đạt", "Chưa đạt", "Đạt",
    ]  # fmt: skip


def test_what_the_unit_reads_before_handing_in_the_secretary_reads_after(
    ready, officer, secretary, people
):
    before = points_on(officer.get(f"/proposals/{ready.public_id}/submit").text)
    with unit_of_work():
        submission.submit(ready.public_id, actor=people["officer"])

    assert points_on(secretary.get(f"/proposals/{ready.public_id}/check").text) == before
    assert [one.split(":")[0] for one in before] == [
        "Cần xem", "Đạt", "Đạt", "Đạt", "Đạt", "Đạt"
    ]  # fmt: skip


def test_a_new_year_makes_nothing_of_a_dossier_in_hand_older(ready, people):
    with unit_of_work():
        submission.submit(ready.public_id, actor=people["officer"])
    before = standing(ready)
    with unit_of_work():
        clock.move_to(clock.now() + timedelta(days=30))

    assert standing(ready) == before


def test_everything_that_stops_handing_in_is_in_a_point_and_nothing_else_is_called_lacking(
    make_proposal,
):
    for proposal in (
        make_proposal(nominees=0, meeting=False), make_proposal(P.RETURNED), make_proposal()
    ):  # fmt: skip
        progress = progress_of(proposal)
        lacking = [
            line for one in inspect(progress) if one.verdict is Verdict.NOT_ELIGIBLE
            for line in one.lines if line in progress.missing
        ]  # fmt: skip

        assert sorted(one.text for one in lacking) == sorted(one.text for one in progress.missing)


def test_every_line_leads_the_unit_to_its_cure_and_the_secretary_to_the_row(
    make_proposal, officer, secretary
):
    proposal = make_proposal(P.RETURNED)
    row = nominations_of(proposal.id)[0]
    row.achievements = ""
    db.session.commit()
    url = f"/proposals/{proposal.public_id}"

    cures = links_on(officer.get(f"{url}/submit").text)

    assert cures == [
        f"{url}/nominations#row-{row.public_id}", f"{url}/evidence/{row.public_id}",
        f"{url}/papers", f"{url}/signing",
    ]  # fmt: skip
    assert [officer.get(one).status_code for one in cures] == [200] * 4
    assert links_on(secretary.get(f"{url}/check").text) == [f"#row-{row.public_id}"] * 2


def test_a_text_of_last_year_is_put_before_both_and_stops_nothing(make_proposal, long_an):
    old, new = make_proposal(P.DECIDED), make_proposal(nominees=0)
    then = nominations_of(old.id)[0]
    then.year = 2019
    make_nomination(new, then.recipient, long_an.certificate_person)

    point = inspect(progress_of(new))[1]

    assert (point.topic, point.verdict, point.lines[0].text) == (
        "achievements", Verdict.REVIEW,
        f"Dòng 1, {then.recipient.name}: thành tích còn nguyên văn năm 2019.",
    )  # fmt: skip
    assert not progress_of(new).lacking("achievements")


def test_a_late_dossier_shows_its_reason_to_both(ready, people, officer, secretary):
    with unit_of_work():
        clock.move_to(ready.round.due_at + timedelta(days=1))
    page = officer.get(f"/proposals/{ready.public_id}/submit").text
    with unit_of_work():
        submission.submit(ready.public_id, late_reason="Bão <số 9>", actor=people["officer"])
        review.start_check(ready.public_id, actor=people["secretary"])

    assert "Đã quá hạn; gửi kèm lý do khi nộp." in page
    assert (
        "Nộp muộn, lý do: Bão &lt;số 9&gt;"
        in secretary.get(f"/proposals/{ready.public_id}/check").text
    )


def test_the_check_asks_no_more_for_many_rows(make_proposal, secretary):
    asked = []
    for nominees in (2, 9):
        url = f"/proposals/{make_proposal(P.CHECKING, nominees=nominees).public_id}/check"
        secretary.get(url)
        with statements() as ran:
            page = secretary.get(url).text
        asked.append(len(ran))

    assert (asked[0], page.count("điểm nữa")) == (asked[1], 1)
