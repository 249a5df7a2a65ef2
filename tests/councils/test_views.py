"""The pages of councils: who may open them, what they keep, and that they cost the same."""

import re

import pytest
from sqlalchemy import event, func, select

from tests.factories.councils import MEETS_AT, seen_on
from tests.factories.documents import small_pdf
from workflow.core import clock
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import Ballot, NamedVote, Seat, Session
from workflow.councils.services import ballots
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.councils.voting import progress_of
from workflow.proposals.models import Nomination

SECRETARYS = (
    ("get", "sessions/{s}/edit"), ("get", "sessions/{s}/agenda"), ("post", "sessions/{s}/agenda"),
    ("post", "sessions/{s}/agenda/{i}/move"), ("post", "sessions/{s}/agenda/{i}/take-off"),
    ("post", "sessions/{s}/convene"), ("get", "sessions/{s}/attendance"),
    ("post", "sessions/{s}/attendance"), ("post", "sessions/{s}/open"),
    ("get", "sessions/{s}/discussion"), ("post", "sessions/{s}/discussion"),
    ("post", "sessions/{s}/open-ballot"), ("get", "sessions/{s}/close-ballot"),
    ("post", "sessions/{s}/close-ballot"), ("post", "sessions/{s}/count/{b}"),
    ("get", "sessions/{s}/stop-rounds"), ("post", "sessions/{s}/stop-rounds"),
    ("post", "sessions/{s}/adjourn"), ("get", "sessions/{s}/void"), ("post", "sessions/{s}/minutes"),
    ("post", "sessions/{s}/finish"), ("get", "ballots/{b}/opinion/{u}"),
    ("post", "ballots/{b}/opinion/{u}"), ("post", "ballots/{b}/call-off"),
    ("post", "ballots/{b}/remind"), ("get", "sessions/{s}/paper"),
)  # fmt: skip
MEMBERS = (
    ("get", "sessions/{s}/ties"), ("post", "sessions/{s}/ties"),
    ("get", "sessions/{s}"), ("get", "sessions/{s}/progress"), ("get", "ballots/{b}"),
    ("post", "ballots/{b}"), ("post", "ballots/{b}/cast"), ("get", "ballots/{b}/receipt"),
)  # fmt: skip
ADMINISTRATORS = (
    ("get", "administration/{c}/edit"), ("post", "administration/{c}/edit"),
    ("get", "administration/{c}/seats"), ("post", "administration/{c}/seats"),
    ("get", "administration/{c}/seats/{seat}/end"), ("post", "administration/{c}/seats/{seat}/end"),
)  # fmt: skip


def closing(meeting):
    """What the page of closing sends: which ballot it was about."""
    return {"ballot": meeting.ballot.public_id}


def address(template, meeting):
    seat = db.session.scalars(select(Seat).where(Seat.council_id == meeting.council.id)).first()
    item = meeting.items[0].agenda_item_id
    return "/councils/" + template.format(
        s=meeting.session.public_id, b=meeting.ballot.public_id, i=item, seat=seat.id,
        c=meeting.council.public_id, u=meeting.members[-1].public_id,
    )  # fmt: skip


def ask(client, method, url, data=None):
    return getattr(client, method)(url, **({"data": data or {}} if method == "post" else {}))


def paper_fields(meeting, choice="agree", **changes):
    fields = {f"v{item.id}": choice for item in meeting.items} | changes
    return {key: value for key, value in fields.items() if value}


@pytest.fixture
def meeting(make_meeting):
    return make_meeting(ballot=True)


@pytest.mark.parametrize(("method", "template"), [*SECRETARYS, *MEMBERS, *ADMINISTRATORS])
def test_a_stranger_with_every_role_elsewhere_finds_nothing(
    method, template, meeting, long_an, client_as
):
    before = db.session.scalar(select(func.count()).select_from(NamedVote))
    client = client_as(long_an.stranger, long_an.elsewhere)

    answer = ask(client, method, address(template, meeting))

    assert answer.status_code == 404
    assert db.session.scalar(select(func.count()).select_from(NamedVote)) == before


@pytest.mark.parametrize(("method", "template"), [*SECRETARYS, *ADMINISTRATORS])
def test_a_member_does_not_run_the_session_or_the_council(method, template, meeting, client_as):
    answer = ask(client_as(meeting.members[0]), method, address(template, meeting))

    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "template"), [*SECRETARYS, *MEMBERS, *ADMINISTRATORS])
