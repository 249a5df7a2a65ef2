"""The pages: strangers first, then what they say, once, and with how many queries."""

import re

import pytest
from sqlalchemy import event

from workflow.core.db import db
from workflow.proposals.models import Proposal
from workflow.proposals.queries import nominations_of
from workflow.proposals.states import ProposalStatus as P

READ = ("", "/general", "/nominations", "/add-nomination", "/achievements", "/papers", "/meeting",
        "/signing", "/submit", "/points", "/check", "/withdraw")  # fmt: skip
WRITE = ("/general", "/add-nomination", "/meeting", "/write-papers", "/sign-off", "/submit", "/withdraw",
         "/start-check", "/add-point", "/send-back", "/accept")  # fmt: skip


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def secretary(client_as, long_an):
    return client_as(long_an.secretary, long_an.department)


@pytest.fixture
def stranger(client_as, long_an):
    return client_as(long_an.stranger, long_an.elsewhere)


@pytest.mark.parametrize("status", [P.DRAFT, P.SUBMITTED, P.COUNCIL_REVIEW])
def test_a_stranger_with_every_role_meets_404_everywhere(make_proposal, stranger, status):
    proposal = make_proposal(status)
    base = f"/proposals/{proposal.public_id}"

    answers = {stranger.get(base + path).status_code for path in READ}
    answers |= {
        stranger.post(base + path, data={"reason": "x", "text": "x"}).status_code for path in WRITE
    }

    assert answers == {404}
    assert db.session.get(Proposal, proposal.id).status is status


def test_nobody_signed_in_is_sent_to_the_sign_in_page(make_proposal, client):
    answer = client.get(f"/proposals/{make_proposal().public_id}")

    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/accounts/sign-in")


def test_the_lists_name_nobody_elses_dossier(make_proposal, stranger):
    proposal = make_proposal(P.SUBMITTED)

    pages = [stranger.get(path).text for path in ("/proposals", "/proposals/incoming")]

    assert [proposal.code in page for page in pages] == [False, False]


def test_the_receiver_meets_404_at_a_draft(make_proposal, secretary):
    assert secretary.get(f"/proposals/{make_proposal().public_id}").status_code == 404


@pytest.mark.parametrize("path", ["", "/general", "/nominations", "/achievements", "/papers", "/meeting",
                                  "/signing", "/submit", "/points", "/add-nomination", "/withdraw"])  # fmt: skip
def test_every_page_of_a_draft_opens_for_the_officer(make_proposal, officer, path):
    assert officer.get(f"/proposals/{make_proposal().public_id}{path}").status_code == 200


@pytest.mark.parametrize("path", ["", "/check"])
def test_every_page_of_a_submitted_dossier_opens_for_the_secretary(make_proposal, secretary, path):
    assert (
        secretary.get(f"/proposals/{make_proposal(P.SUBMITTED).public_id}{path}").status_code == 200
    )


def key_of(page):
    return re.search(r'name="idempotency_key" value="([^"]+)"', page).group(1)


def test_opening_a_dossier_twice_with_one_form_opens_one(officer, long_an):
    data = {"round": long_an.round.public_id, "title": "Hồ sơ năm 2020",
            "idempotency_key": key_of(officer.get("/proposals/open").text)}  # fmt: skip

    first, again = (
        officer.post("/proposals/open", data=data),
        officer.post("/proposals/open", data=data),
    )

    assert (first.status_code, again.location) == (302, first.location)
    assert db.session.query(Proposal).count() == 1


def test_handing_in_twice_with_one_form_hands_in_once(ready, officer):
    url = f"/proposals/{ready.public_id}/submit"
    data = {"idempotency_key": key_of(officer.get(url).text)}

    first, again = officer.post(url, data=data), officer.post(url, data=data)

    assert (first.status_code, again.status_code, first.location) == (302, 302, again.location)
    assert db.session.get(Proposal, ready.id).status is P.SUBMITTED


def test_an_empty_dossier_is_refused_in_words(make_proposal, officer):
    proposal = make_proposal(nominees=0)

    answer = officer.post(f"/proposals/{proposal.public_id}/submit")

    assert (answer.status_code, "Chưa có đề nghị nào" in answer.text) == (409, True)


def test_a_stale_edit_shows_both_texts(make_proposal, officer):
    proposal = make_proposal()
    url, seen = f"/proposals/{proposal.public_id}/general", proposal.version
    officer.post(url, data={"title": "Tên của B", "version": seen})

    answer = officer.post(url, data={"title": "Tên của A", "version": seen})

    assert (answer.status_code, "Tên của A" in answer.text, "Tên của B" in answer.text) == (
        409,
        True,
        True,
    )


def test_a_refused_meeting_keeps_what_was_typed(make_proposal, officer):
    proposal = make_proposal()
    url = f"/proposals/{proposal.public_id}/meeting"
    seen = re.search(r'name="seen" type="hidden" value="([^"]+)"', officer.get(url).text).group(1)

    answer = officer.post(url, data={
        "held_at": "15/12/2020 08:00", "place": "Phòng số 9", "total": "18", "present": "19",
        "presided_by": "G", "minuted_by": "B", "seen": seen,
    })  # fmt: skip

    assert (
        answer.status_code,
        "Phòng số 9" in answer.text,
        "từ 1 đến tổng số 18" in answer.text,
    ) == (422, True, True)


def test_ticking_state_secret_keeps_nothing(officer, long_an):
    answer = officer.post("/proposals/open", data={
        "round": long_an.round.public_id, "title": "Tuyệt mật", "secret": "y"})  # fmt: skip

    assert (answer.status_code, "Tuyệt mật" in answer.text) == (200, False)
    assert db.session.query(Proposal).count() == 0


