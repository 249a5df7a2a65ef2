"""The pages of an appraisal, walked as each role; strangers first."""

import re

import pytest
from sqlalchemy import event

from tests.factories.exchange import add_evidence
from workflow.core.db import db
from workflow.councils.appraising.choices import Recommendation
from workflow.councils.queries import agenda_of
from workflow.councils.states import SessionStatus

VICE, OTHER = 1, 4
PAGES = ("", "/assign", "/differences", "/results", "/sheets/x")
POSTS = ("/assign", "/results", "/sheets/x", "/release/x")


@pytest.fixture
def url_of():
    return lambda one: f"/councils/sessions/{one.id}/appraisal"


@pytest.fixture
def desk(client_as, long_an):
    """The secretary's browser."""
    return client_as(long_an.secretary, long_an.department)


def test_a_stranger_finds_nothing_and_an_officer_below_neither(
    appraising, long_an, client_as, url_of
):
    one = appraising()
    one.assign(OTHER, VICE)
    sheet = one.sheet(OTHER).public_id
    for user, place in ((long_an.stranger, long_an.elsewhere), (long_an.officer, long_an.team3)):
        client = client_as(user, place)
        got = {client.get(url_of(one) + page.replace("/x", f"/{sheet}")).status_code
               for page in PAGES}  # fmt: skip
        sent = {client.post(url_of(one) + page.replace("/x", f"/{sheet}")).status_code
                for page in POSTS}  # fmt: skip
        assert (got | sent) <= {403, 404}


def test_another_members_sheet_is_not_found_and_members_do_not_assign(
    appraising, client_as, url_of
):
    one = appraising()
    one.assign(OTHER, VICE)
    client = client_as(one.members[VICE])

    assert client.get(f"{url_of(one)}/sheets/{one.sheet(OTHER).public_id}").status_code == 404
    assert client.get(f"{url_of(one)}/assign").status_code == 403
    assert client.get(f"{url_of(one)}/sheets/{one.sheet(VICE).public_id}").status_code == 200


def fields(one, *points, act="hand-in", recommendation="reward", remark="Rõ", version=1):
    scores = {f"score-{key}": str(n) for key, n in zip(one.keys, points, strict=False)}
    return scores | {"act": act, "recommendation": recommendation, "remark": remark,
                     "version": str(version)}  # fmt: skip


def test_a_row_goes_from_assigning_to_its_result_by_the_pages(appraising, client_as, desk, url_of):
    one = appraising(nominees=2)
    session = f"/councils/sessions/{one.id}"
    assert f"{url_of(one)}/assign" in desk.get(session).text
    assert "Giao thẩm định: " in desk.get("/").text
    few = desk.post(f"{url_of(one)}/assign", data={"by": "unit"})
    assert (few.status_code, "ít nhất 2 thành viên" in few.text) == (422, True)
    chosen = [one.members[at].public_id for at in (OTHER, VICE)]
    assert desk.post(f"{url_of(one)}/assign", data={"by": "unit", "members": chosen}).location

    first, second = client_as(one.members[OTHER]), client_as(one.members[VICE])
    assert "Thẩm định 2 đề nghị" in first.get("/").text
    assert "Tiếp theo: ít được thẩm định nhất" in first.get(url_of(one)).text
    mine = f"{url_of(one)}/sheets/{one.sheet(OTHER).public_id}"
    wrong = first.post(mine, data=fields(one, "25", 9, remark="Lời riêng"))
    assert (wrong.status_code, "chấm từ 0 đến 20" in wrong.text) == (422, True)
    assert ('value="25"' in wrong.text, "Lời riêng" in wrong.text) == (True, True)
    assert first.post(mine, data=fields(one, 12, act="save")).status_code == 302
    assert 'value="12"' in first.get(mine).text
    kept = first.post(mine, data=fields(one, 19, 9, remark="A & B <x> {{ 7*7 }}", version=2))
    assert kept.status_code == 302
    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in first.get(mine).text

    theirs = f"{url_of(one)}/sheets/{one.sheet(VICE).public_id}"
    for page in (theirs, url_of(one), f"{url_of(one)}/results", f"{url_of(one)}/differences"):
        assert "{{ 7*7 }}" not in second.get(page).text
    against = fields(one, 3, 3, recommendation="against", remark="Chưa đủ")
    assert second.post(theirs, data=against).status_code == 302
    assert "{{ 7*7 }}" in second.get(theirs).text
    assert "Bùi Thị H1" in desk.get(f"{url_of(one)}/differences").text

    item = agenda_of(one.session.id)[0].id
    told = {"rows": [str(item)], f"read-{item}": "2", "outcome": "take_off", "note": ""}
    results = f"{url_of(one)}/results"
    assert desk.post(results, data={}).status_code == 422
    assert desk.post(results, data=told).status_code == 422
    asked = desk.post(results, data=told | {"note": "Chưa rõ"})
    assert (asked.status_code, "Đưa ra khỏi chương trình họp: 1 đề nghị" in asked.text) == (
        200, True,
    )  # fmt: skip
    assert len(agenda_of(one.session.id)) == 2
    done = desk.post(results, data=told | {"note": "Chưa rõ", "confirmed": "yes"})
    assert (done.status_code, len(agenda_of(one.session.id))) == (302, 1)
    agenda = desk.get(f"{session}/agenda").text
    assert re.search("Đã đưa ra theo kết quả thẩm định.*Bùi Thị H1.*Chưa rõ", agenda, re.DOTALL)