def test_nobody_signed_in_is_sent_to_sign_in_or_refused(method, template, meeting, client):
    answer = ask(client, method, address(template, meeting))

    assert answer.status_code == (302 if method == "get" else 401)


def test_an_officer_of_a_unit_below_does_not_see_the_session(meeting, long_an, client_as):
    client = client_as(long_an.officer, long_an.team3)

    assert client.get(address("sessions/{s}", meeting)).status_code == 404
    assert client.get(address("ballots/{b}", meeting)).status_code == 404


def test_the_secretary_sees_who_voted_and_never_what_before_the_close(meeting, long_an, client_as):
    with unit_of_work():
        from tests.factories.councils import member_actor

        ballots.cast_votes(meeting.ballot.public_id, meeting.answers(),
                           actor=member_actor(meeting.members[0]))  # fmt: skip
    client = client_as(long_an.secretary, long_an.department)

    page = client.get(address("sessions/{s}", meeting)).text
    assert "<small>trên 9 phiếu</small>" in page
    assert "trên tổng số 9 thành viên, cần ít nhất" not in page
    fragment = client.get(address("sessions/{s}/progress", meeting), headers={"HX-Request": "true"})
    assert fragment.text.lstrip().startswith('<section class="panel"')
    assert "HX-Refresh" not in fragment.headers

    client.post(address("sessions/{s}/close-ballot", meeting), data=closing(meeting))
    assert (
        "trên tổng số 9 thành viên, cần ít nhất"
        not in client.get(address("sessions/{s}", meeting)).text
    )
    client.post(address("sessions/{s}/count/{b}", meeting))
    page = client.get(address("sessions/{s}", meeting)).text
    assert "1 trên tổng số 9 thành viên, cần ít nhất 5" in page
    assert db.session.get(Ballot, meeting.ballot.id).status is BallotStatus.TALLIED


def test_every_row_of_the_booth_is_a_fieldset_with_a_legend_and_radios_in_order(meeting, client_as):
    page = client_as(meeting.members[0]).get(address("ballots/{b}", meeting)).text

    rows = re.findall(r'<fieldset class="vote"><legend>([^<]+)<.*?</fieldset>', page, re.S)
    assert rows == ["Bùi Thị H1", "Bùi Thị H2", "Bùi Thị H3"]
    radios = re.findall(
        r'<input type="radio" name="v(\d+)" id="v\d+-\w+" value="(\w+)"( checked)?', page
    )
    assert radios == [
        (str(item.id), value, "")
        for item in meeting.items for value in ("agree", "disagree", "other")
    ]  # fmt: skip
    assert page.index("</fieldset>") < page.index("Xem lại phiếu")


def test_choosing_stores_nothing_and_carries_every_answer_along(make_meeting, client_as):
    meeting = make_meeting(ballot=True, nominees=12)
    client = client_as(meeting.members[0])
    first, last = meeting.items[0].id, meeting.items[-1].id

    page = client.post(
        address("ballots/{b}", meeting), data={f"v{first}": "disagree", "den": "1.2"}
    ).text

    assert f'<input type="hidden" name="v{first}" value="disagree">' in page
    assert f'name="v{last}" id="v{last}-agree"' in page
    assert "Trang 2 trên 2" in page
    assert db.session.scalar(select(func.count()).select_from(NamedVote)) == 0
    assert progress_of(meeting.ballot.id).voted == 0


def test_the_review_lists_what_differs_and_what_is_empty_and_does_not_offer_the_cast(
    meeting, client_as
):
    one, two, _three = (item.id for item in meeting.items)
    client = client_as(meeting.members[0])

    page = client.post(
        address("ballots/{b}", meeting), data={f"v{one}": "agree", f"v{two}": "other", "den": "review"}
    ).text  # fmt: skip

    assert "1. Bùi Thị H1" not in page
    assert "2. Bùi Thị H2" in page
    assert "3. Bùi Thị H3" in page
    assert "Chọn dòng còn thiếu" in page
    assert f'name="o{two}"' in page


