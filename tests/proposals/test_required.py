"""The form of an award on a row: its length, its papers, other offices' word; strangers first."""

import io
import re
from datetime import date
from html import unescape

import pytest
from PIL import Image

from tests.factories.archive import statements
from workflow.awards.models import AwardDemand, DemandKind
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, NotAllowed, NotVisible, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.proposals.inspection import inspect
from workflow.proposals.models import Confirmation
from workflow.proposals.progress import progress_of
from workflow.proposals.queries import find_sign_off, nominations_of
from workflow.proposals.required import forms_of
from workflow.proposals.services import nominating, submission
from workflow.proposals.services.consulting import Heard, record_confirmation, set_concerned
from workflow.proposals.services.drafting import discard_secret
from workflow.proposals.states import ConfirmationResult
from workflow.proposals.states import ProposalStatus as P

ASKED, ANSWERED = date(2020, 12, 10), date(2020, 12, 15)
AGREED = Heard(ASKED, ANSWERED, "Công văn 512 & <CCT>", ConfirmationResult.AGREED)


@pytest.fixture
def ask(long_an):
    """Let the Giấy khen ask for an office's word."""

    def add(text="Cơ quan thuế", *, whom="", verified="yes", kind=DemandKind.CONFIRMATION):
        demand = AwardDemand(award_version_id=long_an.certificate_person.id, kind=kind, text=text,
                             position=1, whom=whom, verified=verified)  # fmt: skip
        db.session.add(demand)
        db.session.commit()
        return demand

    return add


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


def limit(long_an, words):
    long_an.certificate_person.word_limit = words
    db.session.commit()


def a_picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(content, "PNG")
    content.seek(0)
    return content


def about(proposal, topic):
    return [
        (one.verdict.value, [line.text for line in one.lines])
        for one in inspect(progress_of(proposal)) if one.topic == topic
    ]  # fmt: skip


def test_a_stranger_writes_nothing_and_the_head_neither(one_row, ask, long_an, actor, people):
    proposal, row = one_row
    demand = ask()

    for who, refusal in (
        (actor(long_an.stranger, long_an.elsewhere), NotVisible),
        (people["unit_head"], NotAllowed),
    ):
        with pytest.raises(refusal):
            record_confirmation(proposal.public_id, row.public_id, demand.text, AGREED, version=0,
                                actor=who)  # fmt: skip
        with pytest.raises(refusal):
            set_concerned(proposal.public_id, row.public_id, concerned=True, actor=who)
    assert db.session.query(Confirmation).count() == 0


# Length


def test_a_report_over_the_limit_is_not_handed_in_and_says_how_far(ready, long_an, people):
    limit(long_an, 3)

    with pytest.raises(Incomplete, match=r"báo cáo dài 6 từ, quá 3 từ\. Hãy rút gọn"):
        submission.submit(ready.public_id, actor=people["officer"])


@pytest.mark.parametrize("words", [6, None])
def test_within_the_limit_or_without_one_it_is(ready, long_an, people, words):
    limit(long_an, words)

    with unit_of_work():
        submission.submit(ready.public_id, actor=people["officer"])

    assert ready.status is P.SUBMITTED


# Other offices


def test_the_word_of_an_office_that_is_asked_for_keeps_the_dossier_back_until_it_is_there(
    one_row, ask, people
):
    proposal, row = one_row
    demand = ask("Cơ quan thuế <A & B>")
    lacking = f"Dòng 1, {row.recipient.name}: chưa có ý kiến của Cơ quan thuế <A & B>."
    before = about(proposal, "opinions")

    record_confirmation(proposal.public_id, row.public_id, demand.text, AGREED, version=0,
                        actor=people["officer"])  # fmt: skip
    db.session.commit()

    assert (before, about(proposal, "opinions")) == ([("no", [lacking])], [("ok", [])])