def test_a_secret_draft_is_deleted_from_its_own_page(make_proposal, officer):
    proposal = make_proposal()

    answer = officer.post(
        f"/proposals/{proposal.public_id}/general", data={"title": "x", "secret": "y"}
    )

    assert (answer.status_code, db.session.query(Proposal).count()) == (200, 0)


def test_a_hostile_name_prints_literally(make_proposal, officer):
    proposal = make_proposal()
    nominations_of(proposal.id)[0].recipient.name = "A & B <x> {{ 7*7 }}"
    db.session.commit()

    pages = [
        officer.get(f"/proposals/{proposal.public_id}{path}").text
        for path in ("", "/nominations", "/meeting")
    ]

    assert ["A &amp; B &lt;x&gt; {{ 7*7 }}" in page for page in pages] == [True] * 3


def test_a_newcomer_is_entered_with_the_row(make_proposal, officer, long_an):
    proposal = make_proposal(nominees=0)

    answer = officer.post(f"/proposals/{proposal.public_id}/add-nomination?kind=person", data={
        "recipient": "new", "new_name": "Phan Thị N", "award": long_an.certificate_person.id,
        "ground": "merit", "year": "2020", "post": "Kiểm soát viên",
    })  # fmt: skip

    assert answer.status_code == 302
    assert [(row.recipient.name, row.post) for row in nominations_of(proposal.id)] == [
        ("Phan Thị N", "Kiểm soát viên")
    ]


def test_a_name_written_with_nobody_chosen_above_is_a_newcomer_and_neither_is_asked_for(
    make_proposal, officer, long_an
):
    proposal = make_proposal(nominees=0)
    url = f"/proposals/{proposal.public_id}/add-nomination?kind=person"
    row = {"recipient": "", "award": long_an.certificate_person.id, "ground": "merit",
           "year": "2020"}  # fmt: skip

    nobody = officer.post(url, data=row | {"new_name": ""})
    named = officer.post(url, data=row | {"new_name": "Phan Thị N"})

    assert ">Người, tập thể được đề nghị: hãy điền ô này.</a>" in nobody.text
    assert (nobody.status_code, named.status_code) == (422, 302)
    assert [one.recipient.name for one in nominations_of(proposal.id)] == ["Phan Thị N"]


def test_a_refused_row_enters_no_newcomer(make_proposal, officer, long_an):
    proposal = make_proposal(nominees=0)

    answer = officer.post(f"/proposals/{proposal.public_id}/add-nomination?kind=person", data={
        "recipient": "new", "new_name": "Phan Thị N", "award": long_an.certificate_person.id,
        "ground": "merit", "year": "1900",
    })  # fmt: skip

    people = officer.get("/recipients?q=phan").text
    assert (answer.status_code, "Phan Thị N" in answer.text, ">Phan Thị N<" in people) == (
        422,
        True,
        False,
    )


def queries_of(client, url):
    db.session.expire_all()  # what the test itself has loaded must not be counted, nor spared
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert client.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


@pytest.mark.parametrize(
    "path", ["", "/nominations", "/achievements", "/papers", "/signing", "/meeting"]
)
def test_a_draft_of_three_rows_asks_no_more_than_one_of_one(make_proposal, officer, path):
    one, three = make_proposal(nominees=1), make_proposal(nominees=3)
    urls = [f"/proposals/{proposal.public_id}{path}" for proposal in (one, three)]
    officer.get(urls[0])

    assert queries_of(officer, urls[0]) == queries_of(officer, urls[1])


@pytest.mark.parametrize("path", ["", "/check"])
def test_a_submitted_dossier_of_three_rows_asks_no_more_than_one_of_one(
    make_proposal, secretary, path
):
    one, three = make_proposal(P.CHECKING, nominees=1), make_proposal(P.CHECKING, nominees=3)
    urls = [f"/proposals/{proposal.public_id}{path}" for proposal in (one, three)]
    secretary.get(urls[0])

    assert queries_of(secretary, urls[0]) == queries_of(secretary, urls[1])


@pytest.mark.parametrize("url", ["/proposals", "/proposals/incoming"])
def test_a_list_of_three_asks_no_more_than_a_list_of_one(make_proposal, officer, secretary, url):
    client = officer if url == "/proposals" else secretary
    make_proposal(P.SUBMITTED)
    client.get(url)
    one = queries_of(client, url)
    make_proposal(P.SUBMITTED)
    make_proposal(P.SUBMITTED)

    assert queries_of(client, url) == one


@pytest.mark.parametrize(("kind", "told"), [("household", True), ("person", False)])
def test_a_kind_nothing_is_for_is_told_so_before_anything_is_typed(
    make_proposal, officer, kind, told
):
    url = f"/proposals/{make_proposal(nominees=0).public_id}/add-nomination?kind={kind}"
    said = "Danh mục không có hình thức nào của năm 2020 cho đối tượng này."
    empty, typed = officer.get(url), officer.post(url, data={"year": "2020", "post": "Chủ hộ"})
    assert (said in empty.text, 'name="award"' in empty.text) == (told, not told)
    assert (typed.status_code, "Chủ hộ" in typed.text) == (422, True)


def test_the_reasons_lead_to_the_ledger_they_come_from(make_proposal, officer):
    proposal = make_proposal()
    person = nominations_of(proposal.id)[0].recipient
    address = f"/recipients/{person.public_id}/ledger?dossier={proposal.public_id}"
    assert address in officer.get(f"/proposals/{proposal.public_id}/nominations").text