def test_what_came_in_since_the_page_was_read_is_not_settled(appraising, desk, url_of):
    one = appraising(nominees=1)
    one.assign(OTHER, VICE)
    one.hands_in(OTHER)
    item = agenda_of(one.session.id)[0].id
    told = {"rows": [str(item)], f"read-{item}": "1", "outcome": "vote", "confirmed": "yes"}
    one.hands_in(VICE)

    late = desk.post(f"{url_of(one)}/results", data=told)
    assert (late.status_code, "Vừa có thêm phiếu" in late.text) == (409, True)
    assert desk.post(f"{url_of(one)}/results", data=told | {f"read-{item}": "2"}).status_code == 302
    page = desk.get(f"/councils/sessions/{one.id}/agenda").text
    assert "Thẩm định: đưa ra biểu quyết" in page
    assert "Thẩm định: đưa ra biểu quyết" in desk.get(f"/councils/sessions/{one.id}").text


def test_what_a_member_has_not_handed_in_is_taken_back(appraising, desk, url_of):
    one = appraising()
    one.assign(OTHER, VICE)

    taken = desk.post(f"{url_of(one)}/release/{one.members[OTHER].public_id}")
    assert (taken.status_code, one.sheets(OTHER)) == (302, [])
    again = desk.post(f"{url_of(one)}/release/{one.members[OTHER].public_id}")
    assert again.status_code == 422


def test_a_council_that_asks_for_none_shows_none(make_meeting, desk):
    meeting = make_meeting(SessionStatus.CONVENED)
    url = f"/councils/sessions/{meeting.session.public_id}"

    assert f"{url}/appraisal" not in desk.get(url).text
    assert "chưa bật thẩm định" in desk.get(f"{url}/appraisal/assign").text
    assert desk.get(f"{url}/appraisal").status_code == 200


def test_the_sheet_shows_what_the_dossier_holds(appraising, client_as, long_an, url_of):
    one = appraising(nominees=1)
    one.assign(OTHER, VICE)
    nomination = agenda_of(one.session.id)[0].nomination
    document = add_evidence(nomination, long_an)

    page = client_as(one.members[OTHER]).get(f"{url_of(one)}/sheets/{one.sheet(OTHER).public_id}")
    assert f"/documents/{document.public_id}" in page.text
    assert f"/{nomination.proposal.public_id}" in page.text


def appraised_by_all(one):
    """Let everybody hand in what they were given, so that recommendations differ."""
    one.assign(OTHER, VICE, 5)
    kinds = list(Recommendation)
    for at in (OTHER, VICE, 5):
        for sheet in one.sheets(at):
            name = sheet.nomination.recipient.name
            one.hands_in(at, name=name, recommendation=kinds[at % len(kinds)])
    return one


def asked_by(client, url):
    asked = []
    watch = lambda *args: asked.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", watch)
    assert client.get(url).status_code == 200
    event.remove(db.engine, "before_cursor_execute", watch)
    return len(asked)


def test_the_pages_ask_the_same_number_of_questions_for_many_rows(
    appraising, client_as, desk, url_of
):
    counts = []
    for one in (appraising(nominees=2), appraising(nominees=12)):
        appraised_by_all(one)
        own = client_as(one.members[OTHER])
        sheet = f"{url_of(one)}/sheets/{one.sheets(OTHER)[0].public_id}"
        session = f"/councils/sessions/{one.id}"
        counts.append([
            *(asked_by(desk, url_of(one) + page)
              for page in ("", "/results", "/differences", "/assign")),
            asked_by(desk, session), asked_by(own, sheet), asked_by(own, url_of(one)),
        ])  # fmt: skip

    assert counts[0] == counts[1]