def test_a_demand_nobody_verified_is_told_and_keeps_nothing_back(one_row, ask):
    proposal, row = one_row
    ask(verified="no")

    assert about(proposal, "opinions") == [
        ("ask", [f"Dòng 1, {row.recipient.name}: chưa có ý kiến của Cơ quan thuế."])
    ]
    assert "opinions" not in {one.topic for one in progress_of(proposal).missing}


def test_an_objection_is_put_before_a_person(one_row, ask, people):
    proposal, row = one_row
    objected = Heard(ASKED, ANSWERED, "Công văn 9", ConfirmationResult.OBJECTED)

    record_confirmation(proposal.public_id, row.public_id, ask().text, objected, version=0,
                        actor=people["officer"])  # fmt: skip
    db.session.commit()

    assert about(proposal, "opinions") == [
        ("ask", [f"Dòng 1, {row.recipient.name}: Cơ quan thuế không đồng ý."])
    ]


def test_only_those_it_concerns_are_asked_about(one_row, ask, people):
    proposal, row = one_row
    ask(whom="Doanh nghiệp")
    told = [about(proposal, "opinions")]
    for concerned in (True, False):
        set_concerned(proposal.public_id, row.public_id, concerned=concerned,
                      actor=people["officer"])  # fmt: skip
        db.session.commit()
        told.append([verdict for verdict, _lines in about(proposal, "opinions")])

    assert told == [[], ["no"], []]


def test_taking_it_back_keeps_what_was_written(one_row, ask, people):
    proposal, row = one_row
    demand = ask(whom="Doanh nghiệp")
    record_confirmation(proposal.public_id, row.public_id, demand.text, AGREED, version=0,
                        actor=people["officer"])  # fmt: skip

    set_concerned(proposal.public_id, row.public_id, concerned=False, actor=people["officer"])

    assert db.session.query(Confirmation).one().answered_by == "Công văn 512 & <CCT>"


@pytest.mark.parametrize(("heard", "field"), [
    (Heard(None, None, "", None), "asked_on"),
    (Heard(date(2020, 12, 19), None, "", None), "asked_on"),
    (Heard(ASKED, ANSWERED, "x", None), "result"),
    (Heard(ASKED, None, "x", ConfirmationResult.AGREED), "answered_on"),
    (Heard(ANSWERED, ASKED, "x", ConfirmationResult.AGREED), "answered_on"),
    (Heard(ASKED, date(2020, 12, 19), "x", ConfirmationResult.AGREED), "answered_on"),
    (Heard(ASKED, ANSWERED, " ", ConfirmationResult.AGREED), "answered_by"),
    (Heard(ASKED, ANSWERED, "x", ConfirmationResult.AGREED, "nowhere"), "document"),
])  # fmt: skip
def test_nonsense_is_refused_beside_its_field(one_row, ask, people, heard, field):
    proposal, row = one_row
    demand = ask()

    with pytest.raises(BadInput) as refused:
        record_confirmation(proposal.public_id, row.public_id, demand.text, heard, version=0,
                            actor=people["officer"])  # fmt: skip
    assert refused.value.field == field


def test_two_people_writing_at_once_do_not_overwrite_each_other(one_row, ask, people):
    proposal, row = one_row
    demand = ask()
    record_confirmation(proposal.public_id, row.public_id, demand.text, AGREED, version=0,
                        actor=people["officer"])  # fmt: skip

    with pytest.raises(StaleEdit):
        record_confirmation(proposal.public_id, row.public_id, demand.text, AGREED, version=0,
                            actor=people["officer"])  # fmt: skip


def test_an_answer_voids_the_sign_off_and_is_part_of_what_is_signed(ready, ask, people):
    demand = ask()
    row = nominations_of(ready.id)[0]

    record_confirmation(ready.public_id, row.public_id, demand.text, AGREED, version=0,
                        actor=people["officer"])  # fmt: skip

    assert find_sign_off(ready.id) is None


