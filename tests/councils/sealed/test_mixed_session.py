"""A session that voted in both modes: a paper of the count for each, and its page of both."""

import pytest
from sqlalchemy import select

from tests.councils.sealed.conftest import Vault, drafted
from tests.councils.sealed.mixed import count_by_name, secret_last_row
from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.records import unsigned_records
from workflow.councils.services import papers
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus

NAMES = ("Biên bản kiểm phiếu", "Bảng tổng hợp biểu quyết")


@pytest.fixture
def voted(make_meeting, keys, long_an):
    """The secret ballot is held first, the vote by name last."""
    meeting = make_meeting(nominees=3)
    secret_last_row(meeting, long_an)
    vault = Vault(meeting, keys).prepare().draw_all().open().fill().close()
    vault.count()
    count_by_name(meeting)
    return vault


def test_each_mode_has_a_count_of_its_own_with_its_rows_and_papers_alone(voted):
    secret, named, minutes = (paper.context for paper in drafted(voted))

    def rows(context):
        return [(row["name"], row["agree"]) for row in context["individuals"]]

    assert (secret["title"], named["title"]) == (
        "BIÊN BẢN KIỂM PHIẾU", "BẢNG TỔNG HỢP BIỂU QUYẾT",
    )  # fmt: skip
    assert rows(secret) == [("Bùi Thị H3", 3)]
    assert rows(named) == [("Bùi Thị H1", 6), ("Bùi Thị H2", 6)]
    assert rows(minutes) == [*rows(named), *rows(secret)]
    assert ([one["name"] for one in secret["tellers"]], named["tellers"]) == (
        ["Thành viên 03", "Thành viên 04", "Thành viên 05"], [],
    )  # fmt: skip
    assert (secret["named_votes"], len(named["named_votes"])) == ([], 9)
    assert (secret["ballots"]["returned"], named["ballots"]["returned"]) == (3, 6)
    assert minutes["vote_mode"] == "Bỏ phiếu kín và biểu quyết ghi tên"


def test_a_session_is_minuted_once_all_three_papers_are_signed(voted):
    session, key = voted.meeting.session, voted.meeting.session.public_id
    written = drafted(voted)
    assert [one.name for one in unsigned_records([session])] == [*NAMES, "Biên bản họp Hội đồng"]
    for paper in written[::2]:
        paper.status = PaperStatus.NUMBERED
    db.session.commit()
    assert [one.name for one in unsigned_records([session])] == [NAMES[1]]
    with pytest.raises(Incomplete, match="được ký và cấp số"), unit_of_work():
        papers.finish_minutes(key, actor=voted.meeting.secretary)
    db.session.scalars(
        select(Paper).where(Paper.purpose == "vote_count_by_name")
    ).one().status = PaperStatus.NUMBERED
    db.session.commit()
    with unit_of_work():
        assert papers.finish_minutes(key, actor=voted.meeting.secretary).status == "minuted"


def test_its_page_keeps_the_earlier_box_and_every_vote_by_name(voted, long_an, client_as):
    page = f"/councils/sessions/{voted.meeting.session.public_id}"
    member, teller = (client_as(voted.meeting.members[at]).get(page).text for at in (6, 2))
    box = [f"/councils/ballots/{voted.id}/{one}" for one in ("in-box", "box", "tellers")]

    assert [address in teller for address in box] == [True, True, True]
    assert [address in member for address in box] == [True, False, False]
    for shown in (member, teller):
        assert shown.count("Biểu quyết của từng thành viên</h2>") == 1
    count_again = client_as(long_an.secretary, long_an.department).get(page).text
    assert "3 phiếu niêm phong trong hòm." in count_again


def test_its_page_names_both_papers(voted, long_an, client_as):
    secretary = client_as(long_an.secretary, long_an.department)
    page = secretary.get(f"/councils/sessions/{voted.meeting.session.public_id}").text
    assert [name in page for name in NAMES] == [True, True]
