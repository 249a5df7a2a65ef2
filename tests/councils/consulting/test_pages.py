"""The pages of a consultation: who opens them, what they say, and that they cost the same."""

import re

import pytest
from sqlalchemy import event

from tests.councils.consulting.conftest import TITLE, answer, at, number_the_letter
from tests.councils.consulting.test_consulting import AFTER
from tests.factories.councils import seen_on
from workflow.core import clock
from workflow.core.db import db
from workflow.councils.models import Session
from workflow.councils.packet.printing import cover
from workflow.councils.states import SessionStatus

SECRETARYS = (
    ("get", "edit"), ("post", "edit"), ("post", "request"), ("post", "start"), ("get", "extend"),
    ("post", "extend"), ("get", "close"), ("post", "close"), ("post", "minutes"),
)  # fmt: skip
HOSTILE = "A & B <x> {{ 7*7 }}"
PRINTED = "A &amp; B &lt;x&gt; {{ 7*7 }}"


def ask(client, method, asked, page, **data):
    url = f"/councils/consultations/{asked.session.public_id}/{page}"
    return getattr(client, method)(url, **({"data": data} if method == "post" else {}))


@pytest.fixture
def office(long_an, client_as):
    return lambda: client_as(long_an.secretary, long_an.department)


@pytest.mark.parametrize(("method", "page"), SECRETARYS)
def test_a_stranger_finds_nothing_and_a_member_does_not_run_it(
    method, page, make_consultation, long_an, client_as
):
    asked = make_consultation()

    stranger = client_as(long_an.stranger, long_an.elsewhere)
    assert ask(stranger, method, asked, page).status_code == 404
    member = client_as(asked.members[0])
    assert ask(member, method, asked, page).status_code == 403


def test_the_secretary_plans_one_and_is_offered_it_only_where_rules_allow(
    make_council, long_an, office
):
    council, _users = make_council(long_an.department)
    assert "/consultations/new" not in office().get("/councils/sessions").text
    council.may_consult = True
    db.session.commit()
    assert "/consultations/new" in office().get("/councils/sessions").text

    done = office().post("/councils/consultations/new", data={
        "council": council.public_id, "title": TITLE, "starts_on": "28/12/2040",
    })  # fmt: skip

    planned = db.session.query(Session).one()
    assert done.location.endswith(f"/councils/sessions/{planned.public_id}/agenda")
    assert (planned.is_consultation, planned.place, planned.title) == (True, "", TITLE)


def test_a_past_day_is_refused_beside_its_field(make_consultation, office):
    asked = make_consultation("planned")

    answered = ask(office(), "post", asked, "edit", title=TITLE, starts_on="01/12/2020",
                   version="1", council=asked.council.public_id)  # fmt: skip

    assert answered.status_code == 422
    assert "Ngày bắt đầu đã qua" in answered.text


def test_the_secretary_walks_it_from_letter_to_record(make_consultation, office, client_as):
    asked = make_consultation("planned", names=(HOSTILE, "Bùi Thị H2"))
    home = f"/councils/sessions/{asked.session.public_id}"
    ask(office(), "post", asked, "request")
    assert "Mở công văn" in office().get(home).text
    assert ask(office(), "post", asked, "start").status_code == 302
    assert db.session.get(Session, asked.session.id).status is SessionStatus.CONVENED
    number_the_letter(asked.session)
    ask(office(), "post", asked, "start", **seen_on(office().get(home)))
    page = office().get(home).text
    assert "05/HĐTĐKT" in page
    assert "Đóng được khi đủ ý kiến, hoặc sau hạn trả lời." in page
    assert ask(office(), "get", asked, "close").status_code == 302

    member = client_as(asked.members[0])
    page = member.get(home).text
    assert "Cho ý kiến" in page
    ballot = re.search(r"/councils/ballots/[^\"]+", page)[0]
    booth = member.get(ballot).text
    assert PRINTED in booth
    assert "Lấy ý kiến bằng văn bản, ghi tên." in booth
    rows = {f"v{row}": "agree" for row in re.findall(r'name="v(\d+)" id="v\d+-agree"', booth)}
    review = member.post(ballot, data=rows | {"den": "review"}).text
    assert "Gửi phiếu ý kiến</button>" in review
    assert member.post(f"{ballot}/cast", data=rows).status_code == 302
    assert "Đã gửi ý kiến" in member.get(f"{ballot}/receipt").text

    at(AFTER)
    late = client_as(asked.members[1])
    assert late.get(ballot).status_code == 409
    page = ask(office(), "get", asked, "close").text
    assert "Còn 4 thành viên không cho ý kiến" in page
    ask(office(), "post", asked, "close")
    page = office().get(home).text
    assert "1 trên tổng số 5 thành viên, cần ít nhất 3" in page
    assert PRINTED in page
    ask(office(), "post", asked, "minutes")
    assert "Biên bản tổng hợp ý kiến" in office().get(home).text


def test_the_pages_of_a_meeting_do_not_run_a_consultation(make_consultation, office):
    asked = make_consultation()
    home = f"/councils/sessions/{asked.session.public_id}"

    assert office().get(f"{home}/close-ballot").status_code == 409
    assert office().get(f"{home}/edit").status_code == 409


def test_the_page_costs_the_same_with_two_rows_and_with_six(make_consultation, office):
    costs = []
    for nominees in (2, 6):
        asked = make_consultation(nominees=nominees, members=5 + nominees, symbol=f"HĐ{nominees}")
        answer(asked, asked.members[0])
        client, seen = office(), []
        url = f"/councils/sessions/{asked.session.public_id}"
        client.get(url)

        def told(*_args, seen=seen):
            seen.append(1)

        event.listen(db.engine, "before_cursor_execute", told)
        try:
            assert client.get(url).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", told)
        costs.append(len(seen))

    assert costs[0] == costs[1]


def test_what_members_read_speaks_of_no_meeting(make_consultation, client_as, long_an):
    asked = make_consultation("requested")
    browser = client_as(long_an.secretary, long_an.department)

    page = browser.get(f"/councils/sessions/{asked.session.public_id}/packet").text
    printed = cover(asked.session, [], [], clock.now())

    assert ("Tài liệu lấy ý kiến" in page, "Tài liệu phiên họp" in page) == (True, False)
    assert "Lấy ý kiến từ 28/12/2020" in page
    assert (printed["title"], printed["venue"]) == ("TÀI LIỆU LẤY Ý KIẾN", "")
    assert printed["time"].startswith("từ ngày 28/12/2020 đến hết ngày ")