def test_a_row_removed_and_a_secret_draft_take_their_answers_along(make_proposal, ask, people):
    proposal, demand = make_proposal(nominees=2), ask()
    rows = nominations_of(proposal.id)
    for row in rows:
        record_confirmation(proposal.public_id, row.public_id, demand.text, AGREED, version=0,
                            actor=people["officer"])  # fmt: skip
    nominating.remove_nomination(proposal.public_id, rows[0].public_id, actor=people["officer"])
    db.session.commit()
    left = db.session.query(Confirmation).count()
    with unit_of_work():
        discard_secret(proposal.public_id, actor=people["officer"])

    assert (left, db.session.query(Confirmation).count()) == (1, 0)


# Papers by the checklist


def test_a_paper_of_the_checklist_is_there_once_a_file_is_attached_for_it(
    one_row, long_an, officer
):
    proposal, row = one_row
    long_an.certificate_person.checklist = "Bản sao <quyết định>\nKết quả bỏ phiếu"
    db.session.commit()
    before = about(proposal, "evidence")

    answer = officer.post(
        f"/proposals/{proposal.public_id}/attach-evidence/{row.public_id}",
        data={"file": (a_picture(), "quyet-dinh.png"), "item": "Bản sao <quyết định>"},
    )

    assert before == [("ask", [f"Dòng 1, {row.recipient.name}: chưa gắn “Bản sao <quyết định>”."])]
    assert (answer.status_code, about(proposal, "evidence")) == (302, [("ok", [])])


# Pages


def test_the_rows_page_shows_the_form_and_what_is_typed_prints_literally(
    one_row, ask, officer, long_an
):
    proposal, row = one_row
    ask("Cơ quan <x> {{ 7*7 }}")
    ask("Sơ lược A & B", kind=DemandKind.PART)
    limit(long_an, 3)
    base = f"/proposals/{proposal.public_id}"
    page = officer.get(f"{base}/evidence/{row.public_id}").text
    at = unescape(re.search(r'href="([^"]*/confirmation/[^"]*)"', page)[1])
    wrong = officer.post(at, data={"asked_on": ""})
    done = officer.post(
        at,
        data={"asked_on": "10/12/2020", "answered_on": "15/12/2020", "answered_by": "CV <1>",
              "result": "agreed", "version": "0"},
    )  # fmt: skip
    after = officer.get(f"{base}/evidence/{row.public_id}").text

    assert "6 trên 3 từ" in page
    assert ("Cơ quan &lt;x&gt; {{ 7*7 }}" in page, "Sơ lược A &amp; B" in page) == (True, True)
    assert (wrong.status_code, done.location) == (422, f"{base}/evidence/{row.public_id}#opinions")
    assert "CV &lt;1&gt;, 15/12/2020" in after


def test_the_outline_puts_only_the_missing_headings_below(one_row, ask, officer):
    proposal, row = one_row
    for text in ("Thành tích đạt được", "Đã được khen thưởng"):
        ask(text, kind=DemandKind.PART)

    answer = officer.post(
        f"/proposals/{proposal.public_id}/evidence/{row.public_id}",
        data={"achievements": "THÀNH TÍCH ĐẠT ĐƯỢC: 12 vụ", "insert": "outline"},
    ).text.replace("\r\n", "\n")

    assert "THÀNH TÍCH ĐẠT ĐƯỢC: 12 vụ\n\nĐã được khen thưởng:</textarea>" in answer


def test_a_stranger_meets_404(one_row, ask, client_as, long_an):
    proposal, row = one_row
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    base, demand = f"/proposals/{proposal.public_id}", ask().text

    assert [
        stranger.get(f"{base}/confirmation/{row.public_id}?office={demand}").status_code,
        stranger.post(f"{base}/confirmation/{row.public_id}?office={demand}").status_code,
        stranger.post(f"{base}/set-concerned/{row.public_id}").status_code,
    ] == [404, 404, 404]


def test_the_forms_of_many_rows_ask_no_more(make_proposal, ask):
    ask()
    asked = []
    for nominees in (2, 9):
        rows = nominations_of(make_proposal(nominees=nominees).id)
        with statements() as ran:
            forms_of(rows)
        asked.append(len(ran))

    assert asked == [3, 3]