def test_a_member_casts_once_and_gets_a_receipt_however_often_the_button_is_clicked(
    meeting, client_as
):
    client = client_as(meeting.members[0])
    data = paper_fields(meeting) | {"idempotency_key": "k1"}

    first = client.post(address("ballots/{b}/cast", meeting), data=data)
    second = client.post(address("ballots/{b}/cast", meeting), data=data)
    third = client.post(
        address("ballots/{b}/cast", meeting), data=paper_fields(meeting, "disagree")
    )

    receipt = address("ballots/{b}/receipt", meeting)
    assert [first.status_code, second.status_code, third.status_code] == [302, 302, 409]
    assert [first.location, second.location] == [receipt, receipt]
    assert "đã bỏ phiếu" in third.text
    assert client.get(receipt).status_code == 200
    assert client.get(address("ballots/{b}", meeting)).location == receipt
    assert set(db.session.scalars(select(NamedVote.choice)).all()) == {"agree"}


def test_a_paper_with_empty_rows_comes_back_with_every_choice_kept(meeting, client_as):
    one = meeting.items[0].id
    client = client_as(meeting.members[0])

    answer = client.post(address("ballots/{b}/cast", meeting), data={f"v{one}": "disagree"})

    assert answer.status_code == 422
    assert "Còn 2 dòng chưa chọn" in answer.text
    assert f'name="v{one}" value="disagree"' in answer.text


def test_the_nominee_finds_the_own_row_closed_with_the_reason(make_meeting, client_as):
    meeting = make_meeting(ballot=True, own=True)
    client = client_as(meeting.members[1])
    own = meeting.items[0].id

    page = client.get(address("ballots/{b}", meeting)).text
    refused = client.post(address("ballots/{b}/cast", meeting), data=paper_fields(meeting))
    cast = client.post(
        address("ballots/{b}/cast", meeting), data=paper_fields(meeting, **{f"v{own}": ""})
    )

    assert "Đồng chí là người được xét nên không bỏ phiếu dòng này." in page
    assert f'name="v{own}"' not in page
    assert (refused.status_code, cast.status_code) == (403, 302)


def test_an_absent_member_and_a_closed_ballot_are_answered_in_words(meeting, client_as, long_an):
    absent = client_as(meeting.members[-1]).get(address("ballots/{b}", meeting))
    assert (absent.status_code, "điểm danh vắng mặt" in absent.text) == (409, True)
    client_as(long_an.secretary, long_an.department).post(
        address("sessions/{s}/close-ballot", meeting), data=closing(meeting)
    )
    late = client_as(meeting.members[0])

    assert "đã đóng" in late.get(address("ballots/{b}", meeting)).text
    answer = late.post(address("ballots/{b}/cast", meeting), data=paper_fields(meeting))
    assert (answer.status_code, "đã đóng" in answer.text) == (409, True)


def test_a_ballot_closed_twice_is_refused_and_an_old_form_closes_no_further_ballot(
    make_meeting, long_an, client_as
):
    meeting = make_meeting(ballot=True)
    client = client_as(long_an.secretary, long_an.department)
    url = address("sessions/{s}/close-ballot", meeting)

    assert f'name="ballot" value="{meeting.ballot.public_id}"' in client.get(url).text
    first = client.post(url, data=closing(meeting))
    again = client.post(url, data=closing(meeting))
    assert (first.status_code, again.status_code) == (302, 409)

    meeting.ballot.status = BallotStatus.VOID
    db.session.commit()
    home = client.get(address("sessions/{s}", meeting))
    opened = client.post(address("sessions/{s}/open-ballot", meeting), data=seen_on(home))
    stale = client.post(url, data=closing(meeting))

    newest = db.session.scalars(select(Ballot).order_by(Ballot.id.desc())).first()
    assert (opened.status_code, stale.status_code) == (302, 409)
    assert (newest.id != meeting.ballot.id, newest.status) == (True, BallotStatus.OPEN)
    assert client.post(url, data={"ballot": newest.public_id}).status_code == 302


def test_closing_says_what_becomes_of_the_missing_votes(meeting, long_an, client_as):
    page = client_as(long_an.secretary, long_an.department).get(
        address("sessions/{s}/close-ballot", meeting)
    )

    assert "Còn 9 thành viên chưa có phiếu" in page.text
    assert "vẫn nằm trong tổng số 9 thành viên" in page.text


def test_the_secretary_enters_a_written_opinion_with_its_file(meeting, long_an, client_as):
    import io

    client = client_as(long_an.secretary, long_an.department)
    url = address("ballots/{b}/opinion/{u}", meeting)

    assert client.get(url).status_code == 200
    without = client.post(url, data=paper_fields(meeting))
    assert (without.status_code, "Hãy chọn tệp." in without.text) == (422, True)
    file = (io.BytesIO(small_pdf("ý kiến")), "y-kien.pdf")
    entered = client.post(url, data=paper_fields(meeting, "disagree") | {"file": file})
    assert entered.status_code == 302
    assert progress_of(meeting.ballot.id).voted == 1
    assert set(db.session.scalars(select(NamedVote.in_writing)).all()) == {True}


def test_the_whole_session_runs_by_its_buttons(make_meeting, long_an, client_as):
    meeting = make_meeting(SessionStatus.CONVENED)
    client = client_as(long_an.secretary, long_an.department)
    key = f"/councils/sessions/{meeting.session.public_id}"
    clock.move_to(MEETS_AT)
    db.session.commit()
    sheet = {f"presence-{u.public_id}": "present" for u in meeting.members}
    sheet |= {f"presence-{meeting.members[-1].public_id}": "absent"}
    assert client.post(f"{key}/attendance", data=sheet).status_code == 422
    sheet |= {f"reason-{meeting.members[-1].public_id}": "đi công tác"}
    for step, data in (
        ("attendance", sheet),
        ("open", {}),
        ("discussion", {"text": "Thảo luận"}),
        ("open-ballot", None),
    ):
        sent = seen_on(client.get(key)) if data is None else data
        assert client.post(f"{key}/{step}", data=sent).status_code == 302, step
        assert client.get(key).status_code == 200
    ballot = db.session.scalars(select(Ballot)).one()
    shut = client.post(f"{key}/close-ballot", data={"ballot": ballot.public_id})
    assert shut.status_code == 302
    for step in (f"count/{ballot.public_id}", "adjourn", "minutes"):
        assert client.post(f"{key}/{step}").status_code == 302, step
        assert client.get(key).status_code == 200
    assert db.session.scalars(select(Session.status)).one() == "adjourned"


def test_planning_and_the_list(make_council, long_an, client_as):
    council, _users = make_council(long_an.department)
    client = client_as(long_an.secretary, long_an.department)
    data = {"council": council.public_id, "title": "Họp xét khen thưởng", "place": "Hội trường"}

    past = client.post("/councils/sessions/new", data=data | {"starts_at": "01/12/2020 14:00"})
    planned = client.post("/councils/sessions/new", data=data | {"starts_at": "28/12/2020 14:00"})

    assert (past.status_code, "Giờ họp đã qua" in past.text) == (422, True)
    assert planned.status_code == 302
    assert client.get(planned.location).status_code == 200
    assert "Họp xét khen thưởng" in client.get("/councils/sessions").text


def count_queries(client, url):
    seen = []
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert client.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return len(seen)


@pytest.mark.parametrize("template", ["sessions/{s}", "ballots/{b}", "sessions/{s}/agenda"])
def test_a_page_costs_the_same_with_one_row_and_with_three_of_other_awards(
    template, make_meeting, long_an, client_as
):
    awards = (long_an.certificate_person, long_an.minister_person, long_an.certificate_collective)
    costs = []
    for nominees in (1, 3):
        meeting = make_meeting(ballot=True, nominees=nominees)
        newest = select(Nomination).order_by(Nomination.id.desc()).limit(nominees)
        for row, award in zip(db.session.scalars(newest), awards, strict=False):
            row.award_version_id = award.id
        db.session.commit()
        user = meeting.members[0] if template.startswith("ballots") else long_an.secretary
        organisation = None if template.startswith("ballots") else long_an.department
        client = client_as(user, organisation)
        costs.append(count_queries(client, address(template, meeting)))

    assert costs[0] == costs[1] <= 32


def test_the_list_costs_the_same_with_one_session_and_with_three(make_meeting, long_an, client_as):
    client = client_as(long_an.secretary, long_an.department)
    costs = []
    for _more in range(2):
        make_meeting(SessionStatus.PLANNED)
        costs.append(count_queries(client, "/councils/sessions"))

    assert costs[0] == costs[1]
